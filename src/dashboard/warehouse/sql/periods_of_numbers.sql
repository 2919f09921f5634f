-- The programming periods of the operations that have these numbers.
select distinct period
from operation
where list_contains($numbers, num_dossier)
