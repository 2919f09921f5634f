-- The counted operations: rows of the active imports, less what a later import replaces, with their decisions.
-- Input: `derived`, the derived rows of every active import with its position and mode.
create table operation as
with derived as (
    {derived}
),

partitions as (
    select distinct position, mode, source, wave, programme
    from derived
),

replaced as (
    select earlier.position, earlier.wave, earlier.programme
    from partitions as earlier
    join partitions as later
        on later.position > earlier.position and later.mode = 'remplacer'
        and later.source = earlier.source and later.wave = earlier.wave and later.programme = earlier.programme
    group by all
),

standing as (
    from derived
    anti join replaced
        on replaced.position = derived.position and replaced.wave = derived.wave and replaced.programme = derived.programme
),

-- The same number in the same wave is the same operation: the newest row stands.
newer as (
    select position, num_dossier, wave
    from standing
    where position > (select min(position) from standing)
),

current as (
    from standing
    anti join newer
        on newer.num_dossier = standing.num_dossier and newer.wave = standing.wave and newer.position > standing.position
)

select
    current.* exclude (position, mode, region_label, department_label, fund, programme_known),
    coalesce(current.fund, 'Non renseigné') as fund,
    decision.retained is not null and decision.retained and not technical_assistance as retained,
    case decision.retained when true then 'retenue' when false then 'non retenue' end as decision,
    case when decision.retained then coalesce(decision.category, 'Non renseigné') end as category,
    decision.reason as decision_reason,
    decision.source as decision_source
from current
left join decision on decision.num_dossier = current.num_dossier
order by wave, num_dossier;
