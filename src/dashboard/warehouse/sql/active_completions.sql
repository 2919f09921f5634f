-- The cells of the active completions. Those made before a column existed don't have it: the empty rows name them all.
select completions.* exclude (line), active.position
from (
    from read_parquet(getvariable('completions_paths'), union_by_name = true)
    union all by name
    select * exclude (position, mode, source, warnings, search_text, os_code, completed_fields) from ({no_rows})
) as completions
join active_import as active on active.import_id = completions.import_id
