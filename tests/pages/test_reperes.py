"""« Repères » and the accessibility statement: what the files say is what the pages print, filters or not."""

import re
import shutil
from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.domain.context import load_ecosystem
from dashboard.domain.context_file import typeset
from dashboard.domain.context_rows import load_emblematic, load_funds, load_indicators, load_initiatives
from dashboard.domain.grid_file import load_grid
from dashboard.reviews.need_rows import add_need, need_rows
from dashboard.reviews.store import FILE_NAME, open_store
from dashboard.ui import context
from dashboard.ui.figure_card import TABLE
from dashboard.ui.installation import ADMINISTRATOR
from dashboard.ui.note.emblematic import ABSENT
from dashboard.ui.reperes.ecosystem import DEPARTMENT_KEY, KIND_KEY, LEVER_KEY
from dashboard.warehouse.build import REFERENCE_FOLDER
from tests.access.configured import AUTH, READER, login
from tests.pages.conftest import OPERATION, number, run, said, tables, title, unlinked
from tests.pages.declared import MAIN_SCRIPT, page_path
from tests.patience import PATIENCE

DEFINITIONS = page_path("reperes/definitions.py")
ECOSYSTEM = page_path("reperes/ecosysteme.py")
EFFECTS = page_path("reperes/effets.py")
EMBLEMATIC = page_path("note/emblematiques.py")
STATEMENT = page_path("donnees/accessibilite.py")


def plain(text: str) -> str:
    return text.replace("\\", "")


def printed_lines(name: str) -> set[str]:
    """The lines of a Markdown file of « Repères » that a page prints; headings of the second level are the page's."""
    text = (REFERENCE_FOLDER / "context" / name).read_text(encoding="utf-8")
    return {typeset(line) for line in text.split("\n") if line and not line.startswith(("## ", "<!--"))}


def table_with(app: AppTest, column: str):
    """The table that has this column, its heading column back among the others."""
    return next(found.reset_index() for found in tables(app) if column in found.reset_index().columns)


def fill(app: AppTest, **fields: str) -> None:
    for key, value in fields.items():
        found = next(field for field in app.text_input if field.key and field.key.startswith(key.replace("_", "-")))
        found.set_value(value)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if plain(button.label) == label).click()
    return run(app)


@pytest.mark.parametrize("page", [DEFINITIONS, ECOSYSTEM, EFFECTS, EMBLEMATIC])
def test_filters_change_nothing(opened, demonstration, page):
    whole = said(opened(demonstration, page))
    filtered = said(opened(demonstration, page, region="Bretagne", q="zzzzqx"))
    # Links carry the filters.
    assert [unlinked(text) for text in filtered if "|" not in text] == [
        unlinked(text) for text in whole if "|" not in text
    ]


@pytest.mark.parametrize("page", [DEFINITIONS, ECOSYSTEM, EFFECTS, EMBLEMATIC, STATEMENT])
def test_headings_go_down_one_level_at_a_time(opened, demonstration, page):
    app = opened(demonstration, page)
    levels = [len(found[1]) for text in app.markdown if (found := re.match(r"(#+) ", text.value))]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_definitions_cite_every_text_and_read_the_cautions_from_the_grid(opened, demonstration):
    app = opened(demonstration, DEFINITIONS)
    written = "\n".join(said(app))
    grid = load_grid(REFERENCE_FOLDER / "grids" / "csess.toml")
    assert printed_lines("definitions.md") - set(written.split("\n")) == set()
    assert [caution for caution in grid.cautions if caution not in written] == []
    assert [criterion.title for criterion in grid.criteria if f"### {criterion.title}" not in written] == []


def test_type_of_operation_opens_its_retained_operations(opened, demonstration):
    shown = table_with(opened(demonstration, DEFINITIONS), "Type d'opération")
    assert len(shown) == 5
    cell = plain(shown["Type d'opération"][2])
    assert cell.startswith("[Innovation sociale territoriale](operations?")
    assert "categorie=Innovation+sociale+territoriale" in cell
    assert "retenue=retenues" in cell


