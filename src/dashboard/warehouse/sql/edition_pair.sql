-- The operations of two editions side by side, by number: those that enter the analysis, with today's decisions.
-- Inputs: $paths, their files; $before and $after, the ids of the imports of each, oldest first. `derived`: the rows of all of them.
create temp table edition_pair as
with derived as (
    {derived}
),

decided as (
    select
        derived.num_dossier, derived.import_id, line, derived.wave, programme, coalesce(newest.retained, false) as retained,
        title, beneficiary, description, total_cost, eu_amount, first_agreement_date, start_date, end_date, os_code,
        region_label, department_label, zone, operation_postcode, beneficiary_postcode, country, intervention_category
    from derived
    left join ({newest_decision}) as newest on newest.num_dossier = derived.num_dossier
    where derived.period = '2021-2027' and not derived.technical_assistance
),

-- A row that completes an edition takes the place of the one before it.
earlier as (
    from decided
    where list_contains($before, import_id)
    qualify row_number() over (partition by num_dossier order by list_position($before, import_id) desc, line) = 1
),

later as (
    from decided
    where list_contains($after, import_id)
    qualify row_number() over (partition by num_dossier order by list_position($after, import_id) desc, line) = 1
)

select
    coalesce(earlier.num_dossier, later.num_dossier) as num_dossier,
    case when earlier.num_dossier is null then 'nouvelle' when later.num_dossier is null then 'partie' else 'commune' end as presence,
    earlier,
    later
from earlier
full join later on later.num_dossier = earlier.num_dossier
