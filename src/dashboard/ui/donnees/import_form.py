"""The form that imports a file: look, map where needed, choose the wave and the mode, import."""

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.access.roles import Role
from dashboard.domain.french import plural
from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.ingest.columns import Match
from dashboard.ingest.errors import IngestError
from dashboard.ingest.formats import mapped
from dashboard.ingest.importer import MODES, ImportRequest, run_import
from dashboard.ingest.mappings import save_mapping
from dashboard.ingest.preview import Preview, look_at
from dashboard.ingest.template import survey_template, template_workbook
from dashboard.ui.access import person
from dashboard.ui.data import cached
from dashboard.ui.donnees.import_report import draw_report
from dashboard.ui.figure_card import XLSX_TYPE
from dashboard.ui.installation import state
from dashboard.ui.markdown import literal
from dashboard.ui.page_memory import page_memory
from dashboard.ui.uploads import LARGEST, OnDisk, uploader
from dashboard.warehouse.options_query import known_waves
from dashboard.warehouse.state import StateError

FILE_TYPES = ("csv", "tsv", "txt", "xls", "xlsx", "ods", "parquet")
BY_DATE = "selon la date de programmation"
BY_FILE = "selon la colonne Vague du fichier"
MODE_WORDS: Mapping[str, str] = {
    "remplacer": "Remplacer\u202f: la même source, dans la même vague et le même programme",
    "compléter": "Compléter\u202f: ajouter des lignes, par exemple des rejets corrigés",
    "cumulatif": "Extrait cumulatif\u202f: les numéros d'une vague antérieure y restent",
}
SURVEY_MODE_WORDS: Mapping[str, str] = {
    "remplacer": "Remplacer\u202f: l'enquête de la même vague",
    "compléter": "Compléter\u202f: ajouter des réponses, par exemple des rejets corrigés",
}
NO_COLUMN = "—"
TEMPLATES = (
    ("Modèle d'extrait complet", template_workbook, "modele-extrait.xlsx"),
    ("Modèle d'enquête", survey_template, "modele-enquete.xlsx"),
)


@dataclass(slots=True)
class _Sent:
    """The file on screen, and the looks taken at it by the sheet asked for: a refusal is its sentence."""

    file: OnDisk
    looks: dict[str | None, Preview | str] = field(default_factory=dict)


def draw_import_form() -> None:
    """Draws the form; after an import, its report."""
    st.markdown(
        "Listes MDFSE, listes européennes des opérations, extraits complets, fichiers de décisions et enquêtes auprès des "
        "gestionnaires sont reconnus à leurs en-têtes. Le fichier décrit des organismes\u202f: un fichier de personnes est refusé."
    )
    with st.container(horizontal=True):
        for label, build, name in TEMPLATES:
            st.download_button(
                literal(label), build, file_name=name, mime=XLSX_TYPE, on_click="ignore", icon=":material/download:"
            )
    given = uploader(
        f"Fichier à importer (CSV, XLS, XLSX, ODS ou Parquet, {LARGEST}\u202fMo au plus)",
        Role.DATA_MANAGER,
        types=FILE_TYPES,
        key="fichier",
    )
    if not given:
        page_memory("_sent").clear()
        if report := st.session_state.get("_import_report"):
            draw_report(report)
        return
    uploaded = given[0]
    seen = _preview(uploaded)
    if isinstance(seen, Preview) and len(seen.table.sheets) > 1:
        seen = _of_chosen_sheet(uploaded, seen)
    if isinstance(seen, str):
        st.error(literal(seen), icon=":material/error:")
        return
    _describe(seen)
    mapping = {} if seen.match else _mapping_form(seen)
    _import_form(uploaded, seen, mapping)


def _preview(uploaded: UploadedFile, sheet: str | None = None) -> Preview | str:
    """The look at a file, taken once per upload and for the sheet that was last chosen: the import starts from it."""
    sent = _sent(uploaded)
    if sheet not in sent.looks:
        for known in sent.looks.keys() - {None}:
            if isinstance(left := sent.looks.pop(known), Preview):
                shutil.rmtree(left.kept.folder, ignore_errors=True)
        with st.spinner("Lecture du fichier…"):
            try:
                sent.looks[sheet] = look_at(state(), sent.file.path, sent.file.folder / secrets.token_hex(4), sheet)
            except IngestError as error:
                sent.looks[sheet] = str(error)
                if sheet is None:
                    sent.file.drop()
    return sent.looks[sheet]


def _sent(uploaded: UploadedFile) -> _Sent:
    """What this page knows of an upload; any other is forgotten, and one that was swept from the disk is written again."""
    known: dict[str, _Sent] = page_memory("_sent")
    found = known.get(uploaded.file_id)
    if found is None or (isinstance(found.looks.get(None), Preview) and not found.file.path.exists()):
        if found is None:
            st.session_state.pop("_import_report", None)
        known.clear()
        found = known[uploaded.file_id] = _Sent(OnDisk(uploaded))
    return found


def _of_chosen_sheet(uploaded: UploadedFile, seen: Preview) -> Preview | str:
    sheets = seen.table.sheets
    found = sheets.index(seen.table.sheet) if seen.table.sheet in sheets else 0
    sheet = st.selectbox("Feuille", sheets, index=found, key=f"feuille-{uploaded.file_id}", width=320)
    return seen if sheet == seen.table.sheet else _preview(uploaded, sheet)


