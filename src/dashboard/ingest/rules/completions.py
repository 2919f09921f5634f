"""What a row that completes an operation is checked for: as an operation is, where its cells say something."""

from dashboard.ingest.rules.operations import OPERATIONS
from dashboard.ingest.rules.rule import Rule

_OF_OPERATIONS = frozenset({
    "contact_in_text", "contradictory_code", "contradictory_department", "duplicate_number", "end_before_start", "error_cell", "eu_above_total", "impossible_date", "lost_number",
    "missing_number", "negative_amount", "paired_code", "shortened_amount", "uncomputed_formula", "unknown_department", "unknown_managing_body_type",
    "unknown_region", "unreadable_amount", "unreadable_code", "unreadable_count",
})  # fmt: skip

COMPLETIONS = tuple(
    sorted(
        (
            *(rule for rule in OPERATIONS if rule.name in _OF_OPERATIONS),
            # Kept: a later edition of the list may bring the operation.
            Rule("number_to_come", "warning", "numéro dans aucun extrait",
                 "Aucune opération importée ne porte ce numéro\u202f: la ligne est gardée et servira dès qu'un extrait l'apportera.",
                 {"num_dossier": "not known_number"}, listed=True),
            Rule("respelled_number", "warning", "numéro écrit autrement",
                 "Ce numéro ne diffère de celui d'une opération importée que par ses zéros de tête ou sa casse\u202f: il est lu comme le sien.",
                 {"num_dossier": "is_respelled"}, listed=True),
            Rule("unknown_priority", "warning", "priorité inconnue du programme",
                 "Le programme de cette opération n'a pas cette priorité\u202f: vérifiez-la, elle est gardée comme le tableau l'écrit.",
                 {"priority_axis": "unknown_priority"}, needs=frozenset({"priority_axis"}), listed=True),
        ),
        key=lambda rule: rule.name,
    )
)  # fmt: skip
