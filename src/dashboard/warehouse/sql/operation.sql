-- The operations of the active imports, with what their labels mean and the decision that stands on each.
-- Input: `derived`, the derived rows of every active import.
create table operation as
with derived as (
    {derived}
)

select
    derived.* exclude (region_label, department_label, fund, programme_known),
    coalesce(derived.fund, 'Non renseigné') as fund,
    coalesce(decision.retained, false) and not technical_assistance as retained,
    case decision.retained when true then 'retenue' when false then 'non retenue' end as decision,
    case when decision.retained then coalesce(decision.category, 'Non renseigné') end as category,
    decision.reason as decision_reason,
    decision.source as decision_source
from derived
left join decision on decision.num_dossier = derived.num_dossier;
