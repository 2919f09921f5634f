"""An office's own allocations: what is read, what is refused and how it is said, and the way back."""

import json
from pathlib import Path

import pytest
import xlsxwriter

from dashboard.domain.selection import Selection
from dashboard.ingest.allocations import import_allocations, read_allocations, withdraw_allocations
from dashboard.ingest.errors import AllocationsRefused, IngestError
from dashboard.warehouse.allocations import FILE, allocation_files, files_in_force
from dashboard.warehouse.build import connect, ensure_current
from dashboard.warehouse.money import money
from dashboard.warehouse.state import State, StateError
from tests.fse_plus import import_list, write_allocations

ONE = "PR Corse;;FSE+;7000000;Décision du 12 mars;12/03/2025"


@pytest.fixture
def imported(state: State, tmp_path: Path) -> State:
    return import_list(state, tmp_path)


def refused(tmp_path: Path, *lines: str, headers: str = "Programme;Priorité;Fonds;Montant;Source;Date") -> str:
    with pytest.raises(IngestError) as caught:
        read_allocations(write_allocations(tmp_path / "plan.csv", *lines, headers=headers))
    return str(caught.value)


def available(state: State, programme: str = "PR Corse") -> float:
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        rows = money(connection, Selection(period="2021-2027")).programmes
    return float(next(row["available"] for row in rows if row["programme"] == programme))


def test_programmes_go_by_their_short_name_their_code_or_their_label(tmp_path: Path) -> None:
    spellings = {
        "PR Bretagne": "PR Bretagne", "2021FR16FFPR003": "PR Pays de la Loire", "Corse FEDER-FSE+ 2021-2027": "PR Corse",
        "PN FSE+": "PN FSE+", "pn fse+ aide alimentaire": "PN FSE+ aide alimentaire",
    }  # fmt: skip
    path = write_allocations(tmp_path / "plan.csv", *(f"{name};;FSE+;10;S;01/02/2025" for name in spellings))
    assert [row.programme for row in read_allocations(path).rows] == list(spellings.values())


def test_amounts_and_dates_are_read_as_any_import_reads_them(tmp_path: Path) -> None:
    path = write_allocations(
        tmp_path / "plan.csv", "PR Corse;;FSE+;7,5;S;2025-03-12", "PN FSE+;Priorité 6;fse +;1 500;S;12 mars 2025",
        headers="Programme;Priorité;Fonds;Montant (M€);Source;Date",
    )  # fmt: skip
    rows = read_allocations(path).rows
    assert [(row.eu_amount, row.priority, row.dated) for row in rows] == [
        ("7500000.00", None, "2025-03-12"), ("1500000000.00", 6, "2025-03-12"),
    ]  # fmt: skip


def test_a_workbook_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Plan de financement"])
        sheet.write_row(2, 0, ["Programme", "Fonds", "Montant", "Source", "Date"])
        sheet.write_row(3, 0, ["PR Corse", "FSE+", 7000000.5, "Décision", "12/03/2025"])
    [row] = read_allocations(path).rows
    assert (row.programme, row.priority, row.eu_amount, row.dated) == ("PR Corse", None, "7000000.50", "2025-03-12")


def test_a_refusal_names_the_line_and_the_value(tmp_path: Path) -> None:
    cases = {
        "PN Atlantide;;FSE+;10;S;01/01/2025": ("Ligne 3", "« PN Atlantide »"),
        "PN FSE+;;FSE+;-5;S;01/01/2025": ("Ligne 3", "« -5 »", "pas positif"),
        "PN FSE+;;FSE+;0;S;01/01/2025": ("Ligne 3", "« 0 »", "pas positif"),
        "PN FSE+;;FSE+;dix;S;01/01/2025": ("Ligne 3", "« dix »", "ne se lit pas"),
        "PN FSE+;;FSE+;;S;01/01/2025": ("Ligne 3", "« Montant »", "vide"),
        "PN FSE+;;FSE+;10;;01/01/2025": ("Ligne 3", "« Source »", "vide"),
        "PN FSE+;;FSE+;10;S;": ("Ligne 3", "« Date »", "vide"),
        "PN FSE+;;FSE+;10;S;bientôt": ("Ligne 3", "« bientôt »"),
        "PN FSE+;;FSE+;10;S;01/01/1900": ("Ligne 3", "« 01/01/1900 »"),
        "PN FSE+;12;FSE+;10;S;01/01/2025": ("Ligne 3", "« Priorité »", "« 12 »", "les priorités 1, 2"),
        "PR Corse;1;FSE+;8 000 000;S;01/01/2025": (
            "Ligne 3",
            "« Montant »",
            "« 8 000 000 »",
            "dépasse la dotation de tout le programme, ligne 2",
        ),
        "PR Corse;1;FSE+;4000000;S;01/01/2025\nPR Corse;2;FSE+;3000002,5;S;01/01/2025": (
            "Ligne 2",
            "« 7000000 »",
            "7 000 003 €",
        ),
        "PN FSE+;six;FSE+;10;S;01/01/2025": ("Ligne 3", "« six »"),
        "PN FSE+;;FEDER;10;S;01/01/2025": ("Ligne 3", "« FEDER »"),
        "PN FSE+;;;10;S;01/01/2025": ("Ligne 3", "« Fonds »", "vide"),
        ";;FSE+;10;S;01/01/2025": ("Ligne 3", "« Programme »", "vide"),
        "PR Corse;;FSE+;8;S;01/01/2025": ("Ligne 3", "« PR Corse »", "ligne 2"),
        "2021FR16FFPR015;;FSE+;8;S;01/01/2025": ("Ligne 3", "« PR Corse »", "ligne 2"),
        f"PN FSE+;;FSE+;10;{'S' * 301};01/01/2025": ("Ligne 3", "source", "trop longue", "300 signes"),
        "PN FSE+;;FSE+;125.000;S;01/01/2025": ("« 125.000 »", "de deux façons"),
    }
    for line, words in cases.items():
        first = ONE.replace("7000000", "7") if "125.000" in line else ONE
        said = refused(tmp_path, first, line).replace("\u202f", " ")
        for word in words:
            assert word in said, (line, said)


