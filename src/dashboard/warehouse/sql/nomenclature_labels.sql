-- The words of every code of a period: one row per programme and level, the main programmes first.
with main as (
    select distinct period, programme, is_main
    from programme_reference
)

select
    nomenclature.programme,
    nomenclature.priority_axis::varchar as priority_axis,
    nomenclature.investment_priority,
    nomenclature.os_code,
    nomenclature.specific_objective is not null as is_objective,
    nomenclature.label
from nomenclature
left join main on main.period = nomenclature.period and main.programme = nomenclature.programme
-- Technical assistance never enters the analysis: an operation that carries its code by mistake isn't given its words.
where nomenclature.period = $period and not nomenclature.technical_assistance
order by coalesce(main.is_main, false) desc, nomenclature.position
