-- Titles and beneficiaries of some operations.
select num_dossier, wave, title, beneficiary
from operation
where list_contains($numbers, num_dossier)
