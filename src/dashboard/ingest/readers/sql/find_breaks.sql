create or replace temp table raw_breaks as
select rowid as position, {breaks} as breaks
from raw
where {broken}
