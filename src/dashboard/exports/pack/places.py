"""The section on regions: a map of counts, a map of specificity, and what three regions concentrate."""

from typing import Any, Final

from dashboard.charts.maps_findings import apart_sentences, concentration_sentence, map_title
from dashboard.charts.maps_scale import NO_DATA_COLOUR, ZERO_COLOUR, MapMeasure, Scale, map_measures, scale_of
from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.french import decimal, integer
from dashboard.exports.pack.content import Section, SectionKey
from dashboard.exports.pack.context import Context, empty_section
from dashboard.exports.pack.drawing import COMPUTED
from dashboard.exports.pack.totals import last_row, verified
from dashboard.figures.alternative import ranking
from dashboard.figures.figure import Figure, MapArea, MapClass, MapPicture
from dashboard.figures.labels import plain
from dashboard.warehouse.query import Row
from dashboard.warehouse.territories import FRAGILE_BELOW, Level, TerritoryFigures, concentration, territories

TITLE: Final = "Répartition régionale"
LEVELS: Final = {"2014-2020": Level.REGION}
"""The note of 2014-2020 counts by former region; later programmes by present one."""
FILTERED: Final = "Les territoires que les filtres écartent sont en gris."
SUMS: Final = ("operations", "total_cost", "eu_amount", "programme_operations")


def region_section(context: Context) -> Section:
    """Where the counted operations are."""
    if not context.total["operations"]:
        return empty_section(context, SectionKey.REGION, TITLE)
    level = LEVELS.get(context.selection.period, Level.REGION_2016)
    found = territories(context.connection, context.selection, level)
    measures = map_measures(retained=context.kind.retained)
    concentrated = concentration_sentence(concentration(found), level, retained=context.kind.retained)
    message = concentrated or f"Aucune opération {context.kind} n'est rattachée à une région."
    apart = apart_sentences(found, retained=context.kind.retained)
    figures = [_figure(context, found, measures["operations"], "regions", apart)]
    if any(row["operations"] >= FRAGILE_BELOW for row in found.of_wave()):
        figures.append(_figure(context, found, measures["specificity"], "regions_specificite", apart))
    return Section(
        SectionKey.REGION,
        TITLE,
        message,
        tuple(apart),
        tuple(figures),
        source_note="Indice de spécificité\u202f: part de la région dans les opérations comptées, rapportée à sa part des opérations "
        f"programmées. Moins de {FRAGILE_BELOW} opérations comptées\u202f: à lire avec prudence.",
    )


def _figure(context: Context, found: TerritoryFigures, measure: MapMeasure, key: str, apart: list[str]) -> Figure:
    rows = found.of_wave()
    table = _table(found)
    filtered = not all(row["has_data"] for row in rows)
    notes = (
        [f"* Moins de {FRAGILE_BELOW} opérations\u202f: à lire avec prudence."]
        if any(row["fragile"] for row in rows)
        else []
    )
    notes += [FILTERED] if filtered and context.selection.places() else []
    shown = [row for row in rows if row["operations"] >= (FRAGILE_BELOW if measure.ratio else 1)]
    parts = verified(table, SUMS, last_row(table)) if len(table) > 1 else {}
    return Figure(
        key=key,
        title=map_title(found, measure, retained=context.kind.retained),
        caption=f"{measure.label} par région",
        sentence=ranking(
            f"{measure.label} par région", shown, "name", measure.column, text=measure.printed, share=False, name=plain
        ),
        rows=table,
        columns=_columns(context, measure),
        total=len(table) > 1,
        sums=SUMS,
        parts=parts,
        note=" ".join(notes) or None,
        map=_picture(found, measure, apart),
        source_note=f"{COMPUTED} (page Territoires). Contours\u202f: Natural Earth, domaine public.",
    )  # fmt: skip


def _table(found: TerritoryFigures) -> tuple[Row, ...]:
    """Territories with anything programmed, by decreasing count, what has no territory, then the whole."""
    rows = sorted(
        (row for row in found.of_wave() if row["has_data"]), key=lambda row: (-row["operations"], row["name"])
    )
    rows += [row for row in found.apart_in() if row["programme_operations"]]
    if not rows:
        return ()
    first = rows[0]
    whole = {
        "name": "Ensemble", "operations": first["all_operations"], "operations_share": 1.0 if first["all_operations"] else None,
        "total_cost": first["all_total_cost"], "eu_amount": first["all_eu_amount"],
        "programme_operations": first["all_programme_operations"],
        "operations_programme_share": first["all_operations"] / first["all_programme_operations"],
        "specificity": 1.0 if first["all_operations"] else None, "fragile": False,
    }  # fmt: skip
    return tuple(
        {**row, "caution": f"moins de {FRAGILE_BELOW} opérations" if row["fragile"] else ""} for row in (*rows, whole)
    )


def _columns(context: Context, measure: MapMeasure) -> dict[str, ColumnFormat]:
    counted = ColumnFormat(f"Opérations {context.kind.several}", Kind.INTEGER)
    programmed = ColumnFormat("Opérations programmées", Kind.INTEGER)
    share = ColumnFormat("Part du programme", Kind.PERCENT)
    caution = ColumnFormat("Prudence")
    if measure.ratio:
        return {
            "name": ColumnFormat("Région"),
            "operations": counted,
            "programme_operations": programmed,
            "operations_programme_share": share,
            "specificity": ColumnFormat("Indice de spécificité", Kind.DECIMAL, 2),
            "caution": caution,
        }
    return {
        "name": ColumnFormat("Région"),
        "operations": counted,
        "operations_share": ColumnFormat("Part", Kind.PERCENT),
        "total_cost": ColumnFormat("Coût total", Kind.MILLIONS),
        "eu_amount": ColumnFormat("Montant UE", Kind.MILLIONS),
        "programme_operations": programmed,
        "operations_programme_share": share,
        "caution": caution,
    }


def _picture(found: TerritoryFigures, measure: MapMeasure, apart: list[str]) -> MapPicture:
    rows = found.of_wave()
    scale = scale_of(measure, [row[measure.column] for row in rows if row["has_data"]])
    areas = tuple(_area(row, measure, scale) for row in rows)
    classes = [MapClass(label, colour) for label, colour in zip(scale.labels, scale.colours, strict=True)]
    if any(area.colour == ZERO_COLOUR for area in areas):
        classes.insert(0, MapClass("aucune" if not measure.ratio else "0", ZERO_COLOUR))
    if any(area.colour == NO_DATA_COLOUR for area in areas):
        classes.append(MapClass("pas de donnée", NO_DATA_COLOUR))
    return MapPicture(found.level.value, areas, tuple(classes), tuple(apart), measure.label)


def _area(row: Row, measure: MapMeasure, scale: Scale) -> MapArea:
    value = row[measure.column]
    has_data = bool(row["has_data"])
    printed = _printed(value, measure) if has_data else "pas de donnée"
    fragile = bool(row["fragile"]) and measure.ratio
    return MapArea(
        code=str(row["code"]),
        name=str(row["name"]),
        value=float(value) if has_data and value is not None else None,
        printed=f"{printed}*" if fragile else printed,
        colour=scale.colour(value, has_data=has_data),
        caution=fragile,
    )


def _printed(value: Any, measure: MapMeasure) -> str:
    if measure.column == "operations":
        return integer(value)
    return decimal(value, 2) if measure.column == "specificity" else measure.printed(value)