def test_wrong_file_is_named_and_the_page_stops(opened, demonstration, monkeypatch, tmp_path):
    folder = shutil.copytree(REFERENCE_FOLDER, tmp_path / "reference")
    path = folder / "context" / "definitions.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("axis = 6", "axis = 66"), encoding="utf-8")
    monkeypatch.setattr(context, "REFERENCE_FOLDER", folder)
    app = opened(demonstration, DEFINITIONS)
    assert "definitions.toml" in plain(app.error[0].value)
    assert "placements[6].axis" in plain(app.error[0].value)


def test_funds_are_compared_and_those_without_an_amount_stand_apart(opened, demonstration):
    app = opened(demonstration, ECOSYSTEM)
    funds = load_funds(REFERENCE_FOLDER)
    chart = next(element for element in app.get("plotly_chart") if "fonds" in element.proto.alt)
    assert "100\u202fM€" in chart.proto.alt
    unknown = table_with(app, "Qui le gère")
    assert [plain(name) for name in unknown["Fonds"]] == [fund.name for fund in funds if fund.amount is None]
    app.segmented_control(key="vue-fonds").set_value(TABLE)
    known = table_with(run(app), "Montant annoncé")
    assert [number(cell) for cell in known["Montant annoncé"]] == [100, 100, 80, 21, 20]


def test_indicator_without_a_period_says_it(opened, demonstration):
    shown = table_with(opened(demonstration, ECOSYSTEM), "Période")
    assert [plain(value) for value in shown["Valeur"]] == [row.value for row in load_indicators(REFERENCE_FOLDER)]
    assert list(shown["Période"]).count("période non précisée") == 4


def initiatives_of(app: AppTest) -> list[str]:
    try:
        return [plain(name) for name in table_with(app, "Intitulé")["Intitulé"]]
    except StopIteration:
        return []


def test_list_is_filtered_by_lever_department_and_kind(opened, demonstration):
    listed = load_initiatives(REFERENCE_FOLDER, load_ecosystem(REFERENCE_FOLDER))
    app = opened(demonstration, ECOSYSTEM)
    assert initiatives_of(app) == [initiative.name for initiative in listed]
    app.pills(key=LEVER_KEY).set_value(["Financement", "Anticipation"])
    wanted = [item for item in listed if item.lever in {"Financement", "Anticipation"}]
    assert initiatives_of(run(app)) == [item.name for item in wanted]
    app.multiselect(key=DEPARTMENT_KEY).set_value(["Moselle (57)"])
    assert initiatives_of(run(app)) == ["Appel à projets Innovation sociale en Moselle"]
    app.multiselect(key=KIND_KEY).set_value(["projet FSE"])
    run(app)
    assert initiatives_of(app) == []
    assert any("Retirez-en un" in text for text in said(app))


def test_place_of_several_departments_is_found_by_each(opened, demonstration):
    for place in ("Nord (59)", "Pas-de-Calais (62)"):
        assert "Dest1" in initiatives_of(opened(demonstration, ECOSYSTEM, departement=place))
    assert initiatives_of(opened(demonstration, ECOSYSTEM, levier="Expérimentation")) == [
        "Territoires zéro chômeur de longue durée"
    ]


def needs(app: AppTest):
    app.segmented_control(key="vue-couverture-du-besoin").set_value(TABLE)
    return table_with(run(app), "Part couverte")


def test_need_that_is_a_minimum_makes_the_share_a_ceiling(opened, own_state):
    app = opened(own_state, EFFECTS)
    chart = next(element for element in app.get("plotly_chart") if "couverte" in element.proto.alt)
    assert "au plus 20,0\u202f%, soit 20\u202f000 prêts par an sur au moins 100\u202f000" in chart.proto.alt
    shown = needs(app)
    assert [plain(cell) for cell in shown["Part couverte"]] == ["au plus 20,0\u202f%", "au plus 10,0\u202f%"]


