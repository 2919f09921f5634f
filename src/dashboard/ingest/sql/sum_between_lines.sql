-- The amounts of the rows between two lines, whatever becomes of these rows.
select count({column}), coalesce(sum({column}), 0)
from parsed
where line > $after and ($before is null or line < $before)
