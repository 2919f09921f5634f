-- The values of a period that a reference knows, in the order in which they are read, with their words.
select dimension, programme, code, label
from known_code
where period = $period
order by dimension, position
