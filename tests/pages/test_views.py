"""Views and notes on screen: kept in two clicks, opened from the band, shown under the card, withdrawn by whom may."""

import io
import shutil

import pptx
import pytest
from sqlalchemy import Engine, event, func, select

from dashboard.access.rules import Mode, Rules
from dashboard.domain.selection import Selection
from dashboard.exports.pack.content import Pack, Section, SectionKey
from dashboard.exports.pack.remarks import annotated
from dashboard.figures.figure import Figure
from dashboard.reviews.figure_notes import add_note, notes_on
from dashboard.reviews.saved_views import save_view, views_of
from dashboard.reviews.store import FILE_NAME, read
from dashboard.reviews.tables import FIGURE_NOTE, SAVED_VIEW
from dashboard.ui import reviews_store, saved_views
from dashboard.ui.access import LOCAL_ACCOUNT
from dashboard.ui.installation import store
from dashboard.ui.saved_views import READ_ONLY, view_link
from dashboard.warehouse.state import State
from tests.pages.conftest import BREAKDOWN, Opened, run, said
from tests.pages.declared import page_path
from tests.pages.test_committee import EXPORTS, PRESENTATION, address, click, slide

VIEWS = page_path("indicateurs/vues.py")
HOSTILE = "Axe *3* [ici](https://exemple.test) <b>"


@pytest.fixture
def bare(one_retained: State, tmp_path) -> State:
    """One retained operation, to write in."""
    state = State(tmp_path / "state")
    shutil.copytree(one_retained.root, state.root, ignore=shutil.ignore_patterns(f"{FILE_NAME}*"))
    return state


def pressed(app, label: str) -> None:
    """Presses the first button of that label."""
    next(button for button in app.button if button.label == label).click()
    run(app)


def words_of(app) -> list[str]:
    """What is said, without the word joiners that part what Markdown would read as one."""
    return [text.replace("\u2060", "") for text in said(app)]


def rows(engine: Engine, table) -> int:
    return int(read(engine, lambda connection: connection.scalar(select(func.count()).select_from(table))) or 0)


def test_a_view_is_kept_pinned_opened_shared_and_withdrawn(opened: Opened, bare: State, engine: Engine) -> None:
    app = opened(bare, BREAKDOWN, q="atelier", mesure="Montant UE")
    assert app.text_input(key="garder-nom").placeholder == "Répartition – atelier"
    pressed(app, "Garder cette vue")
    pressed(app, "Garder cette vue")  # a double click asks twice
    [first] = views_of(engine, LOCAL_ACCOUNT)
    assert (first.name, first.page, first.shared, first.pinned) == ("Répartition – atelier", "repartition", False, True)
    assert first.selection == Selection(search="atelier")
    assert first.query["mesure"] == ["Montant UE"]
    link = f"[{first.name}](repartition?mesure=Montant+UE&periode=2014-2020&q=atelier)"
    assert any(link in element.value for element in app.markdown)

    app.text_input(key="garder-nom").set_value(HOSTILE)
    app.checkbox(key="garder-partagee").set_value(True)
    pressed(app, "Garder cette vue")
    assert [view.name for view in views_of(engine, "quelqu'un@exemple.test")] == [HOSTILE]

    save_view(engine, name="D'ailleurs", page="synthese", query={}, shared=True, owner="autre@exemple.test", author="B")
    app = run(app.switch_page(VIEWS))
    words = " ".join(words_of(app))
    assert HOSTILE in words
    assert not [element for element in app.markdown if "[ici](https" in element.value]
    assert "Partagées par d'autres" in words
    assert "par B, partagée" in words
    for button in ("Désépingler", "Retirer"):
        pressed(app, button)
    assert [view.name for view in views_of(engine, LOCAL_ACCOUNT)] == [HOSTILE, "D'ailleurs"]
    assert rows(engine, SAVED_VIEW) == 4


def test_the_public_demonstration_keeps_no_view(opened: Opened, bare: State, engine: Engine, monkeypatch) -> None:
    app = opened(bare, BREAKDOWN)
    for module in (saved_views, reviews_store):
        monkeypatch.setattr(module, "rules", lambda: Rules(Mode.DEMO))
    pressed(app, "Garder cette vue")
    assert READ_ONLY in words_of(app)
    assert "Garder cette vue" not in [button.label for button in app.button]
    assert rows(engine, SAVED_VIEW) == 0


