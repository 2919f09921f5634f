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
),

-- Materialized: joined in another order, each field of a file meets the same field of every operation.
asked as materialized (
    select compared.import_id || ' ' || compared.line as key, compared.import_id, compared.line, compared.num_dossier, compared.wave, given.field
    from compared
    join completion on completion.num_dossier = compared.num_dossier
    join given on given.key = completion.line
)

select
    asked.num_dossier,
    asked.wave,
    asked.field,
    changed.cell.before as before,
    after.said as after,
    case when changed.cell is null then 'confirmed' when changed.cell.before is null then 'filled' else 'corrected' end as verdict
from asked
join after on after.key = asked.key and after.field = asked.field
left join changed on changed.import_id = asked.import_id and changed.line = asked.line and changed.cell.field = asked.field;
