"""One small file for each kind of fault: what is kept of it, what is asked, what is said (`cases/expected.csv`).

`doubts`: the keys of the questions that the file raises without an answer; `answers`: those given before the rows are counted.
`says`: what the report or the refusal must hold, pieces apart from each other by « | ». A file without counts is refused.
"""

import csv
from pathlib import Path
from typing import Any

import pytest

from dashboard.ingest.errors import DoubtfulFile, IngestError
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.state import State

FOLDER = Path(__file__).parent / "cases"
with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as stream:
    CASES = list(csv.DictReader(stream, delimiter=";"))


def pairs(text: str) -> dict[str, str]:
    return dict(item.split("=", 1) for item in text.split("|") if item)


def said_of(manifest: dict[str, Any]) -> str:
    """All that a report says: findings, rules, reasons."""
    malformed = [f"ligne {one['line']} : {one['reason']}" for one in manifest["malformed"]]
    names = [*manifest["errors"], *manifest["warnings"], *manifest["left_aside_reasons"]]
    return " ".join([*manifest["notes"], *names, *malformed]).replace("\u202f", " ").replace("\u00a0", " ")


def differences(case: dict[str, str], state: State) -> list[str]:
    """How the import of a case differs from what is expected of it."""
    # A list of 2021-2027 takes no wave: its years follow from its dates.
    wave = None if case["file"].startswith("art49") else "2019"
    request = {"wave": wave, "mapping": pairs(case["mapping"])}
    asked: set[str] = set()
    try:
        report = run_import(state, ImportRequest(FOLDER / case["file"], **request))  # type: ignore[arg-type]
    except DoubtfulFile as error:
        asked = {doubt.key for doubt in error.doubts}
        if asked != set(case["doubts"].split("|")) or not case["read"]:
            return [] if asked == set(case["doubts"].split("|")) else [f"asks {asked}: {error}"]
        report = run_import(state, ImportRequest(FOLDER / case["file"], answers=pairs(case["answers"]), **request))  # type: ignore[arg-type]
    except IngestError as error:
        said = str(error).replace("\u202f", " ").replace("\u00a0", " ")
        if case["read"]:
            return [f"refused: {error}"]
        wrong = [f"does not say {piece!r}: {said}" for piece in case["says"].split("|") if piece not in said]
        return [*wrong, *(["something is published"] if state.current() else [])]
    if not case["read"]:
        return ["not refused"]
    manifest = report.manifest
    wrong = [] if asked == {key for key in case["doubts"].split("|") if key} else [f"asks {asked}"]
    for name in ("read", "accepted", "left_aside", "rejected"):
        if manifest[name] != int(case[name]):
            wrong.append(f"{name} {manifest[name]}, not {case[name]}")
    for name in ("total_cost", "eu_amount"):
        if round(manifest[name], 2) != float(case[name]):
            wrong.append(f"{name} {manifest[name]}, not {case[name]}")
    said = said_of(dict(manifest))
    return [*wrong, *(f"does not say {piece!r}: {said}" for piece in case["says"].split("|") if piece not in said)]


def test_every_file_has_its_case() -> None:
    assert {case["file"] for case in CASES} == {path.name for path in FOLDER.iterdir()} - {"expected.csv"}


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_cases(case: dict[str, str], state: State) -> None:
    assert differences(case, state) == []
