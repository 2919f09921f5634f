-- Measures for each value of one dimension, in each wave and in all of them, with the totals that the shares divide by.
with {selection},

cells as (
    select
        {dimension} as dimension,
        programme,
        wave,
{cell_measures}
    from selection
    group by {dimension}, programme, wave
),

valued as (
    select
        *,
        coalesce(nullif(dimension::varchar, ''), 'Non renseigné') as value,
        case when $per_programme then programme end as own_programme
    from cells
)

select
    grouping(value) = 1 as is_total,
    value,
    own_programme,
    case when grouping(wave) = 1 then 'total' else wave end as wave,
{measures}
from valued
group by grouping sets ((own_programme, value, valued.wave), (own_programme, value), (valued.wave), ())
