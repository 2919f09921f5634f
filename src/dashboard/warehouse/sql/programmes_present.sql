-- The programmes of the selected operations: those that the reference names first, in its order, then the others.
with {selection},

present as (
    select programme
    from selection
    group by programme
),

reference as (
    -- The note of 2014-2020 lists the IEJ before the programme that most operations are of.
    select
        programme,
        case when $period = '2014-2020' then min(named.position) else any_value(rank.position) end as position,
        bool_or(is_main) as is_main, any_value(fund) as fund
    from programme_reference as named
    join programme_rank as rank using (period, programme)
    where period = $period
    group by programme
)

select present.programme, coalesce(reference.is_main, false) as is_main, reference.fund
from present
left join reference on reference.programme = present.programme
order by reference.position nulls last, present.programme collate fr
