"""A file sent to the page Imports: read once, and on the disk no longer than it is on screen."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from dashboard.cli.app import run as run_command
from dashboard.ingest.readers import delimited, parquet, workbook
from dashboard.ui.donnees.import_form import NO_COLUMN
from dashboard.ui.uploads import FOLDER, drop_from_disk
from dashboard.warehouse.state import State
from tests.conftest import MDFSE_HEADERS, MDFSE_ROW
from tests.pages.conftest import IMPORTS, SYNTHESIS, Opened, metrics, query, run, said, tables

ROWS = [MDFSE_ROW, {**MDFSE_ROW, "num_dossier": "201700002", "Dépenses totales": "beaucoup"}]


def as_csv(rows: list[dict[str, str]] = ROWS) -> bytes:
    """A list whose last row has a cell too many."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, MDFSE_HEADERS, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return (text.getvalue() + ";".join(["x"] * (len(MDFSE_HEADERS) + 1)) + "\n").encode()


def as_xlsx() -> bytes:
    """Two sheets of the same rows; the second has a column less, or both would be read as one."""
    book = Workbook()
    for name, headers in (("Liste", MDFSE_HEADERS), ("Autre liste", MDFSE_HEADERS[:-1])):
        sheet = book.create_sheet(name)
        for row in (headers, *([one[header] for header in headers] for one in ROWS)):
            sheet.append(list(row))
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str | None]]:
    """How many times each file, or sheet of a workbook, was read."""
    counts: Counter[tuple[str, str | None]] = Counter()

    def counted(reader: Any) -> Any:
        read = reader.read

        def noted(path: Path, *arguments: Any, **options: Any) -> Any:
            table = read(path, *arguments, **options)
            counts[path.name, table.sheet] += 1
            return table

        return noted

    for reader in (delimited, parquet, workbook):
        monkeypatch.setattr(reader, "read", counted(reader))
    return counts


def sent(opened: Opened, state: State, content: bytes, name: str = "liste.csv") -> AppTest:
    app = opened(state, IMPORTS)
    app.file_uploader(key="fichier").upload(name, content, "application/octet-stream")
    return run(app)


def press_import(app: AppTest) -> AppTest:
    next(button for button in app.button if button.label == "Importer").click()
    return run(app)


def manifest(state: State) -> dict[str, Any]:
    """What the last import says of itself, whoever did it and when."""
    [newest, *_] = state.manifests()
    return {name: value for name, value in newest.items() if name not in {"id", "imported_at", "by"}}


def on_disk(state: State) -> list[Path]:
    return [path for path in (state.root / FOLDER).glob("**/*") if path.is_file()]


@pytest.mark.parametrize(("name", "content"), [("liste.csv", as_csv()), ("liste.xlsx", as_xlsx())])
def test_a_file_is_parsed_once(opened: Opened, own_state: State, state: State, tmp_path: Path, parsed, name, content):
    app = sent(opened, own_state, content, name)
    app.selectbox(key="vague-import").set_value("2019")
    press_import(run(app))
    sheet = manifest(own_state)["sheet"]
    assert parsed == {(name, sheet): 1}
    assert (own_state.imports / own_state.manifests()[0]["id"] / f"original{Path(name).suffix}").read_bytes() == content

    parsed.clear()
    (tmp_path / name).write_bytes(content)
    assert run_command(["import", str(tmp_path / name), "--wave", "2019", "--state", str(state.root)]) == 0
    assert parsed.pop((name, sheet)) == 1
    assert {file for file, _ in parsed} <= {
        "operations.parquet",
        "decisions.csv",
        "campaign_decisions.csv",
        "survey.csv",
    }
    assert json.dumps(manifest(own_state), sort_keys=True) == json.dumps(manifest(state), sort_keys=True)
    assert manifest(state)["malformed"] or sheet


def test_each_sheet_is_parsed_once_and_the_one_on_screen_is_imported(opened: Opened, own_state: State, parsed):
    app = sent(opened, own_state, as_xlsx(), "classeur.xlsx")
    for name in ("Autre liste", "Liste", "Autre liste"):
        next(box for box in app.selectbox if box.label == "Feuille").set_value(name)
        run(app)
    app.selectbox(key="vague-import").set_value("2019")
    press_import(run(app))
    assert parsed == {("classeur.xlsx", "Liste"): 1, ("classeur.xlsx", "Autre liste"): 1}
    assert manifest(own_state)["sheet"] == "Autre liste"


