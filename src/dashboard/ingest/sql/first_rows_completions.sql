-- The first rows that an import of completions would keep.
select
    line % $sheet_step as "Ligne",
    num_dossier as "Numéro de dossier",
    priority_axis as "Axe",
    coalesce(investment_priority, thematic_objective) as "Priorité d'investissement",
    specific_objective as "Objectif spécifique",
    region_label as "Région",
    department_label as "Département",
    managing_body as "Service gestionnaire",
    title as "Intitulé de l'opération",
    beneficiary as "Porteur",
    beneficiary_type as "Type de porteur",
    recipient_type as "Type de bénéficiaire",
    call_for_projects as "Appel à projets",
    description as "Description",
    actions as "Contenu des actions",
    outcome as "Bilan",
    participants_planned as "Participants prévisionnels",
    participants_entered as "Participants entrés",
    start_date as "Début",
    end_date as "Fin",
    programming_date as "Programmation",
    first_agreement_date as "Première convention",
    total_cost as "Coût total",
    eu_amount as "Montant UE"
from read_parquet($path)
order by line
limit $count
