-- The programmes of a period in the order of the filters: the main ones first, then the order of the reference.
select programme
from programme_reference
where period = $period
group by programme
order by bool_or(is_main) desc, min(position)
