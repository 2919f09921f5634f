"""The pack says the same figures as the command line and the pages."""

import json
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest

from dashboard.cli import app as cli
from dashboard.demo.install import open_state
from dashboard.domain.columns import Kind
from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.exports.pack.build import build_pack
from dashboard.exports.pack.content import SectionKey
from dashboard.figures.breakdown import breakdown_figure
from dashboard.figures.figure import ChartKind, Figure
from dashboard.figures.maps_scale import map_measures
from dashboard.figures.note_tables import note_table_figure
from dashboard.figures.palette import axis_colours, category_colours, managing_body_colours, wave_colours
from dashboard.figures.territories import territory_columns, territory_rows
from dashboard.identification.identify import identify
from dashboard.identification.lexicons import current_lexicon
from dashboard.warehouse.build import connect
from dashboard.warehouse.cells import KEYS, ROW_LABELS, exact_name
from dashboard.warehouse.indicators import Dimension, indicators
from dashboard.warehouse.tables import exact_table
from dashboard.warehouse.territories import Level, concentration, territories

from .conftest import built

SELECTIONS = {
    "everything": (Selection(), ()),
    "axis": (Selection(axes=("PON FSE · 2",)), ("--axis", "2")),
    "region": (Selection(regions=("Picardie",)), ("--region", "Picardie")),
    "not_retained": (Selection(decision=Decided.NOT_RETAINED), ("--not-retained",)),
    "wave": (Selection(waves=("2017",)), ("--wave", "2017")),
    "iej": (Selection(programmes=("PON IEJ",)), ("--programme", "PON IEJ")),
}
TABLES = ("2", "3", "4", "5", "iej")


def figure(pack, key):
    [found] = [figure for figure in pack.figures if figure.key == key]
    return found


def printed(value, like, scale):
    """The exact value at the precision of the printed one, rounded half away from zero."""
    digits = Decimal(1).scaleb(-1) if isinstance(like, float) else Decimal(1)
    return (Decimal(str(value)) * scale).quantize(digits, rounding=ROUND_HALF_UP)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("chosen", SELECTIONS)
def test_each_figure_equals_the_command_line(demonstration, pack_of, capfd, chosen, name):
    selection, flags = SELECTIONS[chosen]
    assert cli.run(["table", name, "--format", "json", *flags, "--state", str(demonstration.root)]) == 0
    rows = json.loads(capfd.readouterr().out)
    section = next(
        (
            section
            for section in pack_of(selection).sections
            for item in section.figures
            if item.key == f"tableau_{name}"
        ),
        None,
    )
    if section is None:
        assert not rows
        return
    compared = 0
    for row, shown in zip(rows, figure(pack_of(selection), f"tableau_{name}").rows, strict=True):
        for column, value in row.items():
            if column in KEYS:
                assert ROW_LABELS.get(value, value).casefold() in shown[column].casefold()
                continue
            exact = shown[exact_name(column)]
            if value is None:
                assert not exact
                continue
            scale = Decimal("0.000001") if column.endswith("_meur") else Decimal(100) if column.endswith("_pct") else 1
            assert printed(exact, value, scale) == Decimal(str(value)), (column, row)
            compared += 1
    assert compared


def test_key_figures_are_those_of_the_summary_page(demonstration, pack_of):
    publication = open_state(demonstration)
    with connect(demonstration, publication) as connection:
        expected = pd.DataFrame(indicators(connection, Selection()).whole).set_index("wave")
    rows = figure(pack_of(), "chiffres_cles").rows
    assert [row["wave"] for row in rows] == ["Vague 2017", "Vague 2019", "Toutes vagues"]
    for wave, row in zip(("2017", "2019", "total"), rows, strict=True):
        for column in ("operations", "total_cost", "eu_amount", "participants", "programme_operations", "eu_rate"):
            assert row[column] == expected.loc[wave, column]
    assert pack_of().section(SectionKey.KEY_FIGURES).message.startswith("213 opérations retenues sur 14\u202f016")


