-- An operation that left the list, with the edition that it left with: the first one after the last that held it.
select
    departed.*,
    (
        select list({'field': completion.cell.field, 'before': completion.cell.before, 'file_name': source.file_name, 'imported_at': source.imported_at})
        from (select unnest(departed.completed_fields) as cell) as completion
        join active_import as source on source.import_id = completion.cell.import_id
    ) as completions,
    newer.extract_date as left_extract_date,
    newer.imported_at as left_imported_at
from departed_operation as departed
left join active_import as newer
    on newer.source = 'list_2021_2027' and newer.mode <> 'compléter' and newer.position > departed.position
where departed.num_dossier = $num_dossier
order by newer.position
limit 1
