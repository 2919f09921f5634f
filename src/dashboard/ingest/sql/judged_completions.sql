-- The rules that each row breaks. `published` holds the published operations, `known_numbers` their numbers.
create or replace table judged as
with derived as (
    {derived}
),

known as (
    select num_dossier, max(period) as period
    from published
    group by num_dossier
),

-- The operations whose programme has priorities that the nomenclature names.
listed as (
    select published.num_dossier, list(distinct nomenclature.priority_axis) as priorities
    from published
    join nomenclature on nomenclature.period = published.period and nomenclature.programme = published.programme
    where nomenclature.priority_axis is not null and published.period = '2021-2027'
    group by published.num_dossier
),

completed as (
    select
        derived.*,
        exists (from known_numbers where known_numbers.num_dossier = derived.num_dossier) as known_number,
        -- Nothing says it of an operation to come.
        coalesce(known.period, '2021-2027') as code_period,
        derived.num_dossier <> derived.given_number as is_respelled,
        listed.num_dossier is not null and not list_contains(listed.priorities, derived.priority_axis) as unknown_priority,
        true as enters
    from derived
    left join listed on listed.num_dossier = derived.num_dossier
    left join known on known.num_dossier = derived.num_dossier
)

select
    line, num_dossier, enters, total_cost, stated_eu_amount as eu_amount, department_reading as reading,
    null::varchar as zone_reading, null::varchar as site_reading, null::varchar as programme_reading, code_reading, null::varchar as fund_reading,
    case
        when is_shortened(raw_total_cost) then precision_in_euros(raw_total_cost)
        when is_shortened(raw_eu_amount) then precision_in_euros(raw_eu_amount)
    end as precision,
    -- Most rows break no rule: a text is built faster than a list, and split only where it holds something.
    names(concat_ws(',', {errors})) as errors,
    names(concat_ws(',', {warnings})) as warnings
from completed;
