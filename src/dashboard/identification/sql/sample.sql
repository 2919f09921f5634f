-- A random sample of the selected operations that nothing identifies: the order comes from the seed and the number alone.
with {population}

select operation.num_dossier, operation.wave
from selection as operation
anti join identified on identified.num_dossier = operation.num_dossier and identified.wave = operation.wave
where operation.counted
order by md5(concat_ws('|', $seed::varchar, operation.num_dossier, operation.wave)), operation.num_dossier, operation.wave
limit $size
