-- An operation that left the list, with the edition that it left with: the first one after the last that held it.
select
    departed.*,
    newer.extract_date as left_extract_date,
    newer.imported_at as left_imported_at
from departed_operation as departed
left join active_import as newer
    on newer.source = 'list_2021_2027' and newer.mode <> 'compléter' and newer.position > departed.position
where departed.num_dossier = $num_dossier
order by newer.position
limit 1