def test_what_is_doubtful_beside_the_allocations_that_stand_is_told(imported: State, tmp_path: Path) -> None:
    cases = {
        # A priority above the whole of its programme, then priorities that add up to more than it.
        "PN FSE+;6;FSE+;5 000 000 000;S;01/01/2025": ("Ligne 2", "« Montant »", "« 5 000 000 000 »", "de tout le programme", "4 007 233 748 €"),
        "PN FSE+;1;FSE+;4 000 000 000;S;01/01/2025": ("Ligne 2", "« 4 000 000 000 »", "porte les priorités du programme à"),
        # Thousands for euros.
        "PN FSE+;;FSE+;4 007 233;S;01/01/2025": ("Ligne 2", "« 4 007 233 »", "loin de la dotation connue", "4 007 233 748 €"),
        "PN FSE+;;FSE+;4 100 000 000;S;01/01/2025": (),
    }  # fmt: skip
    for line, words in cases.items():
        doubts = read_allocations(write_allocations(tmp_path / "plan.csv", line)).doubts
        said = " ".join(doubts).replace("\u202f", " ")
        assert bool(doubts) is bool(words), said
        for word in words:
            assert word in said, (line, said)
    # What an office has sent stands before the reference.
    import_allocations(
        imported, write_allocations(tmp_path / "a.csv", "PN FSE+;;FSE+;9000000000;S;01/01/2025"), by="Ada"
    )
    path = write_allocations(tmp_path / "b.csv", "PN FSE+;2;FSE+;5000000000;S;01/01/2025")
    assert import_allocations(imported, path, by="Ada").doubts == ()


def test_two_columns_for_one_field_are_refused(tmp_path: Path) -> None:
    headers = "Programme;Fonds;Montant;Source;Date;Dotation UE"
    said = refused(tmp_path, "PR Corse;FSE+;10;S;01/01/2025;7", headers=headers).replace("\u202f", " ")
    assert (
        said
        == "Les colonnes « Montant » et « Dotation UE » peuvent toutes deux être « Montant » : gardez-en une, puis renvoyez le fichier."
    )


def test_missing_columns_are_named_with_those_read(tmp_path: Path) -> None:
    said = refused(tmp_path, "PR Corse;7", headers="Programme;Montant").replace("\u202f", " ")
    assert "« Fonds », « Source » et « Date »" in said
    assert "En-têtes lus : Programme, Montant" in said


def test_a_file_of_persons_is_refused(tmp_path: Path) -> None:
    headers = "Programme;Priorité;Fonds;Montant;Source;Date;Nom;Prénom;Date de naissance"
    said = refused(tmp_path, f"{ONE};Durand;Zoé;01/01/1990", headers=headers)
    assert "personne" in said


def test_a_file_is_in_force_until_it_is_withdrawn_and_the_one_before_comes_back(
    imported: State, tmp_path: Path
) -> None:
    shipped, first_name = available(imported), imported.current()
    first = import_allocations(imported, write_allocations(tmp_path / "a.csv", ONE), by="Ada")
    second = import_allocations(
        imported, write_allocations(tmp_path / "b.csv", ONE.replace("7000000", "8000000")), by="Ada"
    )
    assert available(imported) == 8_000_000
    withdraw_allocations(imported, second.file.id, by="Grace")
    assert available(imported) == 7_000_000
    withdraw_allocations(imported, first.file.id, by="Grace")
    assert available(imported) == shipped
    current = imported.current()
    assert current is not None
    assert first_name is not None
    assert current.warehouse == first_name.warehouse
    lines = [json.loads(line) for line in (imported.root / FILE).read_text(encoding="utf-8").splitlines()]
    assert [(line["file_name"], line["by"], len(line["rows"])) for line in lines] == [
        ("a.csv", "Ada", 1), ("b.csv", "Ada", 1), ("b.csv", "Grace", 0), ("a.csv", "Grace", 0),
    ]  # fmt: skip
    with pytest.raises(AllocationsRefused, match="plus en vigueur"):
        withdraw_allocations(imported, first.file.id, by="Grace")


def test_the_warehouse_follows_the_file_of_allocations(imported: State, tmp_path: Path) -> None:
    """A state folder whose file came back from a backup is published anew."""
    before = imported.current()
    import_allocations(imported, write_allocations(tmp_path / "a.csv", ONE), by="Ada")
    after = ensure_current(imported)
    assert before is not None
    assert after.warehouse != before.warehouse
    (imported.root / FILE).unlink()
    assert ensure_current(imported).warehouse == before.warehouse


def test_what_fails_to_publish_leaves_no_allocation(
    imported: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise StateError("Le disque est plein.")

    path = write_allocations(tmp_path / "a.csv", ONE)
    monkeypatch.setattr("dashboard.ingest.allocations.publish", fails)
    with pytest.raises(StateError):
        import_allocations(imported, path, by="Ada")
    assert files_in_force(allocation_files(imported)) == ()


def test_a_damaged_file_is_said(imported: State) -> None:
    for damage in ("{", "[1]", '{"id": "x"}'):
        (imported.root / FILE).write_text(damage + "\n", encoding="utf-8")
        with pytest.raises(StateError, match="abîmé"):
            allocation_files(imported)
