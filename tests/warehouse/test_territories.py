"""Figures by territory: by hand on ten operations, on the published totals, and adding up at every level."""

import csv
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection, code_of
from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.indicators import indicators
from dashboard.warehouse.territories import (
    Level,
    Location,
    TerritoryFigures,
    chosen_codes,
    concentration,
    known_departments,
    location,
    territories,
)
from dashboard.warehouse.territories_places import named_places

from .conftest import DECISIONS, build

FSE = Selection(programmes=("PON FSE",))
COUNTS = {Level.REGION: 27, Level.REGION_2016: 18, Level.DEPARTMENT: 101}
CODES = (3, "9", "9.1", "1")


def row(figures: TerritoryFigures, name: str, wave: str = "total") -> dict[str, Any]:
    [found] = [row for row in figures.of_wave(wave) if row["name"] == name]
    return found


def test_a_region_by_hand(small: duckdb.DuckDBPyConnection) -> None:
    """PON FSE: seven programmed operations, three of them in Bretagne; four retained, three of them in Bretagne."""
    found = row(territories(small, FSE, Level.REGION), "Bretagne")
    assert (found["operations"], found["programme_operations"]) == (3, 3)
    assert (found["all_operations"], found["all_programme_operations"]) == (4, 7)
    assert (found["total_cost"], found["eu_amount"]) == (1400.40, 600.20)
    assert found["operations_programme_share"] == 1.0
    assert found["operations_share"] == 3 / 4
    assert found["programme_operations_share"] == 3 / 7
    assert found["specificity"] == (3 * 7) / (3 * 4)
    assert found["fragile"]


def test_each_wave_has_its_own_denominators(small: duckdb.DuckDBPyConnection) -> None:
    figures = territories(small, FSE, Level.REGION)
    assert figures.waves == ["2019", "2017", "hors vague"]
    found = row(figures, "Bretagne", "2017")
    assert (found["operations"], found["programme_operations"]) == (1, 1)
    assert (found["all_operations"], found["all_programme_operations"]) == (1, 2)
    assert found["specificity"] == 2.0


def test_nothing_programmed_is_not_zero(small: duckdb.DuckDBPyConnection) -> None:
    figures = territories(small, FSE, Level.REGION)
    without, zero = row(figures, "Alsace"), row(figures, "Île-de-France")
    assert not without["has_data"]
    assert pd.isna(without["operations_programme_share"])
    assert pd.isna(without["specificity"])
    assert zero["has_data"]
    assert (zero["operations"], zero["operations_programme_share"], zero["specificity"]) == (0, 0.0, 0.0)
    assert not zero["fragile"]


def test_the_denominator_ignores_what_was_decided(small: duckdb.DuckDBPyConnection) -> None:
    others = row(territories(small, FSE.narrowed(decision=Decided.NOT_RETAINED), Level.REGION), "Île-de-France")
    assert (others["operations"], others["programme_operations"], others["all_programme_operations"]) == (1, 1, 7)


def test_technical_assistance_counts_nowhere(small: duckdb.DuckDBPyConnection) -> None:
    """One retained operation of 9 999 € in Bretagne is technical assistance."""
    found = row(territories(small, Selection(), Level.REGION), "Bretagne")
    assert found["total_cost"] == 1400.40


@pytest.mark.parametrize("level", Level)
def test_every_territory_has_its_row_whatever_is_selected(
    small: duckdb.DuckDBPyConnection, empty: duckdb.DuckDBPyConnection, level: Level
) -> None:
    for connection in (small, empty):
        for selection in (FSE, Selection(search="introuvable")):
            rows = pd.DataFrame(territories(connection, selection, level).of_wave())
            assert len(rows) == rows["code"].nunique() == COUNTS[level]


