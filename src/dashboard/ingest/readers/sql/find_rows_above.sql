-- The row above each of some rows, none of which counts.
with below as (
    select unnest($lines::bigint[]) as line
)

select below.line, kept.line
from below
asof join (select raw.line from raw anti join below using (line)) as kept on below.line > kept.line
