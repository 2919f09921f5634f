"""The page Enquête: figures against plain SQL, what filters do to it, coding a remark, and that synthetic is always said."""

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.demo.install import install_demonstration
from dashboard.domain.french import percent
from dashboard.exports.workbook import csv_bytes, xlsx_bytes
from dashboard.figures.survey import SYNTHETIC, SYNTHETIC_NOTE
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.reviews.remark_coding import codings
from dashboard.ui.territoires.survey import NO_SURVEY, NOBODY
from dashboard.ui.territoires.survey_remarks import NO_REMARK, TO_CODE
from dashboard.warehouse.state import State
from tests.pages.conftest import IMPORTS, Opened, query, run, said, tables, title, unlinked
from tests.pages.declared import page_path
from tests.pages.reviewing import declared, engine_of, press

SURVEY = page_path("territoires/enquete.py")
TABS = ("Réponses", "Observations", "Enquête et portefeuille", "Coder une observation")
CARDS = {
    "enquete-reponses": "Réponses",
    "enquete-regions": "Réponses",
    "enquete-freins": "Observations",
    "enquete-recommandations": "Observations",
    "enquete-portefeuille": "Enquête et portefeuille",
}


def shown(opened: Opened, state: State, tab: str = "Réponses", **filters: str) -> AppTest:
    return opened(state, SURVEY, volet=tab, **filters)


def headings(app: AppTest) -> list[str]:
    return [text[4:] for text in said(app) if text.startswith("### ")]


def as_table(app: AppTest, key: str) -> AppTest:
    app.segmented_control(key=f"vue-{key}").set_value("Tableau")
    return run(app)


def pictures(app: AppTest) -> list[str]:
    """The words that each figure holds beside its bars."""
    layouts = [json.loads(chart.proto.spec)["layout"] for chart in app.get("plotly_chart")]
    notes = [" ".join(note["text"] for note in layout.get("annotations", ())) for layout in layouts]
    return [words.replace("<br>", " ") for words in notes]


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("extract", ["demonstration", "empty", "one_row", "stray"])
def test_every_tab_opens_on_every_extract(
    request: pytest.FixtureRequest, opened: Opened, extract: str, tab: str
) -> None:
    app = shown(opened, request.getfixturevalue(extract), tab)
    assert title(app) == "Enquête"
    assert [error.value for error in app.error] == []
    assert (NO_SURVEY in map(unlinked, said(app))) == (extract != "demonstration")


def test_the_finding_is_what_plain_sql_counts(opened: Opened, demonstration: State) -> None:
    [(yes, doubt, base)] = query(
        demonstration,
        "select count(*) filter (answer = 'oui'), count(*) filter (answer like 'ne se%'), count(answer) from survey_answer",
    )
    app = shown(opened, demonstration)
    assert (
        headings(app)[0]
        == f"{yes} structures disent oui sur {base} ({percent(yes / base, 0)}), {doubt} ne se prononcent pas"
    )
    [published, *_] = tables(app)
    assert len(published) == 9
    assert "Publié (enquête réelle)" in published.columns
    assert "Recalculé (réponses synthétiques)" in published.columns


def test_no_share_stands_without_its_base(opened: Opened, demonstration: State) -> None:
    app = as_table(shown(opened, demonstration), "enquete-reponses")
    [answers, *_] = tables(app)
    assert list(answers["Base (n)"]) == ["92", "15", "34", "8", "21", "14"]
    assert list(answers["Non-réponses"]) == ["2", "0", "0", "0", "1", "1"]
    assert answers.loc["PLIE pivot", "Prudence"] == "moins de 10 réponses"
    assert (answers["Prudence"] != "").sum() == 1


@pytest.mark.parametrize("key", CARDS)
def test_synthetic_answers_are_said_on_the_picture_the_table_and_the_source(
    opened: Opened, demonstration: State, key: str
) -> None:
    app = shown(opened, demonstration, CARDS[key])
    assert SYNTHETIC_NOTE in [info.value for info in app.info]
    assert all("synthétiques" in spec for spec in pictures(app))
    assert all("réponses synthétiques" in text for text in said(app) if text.startswith("Source"))
    said_in_rows = [set(table["Données"]) for table in tables(as_table(app, key)) if "Données" in table]
    mixed = {"Réponses synthétiques, opérations du jeu de démonstration"}
    assert said_in_rows == [mixed if key == "enquete-portefeuille" else {"synthétiques"}]


