"""The lists of operations that regions publish for all funds together: annex XII of regulation (EU) 1303/2013, and what followed.

The regulations ask for no operation number; the lists drawn from Synergie give one, that several rows may share. Some give
the rate of the EU instead of its amount.
"""

from dashboard.ingest.formats._amounts import EU_AMOUNT, EU_RATE, TOTAL_COST

NAME = "eu_list"
LABEL = "liste européenne des opérations"
KIND = "operations"
HAS_NUMBER = False

# Point (e) of article 49(3), in the words of the regulation and in those that lists make of them.
_PURPOSES = (
    *(
        f"{purpose}{operation} et {achievements}{which}"
        for purpose in ("objectif", "objectifs", "finalité", "but")
        for operation in ("", " de l'opération")
        for achievements in ("réalisations", "ses réalisations", "les réalisations")
        for which in (
            "", " escomptées", " escomptées ou effectives", " escomptées et effectives", " escomptés et effectifs",
            " attendues", " attendues ou effectives", " prévues", " prévues ou effectives",
        )
    ),
    *(
        f"purpose{operation} and {its}{which}achievements"
        for operation in ("", " of the operation")
        for its in ("", "its ")
        for which in ("", "expected ", "expected or actual ", "expected and actual ")
    ),
)  # fmt: skip
HEADERS = {
    "num_dossier": (
        "numéro opération",
        "numéro de l'opération",
        "numéro d'opération",
        "n° opération",
        "n° de l'opération",
        "code opération",
        "operation number",
        "num_dossier",
        "numéro de dossier",
        "numéro dossier",
        "numéro du dossier",
        "n° dossier",
        "n° de dossier",
        "no dossier",
    ),
    "programme": ("Programme", "intitulé du programme", "programme - programme name", "libellé programme"),
    "title": (
        "Intitulé du projet - operation name",
        "intitulé du projet",
        "nom de l'opération",
        "operation name",
        "name of the operation",
        "name of operation",
        "intitulé de l'opération - operation name",
        "intitulé de l'opération",
        "intitulé",
        "libellé de l'opération",
        "libellé du projet",
        "nom du projet",
        "titre de l'opération",
        "titre du projet",
        "titre",
        "opération",
    ),
    "beneficiary": (
        "Nom du bénéficiaire - beneficiary name",
        "nom du bénéficiaire",
        "beneficiary name",
        "name of the beneficiary",
        "bénéficiaire",
        "beneficiary",
        "nom bénéficiaire",
        "nom et prénom du bénéficiaire",
        "nom ou raison sociale du bénéficiaire",
        "nom du porteur",
        "porteur",
        "organisme",
    ),
    "beneficiary_postcode": (
        "Code postal du bénéficiaire",
        "code postal du bénéficiaire - beneficiary postcode",
        "code postal",
        "CP / zip code",
        "CP",
    ),
    "start_date": (
        "Date de début de l'opération - operation start date",
        "date de début de l'opération",
        "date du début de l'opération",
        "date de début",
        "date début opération",
        "date début op. / start",
        "operation start date",
        "start date",
        "start date of the operation",
        "date de début de réalisation",
        "début",
    ),
    "end_date": (
        "Date de fin de l'opération - operation end date",
        "date de fin de l'opération",
        "operation end date",
        "date de fin",
        "date fin opération",
        "date fin d'op. / end",
        "end date",
        "end date of the operation",
        "date de fin de réalisation",
        "date d'achèvement",
        "date d'achèvement de l'opération",
        "date d'achèvement escomptée ou effective",
        "date d'achèvement escomptée ou effective de l'opération",
        "date escomptée ou effective d'achèvement",
        "date escomptée ou effective d'achèvement de l'opération",
        "expected or actual date of completion",
        "expected or actual date of completion of the operation",
        "expected or actual completion date",
        "fin",
    ),
    "total_cost": TOTAL_COST,
    "eu_amount": EU_AMOUNT,
    "eu_rate": EU_RATE,
    "country": ("Pays - Country", "pays", "country"),
    "programming_date": ("Date de programmation", "date programmation", "date de CRPE"),
    "intervention_category": (
        "Catégorie d'intervention - category of intervention",
        "catégorie d'intervention",
        "category of intervention",
        "catégorie d'intervention dont relève l'opération",
        "dénomination de la catégorie d'intervention dont relève l'opération",
        "name of category of intervention for the operation",
        "domaine d'intervention",
        "intervention field",
        "type d'intervention",
        "type d'intervention de l'opération",
        "type of intervention",
        "type of intervention for the operation",
    ),
    "fund": ("Fonds", "fonds - fund", "fond", "funds", "fund", "fonds concerné", "fund concerned", "fonds européen"),
    "description": (
        "Résumé de l'opération - operation summary",
        "résumé de l'opération",
        "operation summary",
        "résumé",
        "description",
        "description de l'opération",
        "contexte, présentation générale de l'opération",
        *_PURPOSES,
    ),
    "region": (
        "région",
        "région de l'opération",
        "localisation - région",
        "indicateur de localisation",
        "indicateur de localisation ou géolocalisation",
        "indicateur de localisation ou géolocalisation pour l'opération",
        "location indicator",
        "location indicator or geolocation",
        "location indicator or geolocation for the operation",
    ),
    "department": ("département", "département de l'opération", "territory"),
    "priority_axis": ("axe", "axe prioritaire", "priorité"),
    "thematic_objective": ("objectif thématique", "OT"),
    "investment_priority": ("priorité d'investissement", "PI"),
    "specific_objective": (
        "objectif spécifique",
        "OS",
        "objectif spécifique concerné",
        "specific objective",
        "specific objective concerned",
    ),
    "managing_body": ("service gestionnaire", "service instructeur"),
}
FALLBACKS = {
    "programme": ("NUMCCI", "code CCI", "CCI", "project territory"),
    "beneficiary": ("raison sociale",),
    "beneficiary_postcode": ("code postal de l'opération", "code postal - operation postcode", "operation postcode"),
    "intervention_category": ("réf. catégorie d'intervention", "code de la catégorie d'intervention"),
    "fund": ("code fonds", "libellé fonds", "libellé du fonds"),
    "region": ("localisation", "localisation de l'opération", "location"),
    "description": ("objectif de l'opération", "objectifs de l'opération", "purpose of the operation"),
}
REQUIRED = frozenset({"beneficiary", "total_cost"})
ONE_OF = (frozenset({"eu_amount", "eu_rate"}),)

