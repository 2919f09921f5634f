"""The journal of acts: what is asked of it, its rows, its files."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.domain.acts import Act
from dashboard.domain.columns import ColumnFormat
from dashboard.domain.french import integer, listing, plural
from dashboard.exports.workbook import csv_bytes
from dashboard.reviews.audit import Asked, Entry, altered_archives, archives, entries, people
from dashboard.ui.downloads import draw_named_download
from dashboard.ui.installation import state, store
from dashboard.ui.markdown import literal
from dashboard.ui.tables import html_table

SHOWN: Final = 200
NOTHING_YET: Final = "Rien n'est encore inscrit\u202f: le premier import, export nominatif ou refus le sera ici."
NOTHING_ASKED: Final = (
    "Aucune action ne correspond\u202f: élargissez les dates, ou choisissez une autre personne ou une autre action."
)
COLUMNS: Final = {
    "created_at": ColumnFormat("Quand"),
    "account": ColumnFormat("Qui"),
    "address": ColumnFormat("Depuis"),
    "act": ColumnFormat("Action"),
    "subject": ColumnFormat("Objet"),
}


def draw_entries() -> None:
    """The last rows that were asked for, and all of them as a file."""
    engine = store()
    asked = _asked(people(engine))
    found = entries(engine, asked, SHOWN + 1)
    if not found:
        st.info(NOTHING_YET if asked == Asked() else NOTHING_ASKED)
        return
    more = len(found) > SHOWN
    st.caption(
        f"Les {integer(SHOWN)} dernières actions\u202f; le fichier les donne toutes."
        if more
        else literal(f"{plural(len(found), 'action')}, de la plus récente à la plus ancienne.")
    )
    html_table(_frame(found[:SHOWN]), COLUMNS, key="journal", alternative="Journal des actions")
    draw_named_download(
        "Préparer le fichier CSV",
        lambda: csv_bytes(_frame(entries(engine, asked)), COLUMNS),
        file_name="journal.csv",
        mime="text/csv",
        key="journal-csv",
    )


def draw_archives() -> None:
    """The years that left the database."""
    found = archives(state().root)
    if altered := altered_archives(store(), state().root):
        st.warning(
            literal(
                f"{listing(altered)}\u202f: ce qui a été rangé là manque ou a été modifié depuis. Reprenez-le d'une sauvegarde, dans "
                "le dossier «\u202fjournal\u202f» du dossier de travail."
            )
        )
    if not found:
        st.markdown(
            "Aucune année n'est rangée. L'administrateur range celles qui sont terminées avec "
            "«\u202fpython -m dashboard audit --archive\u202f»\u202f: elles quittent la base pour un fichier du dossier de travail, qui reste."
        )
    for path in found:
        draw_named_download(
            f"Préparer {path.name}",
            partial(path.read_bytes),
            file_name=path.name,
            mime="application/gzip",
            key=f"journal-{path.name}",
        )


def _asked(known: Sequence[str]) -> Asked:
    who, what, since, until = st.columns(4)
    person = who.selectbox("Qui", known, index=None, placeholder="Tout le monde", key="journal-qui")
    act = what.selectbox(
        "Action", list(Act), index=None, format_func=str.capitalize, placeholder="Toutes", key="journal-action"
    )
    first = since.date_input("Depuis le", value=None, format="DD/MM/YYYY", key="journal-depuis")
    last = until.date_input("Jusqu'au", value=None, format="DD/MM/YYYY", key="journal-jusque")
    return Asked(person, act, first if isinstance(first, date) else None, last if isinstance(last, date) else None)


def _frame(found: Sequence[Entry]) -> pd.DataFrame:
    rows = [
        {
            "created_at": datetime.fromisoformat(entry.created_at).astimezone().strftime("%d/%m/%Y %H:%M:%S"),
            "account": entry.account,
            "address": entry.address,
            "act": entry.act.capitalize(),
            "subject": entry.subject,
        }
        for entry in found
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
