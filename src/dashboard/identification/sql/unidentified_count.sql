with {population}

select count(*) as operations
from selection as operation
anti join identified on identified.num_dossier = operation.num_dossier and identified.wave = operation.wave
where operation.counted
