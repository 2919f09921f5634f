-- What a column of states holds, the most frequent first.
select {cell}, count(*)
from raw
where {cell} is not null
group by 1
order by 2 desc, 1
limit $most
