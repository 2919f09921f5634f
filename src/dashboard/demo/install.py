"""Puts the shipped demonstration extract in a state folder."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from dashboard.warehouse.build import REFERENCE_FOLDER, ensure_current, publish
from dashboard.warehouse.state import NOBODY, Publication, State

DEMONSTRATION_FOLDER = REFERENCE_FOLDER.parent / "demo"
DECISIONS = "campaign_decisions.csv"
EDITIONS = tuple(f"{day}_liste_operations_conventionnees_synthetique.parquet" for day in ("20251114", "20260316"))
OPERATIONS = ("operations.parquet", *EDITIONS)
ABOUT_THEM = ("fse_plus_completion.csv", "decisions.csv", DECISIONS, "fse_plus_decisions.csv", "survey.csv")
FROZEN_ID = "demonstration-2019"
"""The campaign that made the decisions."""


def open_state(state: State) -> Publication:
    """The current publication, up to date; a new state folder starts with the demonstration extract."""
    if state.current() is None:
        return install_demonstration(state, by=NOBODY, action="ouverture")
    return ensure_current(state)


def install_demonstration(state: State, *, by: str, action: str = "retour au jeu de démonstration") -> Publication:
    """Publishes the demonstration extract alone. What was imported stays in the history."""
    with state.exclusive():
        if action == "ouverture" and (current := state.current()) is not None:
            return current  # another process has just opened the same new folder
        # The small files are read while the large one is: a first start waits for both.
        with ThreadPoolExecutor(max_workers=2) as pool:
            imports = list(pool.map(partial(_prepared, state, ()), OPERATIONS))
            imports += pool.map(partial(_prepared, state, imports), ABOUT_THEM)
        return publish(state, imports, by=by, action=action)


def _prepared(state: State, beside: Sequence[str], name: str) -> str:
    """The import of one shipped file, made once per version of the file; `beside`: those of the operations that it is about."""
    # A state folder that is open already, as nearly always, doesn't wait for what reads files.
    from dashboard.ingest.importer import ImportRequest, prepare_import  # noqa: PLC0415
    from dashboard.ingest.staging import file_sha256  # noqa: PLC0415

    path = DEMONSTRATION_FOLDER / name
    sha256 = file_sha256(path)
    for manifest in state.manifests():
        if manifest["demonstration"] and manifest["sha256"] == sha256:
            return str(manifest["id"])
    campaign = FROZEN_ID if name == DECISIONS else None
    return prepare_import(state, ImportRequest(path, demonstration=True, by=NOBODY, campaign=campaign), beside)
