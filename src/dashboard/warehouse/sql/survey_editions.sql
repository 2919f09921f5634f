-- The surveys that are loaded, newest wave first.
select
    answers.wave as edition,
    count(*) as respondents,
    count(answers.answer) as base,
    bool_or(answers.synthetic) as synthetic,
    string_agg(distinct active.file_name, ', ' order by active.file_name) as files,
    max(active.imported_at)::date as imported_on,
    count(*) filter (answers.region = 'Non renseigné' and answers.region_2016 <> 'Non renseigné') as without_former_region
from survey_answer as answers
join active_import as active on active.import_id = answers.import_id
group by answers.wave
order by is_no_wave(answers.wave), answers.wave desc
