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
    select *, coalesce(nullif(dimension::varchar, ''), 'Non renseigné') as value
    from cells
)

select
    grouping(value) = 1 as is_total,
    value,
    case when grouping(wave) = 1 then 'total' else wave end as wave,
    list(distinct programme) as programmes,
{measures}
from valued
group by grouping sets ((value, valued.wave), (value), (valued.wave), ())