def test_added_row_is_marked_then_withdrawn(opened, own_state):
    app = opened(own_state, EFFECTS)
    fill(
        app, besoin_initiative="Garages *solidaires*", besoin_atteint="1 200", besoin_total="4 000,5",
        besoin_unite="ménages", besoin_source="Étude locale",
    )  # fmt: skip
    shown = needs(press(app, "Ajouter la ligne"))
    [row] = [row for _, row in shown.iterrows() if "solidaires" in row["Initiative"]]
    assert plain(row["Part couverte"]) == "30,0\u202f%"
    assert plain(row["Besoin"]) == "4\u202f000,50 ménages"
    assert re.match(r"ajoutée ici le .* par utilisateur local", plain(row["Ligne"]))
    assert plain(row["Source"]) == "Étude locale"
    assert all(field.value == "" for field in app.text_input if field.key and field.key.startswith("besoin"))
    press(app, "Retirer «\u202fGarages *solidaires*\u202f»")
    assert len(needs(app)) == 2
    engine = open_store(own_state.root / FILE_NAME)
    assert need_rows(engine).empty
    assert len(need_rows(engine, history=True)) == 2
    engine.dispose()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"besoin_atteint": "beaucoup"}, "Nombre atteint\u202f: «\u202fbeaucoup\u202f» n'est pas un nombre"),
        ({"besoin_total": ""}, "Besoin total\u202f:"),
        ({"besoin_total": "0"}, "plus grand que zéro"),
        ({"besoin_initiative": " "}, "L'initiative manque"),
    ],
)
def test_row_that_lacks_something_is_refused_and_kept_in_the_form(opened, own_state, changed, says):
    app = opened(own_state, EFFECTS)
    row = {
        "besoin_initiative": "Garages",
        "besoin_atteint": "10",
        "besoin_total": "20",
        "besoin_unite": "m",
        "besoin_source": "s",
    }
    fill(app, **(row | changed))
    press(app, "Ajouter la ligne")
    assert any(says in text for text in said(app))
    assert len(needs(app)) == 2
    assert next(field.value for field in app.text_input if field.key.startswith("besoin-unite")) == "m"


def test_reader_neither_adds_nor_withdraws_nor_reads_names(configured, monkeypatch, own_state):
    engine = open_store(own_state.root / FILE_NAME)
    add_need(engine, initiative="Repas", reached=1, need=2, unit="repas", need_is_minimum=False, source="s", by="Alice")
    engine.dispose()
    monkeypatch.setenv("DASHBOARD_STATE", str(own_state.root))
    app = AppTest.from_file(MAIN_SCRIPT, default_timeout=PATIENCE)
    configured(f'{AUTH}[roles]\n"lecteur" = ["*"]\n')
    app.user = login()
    run(app)
    run(app.switch_page(EFFECTS))
    assert [button.label for button in app.button if button.label.startswith(("Retirer", "Ajouter"))] == []
    [row] = [row for _, row in needs(app).iterrows() if row["Initiative"] == "Repas"]
    assert "Alice" not in row["Ligne"]


def test_reviewer_withdraws_their_own_rows_only(configured, monkeypatch, own_state):
    engine = open_store(own_state.root / FILE_NAME)
    for initiative, author in (("Repas", READER), ("Logis", "autre@exemple.test")):
        add_need(
            engine, initiative=initiative, reached=1, need=2, unit="u", need_is_minimum=False, source="s", by=author
        )
    engine.dispose()
    monkeypatch.setenv("DASHBOARD_STATE", str(own_state.root))
    app = AppTest.from_file(MAIN_SCRIPT, default_timeout=PATIENCE)
    configured(f'{AUTH}[roles]\n"évaluateur" = ["*"]\n')
    app.user = login()
    run(app)
    run(app.switch_page(EFFECTS))
    assert [plain(button.label) for button in app.button if button.label.startswith("Retirer")] == [
        "Retirer «\u202fRepas\u202f»"
    ]


