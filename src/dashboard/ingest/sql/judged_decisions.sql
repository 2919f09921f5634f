-- Each decision with the rules that it breaks; `known_numbers` holds the numbers of the published operations.
create or replace table judged as
with completed as (
    select parsed.*, known.num_dossier is not null as known_number, true as enters
    from parsed
    left join known_numbers as known on known.num_dossier = parsed.num_dossier
)

select
    completed.*,
    -- Most rows break no rule: a text is built faster than a list, and split only where it holds something.
    names(concat_ws(',', {errors})) as errors,
    names(concat_ws(',', {warnings})) as warnings
from completed;
