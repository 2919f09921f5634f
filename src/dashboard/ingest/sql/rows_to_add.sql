-- The amounts of each row that has a cost, in cents, and how many of its cells are filled.
select parsed.line, len(list_filter([{cells}], lambda cell: cell is not null)), (total_cost * 100)::bigint, coalesce(stated_eu_amount * 100, 0)::bigint
from parsed
join raw on raw.line = parsed.line
where total_cost > 0
order by parsed.line
