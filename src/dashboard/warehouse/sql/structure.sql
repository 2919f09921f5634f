-- Measures along the programme's own structure: specific objective, axis, programme, everything; in each wave and in all.
with {selection},

coded as (
    select * replace (coalesce(nullif(os_code, ''), 'Non renseigné') as os_code)
    from selection
)

select
    case
        when grouping(os_code) = 0 then 'objective'
        when grouping(priority_axis) = 0 then 'axis'
        when grouping(programme) = 0 then 'programme'
        else 'all'
    end as level,
    programme,
    priority_axis,
    investment_priority,
    specific_objective,
    os_code,
    case when grouping(wave) = 1 then 'total' else wave end as wave,
{measures}
from coded
group by grouping sets (
    (programme, priority_axis, investment_priority, specific_objective, os_code, coded.wave),
    (programme, priority_axis, investment_priority, specific_objective, os_code),
    (programme, priority_axis, coded.wave),
    (programme, priority_axis),
    (programme, coded.wave),
    (programme),
    (coded.wave),
    ()
)