def test_leverage_waits_for_the_three_inputs(opened, own_state):
    app = opened(own_state, EFFECTS)
    inputs = ("levier-value", "levier-cost", "levier-attribution")
    assert [app.text_input(key=key).value for key in inputs] == ["", "", ""]
    assert not any("1\u202f€ investi = " in text for text in said(app) if "X\u202f€" not in text)
    app.text_input(key="levier-value").set_value("120 000 €")
    app.text_input(key="levier-attribution").set_value("50")
    run(app)
    assert any("Il manque\u202f: coût." in text for text in said(app))
    app.text_input(key="levier-cost").set_value("25 000")
    run(app)
    assert "### 1\u202f€ investi = 2,40\u202f€ de valeur générée" in said(app)
    shown = {plain(row["Terme"]): plain(row["Valeur"]) for _, row in table_with(app, "Terme").iterrows()}
    assert shown["Valeur attribuée"] == "60\u202f000,00\u202f€"


@pytest.mark.parametrize(
    ("value", "cost", "attribution", "says"),
    [
        ("mille", "10", "50", "Valeur générée\u202f: «\u202fmille\u202f»"),
        ("10", "0", "50", "sans coût"),
        ("10", "10", "150", "100\u202f%"),
        ("-1", "10", "50", "négatif"),
    ],
)
def test_leverage_explains_what_it_refuses(opened, demonstration, value, cost, attribution, says):
    app = opened(demonstration, EFFECTS)
    for key, typed in (("value", value), ("cost", cost), ("attribution", attribution)):
        app.text_input(key=f"levier-{key}").set_value(typed)
    run(app)
    assert any(says in plain(error.value) for error in app.error)
    assert not any("€ investi = " in text for text in said(app) if "X\u202f€" not in text)


def test_emblematic_operation_opens_its_fiche(opened, demonstration):
    app = opened(demonstration, EMBLEMATIC, region="Bretagne")
    links = [found[1] for text in app.markdown if (found := re.search(r"\]\((operation\?.*)\)$", text.value))]
    operations = load_emblematic(REFERENCE_FOLDER)
    assert len(links) == len(operations) == 9
    assert all("region=Bretagne" in link for link in links)
    assert ABSENT not in said(app)
    assert any(
        "[Nord-Pas-de-Calais](region?periode=2014-2020&region=Nord-Pas-de-Calais)" in text.value
        for text in app.markdown
    )
    first = re.search(r"operation=(\d+)", links[0])
    fiche = opened(demonstration, OPERATION, operation=first[1])
    assert title(fiche) == operations[0].title
    [shown] = [text for text in said(app) if "238\u202f778,48\u202f€" in text]
    assert "112\u202f278,48\u202f€ de l'Union européenne (programmés)" in shown
    assert [plain(warning.value) for warning in app.warning] == [
        operation.anomaly for operation in operations if operation.anomaly
    ]


def test_operation_that_the_extract_lacks_has_no_link(opened, one_row):
    app = opened(one_row, EMBLEMATIC)
    assert said(app).count(ABSENT) == 9
    assert not any("operation?" in text for text in said(app))


def test_statement_says_whom_to_tell(opened, demonstration, monkeypatch):
    app = opened(demonstration, STATEMENT)
    written = "\n".join(said(app))
    assert "partiellement conforme" in written
    assert f"dites-le à {ADMINISTRATOR} " in written
    assert {
        line for line in printed_lines("accessibility.md") - set(written.split("\n")) if "{contact}" not in line
    } == set()
    monkeypatch.setenv("DASHBOARD_STATE", str(demonstration.root))
    told = AppTest.from_file(MAIN_SCRIPT, default_timeout=PATIENCE)
    told.secrets = {"accessibility": {"contact": "aide_fse@exemple.test"}}
    run(told)
    assert any(
        "dites-le à aide_fse@\u2060exemple.test" in text or "dites-le à aide_fse@exemple.test" in text
        for text in said(run(told.switch_page(STATEMENT)))
    )