def _describe(seen: Preview) -> None:
    source = seen.match.source.LABEL if seen.match else "format inconnu, colonnes à associer"
    st.markdown(
        f"**{literal(source[0].upper() + source[1:])}** – {plural(seen.table.rows, 'ligne lue', 'lignes lues')}"
    )
    for note in seen.table.notes:
        st.markdown(f"- {literal(note)}")
    if seen.match and seen.match.extra:
        st.caption(f"Colonnes gardées à part\u202f: {literal(', '.join(seen.match.extra))}")


def _mapping_form(seen: Preview) -> dict[str, str]:
    """One choice of column per field, with the first values of the column chosen."""
    st.markdown("### Associer les colonnes")
    if seen.mapping_is_saved:
        st.info("L'association faite pour un fichier aux mêmes en-têtes est reprise.", icon=":material/history:")
    choices = [NO_COLUMN, *seen.table.headers]
    fields = [name for name in mapped.HEADERS if name in FIELD_BY_NAME and FIELD_BY_NAME[name].in_template]
    fields.sort(key=lambda name: name not in mapped.REQUIRED)
    mapping = {}
    for start in range(0, len(fields), 2):
        for column, name in zip(st.columns(2), fields[start : start + 2], strict=False):
            with column:
                header = _choose_header(name, choices, seen)
            if header != NO_COLUMN:
                mapping[name] = header
    return mapping


def _choose_header(name: str, choices: list[str], seen: Preview) -> str:
    label = FIELD_BY_NAME[name].label + (" (obligatoire)" if name in mapped.REQUIRED else "")
    proposed = seen.mapping.get(name, NO_COLUMN)
    found = choices.index(proposed) if proposed in choices else 0
    header = st.selectbox(literal(label), choices, index=found, key=f"associer-{name}")
    if header != NO_COLUMN:
        st.caption(f"Par exemple\u202f: {literal(' · '.join(seen.samples.get(header, ())) or 'colonne vide')}")
    return header


def _import_form(uploaded: UploadedFile, seen: Preview, mapping: Mapping[str, str]) -> None:
    operations = seen.match is None or seen.match.source.KIND == "operations"
    missing = sorted(mapped.REQUIRED - mapping.keys()) if seen.match is None else []
    wave: str | None = None
    mode, extract_date = "remplacer", None
    if operations:
        left, right = st.columns(2)
        dated = seen.has_programming_date or "programming_date" in mapping
        waves = ([BY_DATE] if dated else []) + list(cached(known_waves))
        wave = left.selectbox(
            "Vague",
            waves,
            accept_new_options=True,
            index=0 if dated else None,
            placeholder="Choisir ou saisir",
            key="vague-import",
        )
        extract_date = right.date_input(
            "Date de l'extrait", value=None, format="DD/MM/YYYY", max_value=date(2045, 12, 31), key="date-extrait"
        )
        mode = st.selectbox("Lignes déjà importées", MODES, format_func=MODE_WORDS.__getitem__, key="mode-import")
    elif seen.match is not None and seen.match.source.KIND == "survey":
        wave, mode = _survey_choices(seen.match)
    if missing:
        st.warning(f"Associez encore\u202f: {', '.join(FIELD_BY_NAME[name].label for name in missing)}.")
    if st.button(
        "Importer", type="primary", disabled=bool(missing) or (operations and wave is None), icon=":material/upload:"
    ):
        chosen_date = extract_date if isinstance(extract_date, date) else None
        _run(uploaded, seen, mapping, None if wave in (BY_DATE, BY_FILE, None) else wave, mode, chosen_date)
    elif operations and wave is None:
        st.caption("Choisissez la vague\u202f: le fichier n'a pas de date de programmation.")
    if report := st.session_state.get("_import_report"):
        draw_report(report)


def _survey_choices(match: Match) -> tuple[str | None, str]:
    """The wave that a survey goes with, and what becomes of the answers already there."""
    waves = ([BY_FILE] if "wave" in match.columns else []) + list(cached(known_waves))
    wave = st.selectbox("Vague", waves, accept_new_options=True, index=0, key="vague-enquete")
    mode = st.selectbox(
        "Réponses déjà importées",
        list(SURVEY_MODE_WORDS),
        format_func=SURVEY_MODE_WORDS.__getitem__,
        key="mode-enquete",
    )
    return wave, mode or "remplacer"


def _run(
    uploaded: UploadedFile,
    seen: Preview,
    mapping: Mapping[str, str],
    wave: str | None,
    mode: str,
    extract_date: date | None,
) -> None:
    bar = st.progress(0.0, text="Lecture…")
    shares = {"Lecture": 0.1, "Contrôle": 0.5, "Publication": 0.8}

    def tell(stage: str, rows: int) -> None:
        bar.progress(shares[stage], text=f"{literal(stage)}\u202f: {plural(rows, 'ligne')}")

    try:
        request = ImportRequest(
            _sent(uploaded).file.path,
            file_name=uploaded.name,
            by=person(),
            mode=mode,
            wave=wave,
            sheet=seen.table.sheet,
            mapping=mapping,
            extract_date=extract_date,
            kept=seen.kept,
        )
        report = run_import(state(), request, tell)
        if mapping:
            save_mapping(state(), seen.table.headers, mapping)
    except (IngestError, StateError) as error:
        bar.empty()
        st.error(literal(error), icon=":material/error:")
        return
    bar.progress(1.0, text="Publié")
    st.session_state["_import_report"] = report.manifest["id"]
    st.rerun()
