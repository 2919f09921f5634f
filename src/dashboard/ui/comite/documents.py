"""The documents of the committee pack: chosen, prepared with a progress bar, downloaded."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import streamlit as st

from dashboard.access.roles import Role
from dashboard.access.rules import Mode
from dashboard.domain.compared import side_names
from dashboard.domain.french import decimal, listing, plural
from dashboard.domain.periods import FORMER, words_of
from dashboard.domain.selection import Selection
from dashboard.exports.documents import Document, document_bytes, slide_notes, template_notes
from dashboard.exports.errors import ExportError
from dashboard.exports.office_template import LIMITS
from dashboard.exports.pack.annexed import MOST as MOST_LISTED
from dashboard.exports.pack.build import build_pack, section_title
from dashboard.exports.pack.content import Choice, sections_of, usual_slides
from dashboard.exports.pack.remarks import annotated
from dashboard.figures.wording import opened
from dashboard.identification.lexicons import current_lexicon
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.access import may
from dashboard.ui.comite.presentation import chosen_screens, chosen_set, chosen_slides, write_choice
from dashboard.ui.comparison import chosen_comparison
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.downloads import draw_named_download
from dashboard.ui.figure_notes import current_notes
from dashboard.ui.filters import selection_caption
from dashboard.ui.identification import identification_by
from dashboard.ui.installation import rules, state
from dashboard.ui.links import FIRST_PAGE, page_link
from dashboard.ui.markdown import literal
from dashboard.ui.page_memory import page_memory
from dashboard.ui.reviews_store import open_reviews
from dashboard.ui.two_selections import second_selection
from dashboard.ui.uploads import uploader
from dashboard.warehouse.indicators import Compared
from dashboard.warehouse.listing import Column, operations

BUILDING: Final = 0.4
"""The share of the progress bar that the content takes; writing the documents takes the rest."""
MOST_CHOSEN: Final = 500
MOST_KEPT: Final = 50_000_000
"""Bytes of prepared documents that one visitor may hold; the latest one is kept whatever its size."""
_READY: Final = "_committee_document"

LATER_REPORT: Final = (
    "La section pour l'examen annuel des performances et le comité de suivi (règlement (UE) 2021/1060, articles 41 et 40)\u202f: ce "
    "qui est programmé et retenu, tableaux, constats, fiches."
)
DESCRIPTIONS: Final = {
    Document.ARCHIVE: "Tous les documents, les tableaux en CSV et un manifeste qui permet de tout refaire à l'identique.",
    Document.ESSENTIAL: "Une page à distribuer, en PDF\u202f: chiffres clés, un graphique, une carte, trois phrases.",
    Document.SLIDES: "Les écrans de la Présentation, graphiques, tableaux et carte modifiables, notes de l'orateur.",
    Document.PDF: "L'essentiel puis les mêmes écrans, à imprimer ou à envoyer\u202f: filtres et date sur chaque page.",
    Document.REPORT: "La section du rapport annuel de mise en œuvre (partie B, 14.5)\u202f: tableaux, constats, fiches.",
    Document.WORKBOOK: "Une feuille par tableau, les totaux en formules, la liste des opérations et un mode d'emploi.",
}


NAMED: Final = {
    Document.ARCHIVE: "le dossier complet",
    Document.ESSENTIAL: "la page",
    Document.SLIDES: "le diaporama",
    Document.PDF: "le PDF",
    Document.REPORT: "la section de rapport",
    Document.WORKBOOK: "le classeur",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a document is asked with: the same question has the same answer, so it is prepared once."""

    document: Document
    warehouse: str
    lexicon: str
    filters: str
    compared: Compared | None
    other: Selection | None
    chosen: tuple[str, ...]
    reviews: bool
    named: bool
    templates: tuple[str, ...]
    choice: Choice


@dataclass(frozen=True, slots=True)
class Reviews:
    """Whether the reviews go into the documents, and the reviewers' names with them."""

    joined: bool
    named: bool


