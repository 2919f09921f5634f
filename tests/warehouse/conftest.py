"""Warehouses built by the product's own code: a hand-written one, a varied one, an empty one, the demonstration's."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.demo.install import open_state
from dashboard.warehouse.build import build_warehouse, connect, load_reference
from dashboard.warehouse.sql_files import sql
from dashboard.warehouse.state import State

APPROACHES = "Opérations ou démarches socialement innovantes"
TERRITORIES = "Innovation sociale territoriale"

FSE = "Programme Opérationnel National FSE"
IEJ = "Programme Opérationnel IEJ"

ORDINARY = {
    "import_id": "operations", "line": 2, "wave": "2019", "programme_label": FSE, "fund": "FSE",
    "beneficiary": "Association fictive", "beneficiary_type": "Association", "recipient_type": "Non renseigné",
}  # fmt: skip

HAND_WRITTEN = [
    {"num_dossier": "201900001", "codes": (1, "8", "8.1", "1"), "region_label": "Bretagne", "managing_body": "MPN",
     "title": "Île d'œuvre", "total_cost": "100.10", "eu_amount": "50.05", "participants_entered": 10, "participants_planned": 20},
    {"num_dossier": "201900002", "codes": (1, "8", "8.1", "1"), "region_label": "Picardie", "title": "étage",
     "total_cost": "200.20", "eu_amount": "100.10"},
    {"num_dossier": "201900003", "codes": (3, "9", "9.1", "1"), "region_label": "Bretagne", "title": "Zèbre",
     "description": "Un chantier d'insertion NUMÉRIQUE.", "total_cost": "300.30", "eu_amount": "150.15", "participants_planned": 5},
    {"num_dossier": "201900004", "codes": (3, "9", "9.1", "2"), "region_label": "Ile de France", "title": "eau",
     "beneficiary": "Chantier 100 % l'Élan", "total_cost": "0.10", "eu_amount": "0.05"},
    {"num_dossier": "201700001", "wave": "2017", "codes": (3, "9", "9.1", "1"), "region_label": "Bretagne", "title": "Être là",
     "total_cost": "1000.00", "eu_amount": "400.00", "participants_entered": 40, "participants_planned": 50,
     "beneficiary_type": "Collectivité"},
    {"num_dossier": "201700002", "wave": "2017", "codes": (3, "9", "9.1", "3"), "title": "eau vive",
     "total_cost": "500.00", "eu_amount": "250.00", "participants_entered": 60, "participants_planned": 60,
     "recipient_type": "CCAS"},
    {"num_dossier": "201900010", "codes": (1, "8", "8.2", ""), "programme_label": IEJ, "fund": "IEJ", "region_label": "Réunion",
     "title": "Jeunes", "total_cost": "700.00", "eu_amount": "600.00"},
    {"num_dossier": "202000001", "wave": "hors vague", "codes": (2, "8", "8.5", "1"), "region_label": "Corse", "title": "Après",
     "total_cost": "50.00", "eu_amount": "25.00"},
    {"num_dossier": "201900099", "codes": (4, "0", "0.0", "1"), "region_label": "Bretagne", "title": "Assistance technique",
     "total_cost": "9999.00", "eu_amount": "9999.00", "participants_entered": 9999},
    {"num_dossier": "202300001", "wave": "2023", "codes": (6, "4", "4.h", ""), "programme_label": "PN FSE+", "fund": "FSE+",
     "region_label": "Bretagne", "title": "Essaimage", "total_cost": "80.00", "eu_amount": "72.00"},
]  # fmt: skip

DECISIONS = [
    ("201900001", True, APPROACHES),
    ("201900003", True, TERRITORIES),
    ("201900004", False, None),
    ("201700001", True, APPROACHES),
    ("201900010", True, APPROACHES),
    ("202000001", True, None),
    ("201900099", True, APPROACHES),
    ("202300001", True, APPROACHES),
]


def build(
    folder: Path, rows: Iterable[Mapping[str, Any]], decisions: Iterable[tuple[str, bool, str | None]] = ()
) -> duckdb.DuckDBPyConnection:
    """The warehouse of an import of these rows and an import of these decisions."""
    state = State(folder)
    state.prepare()
    with duckdb.connect() as connection:
        load_reference(connection)
        connection.execute(f"create table row as select * exclude (position, mode, source) from ({sql('no_rows')})")
        for row in rows:
            values = ORDINARY | {"warnings": []} | row
            axis, objective, priority, specific = values.pop("codes")
            values |= {
                "priority_axis": axis, "thematic_objective": objective or None, "investment_priority": priority or None,
                "specific_objective": specific or None, "os_code": f"{axis or ''}{priority.replace('.', '').removeprefix('4')}{specific}",
            }  # fmt: skip
            names = ", ".join(values)
            connection.execute(
                f"insert into row ({names}) values ({', '.join(f'${name}' for name in values)})",
                values,
            )
        connection.execute(
            "update row set search_text = concat_ws(' | ', normalise(num_dossier), coalesce(normalise(title), ''),"
            " coalesce(normalise(beneficiary), ''), '', coalesce(normalise(description), ''), '', '')"
        )
        connection.execute(
            "create table judgement (import_id varchar, num_dossier varchar, retained boolean, category varchar,"
            " reason varchar, source varchar)"
        )
        for decision in decisions:
            connection.execute("insert into judgement values ('decisions', $1, $2, $3, 'lu', 'comité')", list(decision))
        for name, kind, relation in (("operations", "operations", "row"), ("decisions", "decisions", "judgement")):
            _write_import(state, connection, name, kind, relation)
    name = build_warehouse(state, ["operations", "decisions"])
    return duckdb.connect(str(state.warehouses / name), read_only=True)


def _write_import(state: State, connection: duckdb.DuckDBPyConnection, name: str, kind: str, relation: str) -> None:
    folder = state.imports / name
    folder.mkdir(parents=True)
    connection.execute(f"copy {relation} to '{folder / kind}.parquet' (format parquet)")
    manifest = {
        "id": name, "kind": kind, "format": "mdfse_list", "mode": "remplacer", "file_name": f"{name}.csv",
        "extract_date": "2019-03-09", "imported_at": "2019-03-10T08:00:00", "demonstration": False,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def varied_rows(count: int) -> list[dict[str, Any]]:
    """Rows of every kind, always the same: missing codes, amounts, participants, places; several programmes and waves."""
    chance = random.Random(2019)  # noqa: S311
    codes = [
        (1, "8", "8.1", "1"),
        (2, "8", "8.5", "2"),
        (3, "9", "9.1", "1"),
        (3, "9", "9.1", "3"),
        (3, "9", "9.1", ""),
        (None, "", "", ""),
    ]
    return [
        {
            "num_dossier": f"{2017 + rank % 3}{rank:05}",
            "wave": chance.choice(["2017", "2019", "2019", "hors vague"]),
            "codes": chance.choice(codes),
            "programme_label": chance.choice([FSE, FSE, IEJ, "PO Guadeloupe", "PO FEDER-FSE Inconnu"]),
            "region_label": chance.choice(["Bretagne", "Picardie", "Réunion", "Nulle part", None]),
            "managing_body": chance.choice(["MPN", "Conseil départemental du Nord", "DIRECCTE - Lorraine", None]),
            "title": chance.choice(["Chantier d'insertion", "Étude", "Formation « numérique »", None]),
            "beneficiary_type": chance.choice(["Association", "Collectivité", "Non renseigné"]),
            "recipient_type": chance.choice(["CCAS", "Autre", "Non renseigné"]),
            "total_cost": chance.choice([None, *(f"{chance.randrange(10**8)}.{chance.randrange(100):02}" for _ in range(9))]),
            "eu_amount": chance.choice([None, *(f"{chance.randrange(10**8)}.{chance.randrange(100):02}" for _ in range(9))]),
            "participants_entered": chance.choice([None, None, 0, chance.randrange(1000)]),
            "participants_planned": chance.choice([None, chance.randrange(1000)]),
        }
        for rank in range(count)
    ]  # fmt: skip


def varied_decisions(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, bool, str | None]]:
    chance = random.Random(106)  # noqa: S311
    return [
        (str(row["num_dossier"]), chance.random() < 0.6, chance.choice([APPROACHES, TERRITORIES, None]))
        for row in rows
        if chance.random() < 0.5
    ]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Ten operations whose every figure can be worked out by hand."""
    with build(tmp_path_factory.mktemp("small"), HAND_WRITTEN, DECISIONS) as connection:
        yield connection


@pytest.fixture(scope="session")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Three hundred operations of every kind."""
    rows = varied_rows(300)
    with build(tmp_path_factory.mktemp("varied"), rows, varied_decisions(rows)) as connection:
        yield connection


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse without operations."""
    with build(tmp_path_factory.mktemp("empty"), []) as connection:
        yield connection


@pytest.fixture(scope="session")
def demonstration(demonstration_state: State) -> Iterator[duckdb.DuckDBPyConnection]:
    """The shipped extract, as the product opens it."""
    with connect(demonstration_state, open_state(demonstration_state)) as connection:
        yield connection
