import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard.domain.operation import Decided
from dashboard.domain.selection import BY_FIELD, FILTERS, MAX_SEARCH_LENGTH, Selection
from dashboard.ui.filters import DECISIONS, selection_caption
from dashboard.warehouse.options import FilterOptions
from tests.patience import PATIENCE
from tests.ui.apps import filters_app

RESET = "filtres-reinitialiser"


def opened(state=None, **query):
    app = AppTest.from_function(filters_app, default_timeout=PATIENCE)
    for key, value in (state or {}).items():
        app.session_state[key] = value
    app.query_params.update(query)
    return run(app)


def run(app):
    app.run()
    assert not app.exception
    return app


def selection(app):
    return app.session_state["selection"]


def reports(app):
    return [warning.value.replace("\u202f", " ") for warning in app.warning]


def test_every_field_of_the_selection_has_one_widget():
    app = opened()
    drawn = [widget.key for widget in (*app.multiselect, *app.selectbox, *app.text_input)]
    # The options of the page hold no type of intervention.
    assert sorted(drawn) == sorted(one.key for one in FILTERS if not one.optional)
    folded = [widget.key for widget in (*app.expander[0].multiselect, *app.expander[0].selectbox)]
    assert sorted(folded) == sorted(one.key for one in FILTERS if one.folded and not one.optional)


def test_a_filter_that_no_operation_answers_is_not_drawn_and_its_dead_value_is_told_once():
    app = opened(intervention=["140"])
    assert "intervention" not in [widget.key for widget in app.multiselect]
    [report] = reports(app)
    assert "140" in report
    assert selection(app).intervention_types == ()
    assert "intervention" not in app.query_params
    app.multiselect(key="region").set_value(["Bretagne"])
    assert reports(run(app)) == []


def test_nothing_is_restricted_at_first_and_nothing_can_be_reset():
    app = opened()
    assert selection(app) == Selection()
    assert app.button(key=RESET).disabled
    assert app.query_params == {}


def test_no_widget_falls_back_on_english_words():
    app = opened()
    placeholders = [widget.placeholder for widget in (*app.multiselect, *app.text_input)]
    assert all(text.startswith(("Tou", "Aucune", "Intitulé")) for text in placeholders)
    assert app.selectbox(key="retenue").placeholder == "Toutes"


def test_url_sets_the_filters():
    wanted = Selection(
        waves=("2019",),
        programmes=("PON FSE", "PON IEJ"),
        axes=("PON FSE · 3",),
        specific_objectives=("PON FSE · 3911",),
        regions=("Île-de-France",),
        managing_body_types=("OI CD",),
        decision=Decided.NOT_RETAINED,
        search="garde d'enfants",
    )
    app = opened(**wanted.to_query())
    assert selection(app) == wanted
    assert reports(app) == []


def test_url_of_one_screen_reopens_the_same_screen():
    first = opened(os=["3911"], axe=["3"], region=["Bretagne"], retenue="retenues")
    second = opened(**first.query_params)
    assert selection(second) == selection(first)
    assert selection(second).specific_objectives == ("PON FSE · 3911",)


def test_code_alone_or_with_former_words_still_finds_its_value():
    app = opened(os=["3911", "182 – Ancien libellé"], axe=["3"])
    assert (selection(app).specific_objectives, selection(app).axes) == (
        ("PON FSE · 3911", "PON FSE · 182"),
        ("PON FSE · 3",),
    )
    assert app.query_params["os"] == ["PON FSE · 3911 – Parcours d'accès à l'emploi", "PON FSE · 182 – Jeunes"]
    assert reports(app) == []


def test_a_code_alone_is_that_of_the_programme_in_the_address_else_of_the_main_one():
    assert selection(opened(axe=["1"])).axes == ("PON FSE · 1",)
    for spelling in ("PON IEJ", "pon iej"):
        assert selection(opened(axe=["1"], programme=[spelling])).axes == ("PON IEJ · 1",), spelling
    assert selection(opened(axe=["3"], programme=["PON IEJ"])).axes == ("PON FSE · 3",)


