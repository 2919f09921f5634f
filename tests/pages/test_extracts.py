"""Every page on every kind of extract: the demonstration, nothing, one row, rows that no reference knows."""

import re
from decimal import Decimal
from urllib.parse import parse_qs

import pytest

from dashboard.demo.install import ABOUT_THEM
from dashboard.demo.install import OPERATIONS as EXTRACTS
from dashboard.domain.french import amount, euros, integer, percent
from dashboard.domain.selection import FILTERS, Selection
from dashboard.ui.empty import NOTHING_LOADED
from dashboard.ui.filters import DECISIONS
from dashboard.ui.page import BADGE
from dashboard.warehouse.build import connect
from dashboard.warehouse.listing import Column, count
from tests.conftest import MDFSE_ROW
from tests.pages.conftest import (
    BREAKDOWN,
    CONCORDANCE,
    IMPORTS,
    OPERATION,
    OPERATIONS,
    PERSONAL_DATA,
    SYNTHESIS,
    TITLES,
    counted,
    listed,
    metrics,
    number,
    query,
    run,
    said,
    tables,
    title,
    unlinked,
)
from tests.pages.declared import page_path
from tests.pages.test_period_words import INTERNAL_WORDS, every_word

INDICATORS = (SYNTHESIS, BREAKDOWN, OPERATIONS)
LINKED = re.compile(r"\[(?P<figure>.*?)\]\(operations\?(?P<query>.*)\)$")
NOTE_TABLES = page_path("note/tableaux.py")


@pytest.mark.parametrize("page", TITLES)
@pytest.mark.parametrize("extract", ["demonstration", "empty", "one_row", "one_retained", "stray"])
def test_every_page_opens_on_every_extract(request, opened, extract, page):
    app = opened(request.getfixturevalue(extract), page)
    assert title(app) == TITLES[page]
    assert [error.value for error in app.error] == []
    badges = [element for element in app.get("popover") if element.proto.popover.label == BADGE]
    assert len(badges) == (extract == "demonstration")
    if extract == "demonstration":
        assert [text[:120] for text in every_word(app) if INTERNAL_WORDS.search(text)] == []


def test_summary_says_what_the_rows_of_every_wave_add_up_to(opened, demonstration):
    shown = metrics(opened(demonstration))
    expected = counted(demonstration)
    assert shown["Opérations retenues"] == integer(expected["operations"]) == "213"
    assert shown["Coût total"] == amount(expected["total_cost"])
    assert shown["Montant UE"] == amount(expected["eu_amount"])
    assert shown["Participants entrés"] == integer(expected["participants"])
    share = Decimal(expected["operations"]) / expected["programme_operations"]
    assert percent(share) in shown.values()


def test_summary_compares_the_two_waves(opened, demonstration):
    app = opened(demonstration)
    before, after = (counted(demonstration, f"wave = '{wave}'") for wave in ("2017", "2019"))
    deltas = [metric.delta for metric in app.metric]
    assert deltas[0] == f"2019\u202f: 111 (+{after['operations'] - before['operations']})"
    now, difference = deltas[4].removeprefix("2019\u202f: ").removesuffix(")").split(" (")
    assert (number(now), number(difference)) == (
        after["participants"],
        after["participants"] - before["participants"],
    )
    assert any(integer(counted(demonstration)["programme_operations"]) in text for text in said(app))


def test_summary_holds_two_charts_with_a_sentence_each(opened, demonstration):
    charts = opened(demonstration).get("plotly_chart")
    assert len(charts) == 2
    assert all(chart.proto.alt.endswith(".") for chart in charts)


RETAINED_FIRST = "order by retained desc, decision = 'non retenue' desc, total_cost desc"


def test_first_page_of_the_list_opens_with_the_retained_operations(opened, demonstration):
    app = opened(demonstration, OPERATIONS)
    [table] = tables(app)
    first = query(
        demonstration, f"select total_cost from operation where period = '2014-2020' {RETAINED_FIRST} limit 25"
    )
    assert list(table["Coût total"]) == [euros(cost) for [cost] in first]
    assert "**14\u202f016 opérations**\u202f: 213 retenues en tête, puis 13\u202f803 autres" in said(app)


