"""The page Libellés: two labels become one on every page, and two again."""

from streamlit.testing.v1 import AppTest

from dashboard.warehouse.labels import FILE
from dashboard.warehouse.listing import Column
from dashboard.warehouse.state import State
from tests.pages.conftest import OPERATION, Opened, counted, query, run, said, tables, unlinked
from tests.pages.declared import page_path

LABELS = page_path("donnees/libelles.py")
ONE, OTHER = "Atelier et chantier d'insertion", "Ateliers et chantiers d'insertion"


def opened_on_recipients(opened: Opened, state: State) -> AppTest:
    app = opened(state, LABELS)
    app.selectbox(key="libelles-colonne").set_value(Column.RECIPIENT_TYPE)
    return run(app)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return run(app)


def bearing(state: State, label: str) -> int:
    found = query(state, "select count(*) from operation where recipient_type = $label", label=label)
    return int(found[0][0])


def test_labels_are_merged_then_separated(opened: Opened, own_state: State) -> None:
    one, other = bearing(own_state, ONE), bearing(own_state, OTHER)
    assert one > other > 0
    whole = counted(own_state)
    [(number,)] = query(own_state, "select min(num_dossier) from operation where recipient_type = $label", label=OTHER)
    app = opened_on_recipients(opened, own_state)
    assert app.button(key="reunir-les-libelles").disabled
    close = app.selectbox(key="libelles-proches-recipient_type")
    assert len(close.options) == 1
    close.select_index(0)
    run(app)
    assert app.multiselect(key="libelles-choisis-recipient_type").value == [ONE, OTHER]
    [kept] = [field for field in app.text_input if field.label == "Libellé gardé"]
    assert kept.value == ONE
    press(app, "reunir-les-libelles")
    assert any("1 libellé réuni sous" in text for text in said(app))
    assert (bearing(own_state, ONE), bearing(own_state, OTHER)) == (one + other, 0)
    assert counted(own_state) == whole
    [rules] = [table for table in tables(app) if "Compte sous" in table.columns]
    assert rules["Compte sous"].tolist() == [ONE]
    sheet = opened(own_state, OPERATION, operation=number)
    cells = [unlinked(str(cell)).replace("\\", "") for table in tables(sheet) for cell in table.to_numpy().ravel()]
    assert f"{ONE} (libellé d'origine\u202f: {OTHER})" in cells
    app = opened_on_recipients(opened, own_state)
    app.selectbox(key="regle-a-retirer").select_index(0)
    press(run(app), "retirer-la-regle")
    assert (bearing(own_state, ONE), bearing(own_state, OTHER)) == (one, other)
    assert "Aucun libellé n'est réuni à un autre." in said(app)
    assert len((own_state.root / FILE).read_text(encoding="utf-8").splitlines()) == 2


def test_a_refusal_is_said_and_the_choice_stays(opened: Opened, own_state: State) -> None:
    app = opened_on_recipients(opened, own_state)
    app.multiselect(key="libelles-choisis-recipient_type").set_value([ONE])
    run(app)
    press(app, "reunir-les-libelles")
    assert any("Il n'y a rien à réunir" in text for text in said(app))
    assert app.multiselect(key="libelles-choisis-recipient_type").value == [ONE]
    assert not (own_state.root / FILE).exists()
