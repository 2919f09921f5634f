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
COLUMNS: Final = ("article", "request", "answer")
MESSAGE: Final = (
    "L'examen annuel des performances et le comité de suivi remplacent le rapport annuel de mise en œuvre\u202f: "
    "ce dossier répond à une partie de ce qu'ils demandent"
)

# What nobody has read is said by its article: a reader can open it, and a doubt marked on each row helps nobody.
NOTE: Final = (
    "Ces résumés suivent l'article 40, paragraphes 1 et 2 a, relu le 30 novembre 2026. Avant de citer le reste du paragraphe 2 ou "
    "l'article 41, lisez-les sur EUR-Lex\u202f: le texte du règlement seul fait foi."
)


def reporting_section(context: Context) -> Section:
    """Each thing asked, and the part of the pack that answers it."""
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
        },
        note=NOTE,
        source_note="Règlement (UE) 2021/1060, articles 40 et 41.",
    )
    return Section(SectionKey.REPORTING, TITLE, f"{MESSAGE}.", (), (figure,), source_note="Règlement (UE) 2021/1060.")
