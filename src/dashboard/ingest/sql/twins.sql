-- Rows that share their number, or their content where they have none: to the last cent, or but for the amounts.
with contents as (
    select coalesce(given_number, regexp_replace(num_dossier, '-\d+$', '')) as content, total_cost, eu_amount, count(*) as twins
    from judged
    anti join left_aside on left_aside.line = judged.line
    where len(errors) = 0
    group by all
)

select
    coalesce(sum(twins) filter (twins > 1), 0)::bigint as exact,
    coalesce(sum(twins) filter (sharing > 1 and twins = 1), 0)::bigint as but_for_amounts
from (select *, count(*) over (partition by content) as sharing from contents)
