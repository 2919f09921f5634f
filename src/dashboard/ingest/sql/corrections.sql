select num_dossier, wave, field, before, after
from compared_cell
where verdict = 'corrected'
order by num_dossier, wave, field
