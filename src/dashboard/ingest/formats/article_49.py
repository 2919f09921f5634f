"""The list of operations of regulation (EU) 2021/1060, article 49(3), with nothing but what the article asks for.

It asks for neither an operation number nor an EU amount: the key is built from the content, the amount from the rate.
"""

from dashboard.ingest.formats import eu_list

NAME = "article_49"
LABEL = "liste des opérations de l'article 49"
KIND = "operations"
HAS_NUMBER = False

HEADERS = {field: headers for field, headers in eu_list.HEADERS.items() if field != "eu_amount"}
FALLBACKS = eu_list.FALLBACKS
REQUIRED = frozenset({"beneficiary", "title", "description", "specific_objective", "total_cost", "eu_rate"})
ONE_OF: tuple[frozenset[str], ...] = ()

VALID_EXAMPLES = (
    (
        "Nom du bénéficiaire", "Intitulé de l'opération", "Objectif de l'opération et réalisations escomptées ou effectives",
        "Date de début de l'opération", "Date d'achèvement escomptée ou effective", "Coût total de l'opération", "Fonds concerné",
        "Objectif spécifique concerné", "Taux de cofinancement de l'Union", "Indicateur de localisation", "Type d'intervention",
    ),
    (
        "Beneficiary", "Name of the operation", "Purpose of the operation and its expected or actual achievements",
        "Start date of the operation", "Expected or actual date of completion", "Total cost of the operation", "Fund concerned",
        "Specific objective concerned", "Union co-financing rate", "Location indicator or geolocation", "Type of intervention",
    ),
)  # fmt: skip
INVALID_EXAMPLES = (("Nom du bénéficiaire", "Coût total", "Taux de cofinancement UE"), ("Beneficiary", "Fund"))
