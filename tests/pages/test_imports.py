"""A file sent to the page Imports: read once, and on the disk no longer than it is on screen."""

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from dashboard.cli.app import run as run_command
from dashboard.ingest.readers import delimited, parquet, workbook
from dashboard.ui.uploads import FOLDER, drop_from_disk
from dashboard.warehouse.state import State
from tests.conftest import MDFSE_HEADERS, MDFSE_ROW
from tests.pages.conftest import IMPORTS, SYNTHESIS, Opened, run, said, tables

ROWS = [MDFSE_ROW, {**MDFSE_ROW, "num_dossier": "201700002", "Dépenses totales": "beaucoup"}]


def as_csv(rows: list[dict[str, str]] = ROWS) -> bytes:
    """A list whose last row has a cell too many."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, MDFSE_HEADERS, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return (text.getvalue() + ";".join(["x"] * (len(MDFSE_HEADERS) + 1)) + "\n").encode()


def as_xlsx() -> bytes:
    book = Workbook()
    for name in ("Liste", "Autre liste"):
        sheet = book.create_sheet(name)
        for row in (MDFSE_HEADERS, *([one[header] for header in MDFSE_HEADERS] for one in ROWS)):
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
    assert {path.name for path in first} == {"liste.csv", "rows.parquet", "malformed.json"}
    app.file_uploader(key="fichier").upload("autre.csv", as_csv(), "text/csv")
    run(app)
    assert {path.name for path in on_disk(own_state)} == {"autre.csv", "rows.parquet", "malformed.json"}
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
