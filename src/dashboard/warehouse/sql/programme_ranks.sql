-- The programmes of a period in the order of the filters.
select programme
from programme_rank
where period = $period
order by position
