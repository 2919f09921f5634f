-- Measures along the programme's own structure: specific objective, axis, programme, everything; in each wave and in all.
with {selection},

cells as (
    select
        programme,
        priority_axis,
        coalesce(nullif(os_code, ''), 'Non renseigné') as os_code,
        wave,
        min(investment_priority) as investment_priority,
        min(specific_objective) as specific_objective,
{cell_measures}
    from selection
    group by all
)

select
    case
        when grouping(os_code) = 0 then 'objective'
        when grouping(priority_axis) = 0 then 'axis'
        when grouping(programme) = 0 then 'programme'
        else 'all'
    end as level,
    programme,
    coalesce(priority_axis::varchar, 'Non renseigné') as axis,
    os_code,
    case when grouping(wave) = 1 then 'total' else wave end as wave,
    min(investment_priority) as investment_priority,
    min(specific_objective) as specific_objective,
{measures}
from cells
group by grouping sets (
    (programme, priority_axis, os_code, cells.wave),
    (programme, priority_axis, os_code),
    (programme, priority_axis, cells.wave),
    (programme, priority_axis),
    (programme, cells.wave),
    (programme),
    (cells.wave),
    ()
)
