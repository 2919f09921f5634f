"""The operation: the fields that every source is mapped to, and the words the interface uses for them."""

from dataclasses import dataclass
from enum import StrEnum

from dashboard.domain.french import plural

UNKNOWN = "Non renseigné"
"""Stands in every dimension column where the extract says nothing, so that the rows can be counted and filtered."""

SEVERAL = ("Plusieurs régions", "Plusieurs départements", "Plusieurs types")
"""Stand in a column of places or of types of intervention where the extract names more than one: such an operation counts once, under none of them."""

OUTSIDE_WAVES = "hors vague"
"""The wave of operations whose date lies in no analysis period."""

UNDATED = "sans date de convention"
"""The wave of operations of 2021-2027 that no date places."""

NO_WAVES = (UNDATED, OUTSIDE_WAVES)
"""They are no periods: they come last, and are never compared with one."""

SYNTHETIC_PROVENANCE = "démonstration"
"""Provenance of an operation of which everything is invented."""


class Decided(StrEnum):
    """The three states of an operation, as `operation.decision` holds them: the only place that words them.

    Most operations were never examined: they are neither retained nor turned down.
    """

    RETAINED = "retenue"
    NOT_RETAINED = "non retenue"
    UNEXAMINED = "non examinée"

    @classmethod
    def of(cls, retained: bool) -> "Decided":
        """The one that a decision means, a yes or a no."""
        return cls.RETAINED if retained else cls.NOT_RETAINED

    @property
    def said(self) -> str:
        """Where operations are counted: « retenue », « examinée et non retenue », « non examinée »."""
        return f"examinée et {self}" if self is Decided.NOT_RETAINED else str(self)

    @property
    def several(self) -> str:
        """« retenues », « examinées et non retenues », « non examinées »."""
        return "examinées et non retenues" if self is Decided.NOT_RETAINED else f"{self}s"

    def operations(self, count: int) -> str:
        """« 1 opération retenue », « 91 opérations examinées et non retenues »."""
        return plural(count, f"opération {self.said}", f"opérations {self.several}")


