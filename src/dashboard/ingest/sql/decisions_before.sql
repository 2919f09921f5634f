-- What was decided so far on the operations that a campaign decides on.
select num_dossier, wave, period, decision, category
from operation
where list_contains($numbers, num_dossier)
