-- What the active completions say of the rows of a new import, by completing file: the operations and the fields that they fill, and
-- those of its own values that they override. Input: `completed`, its rows once completed.
with cells as (
    select num_dossier, line, unnest(completed_fields) as cell
    from ({completed})
)

select
    active_import.file_name,
    active_import.imported_at,
    count(*) filter (cell.before is not null) as overridden,
    count(distinct cells.line) filter (cell.before is not null) as operations,
    count(*) filter (cell.before is null) as filled,
    list(distinct cell.field order by cell.field) filter (cell.before is not null) as fields
from cells
join active_import on active_import.import_id = cell.import_id
group by active_import.import_id, active_import.file_name, active_import.imported_at, active_import.position
order by active_import.position
