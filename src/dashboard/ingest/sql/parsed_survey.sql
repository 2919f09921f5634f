-- Answers, read. Labels stay as written: what they mean is derived with the reference rows.
create or replace table parsed as
with cells as (
    select
        line,
        raw_answer,
        raw_reported,
        left(operation_number(raw_respondent), 100) as given_respondent,
        left(coalesce($wave, operation_number(raw_wave), 'hors vague'), 40) as wave,
        without_guard(one_line(raw_body_type)) as type_label,
        one_line(raw_region) as region_label,
        survey_answer(raw_answer) as answer,
        reported_numbers(raw_reported) as reported,
        without_contacts(without_guard(paragraphs(raw_remark))) as remark,
        separated(raw_themes) as theme_labels
    from mapped
)

select cells.* exclude (given_respondent), {respondent} as respondent
from cells;
