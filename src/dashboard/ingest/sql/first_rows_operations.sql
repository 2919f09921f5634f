-- The first rows that an import of operations would keep, as a person checks them.
select
    line % $sheet_step as "Ligne",
    num_dossier as "Numéro de dossier",
    title as "Intitulé de l'opération",
    beneficiary as "Porteur",
    programme_label as "Programme",
    fund as "Fonds",
    region_label as "Région",
    start_date as "Début",
    end_date as "Fin",
    total_cost as "Coût total",
    eu_amount as "Montant UE"
from read_parquet($path)
order by line
limit $count
