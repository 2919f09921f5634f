-- The first answers that an import of a survey would keep.
select line % $sheet_step as "Ligne", respondent as "Répondant", wave as "Vague", type_label as "Type de gestionnaire", region_label as "Région", answer as "Réponse"
from read_parquet($path)
order by line
limit $count
