with {selection},

listed as (
    select {listed}
    from selection
    where counted
)

select {columns}
from listed
order by {order} {direction} nulls last, {column} {direction} nulls last, total_cost desc nulls last, num_dossier, wave
limit $limit
offset $offset
