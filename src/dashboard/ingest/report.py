"""What the manifest of an import says, in the words and the order that the screen and the terminal share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Any

from dashboard.domain.french import euros, integer, percent, plural, short_date
from dashboard.domain.operation import FIELD_BY_NAME, NO_WAVES, Kind
from dashboard.domain.periods import CURRENT, FORMER, words_of
from dashboard.domain.survey import FIELDS as SURVEY_FIELDS
from dashboard.ingest.formats import list_2021_2027
from dashboard.ingest.rules import RULES

WELL_FILLED = 0.5
"""From this share of filled cells on, a column that isn't read deserves a look."""

_OTHER_LABELS = {
    "wave": "Vague",
    "retained": "Retenue",
    "category": "Type d'opération",
    "reason": "Motif",
    "source": "Source",
} | {field.name: field.label for field in SURVEY_FIELDS}

Manifest = Mapping[str, Any]


def field_label(name: str) -> str:
    """The word of the interface for a field of any kind of file."""
    return FIELD_BY_NAME[name].label if name in FIELD_BY_NAME else _OTHER_LABELS.get(name, name)


def waves_in_words(manifest: Manifest) -> str:
    """The accepted rows of each wave, the dated ones first: « année de convention 2023 (12), sans date de convention (3) ».

    "" for the kinds of file that aren't counted by wave. Where a file is of two programming periods, its waves go by their name alone.
    """
    if manifest["kind"] not in ("operations", "survey"):
        return ""
    # Older manifests say no period: the public list is of one alone.
    is_list = manifest["format"] == list_2021_2027.NAME
    periods = manifest.get("periods") or [CURRENT if is_list else FORMER]
    if not manifest["waves"]:
        return f"sans {words_of(periods[0]).wave}"
    named = sorted(manifest["waves"].items(), key=lambda item: item[0] in NO_WAVES)
    return ", ".join(
        f"{words_of(periods[0]).wave_in_full(wave) if len(periods) == 1 else wave} ({integer(count)})"
        for wave, count in named
    )


def value_in_words(field: str, text: str) -> str:
    """A value of a field as an import keeps it in a text (« 1000.50 », « 2023-01-31 »), as people read it."""
    match FIELD_BY_NAME[field].kind:
        case Kind.AMOUNT:
            return euros(float(text))
        case Kind.COUNT:
            return integer(int(text))
        case Kind.DATE:
            return short_date(date.fromisoformat(text))
        case _:
            return text