def test_synthetic_answers_are_said_in_the_files(
    opened: Opened, demonstration: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: list[tuple[bytes, bytes]] = []

    def keep(key, figure, about):  # type: ignore[no-untyped-def]
        if key.startswith("enquete"):
            table, columns = pd.DataFrame(figure.rows), figure.columns
            files.append((csv_bytes(table, columns), xlsx_bytes({"Données": table}, about=about, columns=columns)))

    monkeypatch.setattr("dashboard.ui.figure_card._downloads", keep)
    for tab in TABS[:3]:
        shown(opened, demonstration, tab)
    assert len(files) == 3 + 3 + 1
    for as_csv, as_xlsx in files:
        rows = list(csv.reader(io.StringIO(as_csv.decode("utf-8-sig")), delimiter=";"))
        assert re.search("synthétique", " ".join(rows[0] + rows[1]))
        about = openpyxl.load_workbook(io.BytesIO(as_xlsx))["Lisez-moi"]
        assert "réponses synthétiques" in " ".join(str(cell.value) for row in about.iter_rows() for cell in row)


def test_place_and_type_apply_and_other_filters_are_named_as_idle(opened: Opened, demonstration: State) -> None:
    [(bretons,)] = query(demonstration, "select count(*) from survey_answer where region = 'Bretagne'")
    app = as_table(shown(opened, demonstration, region="Bretagne", vague="2019", axe="3"), "enquete-reponses")
    assert tables(app)[0].loc["Ensemble", "Structures"] == str(bretons)
    [scope] = [text for text in said(app) if "s'appliquent à l'enquête" in text]
    assert "Sans effet ici\u202f: Vague, Axe." in scope
    assert "région actuelle" in scope
    plie = as_table(shown(opened, demonstration, gestionnaire="OI PLIE"), "enquete-reponses")
    assert list(tables(plie)[0].index) == ["Ensemble", "PLIE pivot", "PLIE"]


def test_a_filter_that_leaves_nobody_says_so_in_every_tab(opened: Opened, demonstration: State) -> None:
    for tab in ("Réponses", "Enquête et portefeuille"):
        app = shown(opened, demonstration, tab, region="Volet national du FSE")
        assert NOBODY in said(app)
        assert pictures(app) == []
    for tab in ("Observations", "Coder une observation"):
        assert NO_REMARK in said(shown(opened, demonstration, tab, region="Volet national du FSE"))


def test_themes_follow_the_type_of_managing_body(opened: Opened, demonstration: State) -> None:
    app = shown(opened, demonstration, "Observations")
    app.pills(key="types-enquete").set_value(["AGD"])
    app = as_table(run(app), "enquete-freins")
    brakes = tables(app)[0]
    expected = query(
        demonstration,
        "select theme, count(*) from (select unnest(themes) as theme from survey_answer where survey_type = 'AGD') group by all",
    )
    assert {theme: int(count) for theme, count in brakes["Structures"].items() if count != "0"} == {
        theme: count for theme, count in expected if theme in brakes.index
    }
    assert any("Type dans l'enquête\u202f: AGD" in text for text in said(app))
    assert len(tables(app)[1]) == 6


def test_a_remark_is_coded_and_the_last_coding_stands(opened: Opened, own_state: State) -> None:
    app = shown(opened, own_state, "Observations")
    assert (tables(app)[-1]["Thèmes"] == TO_CODE).sum() == 2
    app = declared(shown(opened, own_state, "Coder une observation"), "Alice")
    chosen = app.selectbox(key="observation-a-coder").value
    field = next(item for item in app.multiselect if item.label == "Thèmes de cette observation")
    assert field.value == []
    field.set_value(["Préfinancement"])
    press(app, "Enregistrer les thèmes")
    kept = codings(engine_of(own_state))
    assert kept["respondent_key"].tolist() == [chosen]
    assert kept["themes"].tolist() == [["Préfinancement"]]
    assert kept["author"].tolist() == ["Alice"]
    remarks = tables(shown(opened, own_state, "Observations"))[-1]
    assert (remarks["Thèmes"] == TO_CODE).sum() == 1
    assert (remarks["Thèmes de"] == "l'application").sum() == 1
    again = declared(shown(opened, own_state, "Coder une observation"), "Bob")
    again.selectbox(key="observation-a-coder").set_value(chosen)
    again = run(again)
    next(item for item in again.multiselect if item.label == "Thèmes de cette observation").set_value(
        ["Prise de risque"]
    )
    press(again, "Enregistrer les thèmes")
    assert codings(engine_of(own_state))["themes"].tolist() == [["Prise de risque"]]
    assert len(codings(engine_of(own_state), every_version=True)) == 2


def test_a_real_survey_drops_the_word_and_its_text_stays_text(opened: Opened, own_state: State, tmp_path: Path) -> None:
    path = tmp_path / "enquete.csv"
    remark = "**gras** [lien](http://x) <script>alert(1)</script> :red[non] =1+1 \u202e🙂"
    rows = [("S<b>1", "AGD", "Bretagne", "oui", remark, "<i>thème</i>"), ("S2", "Mairie", "Zut", "", "", "")]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("Répondant", "Type de gestionnaire", "Région", "Réponse", "Observation", "Thèmes"))
        writer.writerows(rows)
    run_import(own_state, ImportRequest(path, wave="2020"))
    app = shown(opened, own_state)
    assert SYNTHETIC_NOTE not in said(app)
    assert not any(SYNTHETIC in spec for spec in pictures(app))
    assert "1 structure dit oui sur 1" in headings(app)
    assert "Les chiffres publiés et les chiffres recalculés" not in headings(app)
    assert any("enquete.csv, importé le" in text for text in said(app))
    app = shown(opened, own_state, "Observations")
    [*_, remarks] = tables(app)
    written = re.sub(r"\\(.)", r"\1", remarks["Observation"].iloc[0]).replace("\u2060", "")
    assert written == remark
    assert "\\*\\*gras" in remarks["Observation"].iloc[0]
    beside = shown(opened, own_state, "Enquête et portefeuille")
    assert any("opérations du jeu de démonstration" in spec for spec in pictures(beside))


