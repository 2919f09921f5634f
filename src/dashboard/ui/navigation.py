"""The pages, by section. Their scripts stand in `pages/`, beside app.py: docs/adr/0001."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.domain.periods import CURRENT, FORMER
from dashboard.ui.links import FIRST_PAGE

FOLDER: Final = Path(__file__).resolve().parents[3] / "pages"


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its script under `pages/`, its title, its icon (a Material symbol) and its address.

    `period`: the only programming period whose menu shows it; every one where empty. `filtered`: the shared filters act on it,
    and stand beside it.
    """

    script: str
    title: str
    icon: str
    address: str
    hidden: bool = False
    period: str = ""
    filtered: bool = False

    @property
    def path(self) -> Path:
        """Where the script stands: Streamlit takes other paths from the main script's folder."""
        return FOLDER / self.script

    def shown_in(self, period: str) -> bool:
        """Whether the menu of a programming period holds it."""
        return not self.hidden and self.period in ("", period)


OPERATIONS: Final = Entry("indicateurs/operations.py", "Opérations", "table_rows", "operations", filtered=True)
CHANGES: Final = Entry(
    "indicateurs/changements.py", "Ce qui a changé", "published_with_changes", "ce-qui-a-change", period=CURRENT
)
VIEWS: Final = Entry("indicateurs/vues.py", "Mes vues", "bookmarks", "mes-vues")
TRIAL: Final = Entry("evaluation/essayer.py", "Essayer la grille", "tune", "essayer")
TERRITORIES: Final = Entry("territoires/territoires.py", "Territoires", "map", "territoires", filtered=True)

SECTIONS: Final[Mapping[str, Sequence[Entry]]] = {
    "Indicateurs": (
        Entry("indicateurs/synthese.py", "Synthèse", "dashboard", FIRST_PAGE, filtered=True),
        Entry("indicateurs/repartition.py", "Répartition", "stacked_bar_chart", "repartition", filtered=True),
        OPERATIONS,
        CHANGES,
        Entry(
            "indicateurs/dotations.py",
            "Dotations",
            "account_balance_wallet",
            "dotations",
            period=CURRENT,
            filtered=True,
        ),
        Entry("indicateurs/priorite6.py", "Priorité 6", "lightbulb", "priorite-6", period=CURRENT, filtered=True),
        VIEWS,
        Entry("indicateurs/operation.py", "Fiche", "description", "operation", hidden=True),
    ),
    "Territoires": (
        TERRITORIES,
        Entry("territoires/region.py", "Région", "location_on", "region", filtered=True),
        Entry("territoires/enquete.py", "Enquête", "forum", "enquete", filtered=True),
    ),
    "Repères": (
        Entry("reperes/definitions.py", "Définitions", "menu_book", "definitions"),
        Entry("reperes/ecosysteme.py", "Écosystème", "hub", "ecosysteme"),
        Entry("reperes/effets.py", "Besoins et effets", "target", "besoins-et-effets"),
    ),
    "Note de 2019": (
        Entry(
            "note/tableaux.py",
            "Tableaux de la note",
            "table_chart",
            "tableaux-de-la-note",
            period=FORMER,
            filtered=True,
        ),
        Entry("note/emblematiques.py", "Opérations emblématiques", "star", "emblematiques", period=FORMER),
        Entry("note/concordance.py", "Concordance", "fact_check", "concordance", period=FORMER),
    ),
    "Repérage et évaluation": (
        Entry("reperage/reperage.py", "Repérage", "manage_search", "reperage", filtered=True),
        Entry("reperage/a_lire.py", "À lire ensuite", "low_priority", "a-lire-ensuite", filtered=True),
        TRIAL,
        Entry("evaluation/campagnes.py", "Campagnes", "flag", "campagnes", filtered=True),
        Entry("evaluation/evaluer.py", "Évaluer", "rate_review", "evaluer"),
        Entry("evaluation/arbitrage.py", "Arbitrage", "gavel", "arbitrage"),
        Entry("evaluation/accord.py", "Accord", "handshake", "accord"),
        Entry("evaluation/stabilite.py", "Stabilité", "balance", "stabilite"),
    ),
    "Comité": (
        Entry("comite/presentation.py", "Présentation", "slideshow", "presentation", filtered=True),
        Entry("comite/exports.py", "Exports", "inventory_2", "exports", filtered=True),
    ),
    "Données": (
        Entry("donnees/imports.py", "Imports", "upload_file", "imports"),
        Entry("donnees/libelles.py", "Libellés", "label", "libelles"),
        Entry("donnees/periodes.py", "Périodes d'analyse", "date_range", "periodes"),
        Entry("donnees/donnees_personnelles.py", "Données personnelles", "shield_person", "donnees-personnelles"),
        Entry("donnees/accessibilite.py", "Déclaration d'accessibilité", "accessibility_new", "accessibilite"),
    ),
}
"""The first page is the default one and answers at the root."""


def pages(period: str) -> dict[str, list[st.Page]]:
    """The pages of this run; the menu shows those of the programming period, the others answer at their addresses.

    Made anew each time: a page object may be run once, so two sessions can't share one.
    """
    first = next(iter(SECTIONS.values()))[0]
    return {
        section: [_page(entry, period, default=entry is first) for entry in entries]
        for section, entries in SECTIONS.items()
    }


def entry_at(address: str) -> Entry:
    """The page of an address; the default one answers at the root."""
    entries = [entry for entries in SECTIONS.values() for entry in entries]
    return next((entry for entry in entries if entry.address == address), entries[0])


def _page(entry: Entry, period: str, *, default: bool) -> st.Page:
    return st.Page(
        entry.path,
        title=entry.title,
        icon=f":material/{entry.icon}:",
        url_path=entry.address,
        default=default,
        visibility="visible" if entry.shown_in(period) else "hidden",
    )