def test_the_map_is_that_of_the_territories_page(demonstration, pack_of):
    publication = open_state(demonstration)
    with connect(demonstration, publication) as connection:
        found = territories(connection, Selection(), Level.REGION)
    areas = figure(pack_of(), "regions").map.areas
    rows = found.of_wave()
    assert [(area.code, area.value) for area in areas] == [(row["code"], row["operations"]) for row in rows]
    leaders = concentration(found)
    message = pack_of().section(SectionKey.REGION).message
    assert all(name in message for name in leaders.names)
    assert f"{leaders.operations} sur {leaders.all_operations}" in message


def test_a_darker_colour_is_a_higher_figure(pack_of):
    picture = figure(pack_of(), "regions").map
    order = [item.colour for item in picture.legend]
    ranked = sorted((area for area in picture.areas if area.value is not None), key=lambda area: area.value)
    assert [order.index(area.colour) for area in ranked] == sorted(order.index(area.colour) for area in ranked)
    assert {area.colour for area in picture.areas} <= set(order)


def test_each_kind_keeps_its_colour(pack_of):
    pack = pack_of()
    categories = figure(pack, "tableau_5").chart
    expected = category_colours([row["category"] for row in figure(pack, "tableau_5").rows[:-1]])
    assert dict(zip([row["code"] for row in categories.rows], categories.colours, strict=True)) == expected
    bodies = figure(pack, "managing_body_type").chart
    assert dict(zip([row["code"] for row in bodies.rows], bodies.colours, strict=True)) == managing_body_colours(
        [row["code"] for row in bodies.rows]
    )
    axes = figure(pack, "tableau_3").chart
    assert axes.kind is ChartKind.GROUPED_BARS
    assert [(item.label, item.colour) for item in axes.series] == [
        (f"Vague {wave}", colour) for wave, colour in sorted(wave_colours(["2017", "2019"]).items())
    ]


def test_axes_of_one_wave_keep_theirs(pack_of):
    chart = figure(pack_of(Selection(waves=("2017",))), "tableau_3").chart
    assert chart.kind is ChartKind.BARS
    assert chart.colours == tuple(axis_colours(["1", "2", "3"]).values())


def test_charts_draw_the_rows_of_their_table(pack_of):
    for selection, _ in SELECTIONS.values():
        for item in pack_of(selection).figures:
            if item.chart is None:
                continue
            assert 0 < len(item.chart.rows) <= 12
            assert item.chart.category in item.chart.rows[0]
            assert all(series.column in item.chart.rows[0] for series in item.chart.series)
            assert len(item.chart.colours) in (0, len(item.chart.rows))
            shown = {str(label) for row in item.rows for label in row.values()}
            if item.key != "enquete_reponses" and item.key != "enquete_themes":
                assert {str(row[item.chart.category]) for row in item.chart.rows} <= shown


def test_synthetic_answers_say_so_on_the_figure(pack_of):
    section = pack_of().section(SectionKey.SURVEY)
    assert all("synthétiques" in item.synthetic for item in section.figures)
    assert any("ne disent rien d'une structure réelle" in text for text in section.paragraphs)


def test_only_the_sections_asked_for_are_built(demonstration, monkeypatch):
    def forbidden(*_, **__):
        raise AssertionError("nothing asked for this")

    monkeypatch.setattr("dashboard.exports.pack.context.identify", forbidden)
    monkeypatch.setattr("dashboard.exports.pack.build.operations_frame", forbidden)
    monkeypatch.setattr("dashboard.exports.pack.limits.concordance", forbidden)
    publication = open_state(demonstration)
    with connect(demonstration, publication) as connection:
        pack = build_pack(
            demonstration,
            publication,
            connection,
            Selection(),
            only={SectionKey.REGION, SectionKey.CATEGORY},
            operations=False,
        )
    assert [section.key for section in pack.sections] == [SectionKey.CATEGORY, SectionKey.REGION]
    assert pack.operations.empty


