-- The operations that an edition of the public list has let go, as the last one that held them had them, with the decision on each.
create table departed_operation as
select operation.*, active_import.extract_date, active_import.imported_at, active_import.file_name, active_import.demonstration
from operation
join active_import on active_import.import_id = operation.import_id
join ({newest_edition}) as newest on operation.position < newest.position
anti join (
    select kept.num_dossier
    from operation as kept
    cross join ({newest_edition}) as newest
    where kept.period = '2021-2027' and (kept.source <> 'list_2021_2027' or kept.position >= newest.position)
) as present on present.num_dossier = operation.num_dossier
where operation.source = 'list_2021_2027'
qualify row_number() over (partition by operation.num_dossier order by operation.position desc) = 1
