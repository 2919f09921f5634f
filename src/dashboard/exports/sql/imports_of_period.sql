-- The imports whose operations a programming period holds, and those that complete them.
select distinct import_id
from operation
where period = $period
union
select distinct cell.import_id
from (select unnest(completed_fields) as cell from operation where period = $period)