def test_pages_of_the_list_follow_each_other_by_address(opened, demonstration):
    app = opened(demonstration, OPERATIONS, region="Bretagne")
    [following] = re.findall(r"^\[Suivante\]\(operations\?(.*)\)$", "\n".join(said(app)), re.M)
    assert parse_qs(following) == {"periode": ["2014-2020"], "region": ["Bretagne"], "page": ["2"]}
    wanted = query(
        demonstration,
        f"select total_cost from operation where period = '2014-2020' and region = 'Bretagne' {RETAINED_FIRST} limit 25 offset 25",
    )
    for asked, shown in (
        ("2", "Page 2 sur 38"),
        ("99", "Page 38 sur 38"),
        ("0", "Page 1 sur 38"),
        ("x", "Page 1 sur 38"),
    ):
        app = opened(demonstration, OPERATIONS, region="Bretagne", page=asked)
        assert f"**{shown}**" in said(app)
        if asked == "2":
            assert list(tables(app)[0]["Coût total"]) == [euros(cost) for [cost] in wanted]
            app.multiselect(key="region").set_value(["Corse"])
            assert "page" not in run(app).query_params


def test_headings_sort_the_list_and_its_columns_are_chosen(opened, demonstration):
    address = {"tri": "Numéro de dossier", "ordre": "croissant"}
    app = opened(demonstration, OPERATIONS, **address, page="2")
    app.multiselect(key="colonnes").set_value([Column.NUM_DOSSIER, Column.WAVE])
    run(app)
    [table] = tables(app)
    assert [table.index.name, *table.columns] == ["Numéro de dossier", "Vague"]
    found = query(
        demonstration,
        "select num_dossier from operation where period = '2014-2020' order by num_dossier, wave limit 25 offset 25",
    )
    assert [number(cell) for cell in table.index] == [int(num) for [num] in found]
    [shown] = app.table
    opens = {
        heading.strip("[").split("]")[0]: parse_qs(heading.split("?")[1].rstrip(")"))
        for heading in (shown.value.index.name, *shown.value.columns)
    }
    assert {words: (asked["tri"], asked["ordre"], "page" in asked) for words, asked in opens.items()} == {
        "Numéro de dossier ▲": (["Numéro de dossier"], ["décroissant"], False),
        "Vague": (["Vague"], ["croissant"], False),
    }
    costs = tables(opened(demonstration, OPERATIONS, tri="Coût total"))[0]["Coût total"]
    highest = query(
        demonstration, "select total_cost from operation where period = '2014-2020' order by total_cost desc limit 25"
    )
    assert list(costs) == [euros(cost) for [cost] in highest]


def test_tables_of_the_note_are_the_rows_added_up(opened, demonstration):
    shown = tables(opened(demonstration, NOTE_TABLES))
    assert len(shown) == 5
    [by_category] = [table for table in shown if "Innovation sociale territoriale" in table.index.to_list()]
    found = query(
        demonstration,
        """
        select count(*) filter (wave = '2019'), count(*), sum(total_cost)
        from operation where retained and programme = 'PON FSE' and category = 'Innovation sociale territoriale'
        """,
    )
    row = by_category.loc["Innovation sociale territoriale"]
    printed = (row["Opérations 2019"], row["Opérations toutes vagues"], row["Coût total toutes vagues"])
    assert tuple(map(number, printed[:2])) == found[0][:2]
    assert printed[2] == amount(found[0][2])


def asked_by(query: str) -> Selection:
    """The selection that the address of a list describes."""
    given = parse_qs(query)
    values: dict[str, object] = {one.field: tuple(given[one.key]) for one in FILTERS if one.key in given}
    one_value = {name: values[name][0] for name in ("period", "decision", "search") if name in values}  # type: ignore[index]
    if "decision" in one_value:
        one_value["decision"] = DECISIONS[one_value["decision"]]
    return Selection(**{**values, **one_value})  # type: ignore[arg-type]


def test_every_count_of_the_tables_opens_as_many_operations(opened, demonstration):
    current = demonstration.current()
    with connect(demonstration, current) as connection:
        for table in tables(opened(demonstration, NOTE_TABLES)):
            linked = [match for name in table for cell in table[name] if (match := LINKED.match(cell))]
            assert len(linked) >= len(table) - 1
            for match in linked:
                assert count(connection, asked_by(match["query"])) == number(match["figure"])


def test_concordance_has_no_unexplained_difference(opened, demonstration):
    app = opened(demonstration, CONCORDANCE)
    shown = metrics(app)
    assert shown["Écart"] == "0"
    assert int(shown["Égal"]) > 400
    assert any(text.startswith("Aucun écart inexpliqué sur 431") for text in said(app))


