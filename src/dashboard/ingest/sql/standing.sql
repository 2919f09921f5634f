-- The published operations that a file of completions is about, as the extracts and the earlier completions say them.
create or replace table standing as
select rows.* replace (null as completed_fields)
from ({rows}) as rows
semi join completion on completion.num_dossier = rows.num_dossier
semi join published on published.import_id = rows.import_id and published.line = rows.line and published.num_dossier = rows.num_dossier
