-- What may be committed in a period: one row per programme of the fund, then per priority that the nomenclature or an allocation
-- names. A place whose allocation nobody knows is there without an amount.
with programme as (
    select rank.programme, any_value(reference.region_2016) as region_2016, any_value(rank.position) as position
    from programme_rank as rank
    join programme_reference as reference on reference.period = rank.period and reference.programme = rank.programme
    where rank.period = $period and coalesce(reference.fund, $fund) = $fund
    group by rank.programme
),

place as (
    select programme, null::smallint as priority, null::varchar as label
    from programme
    union all
    select programme, code::smallint, label
    from known_code
    where period = $period and dimension = 'priority_axis' and programme in (select programme from programme)
    union all
    select programme, priority, null
    from allocation
    where period = $period and fund = $fund and priority is not null
)

select
    place.programme,
    place.priority,
    programme.region_2016,
    any_value(place.label) as label,
    any_value(allocation.eu_amount) as eu_amount,
    any_value(allocation.technical_assistance) as technical_assistance,
    any_value(allocation.available) as available,
    any_value(allocation.source) as source,
    any_value(allocation.dated) as dated,
    any_value(allocation.note) as note,
    any_value(allocation.file_name) as file_name
from place
left join programme on programme.programme = place.programme
left join allocation
    on allocation.period = $period and allocation.fund = $fund and allocation.programme = place.programme
    and allocation.priority is not distinct from place.priority
group by place.programme, place.priority, programme.region_2016, programme.position
order by programme.position, place.priority nulls first
