-- Of the selected operations, how many belong to a project with another one of them, and how many projects that makes.
with {population},

held as (
    select renewal.project, count(*) as operations
    from selection
    join renewal on renewal.num_dossier = selection.num_dossier and renewal.wave = selection.wave
    where selection.counted
    group by renewal.project
)

select coalesce(sum(operations), 0)::bigint as operations, count(*) as projects
from held
