"""An import from the file to the published rows: nothing lost, the right rows replaced."""

import multiprocessing
import os
import signal
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from pkgutil import resolve_name
from unittest.mock import Mock

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.ingest import importer
from dashboard.ingest.errors import IngestError, NothingKept, PersonalData
from dashboard.ingest.history import go_back, imports_with_status, purge_inactive, purge_originals, withdraw
from dashboard.ingest.importer import ImportRequest, Report, run_import
from dashboard.ingest.preview import look_at
from dashboard.warehouse.build import connect
from dashboard.warehouse.state import State
from tests.conftest import WriteList


def rows(state: State, query: str) -> list[tuple[object, ...]]:
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        return connection.execute(query).fetchall()


def load(state: State, path: Path, **options: object) -> Report:
    return run_import(state, ImportRequest(path, **{"wave": "2019", **options}))  # type: ignore[arg-type]


def test_accepted_rows_are_published_with_what_their_labels_mean(state: State, mdfse_file: WriteList) -> None:
    load(
        state,
        mdfse_file(
            [
                {
                    "Region_adm": "Ile-de-France",
                    "Service_gest": "CD93 - service FSE",
                    "Lib_opé": "L&#8217;atelier &#8211; A",
                }
            ]
        ),
    )
    assert rows(
        state,
        "select title, region, region_2016, department, managing_body_type, programme, period, wave, os_code,"
        " investment_priority, total_cost, start_date::varchar, technical_assistance, retained from operation",
    ) == [
        ("L’atelier – A", "Île-de-France", "Île-de-France", "93", "OI CD", "PON FSE", "2014-2020", "2019", "3911",
         "9.1", Decimal("1000.50"), "2017-01-01", False, False)
    ]  # fmt: skip


def test_nothing_is_lost_and_each_row_says_why(state: State, mdfse_file: WriteList) -> None:
    report = load(
        state,
        mdfse_file(
            [
                {},
                {"Lib_opé": "Le même numéro"},
                {"num_dossier": "2", "Dépenses totales": "à voir"},
                {"num_dossier": "3", "Fonds": "FEDER", "Dépenses totales": "illisible aussi"},
                {"num_dossier": "4", "AXE": "4", "OT": "0", "PI": "0"},
                {"num_dossier": "5", "Mont_UE": "2000"},
            ]
        ),
    )
    manifest = report.manifest
    assert (manifest["read"], manifest["accepted"], manifest["left_aside"], manifest["rejected"]) == (6, 3, 1, 2)
    assert manifest["errors"] == {"duplicate_number": 1, "unreadable_amount": 1}
    assert manifest["warnings"] == {"eu_above_total": 1, "technical_assistance": 1}
    assert manifest["left_aside_reasons"] == {"autre fonds\u202f: FEDER": 1}
    assert manifest["total_cost"] == 3001.5
    rejected = duckdb.read_parquet(str(report.folder / "rejected.parquet")).fetchall()
    assert [(row[0], row[1], row[2]) for row in rejected] == [
        (3, "num_dossier", "201700001"),
        (4, "Dépenses totales", "à voir"),
    ]


def test_the_first_valid_row_of_a_number_stands(state: State, mdfse_file: WriteList) -> None:
    load(state, mdfse_file([{"Dépenses totales": "abîmé"}, {"Lib_opé": "La bonne"}, {"Lib_opé": "De trop"}]))
    assert rows(state, "select title from operation") == [("La bonne",)]


def test_rejected_rows_can_be_corrected_and_imported_again(state: State, mdfse_file: WriteList, tmp_path: Path) -> None:
    report = load(state, mdfse_file([{}, {"num_dossier": "2", "Mont_UE": "n/c"}]))
    corrected = tmp_path / "rejets.csv"
    query = f"select * replace ('107,5' as \"Mont_UE\") from '{report.folder / 'rejected.parquet'}'"
    duckdb.sql(query).write_csv(str(corrected), sep=";", header=True)
    again = load(state, corrected, mode="compléter")
    assert (again.manifest["accepted"], again.manifest["rejected"]) == (1, 0)
    assert rows(state, "select num_dossier, eu_amount from operation order by all") == [
        ("2", Decimal("107.50")),
        ("201700001", Decimal("500.25")),
    ]


