-- The surveys of a programming period, newest wave first. A survey goes with a wave; one that no reference knows is of the period
-- of the year in its name. Where nothing of its period is loaded, it stands in every period: it would be nowhere to be seen.
with dated as (
    select
        *,
        coalesce(
            (select min(period) from wave_reference where wave_reference.wave = survey_answer.wave),
            case when regexp_extract(wave, '20\d\d') >= '2021' then '2021-2027' else '2014-2020' end
        ) as survey_period
    from survey_answer
)

select
    answers.wave as edition,
    count(*) as respondents,
    count(answers.answer) as base,
    bool_or(answers.synthetic) as synthetic,
    string_agg(distinct active.file_name, ', ' order by active.file_name) as files,
    max(active.imported_at)::date as imported_on,
    count(*) filter (answers.region = 'Non renseigné' and answers.region_2016 <> 'Non renseigné') as without_former_region
from dated as answers
join active_import as active on active.import_id = answers.import_id
where
    answers.survey_period = $period
    or not exists (select 1 from operation where operation.period = answers.survey_period and not operation.technical_assistance)
group by answers.wave
order by is_no_wave(answers.wave), answers.wave desc
