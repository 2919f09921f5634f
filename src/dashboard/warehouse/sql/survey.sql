-- The answers of the active surveys: an import replaces the survey of the same wave unless it only completes it, and the
-- newest answer of a structure stands. The key changes with the remark, so that no coding outlives the text that it codes.
create table survey_answer as
with imported as (
    select rows.*, active.position, active.mode, active.demonstration as synthetic
    from {rows} as rows
    join active_import as active on active.import_id = rows.import_id
),

derived as (
    {derived}
),

standing as (
    select *
    from derived
    qualify position >= coalesce(max(position) filter (mode = 'remplacer') over (partition by wave), 0)
)

select
    concat(respondent, '-', left(sha256(concat_ws(chr(31), wave, respondent, remark)), 12)) as respondent_key,
    respondent, import_id, line, wave, survey_type, managing_body_type, region, region_2016, answer, remark, themes, reported,
    warnings, synthetic
from standing
qualify row_number() over (partition by wave, respondent order by position desc, line) = 1;

create table survey_reported as
select respondent_key, wave, survey_type, unnest(reported) as num_dossier
from survey_answer;
