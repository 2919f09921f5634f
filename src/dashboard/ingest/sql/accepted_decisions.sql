select $import_id as import_id, line, num_dossier, wave, retained, category, reason, source, warnings
from judged
where len(errors) = 0