def test_a_file_is_on_the_disk_while_it_is_on_screen(opened: Opened, own_state: State):
    app = sent(opened, own_state, as_csv())
    first = on_disk(own_state)
    read, rehearsed = (
        {"rows.parquet", "malformed.json"},
        {"operations.parquet", "rejected.parquet", "left_aside.parquet"},
    )
    assert {path.name for path in first} == {"liste.csv"} | read | rehearsed
    app.selectbox(key="vague-import").set_value("2019")
    run(app)
    assert len(on_disk(own_state)) == len(first), "a rehearsal takes the place of the one before"
    app.file_uploader(key="fichier").upload("autre.csv", as_csv(), "text/csv")
    run(app)
    assert {path.name for path in on_disk(own_state)} == {"autre.csv"} | read | rehearsed
    assert not any(path.exists() for path in first)
    run(app.switch_page(SYNTHESIS))
    assert on_disk(own_state) == []


def test_a_refused_file_is_not_kept(opened: Opened, own_state: State, parsed):
    app = sent(opened, own_state, "Prénom;Intitulé\nAda;x\n".encode())
    for _ in range(2):
        assert any("données personnelles" in text for text in said(app))
        assert on_disk(own_state) == []
        run(app)
    assert sum(parsed.values()) == 1


def test_files_of_a_session_that_is_over_leave_the_disk_and_those_of_others_stay(opened: Opened, own_state: State):
    app = sent(opened, own_state, as_csv())
    drop_from_disk(lambda _session: True)
    assert on_disk(own_state)
    drop_from_disk(lambda _session: False)
    assert on_disk(own_state) == []

    run(app)
    app.selectbox(key="vague-import").set_value("2019")
    press_import(run(app))
    assert manifest(own_state)["read"] == 3, "what was swept is written and read again"


def test_places_that_nobody_can_settle_are_named_in_the_report(opened: Opened, own_state: State):
    headers = ("num_dossier", "Intitulé de l'opération", "Coût total", "Montant UE", "Description", "Département")
    rows = [("201900001", "A", "100", "50", "x", "058/Doubs"), ("201900002", "B", "100", "50", "x", "Nièvre")]
    app = sent(opened, own_state, "\n".join(";".join(line) for line in (headers, *rows)).encode(), "lieux.csv")
    app.selectbox(key="vague-import").set_value("2019")
    press_import(run(app))
    [places] = [table for table in tables(app) if "Motif" in table.columns]
    assert places.index.tolist() == ["2"]
    assert places.iloc[0].tolist()[:2] == ["Département", "058/Doubs"]
    assert "Le code dit Nièvre" in places.iloc[0]["Motif"]
    assert "Lieux à vérifier (CSV)" in [button.label for button in app.get("download_button")]


HEADERS = ("num_dossier", "Lib_opé", "Dépenses totales", "Mont_UE", "Date début réalisation", "Date fin réalisation")
DOUBTFUL = (
    ("201700001", "A", "101.000", "50.000", "03/01/2017", "04/02/2018"),
    ("201700002", "B", "102.000", "51.000", "05/01/2017", "06/02/2018"),
)


def lines(*rows: Sequence[str]) -> bytes:
    return "\n".join(";".join(row) for row in rows).encode()


def radio(app: AppTest, question: str) -> Any:
    return next(one for one in app.radio if question in one.label)


def choose(app: AppTest, **fields: str) -> None:
    """The wave 2017, and the column of each field."""
    for name, header in fields.items():
        app.selectbox(key=f"associer-{name}").set_value(header)
    app.selectbox(key="vague-import").set_value("2017")
    run(app)


def button(app: AppTest, label: str = "Importer") -> Any:
    return next(one for one in app.button if one.label == label)


def test_a_clean_file_raises_no_question(opened: Opened, own_state: State):
    row = ("201700001", "A", "1000,50", "500,25", "31/01/2017", "28/02/2018")
    app = sent(opened, own_state, lines(HEADERS, row))
    choose(app)
    assert [one.label for one in app.radio if "question" in str(one.key)] == []
    assert metrics(app) == {"Lignes lues": "1", "Acceptées": "1", "Laissées de côté": "0", "Rejetées": "0"}
    assert any("1 ligne sur 1 serait acceptée, pour un coût total de 1\u202f000,50" in text for text in said(app))
    assert not button(app).disabled


def test_questions_wait_for_answers_which_are_offered_again(opened: Opened, own_state: State):
    before = own_state.current()
    app = sent(opened, own_state, lines(HEADERS, *DOUBTFUL))
    choose(app)
    assert [one.value for one in app.radio] == [None, None], "nothing is picked"
    assert button(app).disabled
    assert "Avant d'importer, répondez aux questions 1 et 2." in said(app)
    radio(app, "quel signe sépare les décimales").set_value("point")
    run(app)
    assert "Avant d'importer, répondez à la question 2." in said(app)
    assert radio(app, "quel signe sépare les décimales").value == "point", (
        "an answer stays on screen and can be changed"
    )
    radio(app, "qu'est-ce qui vient d'abord").set_value("mois-jour")
    run(app)
    assert not button(app).disabled
    assert own_state.current() == before, "nothing is published by a rehearsal"
    press_import(app)
    made = manifest(own_state)
    assert (made["total_cost"], made["answers"]) == (203.0, {"decimales": "point", "dates": "mois-jour"})

    again = sent(opened, own_state, lines(HEADERS, *DOUBTFUL[:1]), "suite.csv")
    assert any("réponses données pour un fichier aux mêmes en-têtes" in text for text in said(again))
    choose(again)
    assert not button(again).disabled
    assert metrics(again)["Acceptées"] == "1"


