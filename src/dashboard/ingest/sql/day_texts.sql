-- Few dates stand in many rows: each text is judged and read once.
create or replace table day_text as
select field, text, count(*) as cells
from (
    select 'start_date' as field, raw_start_date as text from mapped where raw_start_date is not null
    union all
    select 'end_date', raw_end_date from mapped where raw_end_date is not null
    union all
    select 'programming_date', raw_programming_date from mapped where raw_programming_date is not null
    union all
    select 'first_agreement_date', raw_first_agreement_date from mapped where raw_first_agreement_date is not null
)
group by field, text