@pytest.mark.parametrize("level", Level)
def test_territories_and_what_stands_apart_add_up(demonstration: duckdb.DuckDBPyConnection, level: Level) -> None:
    figures = territories(demonstration, FSE, level)
    total = pd.DataFrame(indicators(demonstration, FSE).whole).set_index("wave")
    for wave in ("2019", "2017", "total"):
        both = pd.DataFrame([*figures.of_wave(wave), *figures.apart_in(wave)])
        assert both["operations"].sum() == total.loc[wave, "operations"]
        assert both["programme_operations"].sum() == total.loc[wave, "programme_operations"]
        assert round(both["total_cost"].sum(), 2) == total.loc[wave, "total_cost"]
        assert round(both["operations_share"].sum(), 9) == 1


def published() -> list[dict[str, str]]:
    with (REFERENCE_FOLDER / "published_table3.csv").open(encoding="utf-8", newline="") as file:
        return [line for line in csv.DictReader(file, delimiter=";") if line["row"].startswith(("axe", "total"))]


@pytest.mark.parametrize("line", published(), ids=lambda line: line["row"])
@pytest.mark.parametrize("level", Level)
def test_territories_hold_the_published_numbers(
    demonstration: duckdb.DuckDBPyConnection, level: Level, line: dict[str, str]
) -> None:
    axis = line["row"].removeprefix("axe ")
    selection = FSE.narrowed(axes=(code_of("PON FSE", axis),)) if axis.isdecimal() else FSE
    figures = territories(demonstration, selection, level)
    for wave in ("2019", "2017", "total"):
        both = pd.DataFrame([*figures.of_wave(wave), *figures.apart_in(wave)])
        assert int(both["operations"].sum()) == int(line[f"ops_{wave}"])
        cost = sum(Decimal(str(value)) for value in both["total_cost"]) / 1_000_000
        assert cost.quantize(Decimal("0.1"), ROUND_HALF_UP) == Decimal(line[f"cost_{wave}_meur"])


def test_the_national_strand_is_never_a_territory(demonstration: duckdb.DuckDBPyConnection) -> None:
    for level in Level:
        figures = territories(demonstration, FSE, level)
        assert "Volet national du FSE" not in {row["name"] for row in figures.territories}
        [national] = [row for row in figures.apart_in() if row["kind"] == "national"]
        assert national["name"] == "Volet national du FSE"
        assert national["operations"] > 0


def test_operations_without_a_place_stand_apart(small: duckdb.DuckDBPyConnection) -> None:
    """The operation of 2017 without region."""
    [unknown] = territories(small, FSE, Level.REGION).apart_in()
    assert (unknown["kind"], unknown["name"], unknown["programme_operations"]) == ("inconnu", "Non renseigné", 1)


def test_concentration_counts_the_first_three(demonstration: duckdb.DuckDBPyConnection) -> None:
    found = concentration(territories(demonstration, Selection(), Level.REGION))
    assert found.names == ("Picardie", "Lorraine", "Bretagne")
    assert (found.operations, found.all_operations) == (65, 213)
    assert found.share == 65 / 213


def test_concentration_of_little_names_only_what_counts(
    small: duckdb.DuckDBPyConnection, empty: duckdb.DuckDBPyConnection
) -> None:
    found = concentration(territories(small, FSE, Level.REGION))
    assert found.names == ("Bretagne", "Corse")
    nothing = concentration(territories(empty, FSE, Level.REGION))
    assert (nothing.names, nothing.share) == ((), 0.0)


