-- What was decided so far on the operations that a campaign decides on.
select num_dossier, wave, decision, category
from operation
where list_contains($numbers, num_dossier)
