"""Atelier du lexique: words in, before → after with sentences and links, a version kept with its reason."""

import re

from streamlit.testing.v1 import AppTest

from dashboard.domain.lexicon import Kind
from dashboard.identification.lexicons import current_lexicon
from tests.pages.conftest import Opened, run, said, tables
from tests.pages.declared import page_path
from tests.pages.reviewing import press

PAGE = page_path("reperage/reperage.py")


def typed(app: AppTest, label: str, text: str) -> AppTest:
    [area] = [area for area in (*app.text_area, *app.text_input) if area.label.startswith(label)]
    area.input(text)
    return run(app)


def counts(app: AppTest) -> tuple[int, int]:
    """How many operations are identified, before and after."""
    [match] = [match for text in said(app) if (match := re.match(r"\*\*([\d\u202f]+) → ([\d\u202f]+) opération", text))]
    before, after = (int(number.replace("\u202f", "")) for number in match.groups())
    return before, after


def test_words_become_a_version_kept_with_its_reason(opened: Opened, own_state):
    app = opened(own_state, PAGE, vue="Atelier du lexique", vague="2019")
    before = current_lexicon(own_state)
    typed(app, "Mots à trouver", "Remise à niveau\n\nInnovation sociale\nCode de la route, auto-école")
    texts = said(app)
    assert any("«\u202fRemise à niveau\u202f»\u202f: absente → motif `remises? a niveaux?`" in text for text in texts)
    assert any(
        "«\u202fCode de la route\u202f»" in text and "codes? de la routes?|autos? ecoles?`" in text for text in texts
    )
    assert any("Ligne 3" in text and "déjà dans la liste" in text for text in texts)
    old, new = counts(app)
    assert new > old
    [table] = [table for table in tables(app) if "Phrase" in table.columns]
    assert all(cell.startswith("[") and "operation?operation=" in cell for cell in table.index)
    sentences = [cell.replace("\\", "").lower() for cell in table["Phrase"]]
    assert any("remise à niveau" in sentence or "code de la route" in sentence for sentence in sentences)
    press(app, "Garder cette version")
    assert any("Dites en une phrase pourquoi" in error.value for error in app.error)
    assert current_lexicon(own_state).version == before.version
    typed(app, "Pourquoi", "Un essai de mots")
    press(app, "Garder cette version")
    kept = current_lexicon(own_state)
    assert kept.comment == "Un essai de mots"
    assert {item.label for item in kept.expressions} - {item.label for item in before.expressions} == {
        "Remise à niveau",
        "Code de la route",
    }
    assert any("Un essai de mots" in text and "en service" in text for text in said(app))
    assert not any(kept.version[:8] in text for text in said(app))


def test_exclusions_actors_and_an_expert_s_pattern_are_edited_there(opened: Opened, own_state):
    app = opened(own_state, PAGE, vue="Atelier du lexique")
    lists = app.segmented_control(key="atelier-liste")
    lists.set_value(Kind.EXCLUSION)
    run(app)
    typed(app, "Mots à trouver", "Innovation sociale")
    old, new = counts(app)
    assert new < old
    app.segmented_control(key="atelier-liste").set_value(Kind.ACTOR)
    run(app)
    app.selectbox(key="atelier-choix-acteur").set_value("avise")
    run(app)
    [active] = [toggle for toggle in app.toggle if toggle.label == "En service"]
    active.set_value(False)
    run(app)
    assert any("«\u202fAvise\u202f»\u202f: état en service → éteinte" in text for text in said(app))
    app.segmented_control(key="atelier-liste").set_value(Kind.IDENTIFICATION)
    run(app)
    app.selectbox(key="atelier-choix-identification").set_value("innovant")
    run(app)
    # More than words: what is typed is added to it.
    typed(app, "Mots à ajouter", "Pionnier")
    assert any("`innovante?s?` → `innovante?s?|pionniers?`" in text for text in said(app))
    [expert] = [toggle for toggle in app.toggle if toggle.label == "L'écrire moi-même"]
    expert.set_value(True)
    run(app)
    typed(app, "Motif", "Innovant(?:e|es")
    assert any("illisible" in error.value and "pattern" not in error.value for error in app.error)
    typed(app, "Motif", "Innovant(?:e|es)? L'été")
    assert any("→ `innovant(?:e|es)? l ete`" in text for text in said(app))
