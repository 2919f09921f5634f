-- The imports whose operations a programming period holds.
select distinct import_id
from operation
where period = $period