def test_two_surveys_are_never_mixed(opened: Opened, own_state: State, tmp_path: Path) -> None:
    for wave, answer in (("2019", "oui"), ("2020", "non")):
        path = tmp_path / f"{wave}.csv"
        path.write_text(f"Répondant;Type de gestionnaire;Réponse\nS1;AGD;{answer}\n", encoding="utf-8")
        run_import(own_state, ImportRequest(path, wave=wave))
    app = shown(opened, own_state)
    assert "0 structure dit oui sur 1" in headings(app)
    app.selectbox(key="enquete").set_value("2019")
    app = run(app)
    assert "1 structure dit oui sur 1" in headings(app)
    assert "Les chiffres publiés et les chiffres recalculés" in headings(app)


def test_a_survey_goes_in_by_the_imports_page(opened: Opened, own_state: State) -> None:
    content = (
        "Répondant;Type de gestionnaire;Région;Réponse;Vague\nS1;PLIE;Bretagne;OUI;2023\nS2;CD;Zut;bof;2023\n".encode(
            "cp1252"
        )
    )
    app = opened(own_state, IMPORTS)
    assert {button.proto.label for button in app.get("download_button")} >= {
        "Modèle d'extrait complet",
        "Modèle d'enquête",
    }
    app.file_uploader(key="fichier").upload("enquete.csv", content, "text/csv")
    app = run(app)
    assert any(text.startswith("**Enquête auprès des gestionnaires**") for text in said(app))
    assert app.selectbox(key="vague-enquete").value == "selon la colonne Vague du fichier"
    assert len(app.selectbox(key="mode-enquete").options) == 2
    press(app, "Importer")
    assert {metric.label: metric.value for metric in app.metric} == {
        "Lignes lues": "2", "Acceptées": "1", "Laissées de côté": "0", "Rejetées": "1",
    }  # fmt: skip
    assert query(own_state, "select wave, respondent, answer from survey_answer") == [("2023", "S1", "oui")]
    install_demonstration(own_state, by="essai")
    assert query(own_state, "select count(*) from survey_answer") == [(94,)]
