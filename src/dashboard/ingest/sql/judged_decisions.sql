-- Each decision with the rules that it breaks; `known_numbers` holds the numbers of the published operations, with their wave where it tells them apart.
create or replace table judged as
with completed as (
    select
        parsed.*,
        concat_ws(' ', wave, num_dossier) as wave_number,
        exists (
            from known_numbers as known
            where known.num_dossier = parsed.num_dossier and (parsed.wave is null or known.wave is null or known.wave = parsed.wave)
        ) as known_number,
        true as enters
    from parsed
)

select
    completed.*,
    -- Most rows break no rule: a text is built faster than a list, and split only where it holds something.
    names(concat_ws(',', {errors})) as errors,
    names(concat_ws(',', {warnings})) as warnings
from completed;