VALID_EXAMPLES = (
    (
        "Programme", "Intitulé du projet - operation name", "Nom du bénéficiaire - beneficiary name", "Code postal du bénéficiaire",
        "Date de début de l'opération - operation start date", "Date de fin de l'opération - operation end date",
        "Total dépenses éligibles", "Montant UE programmé - Union co-financing rate", "Pays - Country", "Date de programmation",
        "Catégorie d'intervention - category of intervention", "Fonds",
    ),
    (
        "Fonds", "Libellé programme", "Numéro Opération", "Nom du bénéficiaire", "Total des dépenses éligibles programmées",
        "Montant UE programmé", "Date de programmation", "Région de l'opération", "Département de l’opération",
    ),
    ("TOTAL DEPENSES ELIGIBLES", "intitulé du projet – operation name", "Nom du bénéficiaire", "montant ue programmé"),
    # Bretagne (the list of the region, then the one of its managing authority), Normandie, Nouvelle-Aquitaine, Île-de-France.
    (
        "Nom du bénéficiaire", "Nom de l'opération", "Résumé de l'opération", "Date de début de l'opération",
        "Date de fin de l'opération", "Date de CRPE", "Total des dépenses éligibles", "Taux de cofinancement UE", "Lieu", "Pays",
        "Réf. Catégorie d'intervention", "Catégorie d'intervention dont relève l'opération", "date de dernière mise à jour",
    ),
    (
        "No Dossier", "Fonds", "Bénéficiaire", "Nom de l'opération", "Objectif de l'opération et réalisations escomptées",
        "Date de début de l'opération", "Date de fin de l'opération", "Cout total de l'opération",
        "Taux de cofinancement par l'UE", "Code Postal", "Pays", "Domaine d'intervention",
    ),
    (
        "Programme", "n° Dossier", "Intitulé du projet - Operation name", "Nom du bénéficiaire - Beneficiary name", "Code SIRET",
        "CP / zip code", "Siège / City", "Contexte, présentation générale de l'opération",
        "Total des dépenses éligibles - Total eligible costs", "Montant UE programmé",
        "taux de cofinancement UE - EU co-financing rate", "date début op. / start", "date fin d'op. / end",
        "Catégorie d'intervention - Intervention field", "Fond",
    ),
    (
        "Operation number", "Beneficiary name", "Operation name", "Operation summary", "Funds", "Operation start date",
        "Operation end date", "Total amount programmed", "Amount co-financing European Union", "Union co-financing rate (%)",
        "Project location", "Project territory", "Country", "Name of category of intervention for the operation", "Date of last update",
    ),
    (
        "Nom du bénéficiaire - Beneficiary name", "Nom de l'opération - Operation name", "Résumé de l'opération - Operation summary",
        "Date du début de l'opération - Operation start date", "Date de fin de l'opération - Operation end date",
        "Total des dépenses éligibles attribué à l'opération - Total eligible expenditure allocated to the operation",
        "Taux de cofinancement par l'Union européenne - Union co-financing rate",
        "Emplacement de l'opération - Operation location indicator", "Investissement territorial intégré - Integrated territorial investment",
        "Département - Territory", "Pays - Country",
        "Dénomination de la catégorie d'intervention dont relève l'opération - Category of intervention", "Fonds - Funds",
    ),
)  # fmt: skip
INVALID_EXAMPLES = (
    ("Programme", "Pays - Country"),
    ("Intitulé du projet", "Nom du bénéficiaire", "Total dépenses éligibles"),
)