def test_a_note_stands_under_its_figure_and_goes_into_documents(opened: Opened, bare: State, engine: Engine) -> None:
    app = opened(bare, BREAKDOWN)
    opening = next(button for button in app.button if button.label == "Annoter")
    pressed(app, "Annoter")
    pressed(app, "Ajouter la note")
    assert any("La note est vide" in text for text in words_of(app))
    app.text_area(key=f"note-texte-{opening.key.removeprefix('annoter-')}").set_value(HOSTILE)
    pressed(app, "Ajouter la note")
    [(figure, [note])] = notes_on(engine, Selection()).items()
    assert note.signed in words_of(app)
    assert "Votre note" not in [area.label for area in app.text_area]
    given = {"selection": Selection(), "owner": "autre@exemple.test", "author": "B"}
    add_note(engine, figure=figure, edition="Source\u202f: ailleurs", text="Ancienne", **given)
    statements: list[str] = []
    event.listen(store(), "before_cursor_execute", lambda *told: statements.append(told[2]))
    run(app)
    asked = [text.split()[1].split(".")[0] for text in statements if text.startswith("SELECT")]
    assert sorted(asked) == ["figure_note", "saved_view"], "whatever the number of cards"
    assert any(
        "Ancienne" in text and "autres données : ailleurs" in text.replace("\u202f", " ") for text in words_of(app)
    )

    section = Section(SectionKey.CATEGORY, "Types", "Un message.", figures=(Figure(figure, "t", "c", "s", (), {}),))
    pack = Pack("t", Selection(), "", note.edition, "", demonstration=False, versions={}, sections=(section,))
    assert annotated(pack, notes_on(engine, Selection())).figures[0].notes == note.signed

    for words in ("Résolue", "Retirer"):
        pressed(app, words)
    assert notes_on(engine, Selection()) == {}
    closed = [text for text in words_of(app) if "Ancienne" in text or HOSTILE in text]
    assert len(closed) == 1, "both are folded together under their figure"
    assert "résolue le" in closed[0]
    assert "retirée le" in closed[0]
    assert "notes closes" in " ".join(fold.label for fold in app.expander)
    assert not any(button.label == "Résolue" for button in app.button)
    assert rows(engine, FIGURE_NOTE) == 4


def test_a_set_of_views_orders_the_screens_and_the_documents(opened: Opened, bare: State, engine: Engine):
    kept = {
        name: save_view(engine, name=name, page=page, query=query, shared=True, owner="a", author="A")
        for name, page, query in (
            ("En Bretagne", "territoires", {"region": ["Bretagne"]}),
            ("Bretagne et France", "synthese", {"region": ["Bretagne"], "avec.periode": ["2014-2020"]}),
            ("La liste", "operations", {}),
            ("D'une autre programmation", "synthese", {"periode": ["2021-2027"]}),
            ("Ensemble", "synthese", {}),
        )
    }
    app = opened(bare, VIEWS)
    app.text_input(key="jeu-nom").set_value("Comité du 12 mars")
    app.multiselect(key="jeu-vues").set_value([kept[name] for name in ("Ensemble", "La liste", "Bretagne et France")])
    next(button for button in app.button if button.label == "Garder ce jeu").click()
    run(app)
    [jeu] = [view for view in views_of(engine, "b") if view.name == "Comité du 12 mars"]
    assert jeu.query["vues"] == [kept[name] for name in ("Ensemble", "La liste", "Bretagne et France")]
    assert "vues=" in view_link(jeu)

    app = opened(bare, PRESENTATION)
    app.selectbox(key="_view_set-choix").select(tuple(jeu.query["vues"]))
    run(app)
    assert "1\u202f/\u202f2" in slide(app)
    assert "Ensemble" in slide(app)
    assert app.query_params["vues"] == list(jeu.query["vues"])
    assert any("La liste\u202f: pas d'écran" in text for text in words_of(app))
    click(app, "diapo-suivante")
    assert address(app, "diapo") == "vue-3"
    assert "Bretagne et France" in slide(app)
    assert "DROM)\u202f: Bretagne" in slide(app)

    app = run(app.switch_page(EXPORTS))
    click(app, "preparer-pptx")
    assert [error.value for error in app.error] == []
    [content] = app.session_state["_committee_document"].values()
    deck = pptx.Presentation(io.BytesIO(content))
    assert len(deck.slides) == 3
    words = [[shape.text_frame.text for shape in one.shapes if shape.has_text_frame] for one in deck.slides][2]
    assert any("Bretagne et France" in text for text in words)
    assert any("DROM)\u202f: Bretagne" in text for text in words)
    assert any("«\u202fLa liste\u202f» n'a pas d'écran" in caption.value for caption in app.caption)
