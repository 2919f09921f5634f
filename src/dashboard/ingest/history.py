"""What was imported: the list, the way back, and what can be purged."""

import shutil
from collections.abc import Sequence
from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.french import plural
from dashboard.ingest.errors import PublicationError
from dashboard.warehouse.build import publish
from dashboard.warehouse.state import Publication, State


def imports_with_status(state: State) -> list[dict[str, Any]]:
    """Each import kept in the folder, newest first, with `status`: `actif`, `retiré` or `interrompu` (never published)."""
    current = state.current()
    active = set(current.imports) if current else set()
    published = {import_id for publication in state.history() for import_id in publication.imports}
    return [
        {
            **manifest,
            "status": "actif"
            if manifest["id"] in active
            else "retiré"
            if manifest["id"] in published
            else "interrompu",
        }
        for manifest in state.manifests()
    ]


def go_back(state: State, number: int, *, by: str) -> Publication:
    """Publishes again the imports of an earlier publication. Raises PublicationError where one was purged."""
    with state.exclusive():
        earlier = next((publication for publication in state.history() if publication.number == number), None)
        if earlier is None:
            raise PublicationError(
                f"La publication n°\u202f{number} n'existe pas\u202f: choisissez-en une dans l'historique."
            )
        missing = [
            import_id for import_id in earlier.imports if not (state.imports / import_id / "manifest.json").exists()
        ]
        if missing:
            raise PublicationError(
                f"La publication n°\u202f{number} ne peut pas être reprise\u202f: l'import {missing[0]} a été purgé."
            )
        return publish(state, earlier.imports, by=by, action=f"retour à la publication n°\u202f{number}")


def withdraw(state: State, import_id: str, *, by: str) -> Publication:
    """Publishes the active imports without one of them. Raises PublicationError where it isn't active."""
    with state.exclusive():
        current = state.current()
        if current is None or import_id not in current.imports:
            raise PublicationError(f"L'import {import_id} n'est pas actif\u202f: il n'y a rien à retirer.")
        kept = tuple(kept_id for kept_id in current.imports if kept_id != import_id)
        return publish(state, kept, by=by, action=f"retrait de l'import {import_id}")


def purge_originals(state: State) -> int:
    """Deletes the uploaded files of every import; their checked rows stay. Returns how many were deleted."""
    with state.exclusive():
        originals = list(state.imports.glob("[!.]*/original*"))
        if originals:
            state.witness(Act.PURGE, plural(len(originals), "fichier d'origine", "fichiers d'origine"))
        for path in originals:
            path.unlink()
        return len(originals)


def purge_inactive(state: State) -> Sequence[str]:
    """Deletes every import that isn't active, for good. Returns their ids."""
    with state.exclusive():
        current = state.current()
        active = set(current.imports) if current else set()
        purged = [path.name for path in state.imports.iterdir() if path.is_dir() and path.name not in active]
        if purged:
            state.witness(
                Act.PURGE, f"{plural(len(purged), 'import inactif', 'imports inactifs')}\u202f: {', '.join(purged)}"
            )
        for name in purged:
            shutil.rmtree(state.imports / name)
        return purged
