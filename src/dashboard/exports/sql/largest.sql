-- The operation with the highest total cost in each category, in the order of the reference; then without a category.
with {selection},

ranked as (
    select
        selection.num_dossier, selection.wave, category_reference.position,
        row_number() over (
            partition by category_reference.position order by selection.total_cost desc nulls last, selection.num_dossier
        ) as place
    from selection
    left join category_reference using (category)
    where selection.counted
)

select num_dossier, wave
from ranked
where place = 1
order by position nulls last
limit $most