@pytest.fixture(scope="module")
def located(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One operation per way of being placed."""
    rows = [
        {"region_label": "Picardie", "department_label": "Oise"},
        {"region_label": "Picardie", "managing_body": "Conseil départemental de l'Oise"},
        {"managing_body": "Conseil départemental de l'Oise"},
        {"region_label": "Bretagne", "managing_body": "Conseil départemental de l'Oise"},
        {"beneficiary_postcode": "60000"},
        {"region_label": "Picardie", "beneficiary_postcode": "80000"},
        {"region_label": "Picardie", "beneficiary_postcode": "75001"},
        {"programme_label": "PO Guadeloupe"},
        {},
        {"region_label": "Volet national du FSE", "managing_body": "MPN", "beneficiary_postcode": "75001"},
        {"managing_body": "OI du Hainaut"},
        {"managing_body": "Association de gestion des fonds européens de l'Essonne"},
        {"managing_body": "DIRECCTE Hauts-de-France (site Nord)"},
        {"managing_body": "GIP Insertion - Nord-Pas-de-Calais"},
        {"managing_body": "Organisme intermédiaire pivot des PLIE - Pays de la Loire"},
        {"managing_body": "CD83 - Service Suivi de projets"},
        {"managing_body": "Association pour l'emploi du département de l'Ain"},
        {"managing_body": "PLIE Angers Loire Métropole"},
    ]
    with build(
        tmp_path_factory.mktemp("located"),
        [{"num_dossier": f"2019{rank:05}", "codes": CODES, **values} for rank, values in enumerate(rows)],
        DECISIONS,
    ) as connection:
        yield connection


def test_what_tells_the_department(located: duckdb.DuckDBPyConnection) -> None:
    found = located.execute(
        "select department, department_source, region from operation order by num_dossier"
    ).fetchall()
    assert found == [
        ("60", "département", "Picardie"),
        ("60", "service", "Picardie"),
        ("60", "service", "Picardie"),
        (None, "aucune", "Bretagne"),  # a service of another region doesn't move the operation
        ("60", "code postal", "Picardie"),
        ("80", "code postal", "Picardie"),
        (None, "aucune", "Picardie"),  # nor does a head office elsewhere
        (None, "aucune", "Guadeloupe"),
        (None, "aucune", "Non renseigné"),
        (None, "aucune", "Volet national du FSE"),
        ("59", "service", "Nord-Pas-de-Calais"),
        ("91", "service", "Île-de-France"),
        (None, "aucune", "Non renseigné"),  # « site Nord » is the former region, not the département
        (None, "aucune", "Non renseigné"),
        (None, "aucune", "Non renseigné"),
        ("83", "service", "Provence-Alpes-Côte d'Azur"),
        ("01", "service", "Rhône-Alpes"),
        ("49", "service", "Pays de la Loire"),
    ]


def test_a_department_goes_by_its_name_or_its_code(tmp_path: Path) -> None:
    """As the public list of 2021-2027 writes it, too; each label stays one operation."""
    labels = {
        "Oise": "60", "60": "60", "060": "60", "58": "58", "058/Nièvre": "58", "02B/Haute-Corse": "2B", "2b": "2B",
        "1": "01", "971": "971", "974/La Réunion": "974", "Mayotte": "976", " | 083/Var": "83", "71 - Saône et Loire": "71",
        "02A/Corse-du-Sud | 02B/Haute-Corse": "Plusieurs départements", "97": None, "Nulle part": None,
    }  # fmt: skip
    rows = [
        {"num_dossier": f"2019{rank:05}", "codes": CODES, "department_label": label}
        for rank, label in enumerate(labels)
    ]
    with build(tmp_path, rows) as connection:
        found = connection.execute("select department from operation order by num_dossier").fetchall()
    assert found == [(code,) for code in labels.values()]


def test_reliability_counts_each_way_of_being_placed(located: duckdb.DuckDBPyConnection) -> None:
    frame = pd.DataFrame(location(located, Selection()))
    region = frame[frame["level"] == "region"].set_index("source")["programme_operations"].to_dict()
    assert region == {"région": 5, "programme": 1, "service": 6, "code postal": 1, "aucune": 4, "national": 1}
    department = frame[frame["level"] == "department"].set_index("source")["programme_operations"].to_dict()
    assert department == {"département": 1, "service": 7, "code postal": 2, "aucune": 7, "national": 1}
    assert frame.groupby("level")["programme_operations_share"].sum().round(9).tolist() == [1.0, 1.0]


def test_reliability_says_that_nothing_is_missing(demonstration: duckdb.DuckDBPyConnection) -> None:
    frame = pd.DataFrame(location(demonstration, Selection()))
    rows = frame[frame["level"] == "region"].set_index("source")
    assert list(rows.index) == [Location.REGION, Location.NONE, Location.NATIONAL]
    assert rows.loc[Location.NONE, "programme_operations"] == 0
    assert rows["operations"].sum() == 213


def test_the_note_s_example_is_in_oise(demonstration: duckdb.DuckDBPyConnection) -> None:
    found = demonstration.execute(
        "select distinct department from operation where managing_body = 'Conseil départemental de l''Oise'"
    ).fetchall()
    assert found == [("60",)]


@pytest.mark.parametrize(
    ("selection", "level", "codes"),
    [
        (Selection(), Level.REGION, ()),
        (Selection(regions=("Picardie",)), Level.REGION, ("22",)),
        (Selection(regions=("Picardie",)), Level.REGION_2016, ("32",)),
        (Selection(regions=("Picardie",)), Level.DEPARTMENT, ("02", "60", "80")),
        (Selection(regions_2016=("Hauts-de-France",)), Level.REGION, ("22", "31")),
        (Selection(regions=("Picardie",), regions_2016=("Bretagne",)), Level.REGION, ()),
        (Selection(regions=("Volet national du FSE",)), Level.REGION, ()),
        (Selection(departments=("60", "2A")), Level.REGION, ("22", "94")),
        (Selection(departments=("60",)), Level.REGION_2016, ("32",)),
        (Selection(departments=("60", "2A")), Level.DEPARTMENT, ("2A", "60")),
        (Selection(departments=("60",), regions=("Bretagne",)), Level.REGION, ()),
        (Selection(departments=("Non renseigné",)), Level.DEPARTMENT, ()),
    ],
)
def test_filters_on_places_choose_the_territories_of_any_level(
    small: duckdb.DuckDBPyConnection, selection: Selection, level: Level, codes: tuple[str, ...]
) -> None:
    figures = territories(small, Selection(), level)
    assert chosen_codes(figures, known_departments(small), selection) == codes


def test_places_that_tell_a_service_s_department_match_their_example(small: duckdb.DuckDBPyConnection) -> None:
    with (REFERENCE_FOLDER / "managing_body_places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    known = {code for (code,) in small.execute("select code from department_reference").fetchall()}
    for line in rows:
        assert line["department"] in known
        [found] = small.execute(
            "select regexp_matches(normalise($1), $2)", [line["example"], line["pattern"]]
        ).fetchone() or [None]
        assert found, line


def test_places_of_the_note_are_those_of_its_operations() -> None:
    def read(name: str) -> list[dict[str, str]]:
        with (REFERENCE_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))

    operations = {(line["source"], line["title"], line["beneficiary"]) for line in read("note_operations")}
    places = [(line["source"], line["title"], line["beneficiary"]) for line in read("note_places")]
    assert set(places) <= operations
    assert len(set(places)) == len(places)


def test_places_read_from_a_service_are_those_the_warehouse_derives(demonstration: duckdb.DuckDBPyConnection) -> None:
    with (REFERENCE_FOLDER / "note_places.csv").open(encoding="utf-8", newline="") as file:
        rows = [line for line in csv.DictReader(file, delimiter=";") if line["basis"] == "service"]
    assert len(rows) > 10
    for line in rows:
        found = demonstration.execute(
            "select department from operation where title = $1 and provenance = 'citée par la note'", [line["title"]]
        ).fetchall()
        assert found == [(line["department"],)], line["title"]


def test_named_places_lead_to_departments_and_regions() -> None:
    places = named_places()
    assert Counter(row["kind"] for row in places) == {"note": 46, "dispositif": 14, "initiative": 13}
    vitre = next(row for row in places if row["kind"] == "initiative" and row["place"] == "Vitré")
    assert (vitre["department"], vitre["region"]) == ("35", "Bretagne")
    assert [row["department"] for row in places if row["name"] == "YESS Académie"] == ["46", "48", "81", "82"]
    assert "EpiScène" in {
        row["name"] for row in places if row["kind"] == "note" and not row["department"] and row["region"]
    }
    assert all(row["department"] is None and row["region"] is None for row in places if row["place"] == "France")
