-- Measures of the selection in each wave and in all of them: of the whole (`dimension` null), then by each value of the
-- dimensions asked for. Nothing is selected: no rows.
with {selection},

cells as (
    select {columns}
        programme,
        wave,
{cell_measures}
    from selection
    group by all
),

-- Each cell stands in the whole and under its value of each dimension: grouping sets of the selection cost twice as much.
placed as (
    select *, unnest([{places}]) as place
    from cells
)

select
    place.dimension,
    place.code,
    place.programme,
    case when grouping(wave) = 0 then wave else 'total' end as wave,
{measures}
from placed
group by grouping sets ((place, placed.wave), (place))
