"""A file goes in by the page: what is shown before, what changes after, and the way back."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard.demo.install import install_demonstration
from dashboard.ui.page import BADGE
from dashboard.warehouse.state import State
from tests.browser.conftest import Screen, screen_of
from tests.browser.test_accessibility import ours
from tests.conftest import MDFSE_HEADERS, MDFSE_ROW


@pytest.fixture
def importing(browser: Browser, own_server: tuple[str, State]) -> Iterator[Screen]:
    """An empty page on the demonstration, whatever the test before has published."""
    address, state = own_server
    install_demonstration(state, by="essai")
    with screen_of(browser, address) as screen:
        yield screen


def rows_file(path: Path, count: int, rename: dict[str, str] | None = None, **more: str) -> Path:
    headers = [(rename or {}).get(name, name) for name in (*MDFSE_HEADERS, *more)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headers)
        for rank in range(count):
            row = {**MDFSE_ROW, "num_dossier": f"20190000{rank}", **more}
            writer.writerow([row[name] for name in (*MDFSE_HEADERS, *more)])
    return path


def give(screen: Screen, path: Path) -> None:
    screen.page.locator('input[type="file"]').set_input_files(path)
    expect(screen.page.get_by_test_id("stFileChipName")).to_have_text(path.name)
    screen.settled()


def choose_wave(screen: Screen, wave: str) -> None:
    screen.choose("vague-import", wave)


def import_file(screen: Screen) -> None:
    screen.page.get_by_role("button", name="Importer", exact=True).click()
    expect(screen.page.get_by_role("heading", name="Rapport")).to_be_visible()
    screen.settled()


def badge(screen: Screen):
    return screen.page.get_by_role("button", name=BADGE, exact=False)


def test_good_file_replaces_the_demonstration_and_back(importing: Screen, tmp_path: Path):
    screen = importing
    screen.open("imports")
    expect(badge(screen).first).to_be_visible()
    give(screen, rows_file(tmp_path / "liste.csv", 3))
    expect(screen.page.get_by_text("3 lignes lues")).to_be_visible()
    assert screen.page.get_by_role("button", name="Importer", exact=True).is_disabled()
    choose_wave(screen, "2019")
    import_file(screen)
    assert screen.metrics() == ["3", "3", "0", "0"]
    expect(badge(screen)).to_have_count(0)
    screen.open("operations")
    assert screen.listed() == 3
    screen.open("imports")
    screen.page.get_by_role("tab", name="Historique").click()
    screen.settled()
    assert "liste.csv" in screen.text()
    screen.page.get_by_role("button", name="Revenir au jeu de démonstration").click()
    expect(badge(screen).first).to_be_visible()
    screen.open("operations")
    assert screen.listed() == 14_016


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("liste.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "PDF"),
        ("vide.csv", b"", "vide"),
        ("abime.xlsx", b"PK\x03\x04" + b"\x00" * 40, "abime|endommagé|illisible|lu"),
    ],
)
def test_file_that_cannot_be_read_changes_nothing(importing: Screen, tmp_path: Path, name, content, words):
    screen = importing
    path = tmp_path / name
    path.write_bytes(content)
    screen.open("imports")
    give(screen, path)
    [sentence] = screen.page.get_by_test_id("stAlert").all_inner_texts()
    assert sentence.rstrip().endswith(".")
    assert any(word in sentence for word in words.split("|"))
    assert screen.page.get_by_role("button", name="Importer", exact=True).count() == 0
    expect(badge(screen).first).to_be_visible()


def test_file_of_persons_is_refused_whole(importing: Screen, tmp_path: Path):
    screen = importing
    screen.open("imports")
    give(screen, rows_file(tmp_path / "personnes.csv", 2, **{"Date de naissance": "01/02/1990"}))
    [sentence] = screen.page.get_by_test_id("stAlert").all_inner_texts()
    assert "Date de naissance" in sentence
    assert screen.page.get_by_role("button", name="Importer", exact=True).count() == 0
    screen.open("operations")
    assert screen.listed() == 14_016


def test_unknown_headers_are_mapped_once(importing: Screen, tmp_path: Path):
    screen = importing
    other_words = {
        "num_dossier": "Clé", "Lib_opé": "Projet", "Dépenses totales": "Budget", "Mont_UE": "Part Europe",
        "Libellé_po": "Cadre", "Region_adm": "Territoire",
    }  # fmt: skip
    screen.open("imports")
    give(screen, rows_file(tmp_path / "projets.csv", 2, other_words))
    expect(screen.page.get_by_role("heading", name="Associer les colonnes")).to_be_visible()
    for field, header in (
        ("num_dossier", "Clé"),
        ("title", "Projet"),
        ("total_cost", "Budget"),
        ("eu_amount", "Part Europe"),
    ):
        screen.choose(f"associer-{field}", header)
    choose_wave(screen, "2019")
    import_file(screen)
    assert screen.metrics()[:2] == ["2", "2"]
    screen.open("operations")
    assert screen.listed() == 2
    screen.open("imports")
    give(screen, rows_file(tmp_path / "suite.csv", 4, other_words))
    expect(screen.page.get_by_text("aux mêmes en-têtes est reprise")).to_be_visible()
    expect(screen.page.locator(".st-key-associer-title input").first).to_have_value("Projet")
    choose_wave(screen, "2019")
    import_file(screen)
    screen.open("operations")
    assert screen.listed() == 4


def test_a_question_is_answered_on_the_page(importing: Screen, tmp_path: Path):
    screen = importing
    path = tmp_path / "doutes.csv"
    path.write_text(
        "num_dossier;Lib_opé;Dépenses totales;Mont_UE;Notice\n1;A;101.000;50.000;x\n2;B;102.000;51.000;x\n",
        encoding="utf-8",
    )
    screen.open("imports")
    give(screen, path)
    choose_wave(screen, "2019")
    button = screen.page.get_by_role("button", name="Importer", exact=True)
    expect(button).to_be_disabled()
    expect(screen.page.get_by_text("1 colonne bien remplie n'est pas lue")).to_be_visible()
    assert ours(screen.page) == []
    screen.page.get_by_text("Le point sépare les décimales", exact=False).first.click()
    screen.settled()
    expect(button).to_be_enabled()
    screen.page.locator("summary", has_text="premières lignes acceptées").click()
    screen.settled()
    assert ours(screen.page) == []
    import_file(screen)
    assert "coût total de 203,00" in screen.text().replace("\u202f", " ")