def test_an_import_replaces_the_same_source_wave_and_programme_only(state: State, mdfse_file: WriteList) -> None:
    iej = {"Libellé_po": "Programme Opérationnel IEJ", "Fonds": "IEJ", "AXE": "1", "OT": "8", "PI": "2"}
    load(state, mdfse_file([{"num_dossier": "1"}, {"num_dossier": "2", **iej}]), wave="2017")
    load(state, mdfse_file([{"num_dossier": "3"}, {"num_dossier": "4", **iej}]))
    load(state, mdfse_file([{"num_dossier": "5"}]))
    assert rows(state, "select num_dossier from operation order by all") == [("1",), ("2",), ("4",), ("5",)]


def test_completing_leaves_known_rows_and_lists_changed_amounts(state: State, mdfse_file: WriteList) -> None:
    load(state, mdfse_file([{"num_dossier": "1"}]))
    report = load(state, mdfse_file([{"num_dossier": "1", "Mont_UE": "1"}, {"num_dossier": "2"}]), mode="compléter")
    assert (report.manifest["accepted"], report.manifest["left_aside"], report.manifest["changed_amounts"]) == (1, 1, 1)
    assert rows(state, "select num_dossier, eu_amount from operation order by all") == [
        ("1", Decimal("500.25")),
        ("2", Decimal("500.25")),
    ]


def test_a_cumulative_list_leaves_earlier_waves_where_they_are(state: State, mdfse_file: WriteList) -> None:
    load(state, mdfse_file([{"num_dossier": "1"}]), wave="2017")
    report = load(state, mdfse_file([{"num_dossier": "1", "Mont_UE": "600"}, {"num_dossier": "2"}]), mode="cumulatif")
    assert report.manifest["left_aside_reasons"] == {"déjà programmée dans la vague 2017": 1}
    changes = duckdb.read_parquet(str(report.folder / "changes.parquet")).fetchall()
    assert changes == [
        ("1", "2017", "Atelier fictif", Decimal("1000.50"), Decimal("1000.50"), Decimal("500.25"), Decimal("600.00"))
    ]
    assert rows(state, "select num_dossier, wave from operation order by all") == [("1", "2017"), ("2", "2019")]


def test_a_number_in_two_waves_is_said(state: State, mdfse_file: WriteList) -> None:
    load(state, mdfse_file([{"num_dossier": "1"}]), wave="2017")
    report = load(state, mdfse_file([{"num_dossier": "1"}]))
    assert any("cumulatif" in note for note in report.manifest["notes"])


def test_wave_comes_from_the_programming_date_unless_one_is_given(state: State, tmp_path: Path) -> None:
    path = tmp_path / "extrait.csv"
    path.write_text(
        "num_dossier;title;total_cost;eu_amount;description;programme;programming_date\n"
        "1;a;1;1;x;Programme Opérationnel National FSE;04/03/2017\n"
        "2;b;1;1;x;Programme Opérationnel National FSE;05/03/2017\n"
        "3;c;1;1;x;Programme Opérationnel National FSE;01/01/2019\n"
        "4;d;1;1;x;Programme Opérationnel National FSE;01/01/1900\n",
        encoding="utf-8",
    )
    report = load(state, path, wave=None, answers={"dates": "jour-mois"})
    assert rows(state, "select num_dossier, wave from operation order by all") == [
        ("1", "2017"), ("2", "2019"), ("3", "hors vague"), ("4", "hors vague"),
    ]  # fmt: skip
    assert report.manifest["wave"] is None
    load(state, path, wave="2021", answers={"dates": "jour-mois"})
    assert rows(state, "select distinct wave from operation where num_dossier = '1' order by all") == [
        ("2017",),
        ("2021",),
    ]


EU_HEADER = (
    "Programme;Intitulé du projet - operation name;Nom du bénéficiaire - beneficiary name;Code postal du bénéficiaire;"
    "Total dépenses éligibles;Montant UE programmé - Union co-financing rate;Fonds\n"
)


