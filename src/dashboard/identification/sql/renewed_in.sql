-- How many projects the counted operations of a selection make, those that share one counting once.
with {population},

held as (
    select selection.num_dossier, selection.wave, renewal.project
    from selection
    left join renewal on renewal.num_dossier = selection.num_dossier and renewal.wave = selection.wave
    where selection.counted
)

select count(*) filter (project is null) + count(distinct project) as projects
from held
