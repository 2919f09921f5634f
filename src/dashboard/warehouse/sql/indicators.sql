-- Sums of the selection in each wave, by whether an operation is counted and whether it was examined: of the whole (`dimension`
-- null), then by each value of the dimensions asked for. Nothing is selected: no rows.
with {narrow_selection},

cells as (
    select {columns}
        programme,
        wave,
        counted,
        decision <> 'non examinée' as examined,
        count(*) as operations,
        sum(total_cost) as total_cost,
        sum(eu_amount) as eu_amount,
        sum(participants_entered) as participants,
        sum(participants_planned) as participants_planned,
        count(*) filter (participants_entered > 0) as operations_with_participants
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
    wave,
    counted,
    examined,
    sum(operations) as operations,
    sum(total_cost) as total_cost,
    sum(eu_amount) as eu_amount,
    sum(participants) as participants,
    sum(participants_planned) as participants_planned,
    sum(operations_with_participants) as operations_with_participants
from placed
group by place, wave, counted, examined