def test_an_identification_at_hand_is_not_made_again(demonstration, pack_of, monkeypatch):
    publication = open_state(demonstration)
    with connect(demonstration, publication) as connection:
        known = identify(connection, current_lexicon(demonstration))
        monkeypatch.setattr("dashboard.exports.pack.context.identify", lambda *_: pytest.fail("made again"))
        pack = build_pack(
            demonstration,
            publication,
            connection,
            Selection(),
            only={SectionKey.FUNNEL},
            operations=False,
            identification=known,
        )
    assert pack.sections[0].message == pack_of().section(SectionKey.FUNNEL).message


def test_progress_goes_forward_to_the_end(demonstration):
    told = []
    publication = open_state(demonstration)
    with connect(demonstration, publication) as connection:
        build_pack(
            demonstration,
            publication,
            connection,
            Selection(),
            only={SectionKey.IEJ},
            progress=lambda *given: told.append(given),
        )
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert all(words for _, words in told)


def test_a_section_built_alone_says_what_it_says_in_the_whole_pack(demonstration, pack_of):
    """Each asks for the breakdowns that it reads, and no other."""
    for key in SectionKey:
        assert built(demonstration, only={key}, operations=False).section(key) == pack_of().section(key), key


def screen_figures(connection, selection):
    """The breakdowns, territories and tables of the note as the pages show them."""
    found = indicators(connection, selection, tuple(Dimension))
    for dimension in Dimension:
        yield breakdown_figure(found, dimension, selection.kind)
    for level in Level:
        placed = territories(connection, selection, level)
        for whole in (False, True):
            measure = map_measures(selection.kind)["operations"]
            compared = () if whole else placed.waves
            rows = territory_rows(placed, compared=compared, whole=whole)
            columns = territory_columns(placed, measure, selection.kind, compared=compared)
            yield Figure(f"{level}, {whole}", "", "", "", rows, columns)
    for name in TABLES:
        yield note_table_figure(name, exact_table(connection, selection, name), selection)


def test_a_dash_means_unknown_and_0_means_none(demonstration, one_operation):
    empty_of = (Selection(), Selection(regions=("Corse",)), Selection(categories=("Innovation sociale territoriale",)))
    none = 0
    for state in (demonstration, one_operation):
        for selection in (*empty_of, Selection(decision=Decided.NOT_RETAINED)):
            with connect(state, open_state(state)) as connection:
                shown = [*built(state, selection).figures, *screen_figures(connection, selection)]
            for figure in shown:
                where = (figure.key, selection.in_words())
                for row in figure.rows:
                    counts = {
                        name: row[name]
                        for name, column in figure.columns.items()
                        if column.kind is Kind.INTEGER and name in row and "participants" not in name
                    }
                    assert None not in counts.values(), (*where, counts)
                    if 0 not in (row.get("operations"), row.get("ops")) or ("wave" in figure.columns and "pon" in row):
                        continue
                    none += 1
                    measured = {name: row[name] for name in ("total_cost", "eu_amount", "participants") if name in row}
                    measured |= {name: row[name] for name in ("cost_eur", "eu_eur") if name in row}
                    assert set(measured.values()) <= {0}, (*where, measured)
                    if row.get("programme_operations", row.get("programme_ops")):
                        shares = {row.get("operations_programme_share", 0), row.get("ops_share", 0)}
                        assert shares == {0}, (*where, row)
    assert none > 50


def test_the_terminal_leaves_blank_what_the_note_leaves_blank(demonstration, capfd):
    assert cli.run(["table", "3", "--format", "json", "--state", str(demonstration.root)]) == 0
    rows = {row["row"]: row for row in json.loads(capfd.readouterr().out)}
    assert rows["11011"]["ops_2017"] is None
    with connect(demonstration, open_state(demonstration)) as connection:
        exact = {row["row"]: row for row in exact_table(connection, Selection(), "3").rows}
    assert exact["11011"]["ops_2017"] == 0
