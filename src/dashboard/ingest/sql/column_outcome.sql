-- What a column of `raw` holds: its cells, their sum as amounts, a few of them.
select count({cell}), sum(amount({cell}, ',', $unit, 1)), (select list(sample) from (select distinct left({cell}, $length) as sample from raw where {cell} is not null order by sample limit 3))
from raw
