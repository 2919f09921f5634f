"""The section on what the regulation asks of a programme of 2021-2027, and which part of the pack answers it.

The annual implementation report of 2014-2020 is gone: the annual performance review and the monitoring committee take its place.
"""

from typing import Final

from dashboard.domain.columns import ColumnFormat
from dashboard.domain.context_file import read_csv
from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.exports.pack.content import Section, SectionKey
from dashboard.exports.pack.context import Context
from dashboard.figures.figure import Figure
from dashboard.warehouse.build import REFERENCE_FOLDER

TITLE: Final = "Ce que demande le règlement"
REQUESTS: Final = REFERENCE_FOLDER / "context" / "reporting_2021_2027.csv"
COLUMNS: Final = ("article", "request", "answer", "read")
MESSAGE: Final = (
    "L'examen annuel des performances et le comité de suivi remplacent le rapport annuel de mise en œuvre\u202f: "
    "ce dossier répond à une partie de ce qu'ils demandent"
)


def reporting_section(context: Context) -> Section:
    """Each thing asked, the part of the pack that answers it, and whether the text of the article was read."""
    if not context.total["programme_operations"]:
        return Section(SectionKey.REPORTING, TITLE, NOTHING_SELECTED, empty=True)
    rows = tuple({name: row.text(name) for name in COLUMNS} for row in read_csv(REQUESTS, *COLUMNS))
    figure = Figure(
        key="demandes_du_reglement",
        title=MESSAGE,
        caption="Demandes du règlement (UE) 2021/1060 et réponses du dossier",
        sentence=f"{MESSAGE}.",
        rows=rows,
        columns={
            "article": ColumnFormat("Article"),
            "request": ColumnFormat("Ce qui est demandé"),
            "answer": ColumnFormat("Ce que le dossier en dit"),
            "read": ColumnFormat("Lecture du texte"),
        },
        note="Ce qui est marqué «\u202fà vérifier\u202f» est résumé de mémoire\u202f: relisez l'article avant de vous y appuyer.",
        source_note="Règlement (UE) 2021/1060, articles 40 et 41.",
    )
    return Section(SectionKey.REPORTING, TITLE, f"{MESSAGE}.", (), (figure,), source_note="Règlement (UE) 2021/1060.")