def choose_operations() -> tuple[str, ...]:
    """The operations to present in a fiche; none means those that the note sets in a box, later on the largest of each type."""
    selection = current_selection()
    former = selection.period == FORMER
    usual = (
        "les opérations que la note met en encadré"
        if former
        else "l'opération au coût total le plus élevé de chaque type"
    )
    wanted = selection.counted
    columns = (Column.NUM_DOSSIER, Column.TITLE, Column.BENEFICIARY)
    frame = cached(operations, wanted, Column.NUM_DOSSIER, False, MOST_CHOSEN, 0, columns)
    pairs = zip(frame["num_dossier"].astype(str), frame["title"].fillna(frame["beneficiary"]).astype(str), strict=True)
    titles = dict(pairs)
    return tuple(
        st.multiselect(
            "Opérations à présenter en fiche",
            list(titles),
            format_func=lambda number: f"{titles[number]} ({number})",
            key="dossier-operations",
            placeholder="Celles que la note met en encadré" if former else opened(usual),
            select_all=False,
            help=f"Sans choix, le rapport et les diapositives présentent {literal(usual)}.",
        )
    )


def choose_sections() -> Choice:
    """What the documents show: the slides of Présentation, annexes and fiches on request, the sections of the report."""
    period = current_selection().period
    slides, screens, other = chosen_slides(), chosen_screens(), second_selection()
    write_choice(slides)
    titles = [screen.name for screen in screens] or [section_title(key, period) for key in slides]
    named = listing([f"«\u202f{title}\u202f»" for title in titles])
    st.markdown(
        f"**Diaporama et PDF\u202f: {literal(plural(len(titles), 'écran'))}**, ceux de la "
        f"[Présentation]({page_link('presentation', current_selection())}), dans le même ordre\u202f: {literal(named)}. Un écran sans rien à "
        "montrer est laissé de côté."
    )
    with st.container(horizontal=True):
        annexes = st.checkbox(
            "Avec les annexes\u202f: autres figures, tableaux, méthode", key="dossier-annexes", bind="query-params"
        )
        fiches = st.checkbox("Avec une page par opération en fiche", key="dossier-fiches", bind="query-params")
    if other is not None:
        st.markdown(
            f"Les documents comparent cette sélection à **{literal(side_names(current_selection(), other)[1])}**, choisie sur "
            f"[Synthèse]({page_link(FIRST_PAGE, current_selection())})."
        )
    served = sections_of(period, compared=other is not None)
    left_out = st.multiselect(
        "Parties que la section de rapport laisse de côté",
        list(served),
        format_func=lambda key: section_title(key, period),
        key="dossier-parties",
        bind="query-params",
        placeholder="Aucune",
        select_all=False,
        help="Les figures et les tableaux des autres parties gardent leur numéro.",
    )
    operations = st.number_input(
        f"Opérations de chaque {literal(words_of(period).axis)} à lister en annexe de la section de rapport et du PDF",
        min_value=0,
        max_value=MOST_LISTED,
        value=0,
        key="dossier-listees",
        bind="query-params",
        width=480,
        help="Porteur, objectif, région, service et deux lignes de description, comme aux tableaux 6 et 7 de la note. 0\u202f: sans liste."
        if period == FORMER
        else "Porteur, objectif, région, service et deux lignes de description. 0\u202f: sans liste.",
    )
    report = tuple(key for key in served if key not in left_out) if left_out else ()
    usual = slides == usual_slides(period, compared=other is not None)
    return Choice(() if usual else slides, report, annexes, fiches, operations, screens, ",".join(chosen_set()))


def choose_reviews() -> Reviews:
    """What the data manager joins of the reviews; nothing for anyone else."""
    if not may(Role.DATA_MANAGER):
        return Reviews(joined=False, named=False)
    with st.container(horizontal=True):
        reviews = st.checkbox("Joindre les évaluations au classeur et au ZIP", key="dossier-evaluations")
        named = st.checkbox("Avec les noms des évaluateurs", key="dossier-noms", disabled=not reviews)
    return Reviews(joined=reviews, named=reviews and named)


def choose_templates() -> dict[str, bytes]:
    """The office's own templates, by file type."""
    if rules().mode is Mode.DEMO:
        return {}
    with st.expander("Modèles du service (facultatif)", icon=":material/style:"):
        given = uploader(
            "Un modèle PowerPoint et un modèle Word remplacent ceux de l'application",
            *Role,
            types=["pptx", "docx"],
            multiple=True,
            key="dossier-modeles",
            megabytes=LIMITS.packed >> 20,
        )
    found: dict[str, bytes] = {}
    for file in given:
        kind = Path(file.name).suffix.lower().removeprefix(".")
        if kind in found:
            st.warning(
                f"Deux modèles {literal(kind)} sont donnés\u202f: «\u202f{literal(file.name)}\u202f» est laissé de côté."
            )
        else:
            found[kind] = file.getvalue()
    return found


def draw_origin() -> None:
    """The extract and the filters that the documents are made of."""
    st.caption(f"{literal(current_warehouse().source)} · {literal(selection_caption(current_selection()))}")


