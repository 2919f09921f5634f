-- How many cells of a column are a text written as a formula (="00123"), and one of them.
select count(*), min({cell}) from raw where starts_with({cell}, '="') and ends_with({cell}, '"') and strlen({cell}) > 3