def test_a_list_without_numbers_gets_stable_keys_and_keeps_twins(state: State, tmp_path: Path) -> None:
    lines = [
        "Programme opérationnel FEDER-FSE Picardie 2014-2020;Projet;Mairie fictive;1000;100;50;FSE\n",
        "Programme opérationnel FEDER-FSE Picardie 2014-2020;Projet;Mairie fictive;1000;100;50;FSE\n",
        "Programme opérationnel FEDER-FSE Picardie 2014-2020;Projet;Mairie fictive;1000;200;50 %;FSE\n",
        "PO inconnu;Autre;Mairie fictive;1000;100;50;FEDER\n",
        "PO inconnu;Autre;Mairie fictive;1000;100;50;IEJ\n",
    ]
    first, second = tmp_path / "ue.csv", tmp_path / "ue-2.csv"
    first.write_text(EU_HEADER + "".join(lines), encoding="utf-8")
    second.write_text(EU_HEADER + "".join(reversed(lines)), encoding="utf-8")
    report = load(state, first)
    keys = rows(state, "select num_dossier, total_cost, eu_amount, region, department from operation order by all")
    assert (report.manifest["accepted"], report.manifest["left_aside"]) == (4, 1)
    assert sorted(row[1:] for row in keys) == [
        (Decimal("100.00"), Decimal("50.00"), "Picardie", None),
        (Decimal("100.00"), Decimal("50.00"), "Picardie", None),
        (Decimal("100.00"), Decimal("50.00"), "Rhône-Alpes", "01"),
        (Decimal("200.00"), Decimal("100.00"), "Picardie", None),
    ]
    assert any("jumelle" in note for note in report.manifest["notes"])
    load(state, second)
    assert (
        rows(state, "select num_dossier, total_cost, eu_amount, region, department from operation order by all") == keys
    )


def test_decisions_retain_operations_and_unknown_numbers_wait(
    state: State, mdfse_file: WriteList, tmp_path: Path
) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(
        "num_dossier;retenue;catégorie;motif;source\n1;oui;innovation sociale TERRITORIALE;;note\n2;oui;;;\n3;non;;;\n4;?;;;\n",
        encoding="utf-8",
    )
    load(state, mdfse_file([{"num_dossier": "1"}, {"num_dossier": "3"}]))
    report = load(state, path, wave=None)
    assert (report.manifest["accepted"], report.manifest["rejected"], report.manifest["warnings"]) == (
        3,
        1,
        {"unknown_operation": 1},
    )
    query = "select num_dossier, retained, category, decision from operation order by all"
    assert rows(state, query) == [
        ("1", True, "Innovation sociale territoriale", "retenue"),
        ("3", False, None, "non retenue"),
    ]
    load(state, mdfse_file([{"num_dossier": "2"}]), mode="compléter")
    assert ("2", True, "Non renseigné", "retenue") in rows(state, query)


def test_a_file_of_persons_changes_nothing(state: State, mdfse_file: WriteList, tmp_path: Path) -> None:
    load(state, mdfse_file([{}]))
    before = state.current()
    path = tmp_path / "personnes.csv"
    path.write_text("num_dossier;Lib_opé;Dépenses totales;Mont_UE;Prénom\n1;a;1;1;Zoé\n", encoding="utf-8")
    with pytest.raises(PersonalData, match="Prénom"):
        load(state, path)
    path.write_text("num_dossier;Lib_opé;Dépenses totales;Mont_UE;Contact\n1;a;1;1;zoe@exemple.fr\n", encoding="utf-8")
    with pytest.raises(PersonalData, match="Contact"):
        load(state, path)
    assert state.current() == before
    assert [path.name for path in state.imports.iterdir()] == list(before.imports)


def test_history_is_newest_first_even_within_a_second(
    state: State, mdfse_file: WriteList, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = (datetime(2026, 1, 1, 12, microsecond=micro, tzinfo=UTC) for micro in range(100))
    monkeypatch.setattr(importer, "datetime", Mock(now=lambda _zone: next(moments)))
    loaded = [load(state, mdfse_file([{"num_dossier": str(rank)}])).manifest["id"] for rank in range(4)]
    assert [item["id"] for item in imports_with_status(state)] == loaded[::-1]


def test_going_back_withdrawing_and_purging(state: State, mdfse_file: WriteList) -> None:
    load(state, mdfse_file([{"num_dossier": "1"}]))
    load(state, mdfse_file([{"num_dossier": "2"}]))
    go_back(state, 1, by="test")
    assert rows(state, "select num_dossier from operation") == [("1",)]
    assert [item["status"] for item in imports_with_status(state)] == ["retiré", "actif"]
    assert purge_originals(state) == 2
    assert len(purge_inactive(state)) == 1
    with pytest.raises(IngestError, match="purgé"):
        go_back(state, 2, by="test")
    withdraw(state, state.current().imports[0], by="test")
    assert rows(state, "select count(*) from operation") == [(0,)]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.decimals(-10, 10**7, places=2), st.sampled_from(["FSE", "IEJ", "FEDER", ""])),
        min_size=1,
        max_size=40,
    )
)
def test_what_goes_in_comes_out(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[int, Decimal, str]]
) -> None:
    folder = tmp_path_factory.mktemp("sums")
    path = folder / "liste.csv"
    lines = [
        f"{number or ''};titre;{str(amount).replace('.', ',')};{amount};{fund}\n" for number, amount, fund in cells
    ]
    path.write_text("num_dossier;Lib_opé;Dépenses totales;Mont_UE;Fonds\n" + "".join(lines), encoding="utf-8")
    state = State(folder / "state")
    kept: dict[int, Decimal] = {}
    for number, amount, fund in cells:
        if fund != "FEDER" and number and amount >= 0:
            kept.setdefault(number, amount)
    if not kept:
        with pytest.raises(NothingKept):
            load(state, path)
        return
    manifest = load(state, path).manifest
    assert manifest["read"] == len(cells) == manifest["accepted"] + manifest["left_aside"] + manifest["rejected"]
    assert manifest["accepted"] == len(kept)
    assert Decimal(str(manifest["total_cost"])) == sum(kept.values())
    assert rows(state, "select coalesce(sum(eu_amount), 0) from operation") == [(sum(kept.values()),)]


