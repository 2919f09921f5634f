-- The demonstration's list as many times as it takes, each time with new numbers.
create or replace table repeated_list as
select listed.* replace (listed."Numéro Opération" || '-' || copies.copy as "Numéro Opération")
from (select *, row_number() over () as rank from read_parquet($path)) as listed
cross join (select unnest(range(1, 101)) as copy) as copies
order by copies.copy, listed.rank
limit $rows
