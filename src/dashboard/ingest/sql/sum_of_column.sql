-- What a column of amounts adds up to under one reading.
select sum(amount({cell}, $mark, $unit, 1)) from mapped
