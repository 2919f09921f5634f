-- One operation with the file it came from, in the wave asked for or else the newest, whatever the filters are.
with found as (
    from operation
    where num_dossier = $num_dossier
)

select
    found.*,
    (select list(wave order by is_no_wave(wave), wave desc) from found) as waves,
    (
        select list({'field': completion.cell.field, 'before': completion.cell.before, 'file_name': source.file_name, 'imported_at': source.imported_at})
        from (select unnest(found.completed_fields) as cell) as completion
        join active_import as source on source.import_id = completion.cell.import_id
    ) as completions,
    active_import.file_name,
    active_import.imported_at,
    active_import.extract_date,
    active_import.demonstration
from found
left join active_import on active_import.import_id = found.import_id
where $wave is null or found.wave = $wave
order by is_no_wave(found.wave), found.wave desc
limit 1
