import ast
import csv
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dashboard.demo import generator
from dashboard.demo.generator import Demonstration, generate

from .conftest import DEMO, REFERENCE, ROOT, read_csv


@pytest.fixture(scope="module")
def generated() -> tuple[Demonstration, float]:
    start = time.process_time()
    return generate(REFERENCE), time.process_time() - start


def test_the_committed_extract_is_what_the_generator_gives(generated: tuple[Demonstration, float]) -> None:
    committed = pq.read_table(DEMO / "operations.parquet")
    assert committed.schema.equals(generator.SCHEMA)
    assert generated[0].operations.equals(committed)


def test_the_committed_decisions_are_what_the_generator_gives(generated: tuple[Demonstration, float]) -> None:
    assert generated[0].decisions == read_csv(DEMO / "decisions.csv")


def test_writing_twice_gives_the_same_rows(generated: tuple[Demonstration, float], tmp_path: Path) -> None:
    generated[0].write(tmp_path / "new")
    assert pq.read_table(tmp_path / "new" / "operations.parquet").equals(generated[0].operations)
    assert (tmp_path / "new" / "decisions.csv").read_bytes() == (DEMO / "decisions.csv").read_bytes()


def test_generating_is_quick_and_the_file_small(generated: tuple[Demonstration, float]) -> None:
    assert generated[1] < 20
    assert (DEMO / "operations.parquet").stat().st_size < 3_000_000


def test_rows_come_in_the_order_of_their_numbers(generated: tuple[Demonstration, float]) -> None:
    numbers = generated[0].operations.column("num_dossier").to_pylist()
    assert numbers == sorted(numbers)


def test_nothing_depends_on_the_hash_seed() -> None:
    script = (
        "import hashlib, sys, pathlib; from dashboard.demo.generator import generate;"
        "d = generate(pathlib.Path(sys.argv[1]));"
        "print(hashlib.sha256(repr(d.operations.slice(0, 3000).to_pylist()).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script, str(REFERENCE)],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_a_named_operation_outside_the_calibration_is_refused(tmp_path: Path) -> None:
    for path in REFERENCE.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    rows = read_csv(REFERENCE / "note_operations.csv")
    rows[0]["os_code"] = "3999"
    with (tmp_path / "note_operations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(ValueError, match="fit no calibration cell"):
        generate(tmp_path)


def test_no_published_figure_is_written_in_the_code() -> None:
    """Totals come from the reference files: the code holds shifts and shares, never a total."""
    totals = {"6843", "6646", "425", "102", "720332", "1312081", "14016", "224", "7293", "3363"}
    for path in (ROOT / "src" / "dashboard" / "demo").glob("*.py"):
        numbers = {
            str(node.value)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, int)
        }
        assert not numbers & totals, path.name
