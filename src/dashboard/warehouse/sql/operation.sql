-- The operations of the active imports, with what their labels mean and the decision that stands on each.
-- Input: `derived`, the derived rows of every active import.
create table operation as
with derived as (
    {derived}
),

decided as (
    select
        derived.*,
        case
            when derived.period = '2021-2027' then of_the_number
            when of_the_wave.num_dossier is not null then of_the_wave
            else of_any_wave
        end as standing
    from derived
    left join decision as of_the_wave on of_the_wave.num_dossier = derived.num_dossier and of_the_wave.wave = derived.wave
    left join decision as of_any_wave on of_any_wave.num_dossier = derived.num_dossier and of_any_wave.wave is null
    left join ({newest_decision}) as of_the_number on of_the_number.num_dossier = derived.num_dossier
)

select
    decided.* exclude (region_label, department_label, fund, programme_known, unknown_department, department_reading, place_reading,
        unknown_cci, programme_reading, zone_reading, site_reading, standing),
    coalesce(fund, 'Non renseigné') as fund,
    coalesce(standing.retained, false) and not technical_assistance as retained,
    case standing.retained when true then 'retenue' when false then 'non retenue' else 'non examinée' end as decision,
    case when standing.retained then coalesce(standing.category, 'Non renseigné') end as category,
    standing.reason as decision_reason,
    standing.source as decision_source
from decided;
