-- Each decision with the rules that it breaks; `known_numbers` holds the numbers of the published operations.
create or replace table judged as
with completed as (
    select parsed.*, known.num_dossier is not null as known_number
    from parsed
    left join known_numbers as known on known.num_dossier = parsed.num_dossier
)

select completed.*, list_filter([{errors}], lambda rule: rule is not null) as errors, list_filter([{warnings}], lambda rule: rule is not null) as warnings
from completed;
