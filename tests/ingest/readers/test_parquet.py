import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.ingest.errors import EmptyFile, SuspiciousArchive, UnreadableFile
from tests.ingest.readers.conftest import Load

PARIS = dt.datetime(2019, 3, 8, 23, 0, tzinfo=dt.UTC)


def write(path: Path, columns: dict[str, Any]) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def test_typed_columns_keep_their_value_as_text(load: Load, tmp_path: Path) -> None:
    columns = {
        "num_dossier": pa.array([201700001, None]),
        "montant": pa.array([Decimal("238778.40"), Decimal("0.05")], pa.decimal128(14, 2)),
        "double": pa.array([238778.48, 12.0]),
        "trou": pa.array([float("nan"), 1e15]),
        "jour": pa.array([dt.date(2019, 3, 9), None]),
        "minuit": pa.array(
            [dt.datetime.fromisoformat(moment) for moment in ("2019-03-09", "2019-03-09T14:05:06.000700")]
        ),
        "paris": pa.array([PARIS, None], pa.timestamp("us", tz="UTC")),
        "vrai": pa.array([True, False]),
        "texte": pa.array([" été ", " "]),
        "octets": pa.array(["été".encode(), b"\xff"]),
        "classe": pa.array(["a", "b"]).dictionary_encode(),
    }
    table, rows = load(write(tmp_path / "liste.parquet", columns))
    assert table.headers == tuple(columns)
    assert rows == [
        (
            1,
            "201700001",
            "238778.40",
            "238778.48",
            None,
            "2019-03-09",
            "2019-03-09",
            "2019-03-09",
            "VRAI",
            " été ",
            "été",
            "a",
        ),
        (2, None, "0.05", "12", "1000000000000000.0", None, "2019-03-09 14:05:06", None, "FAUX", None, None, "b"),
    ]


def test_a_number_never_looks_like_thousands(load: Load, tmp_path: Path) -> None:
    """« 125.000 » can then only be a text that somebody typed."""
    columns = {
        "double": pa.array([125.125, 12.0, None, -0.125]),
        " ": pa.array([None, None, None, None], pa.string()),
        "réel": pa.array([1250.5, 0.5, 2.0, 7.0], pa.float32()),
        "décimal": pa.array([Decimal("125.000"), None, Decimal("1.500"), None], pa.decimal128(14, 3)),
        "entier": pa.array([125000, 1, 2, 3]),
        "texte": pa.array(["125.000", "1.5", "a", "b"]),
    }
    table, rows = load(write(tmp_path / "liste.parquet", columns))
    assert [row[1:] for row in rows] == [
        ("125.1250", "1250.5", "125.0000", "125000", "125.000"),
        ("12", "0.5", None, "1", "1.5"),
        (None, "2", "1.5000", "2", "a"),
        ("-0.1250", "7", None, "3", "b"),
    ]
    assert table.decimals == (2, 2, 2, 0, 0)


def test_lines_follow_the_order_of_the_file(load: Load, tmp_path: Path) -> None:
    table, rows = load(
        write(tmp_path / "grand.parquet", {"num_dossier": [str(i) for i in range(300_000)], "titre": ["x"] * 300_000})
    )
    assert table.rows == 300_000
    assert all(str(line - 1) == number for line, number, _ in rows)


def test_blank_and_total_rows_are_skipped(load: Load, tmp_path: Path) -> None:
    table, rows = load(
        write(
            tmp_path / "a.parquet",
            {"num_dossier": ["1", None, "Total"], "titre": ["a", " ", None], "montant": [1.5, None, 1.5]},
        )
    )
    assert rows == [(1, "1", "a", "1.5")]
    assert len(table.notes) == 2


@pytest.mark.parametrize("name", ["liste [1].parquet", "liste.csv", 'l\'été "2019".parquet'])
def test_names_that_mislead(load: Load, tmp_path: Path, name: str) -> None:
    assert load(write(tmp_path / name, {"num_dossier": ["1"], 'un "titre"; DROP': ["a"]}))[1] == [(1, "1", "a")]


def test_no_rows(load: Load, tmp_path: Path) -> None:
    with pytest.raises(EmptyFile, match="aucune ligne"):
        load(write(tmp_path / "vide.parquet", {"num_dossier": pa.array([], pa.string())}))


def test_truncated(load: Load, tmp_path: Path) -> None:
    content = write(tmp_path / "liste.parquet", {"num_dossier": ["1"] * 1000}).read_bytes()
    with pytest.raises(UnreadableFile, match="Parquet endommagé") as caught:
        load(content[:-20], "coupé.parquet")
    assert caught.value.__cause__ is not None


def repeated(text: str, rows: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), [text])


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [
        ({"titre": repeated("x" * 1_000_000, 2_000)}, "répète des textes qui occuperaient 2\u202f000\u202fMo"),
        ({f"c{rank}": repeated("x", 3_000_000) for rank in range(23)}, "contient 69\u202f000\u202f000 cellules"),
        ({f"c{rank}": ["x"] for rank in range(1_001)}, "contient 1\u202f001 colonnes"),
        ({"titre": ["x" * 20_000_000]}, "occuperait 20,0\u202fMo une fois décompressé, soit"),
    ],
    ids=["texts", "cells", "columns", "pages"],
)
def test_a_small_file_that_holds_gigabytes_is_refused(
    load: Load, tmp_path: Path, columns: dict[str, Any], refusal: str
) -> None:
    path = tmp_path / "bombe.parquet"
    pq.write_table(pa.table(columns), path, compression="zstd", row_group_size=3_000_000)
    assert path.stat().st_size < 300_000
    with pytest.raises(SuspiciousArchive, match=refusal):
        load(path)
