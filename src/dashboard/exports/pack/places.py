"""The section on regions: a map of counts, a map of specificity, and what three regions concentrate."""

from typing import Final

from dashboard.domain.columns import in_documents
from dashboard.exports.pack.content import Section, SectionKey
from dashboard.exports.pack.context import Context, empty_section
from dashboard.exports.pack.totals import last_row, verified
from dashboard.figures.alternative import ranking
from dashboard.figures.figure import Figure
from dashboard.figures.labels import plain
from dashboard.figures.maps_findings import apart_sentences, concentration_sentence, map_title, several_note
from dashboard.figures.maps_scale import MapMeasure, map_measures
from dashboard.figures.territories import IN_COUNTS, IN_RATIOS, territory_columns, territory_picture, territory_rows
from dashboard.figures.wording import COMPUTED
from dashboard.warehouse.territories import FRAGILE_BELOW, TerritoryFigures, concentration, territories, usual_level

TITLE: Final = "Répartition régionale"
FILTERED: Final = "Les territoires que les filtres écartent sont en gris."
SUMS: Final = ("operations", "total_cost", "eu_amount", "programme_operations")


def region_section(context: Context) -> Section:
    """Where the counted operations are."""
    if not context.total["operations"]:
        return empty_section(context, SectionKey.REGION, TITLE)
    level = usual_level(context.selection.period)
    found = territories(context.connection, context.selection, level)
    measures = map_measures(context.kind)
    message = concentration_sentence(concentration(found), level, kind=context.kind)
    apart = apart_sentences(found, kind=context.kind)
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
    table = territory_rows(found, whole=True)
    filtered = not all(row["has_data"] for row in rows)
    notes = (
        [f"* Moins de {FRAGILE_BELOW} opérations\u202f: à lire avec prudence."]
        if any(row["fragile"] for row in rows)
        else []
    )
    notes += [FILTERED] if filtered and context.selection.places() else []
    notes += [several] if (several := several_note(found)) else []
    shown = [row for row in rows if row["operations"] >= (FRAGILE_BELOW if measure.ratio else 1)]
    parts = verified(table, SUMS, last_row(table)) if len(table) > 1 else {}
    return Figure(
        key=key,
        title=map_title(found, measure, kind=context.kind),
        caption=f"{measure.label} par région",
        sentence=ranking(
            f"{measure.label} par région", shown, "name", measure.column, text=measure.printed, share=False, name=plain
        ),
        rows=table,
        columns=in_documents(territory_columns(found, measure, context.kind, IN_RATIOS if measure.ratio else IN_COUNTS)),
        total=len(table) > 1,
        sums=SUMS,
        parts=parts,
        note=" ".join(notes) or None,
        map=territory_picture(found, measure, apart),
        source_note=f"{COMPUTED} (page Territoires). Contours\u202f: Natural Earth, domaine public.",
    )  # fmt: skip
