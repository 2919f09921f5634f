-- How many projects the counted operations of a selection make, those that share one counting once; and how many are retained.
with {population},

held as (
    select selection.num_dossier, selection.wave, selection.decision, renewal.project
    from selection
    left join renewal on renewal.num_dossier = selection.num_dossier and renewal.wave = selection.wave
    where selection.counted
)

select
    count(*) filter (project is null) + count(distinct project) as projects,
    count(*) filter (decision = 'retenue') as retained
from held