def test_what_the_file_proves_can_be_changed(opened: Opened, own_state: State):
    proof = ("201700003", "C", "1.250.000", "625.000", "31/01/2017", "31/12/2017")
    app = sent(opened, own_state, lines(HEADERS, *DOUBTFUL, proof))
    assert any("coût total de 1\u202f453\u202f000,00" in text for text in said(app))
    other = next(one for one in app.radio if one.key.startswith("changer-decimales"))
    assert other.value == "virgule"
    other.set_value("point")
    run(app)
    assert any("Réponse donnée malgré cela" in text for text in said(app))


def test_unread_columns_are_told_and_can_be_read(opened: Opened, own_state: State):
    row = ("201700001", "A", "1000", "500", "31/01/2017", "28/02/2018", "Un texte *qui* décrit.", "")
    app = sent(opened, own_state, lines((*HEADERS, "Notice", "Vide"), row))
    told = "1 colonne bien remplie n'est pas lue\u202f: Notice (remplie à 100\u202f%)."
    assert told in said(app)
    choose(app, description="Notice")
    assert told not in said(app)
    press_import(app)
    made = manifest(own_state)
    assert made["mapping"] == {"description": "Notice"}
    assert query(own_state, "select description from operation") == [("Un texte *qui* décrit.",)]


def test_a_rate_and_no_number_are_enough_for_a_mapping(opened: Opened, own_state: State):
    app = sent(
        opened, own_state, lines(("Quoi", "Combien", "Part"), ("Atelier", "20000", "60"), ("Chantier", "10000", "50"))
    )
    labels = {one.key: one.label for one in app.selectbox if str(one.key).startswith("associer-")}
    assert labels["associer-title"].endswith("(obligatoire)")
    assert all("l'un des deux" in labels[f"associer-{name}"] for name in ("eu_amount", "eu_rate"))
    assert not [one for one in app.button if one.label == "Importer"]
    for name, header in (("title", "Quoi"), ("total_cost", "Combien"), ("eu_amount", NO_COLUMN), ("eu_rate", "Part")):
        app.selectbox(key=f"associer-{name}").set_value(header)
    choose(run(app))
    first = next(table for table in tables(app) if "Montant UE" in table.columns and "Porteur" in table.columns)
    assert first["Montant UE"].tolist() == ["12\u202f000,00\u202f€", "5\u202f000,00\u202f€"]
    press_import(app)
    assert manifest(own_state)["eu_amount"] == 17_000.0


def test_a_person_names_the_row_of_the_headers(opened: Opened, own_state: State):
    row = ("201700001", "A", "1000", "500", "31/01/2017", "28/02/2018")
    app = sent(opened, own_state, lines(HEADERS, row, row))
    assert any("2 lignes lues" in text for text in said(app))
    [asked] = app.number_input
    asked.set_value(150)
    run(app)
    assert any("150" in text and "en-têtes" in text for text in said(app))
    app.number_input[0].set_value(1)
    run(app)
    assert any("2 lignes lues" in text for text in said(app))


def test_a_file_of_which_nothing_would_be_kept_gives_its_rejects(opened: Opened, own_state: State):
    before = own_state.current()
    app = sent(opened, own_state, as_csv(ROWS[1:]))
    choose(app)
    assert button(app).disabled
    assert any("aucune ligne ne serait gardée" in text for text in said(app))
    assert "Lignes rejetées (CSV)" in [one.label for one in app.get("download_button")]
    assert own_state.current() == before


def test_the_wave_that_the_name_of_the_file_says_is_proposed(opened: Opened, own_state: State):
    app = sent(opened, own_state, as_csv(), "liste_2017.csv")
    assert app.selectbox(key="vague-import").value == "2017"
    assert any("Proposée car le fichier dit 2017" in text for text in said(app))


def test_a_file_can_be_imported_again_in_another_way(opened: Opened, own_state: State):
    app = sent(opened, own_state, as_csv())
    choose(app)
    press_import(app)
    assert not [one for one in app.button if one.label == "Importer"]
    button(app, "Importer ce fichier autrement").click()
    run(app)
    assert button(app)
    assert manifest(own_state)["wave"] == "2017"
