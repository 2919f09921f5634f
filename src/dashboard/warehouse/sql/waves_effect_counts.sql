-- How many operations have their wave by their date, how many keep the one that was given; how many decided numbers would be left
-- without their decision.
select
    count(*) filter (not wave_is_given and coalesce(first_agreement_date, programming_date) is not null) as dated,
    count(*) filter (wave_is_given) as given,
    (
        select count(distinct num_dossier)
        from before.operation
        where period = $period and decision <> 'non examinée' and num_dossier not in (
            select num_dossier from after.operation where period = $period and decision <> 'non examinée'
        )
    ) as undecided
from after.operation
where period = $period and not technical_assistance
