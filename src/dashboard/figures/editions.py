"""What changed between two editions of the public list, as figures and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from dashboard.domain.columns import COLUMNS, ColumnFormat, Kind, columns_of
from dashboard.domain.french import euros, integer, listing, long_date, plural, short_date
from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.figures.figure import Figure
from dashboard.figures.wording import COMPUTED, lowered, opened
from dashboard.warehouse.editions import AMENDED, GONE, MEASURES, NEW, Comparison, Edition
from dashboard.warehouse.query import Row

MEASURE_COLUMNS: Final[Mapping[str, ColumnFormat]] = {
    "operations": COLUMNS["operations"],
    "total_cost": COLUMNS["total_cost"],
    "eu_amount": COLUMNS["eu_amount"],
    "retained": ColumnFormat("Opérations retenues", Kind.INTEGER),
    "retained_total_cost": ColumnFormat("Coût total des retenues", Kind.AMOUNT),
    "retained_eu_amount": ColumnFormat("Montant UE des retenues", Kind.AMOUNT),
}
"""The key figures, by the name that `MEASURES` gives them."""

EFFECT_COLUMNS: Final[Mapping[str, ColumnFormat]] = {
    "label": ColumnFormat("Programme"),
    **{
        f"{name}_{side}": replace(
            MEASURE_COLUMNS[name], label=f"{MEASURE_COLUMNS[name].label}{said}", signed=bool(said)
        )
        for name in ("operations", "total_cost", "eu_amount", "retained")
        for side, said in (("after", ""), ("difference", ", écart"))
    },
}
"""The effect on the key figures of each programme, as the report of an import shows it."""

KIND_WORDS: Final[Mapping[str, str]] = {NEW: "Nouvelles", GONE: "Parties", AMENDED: "Modifiées"}

CHANGE_COLUMNS: Final[Mapping[str, ColumnFormat]] = {
    "presence": ColumnFormat("Changement"),
    "num_dossier": ColumnFormat("Numéro"),
    **columns_of("title", "beneficiary"),
    "programme": ColumnFormat("Programme"),
    "field": ColumnFormat("Champ"),
    "before": ColumnFormat("Avant"),
    "after": ColumnFormat("Après"),
    "difference": ColumnFormat("Écart", Kind.EUROS, signed=True),
}
"""Every change, one row per operation and field."""

LISTED_COLUMNS: Final[Mapping[str, ColumnFormat]] = {
    **columns_of("title", "beneficiary"),
    "num_dossier": ColumnFormat("Numéro"),
    "programme": ColumnFormat("Programme"),
    **columns_of("total_cost", "eu_amount"),
}
"""An operation that came or left."""

AMENDED_COLUMNS: Final[Mapping[str, ColumnFormat]] = {
    **columns_of("title"),
    **{name: CHANGE_COLUMNS[name] for name in ("num_dossier", "field", "before", "after", "difference")},
}

LARGEST: Final = 10
"""How many operations a document names."""

READING: Final = (
    "Les opérations se suivent par leur numéro, parmi celles qui entrent dans l'analyse (FSE+, hors assistance technique). "
    "Un espace ou une apostrophe écrits autrement ne comptent pas comme un changement."
)
DECISIONS_TODAY: Final = "Opérations retenues\u202f: d'après les décisions d'aujourd'hui, dans les deux éditions."


def since_sentence(found: Comparison, before: Edition) -> str:
    """« Depuis l'édition du 16 mars 2026 : 123 nouvelles, 4 parties, 56 modifiées ; coût total +3,2 M€, montant UE +1,1 M€. »"""
    return f"Depuis l'{before.named}\u202f: {found.in_words}."


def unread_sentence(found: Comparison) -> str:
    """The fields that one edition leaves out; "" where both give the same ones."""
    if not found.unread:
        return ""
    names = listing([lowered(FIELD_BY_NAME[name].label) for name in found.unread])
    return f"Une seule des deux éditions donne ces champs, qui ne sont donc pas comparés\u202f: {names}."


def too_few_sentence(known: Sequence[Edition]) -> str:
    """Why nothing can be compared: no edition, or a single one."""
    if not known:
        return (
            "Aucune édition de la liste publique 2021-2027 n'est publiée\u202f: importez-en une sur la page Imports, puis la "
            "suivante."
        )
    return (
        f"Une seule édition de la liste publique est connue, l'{known[0].named}\u202f: ce qui change se lira ici dès que la "
        "suivante sera importée."
    )


def left_sentence(record: Mapping[str, Any]) -> str:
    """« N'est plus dans la liste depuis l'édition du 1er juillet 2026 ; dernière version connue : édition du 16 mars 2026. »

    `record`: what `warehouse.editions.departed` gives.
    """
    left = _named(record["left_extract_date"], record["left_imported_at"])
    known = _named(record["extract_date"], record["imported_at"])
    return f"Cette opération n'est plus dans la liste depuis l'{left}\u202f; dernière version connue\u202f: {known}."


def _named(stated: date | None, imported: datetime) -> str:
    return f"édition du {long_date(stated)}" if stated else f"édition importée le {long_date(imported.date())}"


