"""Merging labels and taking it back: rows are added, then the same imports are published with the rules in force."""

from collections.abc import Sequence
from datetime import UTC, datetime

from dashboard.domain.french import quoted
from dashboard.domain.operation import UNKNOWN
from dashboard.domain.text import normalised
from dashboard.ingest.errors import LabelsRefused
from dashboard.warehouse.build import publish
from dashboard.warehouse.labels import (
    MERGEABLE,
    LabelRule,
    kept_label,
    label_rows,
    rules_in_force,
    write_rows,
)
from dashboard.warehouse.state import State, kept_if_published

LONGEST_LABEL = 300


def merge_labels(state: State, field: str, labels: Sequence[str], kept: str, *, by: str) -> int:
    """Makes labels of one column read as `kept`, which may be a new one, and publishes. Returns how many rules it adds.

    A label kept that is itself read as another one leads to that one. Raises LabelsRefused, in one French sentence, where there
    is nothing to merge or where rules would go round in a circle; then nothing has changed.
    """
    kept = _clean(kept)
    if field not in MERGEABLE:
        raise LabelsRefused(
            f"Les libellés de la colonne {quoted(field)} ne se réunissent pas\u202f: choisissez {', '.join(MERGEABLE)}."
        )
    if not _says(kept) or len(kept) > LONGEST_LABEL:
        raise LabelsRefused(
            f"Le libellé gardé doit dire quelque chose, en {LONGEST_LABEL} signes au plus\u202f: écrivez-le de nouveau."
        )
    with state.exclusive():
        rows = label_rows(state)
        standing = rules_in_force(rows)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        asked = {
            rule.key: rule
            for rule in (LabelRule(field, _clean(label), kept, by, now) for label in labels if _says(label))
            # The label kept needs a rule for its own spellings, unless it is read as another one.
            if rule.label != kept and (rule.key[1] != normalised(kept) or rule.key not in standing)
        }
        new = [rule for key, rule in asked.items() if key not in standing or standing[key].kept != kept]
        if not new:
            raise LabelsRefused(
                f"Il n'y a rien à réunir sous {quoted(kept)}\u202f: choisissez au moins un autre libellé, pas encore réuni à celui-ci."
            )
        after = standing | {rule.key: rule for rule in new}
        for rule in new:
            if kept_label(after, field, rule.label) is None:
                raise LabelsRefused(
                    f"{quoted(kept)} est déjà réuni à {quoted(standing[field, normalised(kept)].kept)}, que vous voulez réunir à lui\u202f: "
                    "retirez d'abord cette règle, ou gardez l'autre libellé."
                )
        _publish(state, rows, new, by=by, action=f"libellés réunis sous {quoted(kept)}")
    return len(new)


def withdraw_rule(state: State, field: str, label: str, *, by: str) -> None:
    """Reads a label as itself again, and publishes. Raises LabelsRefused where no rule is in force on it."""
    with state.exclusive():
        rows = label_rows(state)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = LabelRule(field, _clean(label), "", by, now)
        if row.key not in rules_in_force(rows):
            raise LabelsRefused(
                f"Aucune règle en vigueur ne porte sur {quoted(label)}\u202f: rechargez la page pour voir celles qui le sont."
            )
        _publish(state, rows, [row], by=by, action=f"libellé {quoted(label)} séparé")


def _publish(state: State, rows: Sequence[LabelRule], new: Sequence[LabelRule], *, by: str, action: str) -> None:
    """Adds the rows and publishes with them; what fails leaves neither."""
    with kept_if_published(write_rows, state, rows, (*rows, *new)):
        if current := state.current():
            publish(state, current.imports, by=by, action=action)


def _clean(label: str) -> str:
    return " ".join(label.split())


def _says(label: str) -> bool:
    return normalised(label) not in ("", normalised(UNKNOWN))
