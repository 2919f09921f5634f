"""The lexicon workshop: words in, what enters and what leaves with the sentences behind it, then a version kept with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.columns import ColumnFormat, columns_of, wave_heading
from dashboard.domain.french import integer, long_date, plural
from dashboard.domain.lexicon import CRITERIA, TEXT_FIELDS, Expression, Kind, Lexicon, LexiconError
from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.figures.figure import Figure
from dashboard.identification.evidence import find_evidence
from dashboard.identification.identify import known_actors, searched
from dashboard.identification.lexicons import keep_lexicon, lexicon_versions
from dashboard.identification.sources import shipped_sources
from dashboard.identification.tables import original_texts
from dashboard.identification.wording import as_pattern, identifier_of, pattern_of, words_of
from dashboard.identification.workshop import Comparison, compare
from dashboard.ui.access import may, person
from dashboard.ui.data import current_selection, current_warehouse
from dashboard.ui.figure_card import card
from dashboard.ui.filters import selection_caption
from dashboard.ui.identification import identification_by
from dashboard.ui.installation import state
from dashboard.ui.links import operation_links
from dashboard.ui.markdown import literal
from dashboard.warehouse.query import Row, records

SHOWN: Final = 50
NEW: Final = "Ajouter"
LISTS: Final = {
    Kind.IDENTIFICATION: "Expressions",
    Kind.ACTOR: "Acteurs",
    Kind.EXCLUSION: "Exclusions",
    Kind.SIGNAL: "Signaux",
}
PURPOSES: Final = {
    Kind.IDENTIFICATION: "Une expression repère les opérations dont un texte la contient.",
    Kind.ACTOR: "Un acteur de l'innovation sociale repère les opérations qui le nomment.",
    Kind.EXCLUSION: "Une exclusion est ignorée\u202f: ce qui ne se trouve que dans ces mots ne repère plus rien "
    "(«\u202finnovation technologique\u202f» fait taire «\u202finnovation\u202f»).",
    Kind.SIGNAL: "Un signal surligne un critère sous les yeux des évaluateurs, et ne repère rien.",
}


def draw_workshop(lexicon: Lexicon) -> None:
    """Draws the form of a list of the lexicon, what its change brings in and leaves out, and the versions kept."""
    kind = st.segmented_control(
        "Liste",
        list(LISTS),
        format_func=LISTS.__getitem__,
        default=Kind.IDENTIFICATION,
        required=True,
        key="atelier-liste",
    )
    st.markdown(
        f"{PURPOSES[kind]} Écrivez des mots\u202f: accents, majuscules, traits d'union et pluriels sont compris."
    )
    listed = {item.id: item for item in _listed(lexicon, kind)}
    names = {name: f"{item.label}{'' if item.active else ' (éteinte)'}" for name, item in listed.items()}
    chosen = st.selectbox(
        f"{LISTS[kind]} ({integer(len(listed))})",
        [NEW, *listed],
        format_func=lambda name: names.get(name, name),
        key=f"atelier-choix-{kind.value}",
    )
    key = f"atelier-{kind.value}-{chosen}-{lexicon.version}"
    known = listed.get(chosen)
    changed = _edited(known, key) if known else _added(lexicon, kind, key)
    if changed:
        _preview(lexicon, listed, changed)
    else:
        st.caption("Ce qui entre et ce qui sort s'affichera ici.")
    _versions(lexicon)


def _listed(lexicon: Lexicon, kind: Kind) -> Sequence[Expression]:
    if kind is Kind.ACTOR:
        return known_actors(lexicon, shipped_sources())
    return [item for item in lexicon.expressions if item.kind is kind]


# What is typed


def _added(lexicon: Lexicon, kind: Kind, key: str) -> list[Expression]:
    """The expressions of the lines typed or pasted; those that can't be used are said, those that are there passed over."""
    left, right = st.columns(2, gap="large")
    text = left.text_area(
        "Mots à trouver, une expression par ligne",
        key=f"{key}-lignes",
        height=120,
        max_chars=20_000,
        help="Plusieurs lignes peuvent être collées à la fois. Une virgule sépare les façons d'écrire la même chose\u202f: "
        "«\u202ftiers-lieu, tiers-lieu nourricier\u202f».",
    )
    with right:
        criterion = _criterion(kind, "", key)
        fields = _fields(kind, TEXT_FIELDS, key)
    every = {item.id: item for item in (*lexicon.expressions, *known_actors(lexicon, shipped_sources()))}
    patterns = {item.pattern for item in every.values() if item.kind is kind}
    added: list[Expression] = []
    for rank, line in enumerate(text.splitlines(), start=1):
        variants = [variant.strip() for variant in line.replace(";", ",").split(",") if variant.strip()]
        pattern = pattern_of(variants)
        if not variants:
            continue
        if pattern in patterns:
            st.caption(f"Ligne {integer(rank)}\u202f: «\u202f{literal(variants[0])}\u202f» est déjà dans la liste.")
            continue
        try:
            added.append(Expression(_free(variants[0], every), kind, criterion, variants[0], pattern, fields))
        except LexiconError as error:
            st.error(f"Ligne {integer(rank)}\u202f: {literal(error.problem)}", icon=":material/error:")
        else:
            every[added[-1].id] = added[-1]
            patterns.add(pattern)
    return added