def _import_in_process(root: str, path: str, wave: str) -> None:
    load(State(Path(root)), Path(path), wave=wave)


def test_two_imports_at_once_both_count(state: State, mdfse_file: WriteList) -> None:
    files = [(mdfse_file([{"num_dossier": str(rank)}], f"{rank}.csv"), str(2010 + rank)) for rank in range(3)]
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=_import_in_process, args=(str(state.root), str(path), wave)) for path, wave in files
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert rows(state, "select num_dossier from operation order by all") == [("0",), ("1",), ("2",)]


def _die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _import_and_die(root: str, path: str, moment: str) -> None:
    """Imports a file until a stage that it announces, or until it calls a function of one of its modules."""
    module, _, function = moment.rpartition(".")
    if module:
        setattr(resolve_name(module), function, _die)
    request = ImportRequest(Path(path), wave="2019")
    run_import(State(Path(root)), request, lambda stage, _rows: _die() if stage == moment else None)


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
@pytest.mark.parametrize(
    "moment",
    [
        "Lecture",
        "Contrôle",
        "Publication",
        "dashboard.ingest.importer._flush_to_disk",
        "dashboard.warehouse.build._create_tables",
        "dashboard.warehouse.state:State.publish",
        "dashboard.warehouse.build.forget_old_warehouses",
    ],
)
def test_a_killed_import_loses_nothing(state: State, mdfse_file: WriteList, moment: str) -> None:
    load(state, mdfse_file([{"num_dossier": "1"}]), wave="2017")
    several = mdfse_file([{"num_dossier": str(rank)} for rank in range(2, 20)], "several.csv")
    worker = multiprocessing.get_context("spawn").Process(
        target=_import_and_die, args=(str(state.root), str(several), moment)
    )
    worker.start()
    worker.join()
    assert worker.exitcode == -signal.SIGKILL
    assert rows(state, "select count(*) from operation where wave = '2017'") == [(1,)]
    load(state, mdfse_file([{"num_dossier": "30"}]), mode="compléter")
    assert rows(state, "select count(*) from operation where num_dossier = '30'") == [(1,)]


def test_a_reader_keeps_its_warehouse_through_a_swap(state: State, mdfse_file: WriteList) -> None:
    load(state, mdfse_file([{"num_dossier": "1"}]))
    with connect(state, state.current()) as reader:
        for rank in range(5):
            load(state, mdfse_file([{"num_dossier": f"1{rank}"}]))
        assert reader.execute("select num_dossier from operation").fetchall() == [("1",)]
    assert rows(state, "select num_dossier from operation") == [("14",)]


def test_an_import_starts_from_a_look_at_the_same_bytes_only(
    state: State, mdfse_file: WriteList, tmp_path: Path
) -> None:
    mine, other = mdfse_file([{"Lib_opé": "La mienne"}], "a.csv"), mdfse_file([{"Lib_opé": "Une autre"}], "b.csv")
    seen = {path: look_at(state, path, tmp_path / path.stem).kept for path in (mine, other)}
    load(state, mine, kept=seen[other])
    assert rows(state, "select title from operation") == [("La mienne",)]
    (seen[other].folder / "rows.parquet").write_bytes(b"damaged")
    load(state, other, kept=seen[other])
    assert rows(state, "select title from operation") == [("Une autre",)]
    mine.unlink()
    with pytest.raises(IngestError):
        load(state, mine, kept=seen[mine])
