-- The fields that one of the two editions leaves out altogether.
select field
from edition_value
group by field
having (count(before) > 0) <> (count(after) > 0)
order by min(rank)