def _free(label: str, taken: Mapping[str, Expression]) -> str:
    name = identifier_of(label) or "expression"
    return next(
        found for rank in range(1, len(taken) + 2) if (found := name if rank == 1 else f"{name}_{rank}") not in taken
    )


def _edited(known: Expression, key: str) -> list[Expression]:
    """The expression as the form has it, where that changes anything."""
    left, right = st.columns(2, gap="large")
    with left:
        label = st.text_input("Nom", known.label, key=f"{key}-nom")
        pattern = _pattern(known, key)
    with right:
        criterion = _criterion(known.kind, known.criterion, key)
        fields = _fields(known.kind, known.fields, key)
        active = st.toggle("En service", known.active, key=f"{key}-active")
    try:
        changed = replace(
            known, label=label.strip(), pattern=pattern, criterion=criterion, fields=fields, active=active
        )
    except LexiconError as error:
        st.error(literal(f"{error.problem[0].upper()}{error.problem[1:]}"), icon=":material/error:")
        return []
    return [changed] if changed != known else []


def _pattern(known: Expression, key: str) -> str:
    """The pattern made from the words, or written by an expert."""
    words = words_of(known.pattern)
    given = "\n".join(words or ())
    text = st.text_area(
        "Mots à trouver, une façon de l'écrire par ligne" if words else "Mots à ajouter, un par ligne",
        given,
        key=f"{key}-mots",
        height=100,
        max_chars=2_000,
    )
    made = known.pattern
    if text.strip() != given:
        typed = pattern_of(text.splitlines())
        made = typed if words else f"{known.pattern}|{typed}" if typed else known.pattern
    with st.expander("Motif cherché (pour les experts)", key=f"{key}-motif"):
        st.code(made, language=None)
        if not st.toggle("L'écrire moi-même", key=f"{key}-expert"):
            return made
        return as_pattern(
            st.text_input(
                "Motif",
                made,
                key=f"{key}-ecrit",
                help=r"Lettres, chiffres, espaces, ( ), |, ?, [ ] et \\w\* pour la fin d'un mot.",
            )
        )


def _criterion(kind: Kind, criterion: str, key: str) -> str:
    if kind not in (Kind.IDENTIFICATION, Kind.SIGNAL):
        return criterion
    names = [*([""] if kind is Kind.IDENTIFICATION else []), *CRITERIA]
    return st.selectbox(
        "Critère",
        names,
        index=names.index(criterion) if criterion in names else 0,
        format_func=lambda name: CRITERIA.get(name, "aucun"),
        key=f"{key}-critere",
    )


def _fields(kind: Kind, fields: Sequence[str], key: str) -> tuple[str, ...]:
    """The fields to look in; exclusions hold everywhere."""
    if kind is Kind.EXCLUSION:
        return TEXT_FIELDS
    chosen = st.multiselect(
        "Où chercher",
        TEXT_FIELDS,
        default=fields,
        format_func=lambda name: FIELD_BY_NAME[name].label,
        key=f"{key}-champs",
        placeholder="Choisir",
        select_all=False,
    )
    return tuple(name for name in TEXT_FIELDS if name in chosen)


# Before and after


def _preview(before: Lexicon, listed: Mapping[str, Expression], changed: Sequence[Expression]) -> None:
    st.markdown("### Avant → après")
    st.markdown("\n".join(f"- {_change(listed.get(item.id), item)}" for item in changed))
    after = before.with_change(*changed)
    found = compare(current_warehouse().connection, before, after, current_selection(), known=identification_by(before))
    st.markdown(
        f"**{integer(found.before)} → {plural(found.after, 'opération repérée', 'opérations repérées')}**\u202f: "
        f"{plural(len(found.entering), 'entrerait', 'entreraient')}, {plural(len(found.leaving), 'sortirait', 'sortiraient')}."
    )
    _draw_keeping(after)
    _draw_moves(found, before, after)


