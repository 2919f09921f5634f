-- The cells of a file of allocations with what they mean: the programme by its short name, its CCI code or its label.
-- Input: `mapped` (line, raw_programme, raw_priority, raw_fund, raw_eu_amount, raw_source, raw_dated).
with named as (
    select
        mapped.line,
        arg_min(reference.programme, reference.position) filter (
            fold(one_line(raw_programme)) in (fold(reference.programme), lower(reference.cci))
        ) as exact,
        arg_min(reference.programme, reference.position) filter (regexp_matches(fold(one_line(raw_programme)), reference.pattern)) as matched
    from mapped
    join programme_reference as reference on reference.period = $period
    group by mapped.line
)

select
    mapped.line,
    one_line(raw_programme) as programme_text,
    coalesce(named.exact, named.matched) as programme,
    one_line(raw_priority) as priority_text,
    case when not says_nothing(raw_priority) then code_number(code_text(one_line(raw_priority))) end as priority,
    -- What the nomenclature names of the programme's own; null where it names none.
    (
        select list(distinct nomenclature.priority_axis order by nomenclature.priority_axis)
        from nomenclature
        where nomenclature.period = $period and nomenclature.programme = coalesce(named.exact, named.matched)
            and nomenclature.priority_axis is not null
    ) as priorities,
    one_line(raw_fund) as fund_text,
    fund_name(one_line(raw_fund)) as fund,
    one_line(raw_eu_amount) as amount_text,
    amount(raw_eu_amount, $mark, $unit, $sign_unit)::varchar as eu_amount,
    without_guard(one_line(raw_source)) as source,
    one_line(raw_dated) as dated_text,
    day(raw_dated, false, $first_day, false) as dated
from mapped
left join named on named.line = mapped.line
order by mapped.line
