-- Measures for each value of one dimension, in each wave and in all of them, with the totals that the shares divide by.
with {selection},

valued as (
    select *, coalesce(nullif({dimension}::varchar, ''), 'Non renseigné') as value
    from selection
)

select
    grouping(value) = 1 as is_total,
    value,
    case when grouping(wave) = 1 then 'total' else wave end as wave,
    case when min(programme) = max(programme) then min(programme) end as single_programme,
{measures}
from valued
group by grouping sets ((value, valued.wave), (value), (valued.wave), ())
