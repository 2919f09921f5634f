-- Rows that share their number, or their content where they have none: to the last cent, or but for the amounts.
with contents as (
    select
        coalesce(parsed.given_number, regexp_replace(judged.num_dossier, '-\d+$', '')) as content,
        judged.total_cost,
        judged.eu_amount,
        count(*) as twins
    from judged
    join parsed on parsed.line = judged.line
    anti join left_aside on left_aside.line = judged.line
    where len(judged.errors) = 0
    group by all
)

select
    coalesce(sum(twins) filter (twins > 1), 0)::bigint as exact,
    coalesce(sum(twins) filter (sharing > 1 and twins = 1), 0)::bigint as but_for_amounts
from (select *, count(*) over (partition by content) as sharing from contents)
