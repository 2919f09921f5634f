-- The first decisions that an import would keep.
select line % $sheet_step as "Ligne", num_dossier as "Numéro de dossier", wave as "Vague", retained as "Retenue", category as "Type d'opération", reason as "Motif"
from read_parquet($path)
order by line
limit $count
