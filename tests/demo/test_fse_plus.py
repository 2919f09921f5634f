"""The synthetic list of 2021-2027: its shape is that of the published one, and its two editions differ by what happened."""

import re
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dashboard.demo.fse_plus import COLUMNS, FIRST_EDITION, SECOND_EDITION, FsePlusList, generate_list

from .conftest import DEMO, REFERENCE, read_csv

NUMBER = COLUMNS[0]


@pytest.fixture(scope="module")
def generated() -> FsePlusList:
    return generate_list(REFERENCE)


def test_the_committed_files_are_what_the_generator_gives(generated: FsePlusList, tmp_path: Path) -> None:
    generated.write(tmp_path)
    for path in tmp_path.iterdir():
        committed = DEMO / path.name
        if path.suffix == ".parquet":
            assert pq.read_table(path).equals(pq.read_table(committed)), path.name
        else:
            assert path.read_bytes() == committed.read_bytes(), path.name


def test_its_shape_is_that_of_the_published_list(generated: FsePlusList) -> None:
    rows = generated.editions[SECOND_EDITION]
    assert len(rows) == pytest.approx(2500, abs=10)
    funds = Counter(row["Fonds"] for row in rows)
    national = sum(row["NUMCCI"] == "2021FR05SFPR001" for row in rows)
    # 10 222 of 16 625 rows are of the FSE+, 7 803 of them of the national programme.
    assert funds["FSE+"] / len(rows) == pytest.approx(10_222 / 16_625, abs=0.01)
    assert national / len(rows) == pytest.approx(7_803 / 16_625, abs=0.01)
    for column, share in (("Région de l'opération", 0.63), ("Date première convention", 0.52)):
        assert sum(row[column] is not None for row in rows) / len(rows) == pytest.approx(share, abs=0.05), column
    assert sum(count > 1 for count in Counter(row[NUMBER] for row in rows).values()) == 1
    assert all(row["Taux de cofinancement"] <= 1 for row in rows)


def test_nobody_can_take_it_for_real(generated: FsePlusList) -> None:
    for rows in generated.editions.values():
        assert all(row[NUMBER].startswith("SYN") and row["Provenance"] == "démonstration" for row in rows)
        assert all("total_cost" in row["Champs synthétiques"] for row in rows)


def test_the_second_edition_adds_drops_and_amends(generated: FsePlusList) -> None:
    before, after = ({row[NUMBER]: row for row in generated.editions[day]} for day in (FIRST_EDITION, SECOND_EDITION))
    assert len(before.keys() - after.keys()) == 6
    assert 50 < len(after.keys() - before.keys()) < 250
    amended = {
        number: {column for column in COLUMNS if before[number][column] != after[number][column]}
        for number in before.keys() & after.keys()
    }
    changed = Counter(column for columns in amended.values() for column in columns)
    assert set(changed) == {
        "Total des dépenses éligibles", "Montant UE", "Date de fin de l'opération", "Date première convention",
    }  # fmt: skip
    for rows in (before, after):
        for row in rows.values():
            assert row["Date première convention"] is None or row["Date première convention"] < SECOND_EDITION
            assert abs(row["Total des dépenses éligibles"] * row["Taux de cofinancement"] - row["Montant UE"]) < 1


def test_what_completes_it_names_its_operations(generated: FsePlusList) -> None:
    known = {row[NUMBER] for rows in generated.editions.values() for row in rows}
    completing, decisions = (read_csv(DEMO / f"fse_plus_{name}.csv") for name in ("completion", "decisions"))
    assert {row["Numéro de dossier"] for row in completing} <= known
    assert {row["num_dossier"] for row in decisions} <= known
    assert {row["Priorité"] for row in completing} == {"1", "2", "3", "4", "6", "7"}
    assert {row["retained"] for row in decisions} == {"oui", "non"}


def test_a_regional_programme_holds_its_operations(generated: FsePlusList) -> None:
    regions = read_csv(REFERENCE / "regions.csv")
    present = {code: row["region_2016"] for row in regions for code in (row["cog"], row["region_2016_cog"]) if code}
    own = {row["cci"]: row["region"] for row in read_csv(REFERENCE / "programmes_2021_2027.csv")}
    told = 0
    for row in generated.editions[SECOND_EDITION]:
        places = re.findall(r"(\d+)/", row["Région de l'opération"] or "")
        if own[row["NUMCCI"]] and places:
            assert own[row["NUMCCI"]] in {present[code] for code in places}, row[NUMBER]
            told += 1
    assert told > 500
