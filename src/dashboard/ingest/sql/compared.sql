-- Each cell of a file of completions beside the published operation that it is about: `compared` is that operation, once completed.
create or replace table compared as
{completed};

create or replace table compared_cell as
with given as (
    {given_cells}
),

after as (
    {cells_after}
),

changed as (
    select num_dossier, import_id, line, unnest(completed_fields) as cell
    from compared
)

select
    after.key.num_dossier as num_dossier,
    after.key.wave as wave,
    after.field,
    changed.cell.before as before,
    after.said as after,
    case when changed.cell is null then 'confirmed' when changed.cell.before is null then 'filled' else 'corrected' end as verdict
from after
join given on given.key = after.key.num_dossier and given.field = after.field
left join changed
    on changed.num_dossier = after.key.num_dossier and changed.cell.field = after.field
    and changed.import_id = after.key.import_id and changed.line = after.key.line;