def key_figures_figure(found: Comparison, before: Edition, after: Edition) -> Figure:
    """Each key figure of the whole list before, after, and what it has gained."""
    rows = []
    for name in MEASURES:
        column = replace(MEASURE_COLUMNS[name], kind=_short(MEASURE_COLUMNS[name].kind))
        figures = [found.total[f"{name}_{side}"] for side in ("before", "after", "difference")]
        printed = [column.printed(figure) for figure in figures[:2]]
        rows.append(
            {
                "label": column.label,
                "before": printed[0],
                "after": printed[1],
                "difference": replace(column, signed=True).printed(figures[2]),
            }
        )
    said = "\u202f; ".join(f"{row['label']}\u202f: {row['before']} puis {row['after']}" for row in rows)
    return Figure(
        key="edition_chiffres_cles",
        title=opened(found.in_words),
        caption="Effet de l'édition sur les chiffres clés",
        sentence=f"Chiffres clés, {before.named} puis {after.named}\u202f: {said}.",
        rows=tuple(rows),
        columns={"label": ColumnFormat("Chiffre clé"), **_sides(before, after, ColumnFormat("", figures=True))},
        note=" ".join(filter(None, (DECISIONS_TODAY, unread_sentence(found)))),
        source_note=f"{COMPUTED} (page Ce qui a changé). {READING}",
    )


def programme_figure(found: Comparison, measure: str, before: Edition, after: Edition) -> Figure:
    """One of `MEASURES` by programme, before and after, those that it moves most first, then all of them."""
    column = MEASURE_COLUMNS[measure]
    names = {f"{measure}_{side}": side for side in ("before", "after", "difference")}
    every = [{"label": row["label"], **{side: row[name] for name, side in names.items()}} for row in found.effect]
    *programmes, total = every
    programmes.sort(key=lambda row: -abs(row["difference"]))
    moved = sum(1 for row in programmes if row["difference"])
    return Figure(
        key=f"edition_programmes_{measure}",
        title=f"{column.label}\u202f: {_moved_words(total['difference'], column)}, {plural(moved, 'programme change', 'programmes changent')}",
        caption=f"{column.label} par programme, d'une édition à l'autre",
        sentence=f"{column.label} par programme, {before.named} puis {after.named}\u202f: "
        + "\u202f; ".join(
            f"{row['label']}, {column.printed(row['before'])} puis {column.printed(row['after'])}" for row in every
        )
        + ".",
        rows=(*programmes, total) if len(programmes) > 1 else (total,),
        columns={"label": ColumnFormat("Programme"), **_sides(before, after, column)},
        total=len(programmes) > 1,
        note=DECISIONS_TODAY if measure.startswith("retained") else None,
        source_note=f"{COMPUTED} (page Ce qui a changé).",
    )


def largest_figure(found: Comparison) -> Figure:
    """The operations that move the most euros, whichever way they changed."""
    every = sorted(
        (row for rows in found.listed.values() for row in rows),
        key=lambda row: (-abs(row["total_cost_difference"]), row["num_dossier"]),
    )
    rows = tuple(every[:LARGEST])
    moved = COLUMNS["total_cost"]
    first = rows[0]
    return Figure(
        key="edition_operations",
        title=f"Le plus gros écart\u202f: {_moved_words(first['total_cost_difference'], moved)} de coût total",
        caption="Les opérations qui déplacent le plus d'euros",
        sentence="Les opérations qui déplacent le plus d'euros\u202f: "
        + "\u202f; ".join(
            f"{row['title'] or row['num_dossier']} ({row['presence']}), {_moved_words(row['total_cost_difference'], moved)}"
            for row in rows
        )
        + ".",
        rows=rows,
        columns={
            **columns_of("title", "beneficiary"),
            "num_dossier": ColumnFormat("Numéro"),
            "programme": ColumnFormat("Programme"),
            "presence": ColumnFormat("Changement"),
            "total_cost_difference": ColumnFormat("Écart de coût total", Kind.SHORT_AMOUNT, signed=True),
            "eu_amount_difference": ColumnFormat("Écart de montant UE", Kind.SHORT_AMOUNT, signed=True),
        },
        source_note=f"{COMPUTED} (page Ce qui a changé).",
    )


def _sides(before: Edition, after: Edition, column: ColumnFormat) -> dict[str, ColumnFormat]:
    labels = (opened(before.named), opened(after.named))
    if labels[0] == labels[1]:
        labels = ("Avant", "Après")
    return {
        "before": replace(column, label=labels[0]),
        "after": replace(column, label=labels[1]),
        "difference": replace(column, label="Écart", signed=column.numeric),
    }


def _short(kind: Kind) -> Kind:
    return Kind.SHORT_AMOUNT if kind is Kind.AMOUNT else kind


def _moved_words(difference: int | Decimal, column: ColumnFormat) -> str:
    if not difference:
        return "rien ne change"
    return replace(column, kind=_short(column.kind), signed=True).printed(difference)


def change_rows(changes: Sequence[Row]) -> list[Row]:
    """The rows of `warehouse.editions.changes` as people read them, for `CHANGE_COLUMNS`."""
    return [_printed(row) for row in changes]


def amended_rows(listed: Sequence[Row]) -> list[Row]:
    """The amended operations of a comparison, one row per field, for `AMENDED_COLUMNS`."""
    return [_printed(row | change) for row in listed for change in row["changes"]]


def _printed(row: Row) -> Row:
    field = row["field"]
    return row | {
        "field": FIELD_BY_NAME[field].label if field else "",
        "before": _value(field, row["before"]),
        "after": _value(field, row["after"]),
    }


def _value(field: str | None, text: str | None) -> str | None:
    """What an edition says of a field: euros and dates as French writes them."""
    if not text or not field:
        return text
    if field in ("total_cost", "eu_amount"):
        return euros(Decimal(text))
    return short_date(date.fromisoformat(text)) if field.endswith("_date") else text


def tiles(found: Comparison) -> tuple[tuple[str, str], ...]:
    """Label and figure of each tile: what came, what left, what was amended, and the euros that it makes."""
    counted = tuple((KIND_WORDS[kind], integer(found.counts[kind])) for kind in (NEW, GONE, AMENDED))
    return (
        *counted,
        *((f"Écart de {lowered(COLUMNS[name].label)}", found.moved(name)) for name in ("total_cost", "eu_amount")),
    )
