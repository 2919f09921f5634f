"""The synthetic rows are plausible, and nobody can take their beneficiaries for real organisations."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.demo import beneficiaries, places
from dashboard.demo.sources import read_list
from dashboard.domain.operation import FIELDS
from dashboard.domain.text import unaccented

from .conftest import DEMO, REFERENCE, read_csv

Extract = duckdb.DuckDBPyConnection


def value(extract: Extract, query: str) -> Any:
    return extract.execute(query).fetchall()[0][0]


def test_columns_are_the_canonical_fields_and_the_wave(extract: Extract) -> None:
    names = [row[0] for row in extract.execute("describe extract").fetchall()]
    assert names == [*(field.name for field in FIELDS), "wave"]


def test_counts_by_wave_and_programme(extract: Extract) -> None:
    rows = extract.execute("select wave, programme, count(*) from row group by all order by all").fetchall()
    assert rows == [
        ("2017", "Programme Opérationnel IEJ", 425),
        ("2017", "Programme Opérationnel National FSE", 6843),
        ("2019", "Programme Opérationnel IEJ", 102),
        ("2019", "Programme Opérationnel National FSE", 6646),
    ]


def test_numbers_are_unique_and_shaped_like_those_of_the_information_system(extract: Extract) -> None:
    assert value(extract, "select count(distinct num_dossier) from row") == 14_016
    assert value(extract, "select bool_and(regexp_full_match(num_dossier, '201[4-8]9[0-9]{4}')) from row")


def test_decisions_are_the_retained_operations(extract: Extract) -> None:
    rows = extract.execute(
        "select wave, fund, decision_source, count(*) from row where retained group by all order by all"
    ).fetchall()
    assert rows == [
        ("2017", "FSE", "démonstration", 91),
        ("2017", "IEJ", "démonstration", 11),
        ("2019", "FSE", "campagne «\u202fCampagne 2019 (démonstration)\u202f»", 64),
        ("2019", "FSE", "citée par la note", 42),
        ("2019", "IEJ", "campagne «\u202fCampagne 2019 (démonstration)\u202f»", 1),
        ("2019", "IEJ", "citée par la note", 4),
    ]
    decisions = read_csv(DEMO / "decisions.csv")
    assert list(decisions[0]) == ["num_dossier", "retained", "category", "reason", "source"]
    assert len(decisions) == 148
    assert value(extract, "select count(*) from decision") == 148 + 191
    assert value(extract, "select count(*) from decision where num_dossier not in (select num_dossier from row)") == 0


def test_no_synthetic_beneficiary_can_pass_for_a_real_one(extract: Extract) -> None:
    names = extract.execute("select distinct beneficiary from row where provenance = 'démonstration'").fetchall()
    assert len(names) > 4_000
    assert not [name for (name,) in names if not re.search(r"\b(?:fictifs?|fictives?)\b|\(démonstration\)", name)]


@pytest.mark.parametrize("kind", list(beneficiaries.KINDS))
def test_every_pattern_of_name_says_that_it_is_imaginary(kind: str) -> None:
    for pattern in beneficiaries.KINDS[kind]["names"]:  # type: ignore[attr-defined]
        assert re.search(r"\b(?:fictifs?|fictives?)\b|\(démonstration\)", pattern)


def test_every_filled_field_of_a_synthetic_row_is_declared_synthetic(extract: Extract) -> None:
    rows = extract.execute(
        "select extract.* from extract where provenance = 'démonstration' using sample 400"
    ).fetchall()
    names = [row[0] for row in extract.execute("describe extract").fetchall()]
    for values in rows:
        row = dict(zip(names, values, strict=True))
        filled = {name for name in names if row[name] is not None} - {"provenance", "synthetic_fields", "wave"}
        assert set(row["synthetic_fields"].split(",")) == filled


def test_programming_dates_agree_with_the_waves(extract: Extract, reference: Path) -> None:
    for wave in read_csv(reference / "waves.csv"):
        if wave["period"] != "2014-2020":
            continue
        first, last = wave["programmed_from"] or "2014-01-01", wave["programmed_to"]
        outside = extract.execute(
            "select count(*) from row where wave = $wave and programming_date not between $first::date and $last::date",
            {"wave": wave["wave"], "first": first, "last": last},
        ).fetchall()
        assert outside == [(0,)]


def test_operations_end_after_they_start_and_after_they_are_programmed(extract: Extract) -> None:
    assert value(extract, "select count(*) from row where end_date <= start_date or end_date <= programming_date") == 0
    assert value(extract, "select count(*) from row where start_date is null") == 46
    assert value(extract, "select max(end_date) < date '2024-01-01' from row")


def test_amounts_are_positive_and_rates_plausible(extract: Extract) -> None:
    assert value(extract, "select count(*) from row where eu_amount <= 0 or eu_amount > total_cost") == 0
    low, high = extract.execute(
        "select quantile_cont(eu_amount / total_cost, [0.01, 0.99]) from row where fund = 'FSE'"
    ).fetchall()[0][0]
    assert 0.3 < low < high < 0.65
    low, high = extract.execute(
        "select [min(eu_amount / total_cost), max(eu_amount / total_cost)] from row where fund = 'IEJ'"
    ).fetchall()[0][0]
    assert 0.79 < low < high < 0.92


def test_rates_stay_in_the_usual_range_of_the_programme(extract: Extract, reference: Path) -> None:
    for rate in read_csv(reference / "eu_rates.csv"):
        if rate["programme"] not in ("PON FSE", "PON IEJ"):
            continue
        outside = extract.execute(
            "select count(*) from row where fund = $fund and eu_amount / total_cost not between $low and $high",
            {
                "fund": rate["programme"].removeprefix("PON "),
                "low": float(rate["usual_min"]),
                "high": float(rate["usual_max"]),
            },
        ).fetchall()
        assert outside == [(0,)]


def test_a_quarter_of_the_retained_operations_have_participants(extract: Extract) -> None:
    rows = extract.execute(
        """
        select wave, count(participants_entered) / count(*) from row
        where retained and fund = 'FSE' group by wave order by wave
        """
    ).fetchall()
    assert [wave for wave, _ in rows] == ["2017", "2019"]
    assert all(0.22 <= share <= 0.28 for _, share in rows)


def test_missing_participants_are_never_zero(extract: Extract) -> None:
    assert value(extract, "select count(*) from row where participants_entered = 0") == 0
    assert value(extract, "select count(*) from row where participants_entered is null and not retained") > 1_500
    zeros = extract.execute("select distinct provenance from row where participants_planned = 0").fetchall()
    assert zeros == [("citée par la note",)]


def test_regions_follow_the_real_list(extract: Extract, reference: Path) -> None:
    counted = dict(extract.execute("select region, count(*) from row group by region").fetchall())
    assert set(counted) == {row["region"] for row in read_csv(reference / "regions.csv")}
    assert counted == dict(places.region_quotas(14_016))


def test_retained_operations_lean_to_three_regions(extract: Extract) -> None:
    for wave in ("2017", "2019"):
        rows = extract.execute(
            """
            select region from row where retained and fund = 'FSE' and wave = $wave and region <> 'Volet national du FSE'
            group by region order by count(*) desc limit 3
            """,
            {"wave": wave},
        ).fetchall()
        assert {region for (region,) in rows} == {"Picardie", "Lorraine", "Bretagne"}


def test_departments_and_postcodes_belong_to_the_region(extract: Extract, reference: Path) -> None:
    regions = {row["code"]: row["region"] for row in read_csv(reference / "departments.csv")}
    assert {code for codes in places.DEPARTMENTS.values() for code in codes} == set(regions)
    rows = extract.execute(
        """
        select distinct region, department, beneficiary_postcode from row
        where provenance = 'démonstration' and region <> 'Volet national du FSE'
        """
    ).fetchall()
    for region, department, postcode in rows:
        assert regions[department] == region
        assert re.fullmatch(r"\d{5}", postcode)
        assert postcode.startswith("20" if department in ("2A", "2B") else department)
    departments = "select count(department) from row where region = 'Volet national du FSE'"
    assert value(extract, departments) == 0


def test_a_beneficiary_has_one_seat_and_one_kind(extract: Extract) -> None:
    rows = extract.execute(
        """
        select beneficiary from row where provenance = 'démonstration' group by beneficiary
        having count(distinct (region, department, beneficiary_postcode, beneficiary_type, recipient_type)) > 1
        """
    ).fetchall()
    assert rows == []


def manager_type(body: str) -> str:
    normalised = re.sub(r"[^a-z0-9]+", " ", unaccented(body)).strip()
    rules = sorted(read_csv(REFERENCE / "managing_body_rules.csv"), key=lambda row: int(row["rank"]))
    return next(rule["managing_body_type"] for rule in rules if re.search(rule["pattern"], normalised))


@pytest.mark.parametrize("kind", list(read_list("places")["bodies"]))
def test_managing_bodies_are_worded_so_that_their_type_is_recognised(kind: str) -> None:
    meant = kind.removesuffix(" DROM").removesuffix(" 3")
    where = (
        [("Guyane", "de Guyane"), ("Martinique", "de Martinique")]
        if kind == "OI CD DROM"
        else [(region, of) for region, codes in places.DEPARTMENTS.items() for of in codes.values()]
    )
    for wording in read_list("places")["bodies"][kind]:
        assert {manager_type(wording.format(region=region, of=of)) for region, of in where} == {meant}, wording


def test_managing_bodies_are_shared_out_plausibly(extract: Extract) -> None:
    counted: dict[str, int] = {}
    for body, rows in extract.execute(
        "select managing_body, count(*) from row where managing_body is not null group by all"
    ).fetchall():
        counted[manager_type(body)] = counted.get(manager_type(body), 0) + rows
    shares = {kind: rows / 14_016 for kind, rows in counted.items()}
    assert 0.28 < shares["AGD"] < 0.40
    assert 0.30 < shares["OI CD"] < 0.45
    assert 0.10 < shares["OI PLIE"] < 0.25
    assert 0.03 < shares["autre OI"] < 0.12
    assert 0.02 < shares["national"] < 0.06


def test_codes_are_those_of_the_nomenclature_but_the_one_that_the_note_misplaces(
    extract: Extract, reference: Path
) -> None:
    known = {
        (row["programme"].removeprefix("PON "), row["os_code"])
        for row in read_csv(reference / "nomenclature.csv")
        if row["technical_assistance"] == "false" and row["period"] == "2014-2020"
    }
    used = set(extract.execute("select distinct fund, os_code from row").fetchall())
    assert used - known == {("IEJ", "2851")}
    assert len(used) > 10


@pytest.mark.parametrize(
    "name",
    ["title", "description", "actions", "call_for_projects", "outcome", "beneficiary", "managing_body"],
)
def test_texts_are_typeset_in_french_and_without_leftovers(extract: Extract, name: str) -> None:
    table = extract.sql("select * from row where provenance = 'démonstration'").to_arrow_table()
    leftover = re.compile(r"[{}]| [;:!?»]|« |[a-zé][;:!?]|  |’|\.\.")
    assert not [text for text in table.column(name).to_pylist() if text and leftover.search(text)]


def test_texts_vary(extract: Extract) -> None:
    assert value(extract, "select count(distinct title) from row") > 2_000
    assert value(extract, "select count(distinct description) from row") > 7_000