def findings(manifest: Manifest, *weights: int) -> list[Mapping[str, Any]]:
    """What was found in the file, of these weights, in decreasing importance. Older manifests hold sentences alone."""
    found = manifest.get("findings", [{"text": note, "weight": 1} for note in manifest["notes"]])
    return [one for one in found if one["weight"] in weights]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its header, the label of the field that it is read for ("" where it isn't), the share of its cells filled."""

    header: str
    label: str
    share: float

    @property
    def filled(self) -> str:
        """« 98 % », and neither « 100 % » where a cell is empty nor « 0 % » where one is filled."""
        return "moins de 1\u202f%" if 0 < self.share < 0.01 else percent(floor(self.share * 100) / 100, 0)


def columns(manifest: Manifest) -> tuple[list[Column], list[Column]]:
    """The columns that are read, in the order of the file, and those that aren't, the best filled first."""
    rows = max(manifest["read"] - len(manifest["malformed"]), 1)
    found = [
        Column(one["header"], field_label(one["field"]) if one["field"] else "", one["filled"] / rows)
        for one in manifest.get("columns", ())
    ]
    return (
        [column for column in found if column.label],
        sorted((column for column in found if not column.label), key=lambda column: -column.share),
    )


def unread_columns(manifest: Manifest) -> str:
    """One sentence on the well filled columns that aren't read, "" where there is none."""
    full = [column for column in columns(manifest)[1] if column.share >= WELL_FILLED]
    if not full:
        return ""
    named = ", ".join(f"{column.header} (remplie à {column.filled})" for column in full)
    said = plural(len(full), "colonne bien remplie n'est pas lue", "colonnes bien remplies ne sont pas lues")
    return f"{said}\u202f: {named}."


@dataclass(frozen=True, slots=True)
class FoundTotal:
    """A total that the file gives: where, of what, its euros and those of its rows; `verdict` is « vérifié » or the difference."""

    line: int
    label: str
    field: str
    stated: float
    summed: float
    verdict: str


def found_totals(manifest: Manifest) -> list[FoundTotal]:
    """The totals found in the file, in its order."""
    return [
        FoundTotal(
            one["line"],
            one["label"],
            field_label(one["field"]),
            one["stated"],
            one["summed"],
            "vérifié" if one["agrees"] else f"écart de {euros(one['summed'] - one['stated'])}",
        )
        for one in manifest.get("totals", ())
    ]


def broken_rules(manifest: Manifest) -> list[tuple[str, str, int]]:
    """What happened to rows and why: the rule or the reason, its effect on the rows, how many."""
    rows = [
        (RULES[name].label if name in RULES else name, effect, count)
        for effect, counts in (("rejetées", manifest["errors"]), ("signalées", manifest["warnings"]))
        for name, count in counts.items()
    ]
    rows += [(reason, "laissées de côté", count) for reason, count in manifest["left_aside_reasons"].items()]
    if manifest["malformed"]:
        rows.append(("ligne mal formée", "rejetées", len(manifest["malformed"])))
    return rows


def programme_rows(manifest: Manifest) -> list[dict[str, Any]]:
    """The accepted operations of each programme and fund, with a last row for them all where there are several."""
    rows = list(manifest.get("by_programme", ()))
    if len(rows) < 2:
        return rows
    figures = ("operations", "total_cost", "eu_amount")
    return [
        *rows,
        {"programme": "Ensemble", "fund": ""} | {name: sum(row[name] for row in rows) for name in figures},
    ]


def completed_in_words(manifest: Manifest) -> list[str]:
    """What completions do to the published operations, then how many of their numbers stand in no extract; empty for other kinds."""
    completed = manifest.get("completed")
    if not completed:
        return []
    filled, corrected, confirmed = (
        sum(row[name] for row in completed["by_field"]) for name in ("filled", "corrected", "confirmed")
    )
    said = [
        f"{plural(completed['operations'], 'opération retrouvée', 'opérations retrouvées')}\u202f: "
        f"{plural(filled, 'cellule remplit', 'cellules remplissent')} un champ vide, "
        f"{plural(corrected, 'corrige', 'corrigent')} une valeur, {plural(confirmed, 'dit', 'disent')} ce qui était déjà su."
    ]
    if completed["unknown"] == 1:
        said.append(
            "1 numéro n'est dans aucun extrait\u202f: sa ligne est gardée et servira dès qu'un extrait l'apportera."
        )
    elif completed["unknown"]:
        said.append(
            f"{integer(completed['unknown'])} numéros ne sont dans aucun extrait\u202f: leurs lignes sont gardées et serviront dès "
            "qu'un extrait les apportera."
        )
    return said


def completed_rows(manifest: Manifest) -> list[dict[str, Any]]:
    """What completions do to each field: its `label`, how many cells `filled`, `corrected` and `confirmed` it."""
    completed = manifest.get("completed") or {"by_field": []}
    return [{"label": field_label(row["field"]), **row} for row in completed["by_field"]]


def happened(manifest: Manifest, *, published: bool = True) -> str:
    """The first sentence: how many rows of how many are accepted, for how many euros; in the conditional before publication."""
    accepted, read = manifest["accepted"], manifest["read"]
    verb = ("est" if accepted < 2 else "sont") if published else ("serait" if accepted < 2 else "seraient")
    rows = f"{integer(accepted)} ligne{'s' if accepted > 1 else ''} sur {integer(read)} {verb} acceptée{'s' if accepted > 1 else ''}"
    if manifest["kind"] != "operations" or not accepted:
        return f"{rows}."
    return f"{rows}, pour un coût total de {euros(manifest['total_cost'])} et un montant UE de {euros(manifest['eu_amount'])}."