def test_period_of_the_url_decides_which_values_exist():
    app = opened(periode="2021-2027", axe=["6"])
    assert (selection(app).period, selection(app).axes) == ("2021-2027", ("PN FSE+ · 6",))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"region": "Xyz"}, ["Valeur ignorée", "région", "« Xyz »"]),
        ({"axe": ["3", "9"]}, ["Valeur ignorée", "axe « 9 »"]),
        ({"axe": "trois"}, ["axe « trois »"]),
        ({"periode": "1999"}, ["programmation « 1999 »"]),
        ({"retenue": "oui"}, ["décision « oui »"]),
        ({"region": "Xyz", "vague": "1998", "periode": "1999"}, ["Valeurs ignorées", "Xyz", "1998", "1999"]),
    ],
)
def test_dead_values_are_reported_and_left_out(query, words):
    app = opened(**query)
    assert len(reports(app)) == 1
    assert all(word in reports(app)[0] for word in words)
    assert selection(app).narrowed(axes=()) == Selection()
    assert not app.button(key=RESET).disabled


def test_dead_value_does_not_take_the_others_with_it():
    app = opened(axe=["3", "9"], region=["Bretagne", "Xyz"], vague="2019")
    assert selection(app) == Selection(axes=("PON FSE · 3",), regions=("Bretagne",), waves=("2019",))


def test_report_stays_until_the_selection_changes():
    app = run(opened(region="Xyz"))
    assert len(reports(app)) == 1
    app.multiselect(key="vague").set_value(["2019"])
    assert reports(run(app)) == []


def test_dead_value_is_printed_letter_for_letter():
    assert "« \\*\\*gras\\*\\* \\[lien\\](x) »" in reports(opened(region="**gras** [lien](x)"))[0]


def test_only_period_leaves_no_choice_but_still_reports():
    app = opened({"single": True}, periode="1999")
    assert "1999" in reports(app)[0]
    assert [box.key for box in app.selectbox] == ["retenue"]
    assert "periode" not in app.query_params
    assert reports(opened({"single": True}, periode="2014-2020")) == []


@pytest.mark.parametrize(
    "query", [{"axe": "3", "q": "emploi", "retenue": "retenues"}, {"region": "Xyz"}, {"periode": "2021-2027"}]
)
def test_one_click_clears_everything_and_the_url(query):
    app = opened(**query)
    app.button(key=RESET).click()
    run(app)
    assert selection(app) == Selection()
    assert app.query_params == {}
    assert reports(app) == []
    assert app.button(key=RESET).disabled


FIRST = {
    "waves": "2017",
    "programmes": "PON FSE",
    "axes": "PON IEJ · 1",
    "investment_priorities": "PON IEJ · 8.2",
    "specific_objectives": "PON FSE · 182",
    "regions": "Bretagne",
    "regions_2016": "Bretagne",
    "departments": "2A",
    "managing_body_types": "AGD",
    "beneficiary_types": "Association",
    "recipient_types": "CCAS",
    "categories": "Innovation sociale territoriale",
}


@pytest.mark.parametrize("name", FIRST)
def test_each_choice_reaches_the_selection(name):
    app = opened()
    app.multiselect(key=BY_FIELD[name].key).set_value([FIRST[name]])
    assert getattr(selection(run(app)), name) == (FIRST[name],)


def chosen(*values):
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


