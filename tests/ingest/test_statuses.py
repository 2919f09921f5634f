"""A column that says where operations stand: those that aren't programmed are asked about, and left aside with their state."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.ingest.errors import DoubtfulFile
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.state import State
from tests.conftest import MDFSE_HEADERS, MDFSE_ROW

STATES = ("Conventionné", "Refusé", "En instruction", "Soldé", "Abandonné par le porteur")


def written(folder: Path, header: str, states: tuple[str, ...]) -> Path:
    """One operation for each state; the second and the first share a number: the refused one must not hide the other."""
    path = folder / "liste.csv"
    lines = [";".join((*MDFSE_HEADERS, header))]
    for rank, state in enumerate(states):
        row = {**MDFSE_ROW, "num_dossier": str(201700000 + max(rank, 1)), "Dépenses totales": f"{rank + 1}0000"}
        lines.append(";".join((*(row.get(name, "") for name in MDFSE_HEADERS), state)))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def imported(state: State, path: Path, **answers: str) -> dict[str, Any]:
    return dict(run_import(state, ImportRequest(path, wave="2019", answers=answers)).manifest)


def test_operations_that_are_not_programmed_are_asked_about(state: State, tmp_path: Path) -> None:
    states = STATES[1:2] + STATES[:1] + STATES[2:]
    path = written(tmp_path, "État du dossier", states)
    with pytest.raises(
        DoubtfulFile, match=r"«\u202fÉtat du dossier\u202f» dit que des opérations ne sont pas programmées"
    ) as asked:
        imported(state, path)
    assert [doubt.key for doubt in asked.value.doubts] == ["statut"]
    assert state.current() is None
    aside = imported(state, path, statut="ecarter")
    assert (aside["read"], aside["accepted"], aside["left_aside"], aside["rejected"]) == (5, 2, 3, 0)
    assert aside["total_cost"] == 20000 + 40000
    assert set(aside["left_aside_reasons"]) == {f"statut\u202f: {name}" for name in (states[0], states[2], states[4])}
    kept = imported(state, path, statut="garder")
    assert (kept["accepted"], kept["rejected"]) == (4, 1)


def test_what_is_no_state_of_an_operation_is_not_asked_about(state: State, tmp_path: Path) -> None:
    for header, states in (
        ("Statut juridique", STATES), ("Statut de la demande de paiement", STATES), ("Motif", STATES),
        ("Statut", ("Conventionné", "Soldé", "Bilan en cours d'instruction", "", "Programmé")),
    ):  # fmt: skip
        assert imported(state, written(tmp_path, header, states))["accepted"] == 4, header
