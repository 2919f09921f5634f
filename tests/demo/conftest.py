import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "data" / "reference"
DEMO = ROOT / "data" / "demo"


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="session")
def extract() -> Iterator[duckdb.DuckDBPyConnection]:
    """The committed extract joined to its decisions, imported ones and the campaign's, as view `row`."""
    with duckdb.connect() as connection:
        decisions = connection.sql(
            "from read_csv($paths, delim = ';', header = true, all_varchar = true, union_by_name = true)",
            params={"paths": [str(DEMO / name) for name in ("decisions.csv", "campaign_decisions.csv")]},
        )
        connection.register("decision", decisions.to_arrow_table())
        connection.register("extract", connection.read_parquet(str(DEMO / "operations.parquet")).to_arrow_table())
        connection.execute(
            """
            create view row as
            select
                extract.* exclude (provenance),
                extract.provenance,
                coalesce(decision.retained = 'oui', false) as retained,
                decision.category,
                decision.source as decision_source,
                priority_axis || replace(investment_priority, '.', '') || coalesce(specific_objective, '') as os_code
            from extract left join decision on extract.num_dossier = decision.num_dossier
            """
        )
        yield connection


@pytest.fixture
def reference() -> Path:
    return REFERENCE
