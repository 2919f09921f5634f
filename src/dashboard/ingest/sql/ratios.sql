-- 0.5 in a column of rates is 50 %.
update mapped
set raw_eu_amount = concat(try_cast(replace(trim(raw_eu_amount), ',', '.') as double) * 100, ' %')
where regexp_full_match(trim(raw_eu_amount), '0?[.,]\d+|[01]([.,]0+)?')
