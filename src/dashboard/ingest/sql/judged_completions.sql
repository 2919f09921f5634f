-- The rules that each row breaks. `known_numbers` holds the numbers of the published operations.
create or replace table judged as
with derived as (
    {derived}
),

completed as (
    select
        derived.*,
        exists (from known_numbers as known where known.num_dossier = derived.num_dossier) as known_number,
        true as enters
    from derived
)

select
    line, num_dossier, enters, total_cost, stated_eu_amount as eu_amount, department_reading as reading,
    null::varchar as zone_reading, null::varchar as site_reading, null::varchar as programme_reading,
    case
        when is_shortened(raw_total_cost) then precision_in_euros(raw_total_cost)
        when is_shortened(raw_eu_amount) then precision_in_euros(raw_eu_amount)
    end as precision,
    -- Most rows break no rule: a text is built faster than a list, and split only where it holds something.
    names(concat_ws(',', {errors})) as errors,
    names(concat_ws(',', {warnings})) as warnings
from completed;
