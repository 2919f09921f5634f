"""Every filter on every page of indicators: the figures are those of plain SQL over the rows."""

import json
import re
from itertools import combinations
from urllib.parse import parse_qs

import pytest

from dashboard.domain.french import amount, integer
from dashboard.domain.operation import Decided
from dashboard.domain.selection import BY_FIELD, NOTHING_SELECTED
from dashboard.ui.figure_card import TABLE
from dashboard.warehouse.indicators import Dimension
from tests.pages.conftest import (
    BREAKDOWN,
    OPERATIONS,
    SYNTHESIS,
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

PAGES = (SYNTHESIS, BREAKDOWN, OPERATIONS)
RESET = "filtres-reinitialiser"

FILTERS = {
    "waves": ("2017", "wave = '2017'"),
    "programmes": ("PON IEJ", "programme = 'PON IEJ'"),
    "axes": ("PON FSE · 1", "programme = 'PON FSE' and priority_axis = 1"),
    "investment_priorities": ("PON FSE · 8.3", "programme = 'PON FSE' and investment_priority = '8.3'"),
    "specific_objectives": ("PON FSE · 3913", "os_code = '3913'"),
    "regions": ("Bretagne", "region = 'Bretagne'"),
    "regions_2016": ("Hauts-de-France", "region_2016 = 'Hauts-de-France'"),
    "departments": ("60", "department = '60'"),
    "managing_body_types": ("AGD", "managing_body_type = 'AGD'"),
    "managing_bodies": (
        "DIRECCTE - Picardie - Service Europe",
        "managing_body = 'DIRECCTE - Picardie - Service Europe'",
    ),
    "beneficiary_types": ("Coopérative", "beneficiary_type = 'Coopérative'"),
    "recipient_types": ("Maison de l'emploi", "recipient_type = 'Maison de l''emploi'"),
    "categories": ("Innovation sociale territoriale", "category = 'Innovation sociale territoriale'"),
    "decision": ("examinées et non retenues", "decision = 'non retenue'"),
    "search": ("insertion économique", "search_text like '%insertion%' and search_text like '%economique%'"),
}
"""Field of the selection → what is put in its widget, and the same said in SQL. `period` has one value here."""

JUDGEMENTS = ("categories", "decision")
"""These two say which operations are counted; the operations that they are compared with stay."""


def put(app, name, value):
    key = BY_FIELD[name].key
    if name == "search":
        app.text_input(key=key).set_value(value)
    elif name == "decision":
        app.selectbox(key=key).set_value(value)
    else:
        app.multiselect(key=key).set_value([value])
    return run(app)


def expected(state, name, extra="true"):
    """Retained and programmed operations of one filter, unless the filter is itself about the decision."""
    condition = FILTERS[name][1]
    if name == "decision":
        return counted(state, extra, counting=condition)
    if name == "categories":
        return counted(state, extra, counting=f"retained and {condition}")
    return counted(state, f"{condition} and {extra}")


def test_every_field_of_the_selection_is_tried():
    # The demonstration of 2014-2020 says nothing of what an optional filter holds.
    assert {*FILTERS, "period", *(one.field for one in BY_FIELD.values() if one.optional)} == set(BY_FIELD)


@pytest.mark.parametrize("name", FILTERS)
def test_summary_counts_what_the_filter_keeps(opened, demonstration, name):
    app = opened(demonstration)
    before = metrics(app)
    shown = metrics(put(app, name, FILTERS[name][0]))
    wanted = expected(demonstration, name)
    labels = list(shown)
    assert shown[labels[0]] == integer(wanted["operations"])
    assert shown[labels[1]] == amount(wanted["total_cost"])
    assert shown[labels[2]] == amount(wanted["eu_amount"])
    assert shown[labels[4]] == integer(wanted["participants"])
    assert list(shown.values()) != list(before.values())
    assert any(integer(expected(demonstration, name)["programme_operations"]) in text for text in said(app))


@pytest.mark.parametrize("name", FILTERS)
def test_breakdown_adds_up_to_what_the_filter_keeps(opened, demonstration, name):
    app = put(opened(demonstration, BREAKDOWN), name, FILTERS[name][0])
    wanted = expected(demonstration, name)
    app.segmented_control(key=f"vue-carte-{Dimension.PRIORITY_AXIS.value}").set_value(TABLE)
    [table] = tables(run(app))
    counts = "Opérations examinées et non retenues" if name == "decision" else "Opérations retenues"
    assert sum(map(number, table[counts])) == wanted["operations"]
    assert sum(map(number, table["Opérations programmées"])) == wanted["programme_operations"]


@pytest.mark.parametrize("name", FILTERS)
def test_list_holds_what_the_filter_keeps(opened, demonstration, name):
    app = put(opened(demonstration, OPERATIONS, tri="Coût total"), name, FILTERS[name][0])
    condition = FILTERS[name][1]
    [found] = query(
        demonstration,
        f"select count(*), max(total_cost) from operation where period = '2014-2020' and {condition}",
    )
    assert listed(app) == found[0] < 14_016
    [table] = tables(app)
    assert len(table) == min(found[0], 25)
    assert number(table["Coût total"].iloc[0]) == found[1]


@pytest.mark.parametrize("name", FILTERS)
def test_filter_of_one_page_holds_on_the_next(opened, demonstration, name):
    app = put(opened(demonstration), name, FILTERS[name][0])
    run(app.switch_page(OPERATIONS))
    [found] = query(demonstration, f"select count(*) from operation where period = '2014-2020' and {FILTERS[name][1]}")
    assert listed(app) == found[0]


@pytest.mark.parametrize("name", FILTERS)
def test_link_shows_what_the_widget_shows(opened, demonstration, name):
    first = put(opened(demonstration), name, FILTERS[name][0])
    second = opened(demonstration, **{BY_FIELD[name].key: str(FILTERS[name][0])})
    assert metrics(second) == metrics(first)
    assert said(second) == said(first)


def test_charts_draw_what_the_filter_keeps(opened, demonstration):
    app = put(opened(demonstration, BREAKDOWN), "regions", "Bretagne")
    chart = next(element for element in app.get("plotly_chart") if "par axe" in element.proto.alt)
    bars = json.loads(chart.proto.spec)["data"]
    # Each number is a link to its operations.
    texts = {
        trace["name"]: [re.sub(r"<[^>]+>", "", text) for text in trace["text"]] for trace in bars if trace.get("text")
    }
    drawn = {name: sum(map(float, words)) for name, words in texts.items()}
    wanted = query(
        demonstration,
        "select 'Vague ' || wave, count(*) from operation where period = '2014-2020' and region = 'Bretagne' and retained group by wave",
    )
    assert drawn == dict(wanted)


@pytest.mark.parametrize("measure", ["total_cost", "eu_amount", "participants"])
def test_measure_of_the_charts_changes(opened, demonstration, measure):
    app = opened(demonstration, BREAKDOWN)
    app.segmented_control(key="mesure").set_value(measure)
    alternatives = [chart.proto.alt for chart in run(app).get("plotly_chart")]
    word = {"total_cost": "Coût total", "eu_amount": "Montant UE", "participants": "Participants entrés"}[measure]
    assert len(alternatives) == 4
    assert all(word in text for text in alternatives)


def test_dimensions_can_be_chosen_and_all_taken_away(opened, demonstration):
    app = opened(demonstration, BREAKDOWN)
    app.pills(key="dimensions").set_value([Dimension.RECIPIENT_TYPE])
    [chart] = run(app).get("plotly_chart")
    assert "type de bénéficiaire" in chart.proto.alt
    app.pills(key="dimensions").set_value([])
    assert any("au moins une dimension" in text for text in said(run(app)))


IMPOSSIBLE = {
    "a word that nobody wrote": {"q": "zzzzqx"},
    "a former region outside the present one": {"region": "Bretagne", "region2016": "Hauts-de-France"},
    "a programme without that axis": {"programme": "PON IEJ", "axe": "3"},
    "an objective of another axis": {"axe": "1", "os": "3911"},
    "a wave without that objective and place": {"vague": "2017", "region": "Mayotte", "os": "11011"},
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("query_string", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_selection_of_nothing_says_so(opened, demonstration, page, query_string):
    app = opened(demonstration, page, **query_string)
    assert [info.value for info in app.info] == [NOTHING_SELECTED]
    assert app.metric.len == 0
    assert app.get("plotly_chart") == []
    assert tables(app) == []
    assert not app.button(key=RESET).disabled


PAIRS = [
    pair
    for pair in combinations([name for name in FILTERS if name not in ("search", "retained")], 2)
    if not {"waves", "categories"} <= set(pair)
]


@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
def test_two_filters_keep_what_both_keep(opened, demonstration, pair):
    """Some pairs select nothing, some select operations of which none is retained: the list is always right."""
    app = opened(demonstration, OPERATIONS, **{BY_FIELD[name].key: str(FILTERS[name][0]) for name in pair})
    both = " and ".join(FILTERS[name][1] for name in pair)
    [found] = query(demonstration, f"select count(*) from operation where period = '2014-2020' and {both}")
    assert [info.value for info in app.info] == ([] if found[0] else [NOTHING_SELECTED])
    assert (listed(app) if found[0] else len(tables(app))) == found[0]


@pytest.mark.parametrize("page", PAGES)
def test_programmed_operations_of_which_none_is_retained(opened, demonstration, page):
    wanted = counted(demonstration, "beneficiary_type = 'Entreprise'")
    assert wanted["operations"] == 0 < wanted["programme_operations"]
    app = opened(demonstration, page, porteur="Entreprise")
    assert any(integer(wanted["programme_operations"]) in text for text in said(app)) or page == BREAKDOWN
    for chart in app.get("plotly_chart"):
        assert any(trace.get("x") for trace in json.loads(chart.proto.spec)["data"]), "an empty chart"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("words", "state", "expected"),
    [("examinées et non retenues", "non retenue", "126"), ("non examinées", "non examinée", "13\u202f677")],
)
def test_operations_that_are_not_retained_are_never_called_so(opened, demonstration, page, words, state, expected):
    app = opened(demonstration, page, retenue=words)
    wanted = counted(demonstration, counting=f"decision = '{state}'")
    figure = integer(wanted["operations"])
    assert figure == expected
    texts = [*said(app), *(f"{metric.label} {metric.value}" for metric in app.metric)]
    texts += [chart.proto.alt for chart in app.get("plotly_chart")]
    texts = [unlinked(text) for text in texts]
    with_figure = [text for text in texts if figure in text]
    assert with_figure
    wrong = [text for text in texts if re.search("(?<!non )retenue", text.lower()) and "#" not in text[:2]]
    assert wrong == []


def test_dead_value_of_a_link_is_said_and_left_out(opened, demonstration):
    app = opened(demonstration, OPERATIONS, region=["Bretagne", "Septimanie"], vague="1998")
    [warning] = app.warning
    assert all(word in warning.value for word in ("Valeurs ignorées", "Septimanie", "1998"))
    [found] = query(demonstration, "select count(*) from operation where period = '2014-2020' and region = 'Bretagne'")
    assert listed(app) == found[0]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("text", ["'", "%_", "!?…", "«»", "\\", '";--'])
def test_search_of_punctuation_restricts_nothing(opened, demonstration, page, text):
    app = opened(demonstration, page, q=text)
    assert title(app)
    assert app.info.len == 0
    if page == OPERATIONS:
        assert listed(app) == 14_016


@pytest.mark.parametrize("words", ["INSERTION", "economique insertion", "Île", "ile", "l'insertion"])
def test_search_ignores_case_accents_and_order(opened, demonstration, words):
    app = opened(demonstration, OPERATIONS, q=words)
    pieces = words.lower().replace("î", "i").replace("'", " ").split()
    condition = " and ".join(f"contains(search_text, '{piece}')" for piece in pieces)
    [found] = query(demonstration, f"select count(*) from operation where period = '2014-2020' and {condition}")
    assert listed(app) == found[0] > 0


@pytest.mark.parametrize("page", PAGES)
def test_one_click_brings_everything_back(opened, demonstration, page):
    plain = opened(demonstration, page)
    app = opened(demonstration, page, axe="3", region="Bretagne", q="insertion", retenue="retenues")
    assert said(app) != said(plain)
    app.button(key=RESET).click()
    run(app)
    assert said(app) == said(plain)
    assert metrics(app) == metrics(plain)
    assert set(app.query_params) & {one.key for one in BY_FIELD.values()} == set()


def test_card_captions_name_the_active_filters(opened, demonstration):
    app = opened(demonstration, axe="3", region="Bretagne")
    captions = [text for text in said(app) if text.startswith("Source") and "Bretagne" in text]
    assert len(captions) >= 2
    assert all("2014-2020" in text and "3" in text for text in captions)


def test_each_number_of_a_breakdown_opens_as_many_operations_whatever_the_decision(opened, demonstration):
    for decision in (Decided.UNEXAMINED, Decided.NOT_RETAINED):
        app = opened(demonstration, BREAKDOWN, retenue=decision.several)
        for group in app.button_group:
            if group.key in ("vue-carte-managing_body_type", "vue-carte-category"):
                group.set_value(TABLE)
        cells = [cell for table in tables(run(app)) for cell in table.iloc[0].astype("str") if "](operations?" in cell]
        cells = [cell for cell in cells if number(cell)]
        assert len(cells) >= 3, (decision, cells)
        for cell in cells:
            asked = parse_qs(cell.partition("?")[2].removesuffix(")"))
            lists = opened(demonstration, OPERATIONS, **{name: values[-1] for name, values in asked.items()})
            assert listed(lists) == number(cell), cell
            assert [warning.value for warning in lists.warning] == [], cell