class Kind(StrEnum):
    """How the text of a cell is read."""

    TEXT = "texte"
    LONG_TEXT = "texte long"
    CODE = "code"
    COUNT = "nombre entier"
    AMOUNT = "montant en euros"
    RATE = "taux"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an operation: its code name, its French label, how it is read and what it means."""

    name: str
    label: str
    kind: Kind
    explanation: str
    in_template: bool = True


FIELDS: tuple[Field, ...] = (
    Field("num_dossier", "Numéro de dossier", Kind.TEXT, "Numéro MDFSE de l'opération, unique dans le fichier."),
    Field("programme", "Programme", Kind.TEXT, "Libellé du programme, tel que MDFSE l'exporte."),
    Field("programme_cci", "Code CCI du programme", Kind.TEXT, "Par exemple 2021FR05SFPR001.", in_template=False),
    Field("fund", "Fonds", Kind.TEXT, "FSE, IEJ ou FSE+. Les autres fonds sont comptés puis laissés de côté."),
    Field("priority_axis", "Axe", Kind.CODE, "Axe prioritaire (1, 2, 3…) ou priorité du FSE+."),
    Field("thematic_objective", "Objectif thématique", Kind.CODE, "Objectif thématique (OT), par exemple 9."),
    Field(
        "investment_priority", "Priorité d'investissement", Kind.CODE, "Priorité d'investissement (PI)\u202f: 1 ou 9.1."
    ),
    Field("specific_objective", "Objectif spécifique", Kind.CODE, "Objectif spécifique (OS) au sein de la PI."),
    Field("region", "Région", Kind.TEXT, "Ancienne région, DROM ou «\u202fVolet national du FSE\u202f»."),
    Field("department", "Département", Kind.TEXT, "Code ou nom du département."),
    Field(
        "zone",
        "Zone",
        Kind.TEXT,
        "Régions, départements et communes de l'opération, comme REG/53/Bretagne.",
        in_template=False,
    ),
    Field("operation_postcode", "Code postal de l'opération", Kind.TEXT, "Cinq chiffres.", in_template=False),
    Field("managing_body", "Service gestionnaire", Kind.TEXT, "Service qui gère l'opération, en texte libre."),
    Field("title", "Intitulé de l'opération", Kind.TEXT, "Titre de l'opération."),
    Field("beneficiary", "Porteur", Kind.TEXT, "Organisation qui porte l'opération."),
    Field("beneficiary_postcode", "Code postal du porteur", Kind.TEXT, "Cinq chiffres, zéro initial compris."),
    Field(
        "beneficiary_type",
        "Type de porteur",
        Kind.TEXT,
        "Nature juridique du porteur\u202f: association, collectivité…",
    ),
    Field("recipient_type", "Type de bénéficiaire", Kind.TEXT, "Type de structure\u202f: CCAS, chantier d'insertion…"),
    Field("call_for_projects", "Appel à projets", Kind.TEXT, "Appel à projets auquel l'opération répond."),
    Field("description", "Description", Kind.LONG_TEXT, "Description de l'opération."),
    Field("actions", "Contenu des actions", Kind.LONG_TEXT, "Contenu détaillé des actions."),
    Field("outcome", "Bilan", Kind.LONG_TEXT, "Bilan d'exécution de l'opération."),
    Field("participants_planned", "Participants prévisionnels", Kind.COUNT, "Nombre prévu\u202f; vide si inconnu."),
    Field(
        "participants_entered",
        "Participants entrés",
        Kind.COUNT,
        "Nombre de participants réalisés\u202f; vide si inconnu.",
    ),
    Field("total_cost", "Coût total", Kind.AMOUNT, "Coût total programmé, en euros."),
    Field("eu_amount", "Montant UE", Kind.AMOUNT, "Montant UE programmé, en euros."),
    Field("start_date", "Date de début de réalisation", Kind.DATE, "jj/mm/aaaa."),
    Field("end_date", "Date de fin de réalisation", Kind.DATE, "jj/mm/aaaa."),
    Field("programming_date", "Date de programmation", Kind.DATE, "jj/mm/aaaa. Elle détermine la vague."),
    Field(
        "first_agreement_date",
        "Date de première convention",
        Kind.DATE,
        "jj/mm/aaaa. Elle détermine l'année de convention (2021-2027).",
        in_template=False,
    ),
    Field(
        "intervention_category", "Catégorie d'intervention", Kind.TEXT, "Catégorie de l'annexe XII.", in_template=False
    ),
    Field("country", "Pays", Kind.TEXT, "Pays de l'opération.", in_template=False),
    Field("provenance", "Provenance", Kind.TEXT, "Origine de la ligne (jeu de démonstration).", in_template=False),
    Field("synthetic_fields", "Champs synthétiques", Kind.TEXT, "Champs inventés de la ligne.", in_template=False),
    Field("deduced_fields", "Champs déduits", Kind.TEXT, "Champs que la source n'imprime pas.", in_template=False),
)

_NEVER_COMPLETED = frozenset(
    {"num_dossier", "programme", "programme_cci", "fund", "provenance", "synthetic_fields", "deduced_fields"}
)
COMPLETED_FIELDS: tuple[str, ...] = tuple(field.name for field in FIELDS if field.name not in _NEVER_COMPLETED)
"""What a table may complete of an operation: not its number, nor the programme and fund that say which list it belongs to."""

EU_RATE = Field(
    "eu_rate",
    "Taux de cofinancement UE",
    Kind.RATE,
    "En %\u202f; il donne le montant UE où l'extrait ne l'a pas.",
    in_template=False,
)
"""Read beside the fields of an operation, which keeps the amount that it gives and not the rate itself."""

OBJECTIVE_LABEL = Field(
    "specific_objective_label",
    "Objectif spécifique (code et libellé)",
    Kind.TEXT,
    "Il donne le code de l'objectif spécifique où sa propre colonne est vide.",
    in_template=False,
)
"""Read for its code alone: the words of an objective are reference rows."""

POLICY_OBJECTIVE = Field(
    "policy_objective", "Objectif stratégique (non gardé)", Kind.TEXT, "Le même pour tout le FSE+.", in_template=False
)
"""A column that the public list of 2021-2027 is known to have, which nothing keeps."""

FIELD_BY_NAME: dict[str, Field] = {field.name: field for field in (*FIELDS, EU_RATE, OBJECTIVE_LABEL, POLICY_OBJECTIVE)}
