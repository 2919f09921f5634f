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
    select import_id, line, unnest(completed_fields) as cell
    from compared
)

select
    compared.num_dossier,
    compared.wave,
    given.field,
    changed.cell.before as before,
    after.said as after,
    case when changed.cell is null then 'confirmed' when changed.cell.before is null then 'filled' else 'corrected' end as verdict
from compared
join completion on completion.num_dossier = compared.num_dossier
join given on given.key = completion.line
join after on after.key = {'import_id': compared.import_id, 'line': compared.line} and after.field = given.field
left join changed on changed.import_id = compared.import_id and changed.line = compared.line and changed.cell.field = given.field;
