-- Imports made before a column existed don't have it: the empty rows name them all.
select rows.*, active.position, active.mode, active.source
from (
    from read_parquet(getvariable('operations_paths'), union_by_name = true)
    union all by name
    select * exclude (position, mode, source) from ({no_rows})
) as rows
join active_import as active on active.import_id = rows.import_id
