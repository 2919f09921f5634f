with {selection}

select count(*) as operations
from selection
where counted