def _draw_keeping(after: Lexicon) -> None:
    """The reason of the change and the button that keeps it."""
    if not may(Role.DATA_MANAGER):
        st.caption("Le rôle «\u202fgestionnaire de données\u202f» permet de garder une version.")
        return
    reason = st.text_input("Pourquoi ce changement", key="atelier-raison", max_chars=300).strip()
    if st.button("Garder cette version", type="primary", icon=":material/save:"):
        if not reason:
            st.error(
                "Dites en une phrase pourquoi\u202f: la version est gardée avec sa raison.", icon=":material/error:"
            )
            return
        keep_lexicon(state(), after, by=person(), comment=reason)
        st.toast("La nouvelle version du lexique est en service.")
        st.rerun()


def _change(known: Expression | None, item: Expression) -> str:
    """One change in words: « innovation » : ce qui était → ce qui serait."""
    if known is None:
        return f"«\u202f{literal(item.label)}\u202f»\u202f: absente → motif `{item.pattern}`"
    told = {
        "nom": (known.label, item.label),
        "motif": (f"`{known.pattern}`", f"`{item.pattern}`"),
        "critère": (CRITERIA.get(known.criterion, "aucun"), CRITERIA.get(item.criterion, "aucun")),
        "champs": tuple(", ".join(FIELD_BY_NAME[name].label for name in each.fields) for each in (known, item)),
        "état": tuple("en service" if each.active else "éteinte" for each in (known, item)),
    }
    # Patterns are shown letter for letter, between backquotes that they can't hold.
    parts = [
        f"{name} {was} → {now}" if name == "motif" else f"{name} {literal(was)} → {literal(now)}"
        for name, (was, now) in told.items()
        if was != now
    ]
    return f"«\u202f{literal(known.label)}\u202f»\u202f: " + "\u202f; ".join(parts)


def _draw_moves(found: Comparison, before: Lexicon, after: Lexicon) -> None:
    for name, title, frame, lexicon in (
        ("entrent", "Ce qui entre", found.entering, after),
        ("sortent", "Ce qui sort", found.leaving, before),
    ):
        if len(frame):
            _card(name, title, len(frame), _with_sentences(frame.head(SHOWN), lexicon))


def _with_sentences(frame: pd.DataFrame, lexicon: Lexicon) -> tuple[Row, ...]:
    """The rows, each with the first sentence in which this lexicon finds something."""
    looked_for = searched(lexicon, shipped_sources())
    rows: list[dict[str, Any]] = [dict(row) for row in records(frame)]
    texts = original_texts(current_warehouse().connection, [(row["num_dossier"], row["wave"]) for row in rows])
    for row in rows:
        evidence = find_evidence(texts[row["num_dossier"], row["wave"]], looked_for, lexicon.exclusions)
        row["sentence"] = evidence[0].sentence if evidence else None
    return tuple(rows)


def _card(name: str, title: str, number: int, rows: tuple[Row, ...]) -> None:
    words = f"{title}\u202f: {plural(number, 'opération')}"
    figure = Figure(
        key=f"atelier-{name}",
        title=words,
        caption=title,
        sentence=f"{words}.",
        rows=rows,
        columns={
            **columns_of("title"),
            "sentence": ColumnFormat("Phrase"),
            "expressions": ColumnFormat("Trouvée par"),
            **columns_of("beneficiary"),
            "wave": wave_heading(current_selection().period),
            "num_dossier": ColumnFormat("Numéro"),
        },
        note="Les cinquante premières." if number > SHOWN else None,
    )
    card(
        figure,
        source=current_warehouse().source,
        filters=selection_caption(current_selection()),
        links=lambda: {"title": operation_links(rows, current_selection())},
    )


# Versions


def _versions(lexicon: Lexicon) -> None:
    st.markdown("### Versions du lexique")
    st.download_button(
        "Télécharger le lexique (CSV)",
        lambda: lexicon.to_csv().encode("utf-8"),
        file_name="lexique.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )
    versions = lexicon_versions(state())
    for kept in versions:
        mark = " **(en service)**" if kept.version == lexicon.version else ""
        st.markdown(f"- {literal(_named(kept))}{mark}")
    others = {kept.version: kept for kept in versions if kept.version != lexicon.version}
    if others and may(Role.DATA_MANAGER):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(
                "Reprendre une version",
                list(others),
                format_func=lambda name: _named(others[name]),
                key="atelier-reprise",
                width=480,
            )
            if st.button("Remettre en service", icon=":material/history:"):
                keep_lexicon(state(), others[chosen], by=person())
                st.rerun()


def _named(kept: Lexicon) -> str:
    """A version by who made it, when and why."""
    moment = datetime.fromisoformat(kept.date).astimezone() if kept.date else None
    when = f", {long_date(moment.date())} à {moment:%H\u202fh\u202f%M}" if moment else ""
    said = f"\u202f: {kept.comment}" if kept.comment else ""
    return f"{kept.author or 'auteur inconnu'}{when}{said}"