@settings(max_examples=12)
@given(
    st.builds(
        Selection,
        waves=chosen("2017", "2019"),
        programmes=chosen("PON FSE", "PON IEJ"),
        axes=chosen("PON FSE · 1", "PON FSE · 3", "PON IEJ · 1"),
        investment_priorities=chosen("PON IEJ · 8.2", "PON FSE · 9.1", "PON FSE · Non renseigné"),
        specific_objectives=chosen("PON FSE · 182", "PON FSE · 3911"),
        regions=chosen("Bretagne", "Île-de-France"),
        regions_2016=chosen("Bretagne", "Hauts-de-France"),
        departments=chosen("2A", "29", "971", "Non renseigné"),
        managing_body_types=chosen("AGD", "OI CD"),
        beneficiary_types=chosen("Association", "Collectivité"),
        recipient_types=chosen("CCAS", "Maison de l'emploi"),
        categories=chosen("Innovation sociale territoriale", "Non renseigné"),
        decision=st.sampled_from([None, *Decided]),
        search=st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), max_size=MAX_SEARCH_LENGTH),
    )
)
def test_any_selection_comes_back_from_its_address(wanted):
    app = opened(**wanted.to_query())
    assert selection(app) == wanted
    assert reports(app) == []


def test_code_of_a_departement_is_enough_in_an_address():
    app = opened(dept=["29", "2A", "44"])
    assert selection(app).departments == ("29", "2A")
    assert app.query_params["dept"] == ["29 – Finistère", "2A – Corse-du-Sud"]
    assert ["département « 44 »" in text for text in reports(app)] == [True]
    assert app.multiselect(key="dept").options == [
        "2A – Corse-du-Sud",
        "29 – Finistère",
        "971 – Guadeloupe",
        "Non renseigné",
    ]


def test_decision_has_three_states():
    assert list(DECISIONS) == ["retenues", "examinées et non retenues", "non examinées"]
    app = opened()
    for words, state in [*DECISIONS.items(), (None, None)]:
        app.selectbox(key="retenue").set_value(words)
        assert selection(run(app)).decision is state


def test_links_from_before_the_third_state_still_open():
    app = opened(retenue="non retenues")
    assert (selection(app).decision, reports(app)) == (Decided.NOT_RETAINED, [])
    assert app.query_params["retenue"] == "examinées et non retenues"


def test_search_is_trimmed_and_bounded():
    assert selection(opened(q="  emploi ")).search == "emploi"
    assert len(selection(opened(q="x" * 500)).search) == 200


def test_value_that_a_new_import_takes_away_is_dropped_and_said():
    app = opened(region=["Île-de-France", "Bretagne"])
    app.session_state["gone"] = True
    run(app)
    assert selection(app).regions == ("Bretagne",)
    assert "Île-de-France" in reports(app)[0]
    assert selection(run(app)).regions == ("Bretagne",)


def test_another_period_keeps_what_it_shares_and_says_what_it_drops():
    app = opened(axe=["3"], vague="2019", programme="PON FSE")
    app.selectbox(key="periode").set_value("2021-2027")
    run(app)
    assert selection(app) == Selection(period="2021-2027")
    assert "2019" in reports(app)[0]


def test_folded_filters_are_counted_on_their_lid():
    assert opened().expander[0].label == "Autres filtres"
    assert opened(os=["3911"], retenue="retenues", axe=["3"]).expander[0].label == "Autres filtres (2)"
    assert opened(os=["zzz"]).expander[0].label == "Autres filtres"


def test_callback_sets_every_filter():
    app = opened(axe=["3"], vague="2019")
    next(button for button in app.button if button.label == "Voir").click()
    run(app)
    assert selection(app) == Selection(waves=("2019",), axes=("PON FSE · 2",), decision=Decided.RETAINED, search="aide")
    assert (app.query_params["axe"], app.query_params["retenue"]) == ("PON FSE · 2", "retenues")


def test_caption_uses_the_words_of_the_options():
    options = FilterOptions(labels={"axes": {"PON FSE · 3": "PON FSE · 3 – Inclusion"}})
    chosen = Selection(axes=("PON FSE · 3",), decision=Decided.RETAINED)
    assert selection_caption(chosen, options) == (
        "Programmation\u202f: 2014-2020 · Axe\u202f: PON FSE · 3 – Inclusion · Décision\u202f: retenues"
    )
    assert "Axe\u202f: PON FSE · 3 ·" in selection_caption(chosen)
