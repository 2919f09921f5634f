-- What the change of edition does to the key figures of each programme, then of them all.
with standing as (
    select earlier.programme as programme, false as is_after, earlier.retained as retained, earlier.total_cost as total_cost, earlier.eu_amount as eu_amount
    from edition_pair
    where presence <> 'nouvelle'
    union all
    select later.programme, true, later.retained, later.total_cost, later.eu_amount
    from edition_pair
    where presence <> 'partie'
)

select
    case when grouping(programme) = 1 then 'Ensemble' else programme end as label,
    count(*) filter (not is_after) as operations_before,
    count(*) filter (is_after) as operations_after,
    coalesce(sum(total_cost) filter (not is_after), 0) as total_cost_before,
    coalesce(sum(total_cost) filter (is_after), 0) as total_cost_after,
    coalesce(sum(eu_amount) filter (not is_after), 0) as eu_amount_before,
    coalesce(sum(eu_amount) filter (is_after), 0) as eu_amount_after,
    count(*) filter (not is_after and retained) as retained_before,
    count(*) filter (is_after and retained) as retained_after,
    coalesce(sum(total_cost) filter (not is_after and retained), 0) as retained_total_cost_before,
    coalesce(sum(total_cost) filter (is_after and retained), 0) as retained_total_cost_after,
    coalesce(sum(eu_amount) filter (not is_after and retained), 0) as retained_eu_amount_before,
    coalesce(sum(eu_amount) filter (is_after and retained), 0) as retained_eu_amount_after
from standing
group by grouping sets ((programme), ())
order by grouping(programme), total_cost_after desc, programme collate fr
