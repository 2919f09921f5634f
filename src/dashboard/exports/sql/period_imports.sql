-- The imports that the operations of a period come from.
select distinct import_id
from operation
where period = $period