def draw_document(
    document: Document, chosen: tuple[str, ...], choice: Choice, reviews: Reviews, templates: dict[str, bytes]
) -> None:
    """One document: what it holds, the button that prepares it, the button that hands it over."""
    with st.container(border=True, key=f"document-{document.value}"):
        st.markdown(f"### {literal(document.label)}")
        later = document is Document.REPORT and current_selection().period != FORMER
        st.markdown(literal(LATER_REPORT if later else DESCRIPTIONS[document]))
        _draw_buttons(document, chosen, replace(choice, fiches=choice.fiches or bool(chosen)), reviews, templates)


def _draw_buttons(
    document: Document, chosen: tuple[str, ...], choice: Choice, reviews: Reviews, templates: dict[str, bytes]
) -> None:
    asked = Asked(
        document,
        current_warehouse().publication.warehouse,
        current_lexicon(state()).version,
        str(current_selection()),
        chosen_comparison(),
        second_selection(),
        chosen,
        reviews.joined,
        reviews.named,
        tuple(str(hash(content)) for content in templates.values()),
        choice,
    )
    ready: dict[Asked, bytes] = page_memory(_READY)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(f"Préparer {NAMED[document]}", icon=":material/play_arrow:", key=f"preparer-{document.value}"):
            content = _prepared(document, chosen, choice, reviews, templates)
            if content is not None:
                _keep(ready, asked, content)
        content = ready.get(asked)
        if content is not None and reviews.named:
            draw_named_download(
                f"Obtenir le lien ({decimal(len(content) / 1_000_000, 1)}\u202fMo)",
                partial(bytes, content),
                file_name=document.file_name,
                mime=document.mime,
                key=f"lien-{document.value}",
            )
        elif content is not None:
            st.download_button(
                f"Télécharger ({decimal(len(content) / 1_000_000, 1)}\u202fMo)",
                content,
                file_name=document.file_name,
                mime=document.mime,
                type="primary",
                icon=":material/download:",
                on_click="ignore",
                key=f"telecharger-{document.value}",
            )


def _keep(ready: dict[Asked, bytes], asked: Asked, content: bytes) -> None:
    """One document of each kind at a time, and the oldest go where all together are too large for one visitor."""
    for known in [known for known in ready if known.document is asked.document]:
        del ready[known]
    while ready and sum(map(len, ready.values())) + len(content) > MOST_KEPT:
        del ready[next(iter(ready))]
    ready[asked] = content


def _prepared(
    document: Document, chosen: tuple[str, ...], choice: Choice, reviews: Reviews, templates: dict[str, bytes]
) -> bytes | None:
    bar = st.progress(0.0, text="Préparation…")

    def tell(start: float, share: float) -> Any:
        return lambda done, words: bar.progress(min(1.0, start + done * share), text=literal(words))

    warehouse = current_warehouse()
    try:
        engine = open_reviews()
    except ReviewsError:
        engine = None
    try:
        pack = build_pack(
            state(),
            warehouse.publication,
            warehouse.connection,
            current_selection(),
            engine=engine,
            chosen=chosen,
            choice=choice,
            compared=chosen_comparison(),
            other=second_selection(),
            reviews=reviews.joined and engine is not None,
            named=reviews.named,
            identification=identification_by(current_lexicon(state())),
            progress=tell(0.0, BUILDING),
        )
        pack = annotated(pack, current_notes())
        with TemporaryDirectory(prefix="modeles-") as folder:
            paths = {kind: Path(folder) / f"modele.{kind}" for kind in templates}
            for kind, path in paths.items():
                path.write_bytes(templates[kind])
            given: dict[str, Any] = {"slides_template": paths.get("pptx"), "report_template": paths.get("docx")}
            content = document_bytes(pack, document, **given, chosen=chosen, progress=tell(BUILDING, 1 - BUILDING))
            notes = template_notes(document, **given)
    except (ExportError, ReviewsError) as error:
        bar.empty()
        st.error(literal(error), icon=":material/error:")
        return None
    bar.empty()
    for note in slide_notes(pack, document):
        st.caption(literal(note))
    for note in notes:
        st.info(literal(note), icon=":material/link_off:")
    if pack.empty:
        st.warning(
            "Aucune opération ne correspond aux filtres\u202f: le document le dit.", icon=":material/filter_alt_off:"
        )
    elif chosen:
        st.caption(f"Avec {plural(len(chosen), 'fiche choisie', 'fiches choisies')}.")
    return content
