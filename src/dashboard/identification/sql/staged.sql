-- Which steps of the funnel each selected operation reaches. Decision filters don't narrow it: decisions are its last step.
staged as (
    select
        operation.num_dossier,
        operation.wave,
        true as programmed,
        operation.fund <> 'IEJ' as programmed_fse,
        operation.fund <> 'IEJ' and coalesce(identified.preidentified, false) as preidentified_fse,
        operation.fund <> 'IEJ' and coalesce(identified.preidentified or identified.in_survey, false) as with_survey_fse,
        operation.fund <> 'IEJ' and operation.retained as retained_fse,
        operation.fund = 'IEJ' as programmed_iej,
        operation.fund = 'IEJ' and identified.num_dossier is not null as found_iej,
        operation.fund = 'IEJ' and coalesce(identified.in_iej_evaluation, false) as listed_iej,
        operation.fund = 'IEJ' and operation.retained as retained_iej,
        operation.retained,
        operation.retained and identified.num_dossier is null as retained_unfound,
        coalesce(identified.name_only, false) as name_only
    from selection as operation
    left join identified on identified.num_dossier = operation.num_dossier and identified.wave = operation.wave
)
