-- Measures of the selection in each wave and in all of them; one row of zeros where nothing is selected.
with {selection},

cells as (
    select
        wave,
{cell_measures}
    from selection
    group by wave
)

select
    case when grouping(wave) = 1 then 'total' else wave end as wave,
{measures}
from cells
group by grouping sets ((cells.wave), ())
