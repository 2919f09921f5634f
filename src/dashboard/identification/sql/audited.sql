-- The population of the recall audit: the operations of the selection that nothing identifies and that nobody judged.
with {population}

select operation.num_dossier, operation.wave
from selection as operation
anti join identified on identified.num_dossier = operation.num_dossier and identified.wave = operation.wave
anti join judged on judged.num_dossier = operation.num_dossier and judged.wave = operation.wave
where operation.decision = 'non examinée'
order by operation.num_dossier, operation.wave
