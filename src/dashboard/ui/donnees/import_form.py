"""The form that imports a file: look, map where needed, answer what the file leaves open, rehearse, import."""

import re
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.access.roles import Role
from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.french import integer, listing, percent, plural
from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.exports.text import shortened
from dashboard.ingest.columns import Match, completing, missing_fields
from dashboard.ingest.doubts import Choice, Doubt
from dashboard.ingest.errors import IngestError
from dashboard.ingest.formats import FORMAT_BY_NAME, SourceFormat, completions, list_2021_2027, mapped
from dashboard.ingest.importer import ENRICH, MODES, ImportRequest, Rehearsal, rehearse, run_import
from dashboard.ingest.mappings import save_answers, save_mapping
from dashboard.ingest.preview import READER_KEYS, Preview, look_at
from dashboard.ingest.report import field_label
from dashboard.ingest.template import completion_template, survey_template, template_workbook
from dashboard.ui.access import person
from dashboard.ui.data import cached
from dashboard.ui.donnees.import_report import draw_counts, draw_details, draw_report
from dashboard.ui.figure_card import XLSX_TYPE
from dashboard.ui.installation import state
from dashboard.ui.markdown import literal
from dashboard.ui.page_memory import page_memory
from dashboard.ui.tables import html_table
from dashboard.ui.uploads import LARGEST, OnDisk, uploader
from dashboard.warehouse.options_query import known_waves
from dashboard.warehouse.state import StateError

FILE_TYPES = ("csv", "tsv", "txt", "xls", "xlsx", "ods", "parquet")
BY_DATE = "selon la date de programmation"
BY_AGREEMENT = "selon la date de première convention"
BY_FILE = "selon la colonne Vague du fichier"
MODE_WORDS: Mapping[str, str] = {
    "remplacer": "Remplacer\u202f: la même source, dans la même vague et le même programme",
    "compléter": "Compléter\u202f: ajouter des lignes, par exemple des rejets corrigés",
    "cumulatif": "Extrait cumulatif\u202f: les numéros d'une vague antérieure y restent",
    ENRICH: "Compléter des opérations existantes\u202f: ne remplace et n'ajoute aucune opération",
}
SURVEY_MODE_WORDS: Mapping[str, str] = {
    "remplacer": "Remplacer\u202f: l'enquête de la même vague",
    "compléter": "Compléter\u202f: ajouter des réponses, par exemple des rejets corrigés",
}
NO_COLUMN = "—"
ALL_SHEETS = "Toutes celles de même forme"
HEADER_ROWS: Final = 200
LONGEST_CELL: Final = 80
_KINDS: Final = {int: Kind.INTEGER, Decimal: Kind.EUROS, date: Kind.DATE}
TEMPLATES = (
    ("Modèle d'extrait complet", template_workbook, "modele-extrait.xlsx"),
    ("Modèle de complément", completion_template, "modele-complement.xlsx"),
    ("Modèle d'enquête", survey_template, "modele-enquete.xlsx"),
)


_Look = tuple[str | None, tuple[tuple[str, str], ...]]
"""What a look depends on: the sheet asked for, and the answers that settle how the file is read."""


