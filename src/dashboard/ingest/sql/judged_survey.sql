-- Each answer with the rules that it breaks; `known_numbers` holds the numbers of the published operations.
create or replace table judged as
with derived as (
    {derived}
),

unknown_numbers as (
    select line, count(*) as unknown_reported
    from (select line, unnest(reported) as num_dossier from parsed) as reported
    anti join known_numbers on known_numbers.num_dossier = reported.num_dossier
    group by line
),

completed as (
    select
        derived.*,
        derived.wave || ' ' || derived.respondent as wave_respondent,
        coalesce(unknown_numbers.unknown_reported, 0) as unknown_reported,
        true as enters
    from derived
    left join unknown_numbers on unknown_numbers.line = derived.line
)

select
    completed.*,
    -- Most rows break no rule: a text is built faster than a list, and split only where it holds something.
    names(concat_ws(',', {errors})) as errors,
    names(concat_ws(',', {warnings})) as warnings
from completed;
