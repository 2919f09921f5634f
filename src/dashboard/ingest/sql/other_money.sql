-- The first cell of a column of currencies that isn't the euro: its line and its text.
select line, trim({cell})
from raw
where {cell} is not null and not says_nothing({cell}) and not regexp_full_match(fold({cell}), '\s*(?:€|eur|euros?|ke|k€|keur)\s*')
order by line
limit 1
