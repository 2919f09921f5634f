"""The public list of 2021-2027: every operation of every programme, published several times a year, each edition replacing the last.

Its 23 columns are those of `AAAAMMJJ_liste_operations_conventionnees_*.xlsx`. It gives no priority and no managing body.
"""

from dashboard.ingest.formats import eu_list

NAME = "list_2021_2027"
LABEL = "liste publique 2021-2027"
KIND = "operations"
HAS_NUMBER = True

PUBLISHED = {
    "num_dossier": ("Numéro Opération", "numéro de l'opération", "numéro d'opération", "n° opération"),
    "programme_cci": ("NUMCCI", "n° CCI", "numéro CCI", "code CCI", "CCI"),
    "programme": ("Libellé Programme", "libellé du programme", "programme"),
    "title": ("Intitulé du projet", "intitulé de l'opération", "nom de l'opération"),
    "description": (
        "Objectifs et réalisations escomptés et effectifs",
        "objectifs de l'opération et réalisations escomptées et effectives",
        "objectifs et réalisations escomptées et effectives",
        "objectif et réalisations escomptés et effectifs",
    ),
    "beneficiary": ("Nom du bénéficiaire", "bénéficiaire"),
    "beneficiary_postcode": ("Code postal du bénéficiaire",),
    "start_date": ("Date de début de l'opération", "date de début"),
    "end_date": ("Date de fin de l'opération", "date de fin"),
    "operation_postcode": ("Code postal de l'opération",),
    "zone": ("Zone",),
    "department": ("Département de l'opération", "département"),
    "region": ("Région de l'opération", "région"),
    "country": ("Pays",),
    "intervention_category": ("Type d'intervention", "types d'intervention"),
    "fund": ("Fonds",),
    "specific_objective": ("Objectif spécifique",),
    "specific_objective_label": ("Objectif spécifique (Code et libellé)",),
    "policy_objective": ("Objectif stratégique",),
    "total_cost": ("Total des dépenses éligibles", "total dépenses éligibles"),
    "eu_rate": ("Taux de cofinancement", "taux de cofinancement UE", "taux de cofinancement de l'Union"),
    "eu_amount": ("Montant UE",),
    "first_agreement_date": (
        "Date première convention",
        "date de première convention",
        "date de la première convention",
    ),
}
"""The columns of the list, each under its own header, then under those that it may take: the report says where a file differs."""

HEADERS = {
    # What the lists of 2014-2020 call the same columns serves too.
    **{field: (*headers, *eu_list.HEADERS.get(field, ())) for field, headers in PUBLISHED.items()},
    # The demonstration says of itself that it is invented.
    "provenance": ("Provenance",),
    "synthetic_fields": ("Champs synthétiques",),
}
FALLBACKS: dict[str, tuple[str, ...]] = {}
# Without the fund, operations of the FEDER couldn't be left aside.
REQUIRED = frozenset({"num_dossier", "fund", "total_cost"})
ONE_OF = (
    frozenset({"eu_amount", "eu_rate"}),
    frozenset({"programme_cci", "programme"}),
    # No list of 2014-2020 has these.
    frozenset({"zone", "specific_objective_label", "policy_objective", "first_agreement_date"}),
)

VALID_EXAMPLES = (
    (
        "Numéro Opération", "NUMCCI", "Libellé Programme", "Intitulé du projet", "Objectifs et réalisations escomptés et effectifs",
        "Nom du bénéficiaire", "Code postal du bénéficiaire", "Date de début de l'opération", "Date de fin de l'opération",
        "Code postal de l’opération", "Zone", "Département de l’opération", "Région de l'opération", "Pays", "Type d'intervention",
        "Fonds", "Objectif spécifique", "Objectif spécifique (Code et libellé)", "Objectif stratégique",
        "Total des dépenses éligibles", "Taux de cofinancement", "Montant UE", "Date première convention",
    ),
)  # fmt: skip
INVALID_EXAMPLES = (
    ("Numéro Opération", "Libellé Programme", "Intitulé du projet", "Fonds", "Total des dépenses éligibles"),
)