@dataclass(slots=True)
class _Sent:
    """The file on screen: the looks taken at it and the last rehearsal (a refusal is its sentence), what was answered and asked.

    `saved`: the keys of the answers that come from a file with the same headers.
    """

    file: OnDisk
    looks: dict[_Look, Preview | str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    saved: frozenset[str] = frozenset()
    asked: dict[str, Doubt] = field(default_factory=dict)
    rehearsed: tuple[ImportRequest, Rehearsal | str] | None = None

    def look_of(self, sheet: str | None) -> _Look:
        """The look that a sheet calls for, with the answers given."""
        return sheet, tuple(sorted((key, value) for key, value in self.answers.items() if key in READER_KEYS))


_FIRST: Final[_Look] = (None, ())


def draw_import_form() -> None:
    """Draws the form; after an import, its report."""
    st.markdown(
        "Listes MDFSE, listes européennes des opérations, extraits complets, compléments d'opérations, fichiers de décisions et "
        "enquêtes auprès des gestionnaires sont reconnus à leurs en-têtes. Le fichier décrit des organismes\u202f: un fichier de personnes est refusé."
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
    first = _look(uploaded, *_FIRST)
    if isinstance(first, str):
        st.error(literal(first), icon=":material/error:")
    elif report := st.session_state.get("_import_report"):
        draw_report(report)
        st.button("Importer ce fichier autrement", on_click=_forget_report, icon=":material/undo:")
    else:
        _draw_file(uploaded, first)


def _forget_report() -> None:
    st.session_state.pop("_import_report", None)


def _draw_file(uploaded: UploadedFile, first: Preview) -> None:
    sent = _sent(uploaded)
    sheet = _choose_sheet(uploaded, first)
    seen = _look(uploaded, *sent.look_of(sheet))
    if isinstance(seen, str):
        st.error(literal(seen), icon=":material/error:")
        _layout(uploaded)
        return
    mode = _mode(uploaded, seen)
    seen = _read_as(seen, mode)
    source = seen.match.source.LABEL if seen.match else "format inconnu, colonnes à associer"
    st.markdown(
        f"**{literal(source[0].upper() + source[1:])}** – {plural(seen.table.rows, 'ligne lue', 'lignes lues')}"
    )
    if seen.match is None:
        _layout(uploaded)
        # What the file is for decides which fields are asked.
        _choose_mode(uploaded, mode)
        _import_form(uploaded, sheet, seen, _mapping_form(seen, mode), mode)
        return
    # What corrects the reading stands below what it shows, and is asked first.
    reading, corrections = st.container(), st.container()
    with corrections:
        mapping = _other_columns(seen)
        _layout(uploaded)
    with reading:
        _import_form(uploaded, sheet, seen, mapping, mode)


def _mode(uploaded: UploadedFile, seen: Preview) -> str:
    """What the file does to the rows already there, as it was last chosen: a table that only completes says so by itself."""
    only_completes = seen.match is not None and seen.match.source.KIND == completions.KIND
    return str(st.session_state.get(_mode_key(uploaded), ENRICH if only_completes else MODES[0]))


def _mode_key(uploaded: UploadedFile) -> str:
    return f"mode-import-{uploaded.file_id}"


def _choose_mode(uploaded: UploadedFile, mode: str) -> None:
    st.selectbox(
        "Lignes déjà importées",
        MODES,
        index=MODES.index(mode),
        format_func=MODE_WORDS.__getitem__,
        key=_mode_key(uploaded),
    )


def _read_as(seen: Preview, mode: str) -> Preview:
    """The look at a file, with the columns that it has in a mode: none of its own where they have to be mapped by hand."""
    if mode == ENRICH:
        return replace(seen, match=completing(seen.table.headers))
    only_completes = seen.match is not None and seen.match.source.KIND == completions.KIND
    return replace(seen, match=None) if only_completes else seen


def _unknown(mode: str) -> SourceFormat:
    """The format of a file whose columns are mapped by hand."""
    return FORMAT_BY_NAME[completions.NAME if mode == ENRICH else mapped.NAME]


def _look(uploaded: UploadedFile, sheet: str | None, answers: tuple[tuple[str, str], ...]) -> Preview | str:
    """The look at a file, taken once per upload, and for the sheet and answers last chosen: the import starts from it."""
    sent = _sent(uploaded)
    asked: _Look = (sheet, answers)
    if asked not in sent.looks:
        for known in sent.looks.keys() - {_FIRST}:
            if isinstance(left := sent.looks.pop(known), Preview):
                shutil.rmtree(left.kept.folder, ignore_errors=True)
        with st.spinner("Lecture du fichier…"):
            try:
                seen = look_at(state(), sent.file.path, sent.file.folder / secrets.token_hex(4), sheet, dict(answers))
            except IngestError as error:
                sent.looks[asked] = str(error)
                if asked == _FIRST:
                    sent.file.drop()
            else:
                sent.looks[asked] = seen
                if asked == _FIRST:
                    sent.answers, sent.saved = dict(seen.answers), frozenset(seen.answers)
    return sent.looks[asked]


def _sent(uploaded: UploadedFile) -> _Sent:
    """What this page knows of an upload; any other is forgotten, and one that was swept from the disk is written again."""
    known: dict[str, _Sent] = page_memory("_sent")
    found = known.get(uploaded.file_id)
    if found is None or (isinstance(found.looks.get(_FIRST), Preview) and not found.file.path.exists()):
        if found is None:
            st.session_state.pop("_import_report", None)
        known.clear()
        found = known[uploaded.file_id] = _Sent(OnDisk(uploaded))
    return found


def _choose_sheet(uploaded: UploadedFile, first: Preview) -> str | None:
    """The sheet to ask for: None for what the first look has read, be it one sheet or all those of one shape."""
    sheets = list(first.table.sheets)
    if len(sheets) < 2:
        return None
    keys = {one.key for one in first.table.findings} | {one.key for one in first.table.doubts}
    together = "feuilles" in keys
    read = ALL_SHEETS if together else first.table.sheet or sheets[0]
    choices = [ALL_SHEETS, *sheets] if together else sheets
    index = choices.index(read) if read in choices else 0
    chosen = st.selectbox("Feuille", choices, index=index, key=f"feuille-{uploaded.file_id}", width=320)
    return None if chosen == read else chosen


def _layout(uploaded: UploadedFile) -> None:
    """Where the headers stand, for a person to say."""
    key = f"entetes-{uploaded.file_id}"
    given = _sent(uploaded).answers.get("entetes", "")
    with st.expander("Mise en page du fichier", expanded=bool(given)):
        st.number_input(
            "Ligne des en-têtes, telle que le tableur ou l'éditeur la numérote",
            min_value=1,
            max_value=HEADER_ROWS,
            value=int(given) if given.isdecimal() else None,
            placeholder="Trouvée automatiquement",
            key=key,
            on_change=_answer,
            args=(uploaded.file_id, "entetes", key),
        )


def _answer(file_id: str, key: str, widget: str) -> None:
    """Keeps what a widget answers to a question of the file on screen."""
    sent: _Sent | None = page_memory("_sent").get(file_id)
    value = st.session_state.get(widget)
    if sent is None:
        return
    if value is None:
        sent.answers.pop(key, None)
    else:
        sent.answers[key] = str(value)


def _mapping_form(seen: Preview, mode: str) -> dict[str, str]:
    """One choice of column per field, with the first values of the column chosen: what is compulsory and what is guessed first."""
    st.markdown("### Associer les colonnes")
    if seen.mapping_is_saved:
        st.info("L'association faite pour un fichier aux mêmes en-têtes est reprise.", icon=":material/history:")
    source = _unknown(mode)
    fields = [name for name in source.HEADERS if mode == ENRICH or name == "wave" or _is_offered(name)]
    marks = dict.fromkeys(source.REQUIRED, " (obligatoire)")
    if mode == ENRICH:
        asked = sorted(source.REQUIRED)
    else:
        one_of = [name for names in source.ONE_OF for name in sorted(names)]
        # Without a number, a key is built from the content: it does, but it changes with the content.
        asked = [*sorted(source.REQUIRED, reverse=True), *one_of, "num_dossier"]
        marks |= dict.fromkeys(one_of, " (l'un des deux est obligatoire)") | {"num_dossier": " (conseillé)"}
    shown = [*asked, *(name for name in fields if name in seen.mapping and name not in asked)]
    choices = [NO_COLUMN, *seen.table.headers]
    mapping = _choose_headers(shown, choices, seen, marks)
    others = [name for name in fields if name not in shown]
    with st.expander(f"Autres champs ({integer(len(others))})"):
        mapping |= _choose_headers(others, choices, seen, {})
    return mapping


def _is_offered(name: str) -> bool:
    return FIELD_BY_NAME[name].in_template or name == "eu_rate"


def _other_columns(seen: Preview) -> dict[str, str]:
    """The fields that a recognised file doesn't give, for the columns that are not read."""
    if seen.match is None or seen.match.source.KIND not in (mapped.KIND, completions.KIND) or not seen.match.extra:
        return {}
    completes = seen.match.source.KIND == completions.KIND
    known = completions.HEADERS if completes else filter(_is_offered, FIELD_BY_NAME)
    missing = [name for name in known if name not in seen.match.columns]
    with st.expander("Lire d'autres colonnes"):
        if seen.mapping_is_saved:
            st.info("L'association faite pour un fichier aux mêmes en-têtes est reprise.", icon=":material/history:")
        unread = plural(len(seen.match.extra), "colonne n'est pas lue", "colonnes ne sont pas lues")
        st.markdown(f"{literal(unread)}. Associez-les aux champs que le fichier n'a pas par ailleurs.")
        return _choose_headers(missing, [NO_COLUMN, *seen.match.extra], seen, {})


def _choose_headers(
    fields: Sequence[str], choices: Sequence[str], seen: Preview, marks: Mapping[str, str]
) -> dict[str, str]:
    """Field → header chosen, two fields a row; `marks` follow the labels."""
    mapping = {}
    for start in range(0, len(fields), 2):
        for column, name in zip(st.columns(2), fields[start : start + 2], strict=False):
            with column:
                header = _choose_header(name, choices, seen, marks.get(name, ""))
            if header != NO_COLUMN:
                mapping[name] = header
    return mapping


def _choose_header(name: str, choices: Sequence[str], seen: Preview, mark: str) -> str:
    proposed = seen.mapping.get(name, NO_COLUMN)
    found = choices.index(proposed) if proposed in choices else 0
    header = st.selectbox(literal(field_label(name) + mark), choices, index=found, key=f"associer-{name}")
    if header == NO_COLUMN:
        return header
    said = f"Par exemple\u202f: {' · '.join(seen.samples.get(header, ())) or 'colonne vide'}"
    guessed = seen.guesses.get(name)
    if guessed and guessed.header == header:
        sure = "sûre" if guessed.sure else f"à vérifier, {percent(guessed.share, 0)} de ressemblance"
        said += f" – proposition {sure}"
    st.caption(literal(said))
    return header


def _import_form(
    uploaded: UploadedFile, sheet: str | None, seen: Preview, mapping: Mapping[str, str], mode: str
) -> None:
    sent = _sent(uploaded)
    missing = () if seen.match else missing_fields(_unknown(mode), mapping)
    if missing:
        labels = [
            "un champ à compléter"
            if names in completions.ONE_OF
            else " ou ".join(field_label(name) for name in sorted(names))
            for names in missing
        ]
        st.warning(literal(f"Associez encore\u202f: {', '.join(labels)}."))
        for note in seen.table.notes:
            st.markdown(f"– {literal(note)}")
        return
    above = st.container()
    request, waits = _choices(uploaded, sheet, seen, mapping, mode)
    st.markdown("### Ce qui serait importé")
    rehearsal = _rehearse(sent, request)
    if isinstance(rehearsal, str):
        st.error(literal(rehearsal), icon=":material/error:")
        return
    with above:
        _questions(uploaded, rehearsal)
    told = {found["key"] for found in rehearsal.manifest["findings"]}
    if sent.saved & sent.answers.keys() & (told | READER_KEYS):
        st.info("Les réponses données pour un fichier aux mêmes en-têtes sont reprises.", icon=":material/history:")

    def change(found: Mapping[str, Any]) -> None:
        _change(uploaded.file_id, found)

    if rehearsal.doubts:
        st.caption("Tant qu'une question attend sa réponse, les chiffres ci-dessous supposent son premier choix.")
    draw_counts(rehearsal.manifest, published=False, change=change)
    if rehearsal.doubts:
        waits.append(_left_to_answer(sent, [doubt.key for doubt in rehearsal.doubts]))
    if rehearsal.manifest["format"] == list_2021_2027.NAME and rehearsal.manifest["extract_date"] is None:
        waits.append("donnez la date de l'extrait, car rien d'autre ne dit de quel jour est cette édition")
    if not rehearsal.manifest["accepted"]:
        waits.append("corrigez le fichier ou l'association des colonnes, car aucune ligne ne serait gardée")
    if st.button("Importer", type="primary", disabled=bool(waits), icon=":material/upload:"):
        _run(uploaded, seen, request)
    if waits:
        st.markdown(literal(f"Avant d'importer, {listing(waits)}."))
    draw_details(rehearsal.manifest, rehearsal.folder)
    _first_rows(rehearsal, opened=seen.match is None)


def _choices(
    uploaded: UploadedFile, sheet: str | None, seen: Preview, mapping: Mapping[str, str], mode: str
) -> tuple[ImportRequest, list[str]]:
    """What is asked of the wave and of the rows already there: the request, and what it still waits for."""
    kind = (seen.match.source if seen.match else _unknown(mode)).KIND
    wave: str | None = None
    extract_date = None
    waits: list[str] = []
    if kind == "operations":
        left, right = st.columns(2)
        # The dates of the public list give its waves: none can be given.
        is_list = seen.match is not None and seen.match.source.NAME == list_2021_2027.NAME
        if not is_list:
            with left:
                wave = _choose_wave(uploaded, seen, mapping)
            if wave is None:
                waits.append("choisissez la vague, car le fichier n'a pas de date de programmation")
        extract_date = (left if is_list else right).date_input(
            "Date de l'extrait", value=None, format="DD/MM/YYYY", max_value=date(2045, 12, 31), key="date-extrait"
        )
    if seen.match is not None and kind in (mapped.KIND, completions.KIND):
        _choose_mode(uploaded, mode)
    elif kind == "survey" and seen.match is not None:
        wave, mode = _survey_choices(seen.match)
    request = ImportRequest(
        _sent(uploaded).file.path,
        file_name=uploaded.name,
        by=person(),
        mode=mode,
        wave=None if wave in (BY_DATE, BY_AGREEMENT, BY_FILE) else wave,
        sheet=sheet,
        mapping=mapping,
        answers=dict(_sent(uploaded).answers),
        extract_date=extract_date if isinstance(extract_date, date) else None,
        kept=seen.kept,
    )
    return request, waits


def _choose_wave(uploaded: UploadedFile, seen: Preview, mapping: Mapping[str, str]) -> str | None:
    """The wave of every row, or the words for the column that gives it."""
    fields = {*mapping, *(seen.match.columns if seen.match else ())}
    by_column = {"wave": BY_FILE, "first_agreement_date": BY_AGREEMENT, "programming_date": BY_DATE}
    dated = [words for name, words in by_column.items() if name in fields][:1]
    waves = [*dated, *cached(known_waves)]
    said = None if dated else _wave_said(uploaded.name, seen, waves)
    index = 0 if dated else waves.index(said) if said else None
    wave = st.selectbox(
        "Vague", waves, accept_new_options=True, index=index, placeholder="Choisir ou saisir", key="vague-import"
    )
    if said and wave == said:
        st.caption(literal(f"Proposée car le fichier dit {said} dans son nom ou son titre\u202f: vérifiez."))
    return wave


def _wave_said(file_name: str, seen: Preview, waves: Sequence[str]) -> str | None:
    """The one wave whose name stands in the name of the file, of its sheet or in its titles."""
    words = set(re.findall(r"\d+", " ".join((file_name, seen.table.sheet or "", *seen.table.titles))))
    said = [wave for wave in waves if wave in words]
    return said[0] if len(said) == 1 else None


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


def _rehearse(sent: _Sent, request: ImportRequest) -> Rehearsal | str:
    """What the import would do, done once per request."""
    if sent.rehearsed is None or sent.rehearsed[0] != request:
        if sent.rehearsed and isinstance(left := sent.rehearsed[1], Rehearsal):
            shutil.rmtree(left.folder, ignore_errors=True)
        folder = sent.file.folder / secrets.token_hex(4)
        sent.rehearsed = None
        with st.spinner("Contrôle du fichier…"):
            try:
                sent.rehearsed = request, rehearse(state(), request, folder)
            except (IngestError, StateError) as error:
                shutil.rmtree(folder, ignore_errors=True)
                sent.rehearsed = request, str(error)
    return sent.rehearsed[1]


def _questions(uploaded: UploadedFile, rehearsal: Rehearsal) -> None:
    """The questions that the file leaves open, those already answered too, for as long as they stand."""
    sent = _sent(uploaded)
    open_now = {doubt.key: doubt for doubt in rehearsal.doubts}
    settled = {found["key"] for found in rehearsal.manifest["findings"]}
    sent.asked = {key: doubt for key, doubt in sent.asked.items() if key in settled} | open_now
    if not sent.asked:
        return
    left = plural(len(open_now), "réponse attendue", "réponses attendues") if open_now else "réponses données"
    st.markdown(f"### Ce que le fichier ne dit pas ({literal(left)})")
    for rank, doubt in enumerate(sent.asked.values(), start=1):
        label = doubt.question if len(sent.asked) == 1 else f"{rank}. {doubt.question}"
        _choose_reading(uploaded.file_id, doubt.key, label, doubt.choices, sent.answers.get(doubt.key))


def _left_to_answer(sent: _Sent, keys: Sequence[str]) -> str:
    """« répondez aux questions 1 et 3 », « répondez à la question » where there is only one."""
    if len(sent.asked) == 1:
        return "répondez à la question"
    ranks = [str(rank) for rank, key in enumerate(sent.asked, start=1) if key in keys]
    return f"répondez {'à la question' if len(ranks) == 1 else 'aux questions'} {listing(ranks)}"


def _choose_reading(
    file_id: str, key: str, label: str, choices: Sequence[Choice], chosen: str | None, widget: str = "question"
) -> None:
    """One reading among several, with what each would give."""
    values = [choice.value for choice in choices]
    labels = {choice.value: choice.label[:1].upper() + choice.label[1:] for choice in choices}
    name = f"{widget}-{key}-{file_id}"
    st.radio(
        literal(label),
        values,
        index=values.index(chosen) if chosen in values else None,
        format_func=lambda value: literal(labels[value]),
        captions=[literal(choice.outcome) for choice in choices],
        key=name,
        on_change=_answer,
        args=(file_id, key, name),
    )


def _change(file_id: str, found: Mapping[str, Any]) -> None:
    """A button that takes another reading than the one that was found; a question stands above, and sheets have their own choice."""
    sent: _Sent = page_memory("_sent")[file_id]
    if found["key"] in sent.asked or found["key"] == "feuilles":
        return
    with st.popover("Changer", icon=":material/edit:", type="tertiary"):
        choices = [Choice(**choice) for choice in found["choices"]]
        _choose_reading(file_id, found["key"], "Lire plutôt\u202f:", choices, found["value"], "changer")


def _first_rows(rehearsal: Rehearsal, *, opened: bool) -> None:
    """The first rows as they would be accepted."""
    columns, rows = rehearsal.first_rows()
    if not rows:
        return
    with st.expander(
        f"{plural(len(rows), 'première ligne acceptée', 'premières lignes acceptées')}, telles qu'elles seraient lues",
        expanded=opened,
    ):
        html_table(
            [{name: _cell(value) for name, value in zip(columns, row, strict=True)} for row in rows],
            {name: ColumnFormat(name, _kind([row[rank] for row in rows])) for rank, name in enumerate(columns)},
            key="premieres-lignes",
            alternative="Premières lignes acceptées",
        )


def _cell(value: object) -> object:
    return shortened(value, LONGEST_CELL) if isinstance(value, str) else value


def _kind(values: Sequence[object]) -> Kind:
    """How the values of a column of first rows print."""
    [kind, *others] = {_KINDS[type(value)] for value in values if type(value) in _KINDS} or {Kind.TEXT}
    return Kind.TEXT if others else kind


def _run(uploaded: UploadedFile, seen: Preview, request: ImportRequest) -> None:
    bar = st.progress(0.0, text="Lecture…")
    shares = {"Lecture": 0.1, "Contrôle": 0.5, "Publication": 0.8}

    def tell(stage: str, rows: int) -> None:
        bar.progress(shares[stage], text=f"{literal(stage)}\u202f: {plural(rows, 'ligne')}")

    try:
        report = run_import(state(), request, tell)
        if request.mapping:
            save_mapping(state(), seen.table.headers, request.mapping)
        if request.answers:
            save_answers(state(), _headers_of_file(uploaded), request.answers)
    except (IngestError, StateError) as error:
        bar.empty()
        st.error(literal(error), icon=":material/error:")
        return
    bar.progress(1.0, text="Publié")
    st.session_state["_import_report"] = report.manifest["id"]
    st.rerun()


def _headers_of_file(uploaded: UploadedFile) -> Sequence[str]:
    """The headers as they are read before any answer: the next file like this one will show the same."""
    first = _sent(uploaded).looks[_FIRST]
    return first.table.headers if isinstance(first, Preview) else ()
