-- The decision that stands for each operation number: the newest import wins.
create table decision as
select num_dossier, retained, category, reason, source, import_id
from (
    select rows.*, active.position
    from {rows} as rows
    join active_import as active on active.import_id = rows.import_id
)
qualify row_number() over (partition by num_dossier order by position desc) = 1;
