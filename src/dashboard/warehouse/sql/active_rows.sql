select rows.*, active.position, active.mode, active.source
from read_parquet(getvariable('operations_paths'), union_by_name = true) as rows
join active_import as active on active.import_id = rows.import_id