def test_concordance_shows_the_cells_that_are_asked_for(opened, demonstration):
    app = opened(demonstration, CONCORDANCE)
    hidden = len(tables(app)[0])
    app.pills(key="statut-concordance").set_value(["égal"])
    shown = tables(run(app))[0]
    assert len(shown) == int(metrics(app)["Égal"]) > hidden
    assert set(shown["Statut"]) == {"égal"}
    app.pills(key="statut-concordance").set_value(["écart"])
    assert any("Aucun chiffre n'a ce statut" in text for text in said(run(app)))


def test_history_shows_what_is_active(opened, demonstration):
    app = opened(demonstration, IMPORTS, onglet="Historique")
    [table] = tables(app)
    assert sorted(name.replace("\\", "") for name in table.index) == sorted((*EXTRACTS, *ABOUT_THEM))
    assert set(table["État"]) == {"actif"}
    assert "14\u202f016" in list(table["Acceptées"])


@pytest.mark.parametrize("page", INDICATORS)
def test_nothing_loaded_says_what_to_do(opened, empty, page):
    app = opened(empty, page)
    assert [unlinked(info.value) for info in app.info] == [NOTHING_LOADED]
    assert app.metric.len == 0
    assert app.get("plotly_chart") == []
    assert tables(app) == []


def test_nothing_loaded_leaves_no_dead_filter(opened, empty):
    app = opened(empty)
    assert all(widget.options == [] for widget in app.multiselect)
    assert [warning.value for warning in app.warning] == []


def test_concordance_of_nothing_is_not_a_success(opened, empty):
    app = opened(empty, CONCORDANCE)
    assert metrics(app)["Égal"] == "0"
    assert app.success.len == 0
    assert app.info[0].value.startswith("Aucun chiffre publié ne peut être recalculé")


def test_one_operation_that_nobody_decided(opened, one_row):
    shown = metrics(opened(one_row))
    assert (shown["Opérations"], shown["Coût total"]) == ("1", "1,0\u202fk€")
    assert "Opérations retenues" not in shown
    app = opened(one_row, OPERATIONS)
    assert "**1 opération**" in said(app)
    assert "Suivante" not in "".join(said(app))
    [table] = tables(app)
    assert MDFSE_ROW["Lib_opé"] in table.index[0]
    assert list(table["Coût total"]) == ["1\u202f000,50\u202f€"]


def test_one_retained_operation(opened, one_retained):
    shown = metrics(opened(one_retained))
    assert shown["Opérations retenues"] == "1"
    assert "100,0\u202f%" in shown.values()
    [table] = tables(opened(one_retained, OPERATIONS, retenue="retenues"))
    assert len(table) == 1


def test_cards_of_one_operation_hold_its_bar(opened, one_retained):
    charts = opened(one_retained, BREAKDOWN).get("plotly_chart")
    assert charts
    assert all(" 1" in chart.proto.alt for chart in charts)


def test_operations_outside_waves_and_references_are_counted(opened, stray):
    shown = metrics(opened(stray))
    expected = counted(stray, "wave = 'hors vague'")
    assert (expected["operations"], expected["programme_operations"]) == (2, 3)
    assert shown["Opérations retenues"] == "2"
    assert shown["Coût total"] == amount(expected["total_cost"])
    app = opened(stray, OPERATIONS)
    assert listed(app) == 3
    [table] = tables(app)
    assert set(table["Vague"]) == {"hors vague"}
    [region] = [name for name in table if name.startswith("Région")]
    assert set(table[region]) <= {"Non renseigné", "–"}
    assert [widget.options for widget in app.multiselect if widget.key == "programme"] == [["PO de l'Atlantide"]]


def test_operation_outside_references_has_its_fiche(opened, stray):
    app = opened(stray, OPERATION, operation="202300002")
    assert title(app) == "Opération n° 2"
    assert any("Retenue" in text for text in said(app))
    [landmarks] = tables(app)
    assert landmarks.loc["Coût total", "Valeur"] == "2\u202f000,00\u202f€"


def test_what_is_kept_is_listed_with_its_weight(opened, demonstration):
    [table] = tables(opened(demonstration, PERSONAL_DATA))
    assert "Opérations importées" in table.index
    assert number(table.loc["Opérations importées", "Taille (Mo)"]) > 0
