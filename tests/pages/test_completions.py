"""A table that completes operations: chosen and rehearsed on the page Imports, named on the fiche, withdrawn from the history."""

from typing import Any

from streamlit.testing.v1 import AppTest

from dashboard.ingest.history import withdraw
from dashboard.ingest.importer import ENRICH
from dashboard.warehouse.state import State
from tests.pages.conftest import IMPORTS, OPERATION, Opened, query, run, said, tables, unlinked

TABLE = "num_dossier;Service gestionnaire;Bilan\n{one};PLIE de Brest;Douze sorties\n201999999;;Plus tard\n"


def sent(opened: Opened, state: State, content: str, name: str = "tableau.csv") -> AppTest:
    app = opened(state, IMPORTS)
    app.file_uploader(key="fichier").upload(name, content.encode(), "text/csv")
    return run(app)


def mode(app: AppTest) -> Any:
    return next(box for box in app.selectbox if box.label == "Lignes déjà importées")


def button(app: AppTest) -> Any:
    return next(one for one in app.button if one.label == "Importer")


def text(app: AppTest) -> str:
    return " ".join(said(app)).replace("\u202f", " ")


def number_of(state: State) -> str:
    """An operation of which the demonstration gives no outcome."""
    return str(query(state, "select min(num_dossier) from operation where outcome is null")[0][0])


def test_a_table_completes_by_itself_and_its_fiche_names_it(opened: Opened, own_state: State) -> None:
    number = number_of(own_state)
    before = query(own_state, "select count(*) from operation")
    body = query(own_state, f"select managing_body from operation where num_dossier = '{number}'")[0][0]
    app = sent(opened, own_state, TABLE.format(one=number))
    assert "Complément d'opérations" in text(app)
    assert mode(app).value == ENRICH
    assert not [box for box in app.selectbox if box.label == "Vague"]
    told = "1 cellule remplit un champ vide, 1 corrige une valeur, 0 dit ce qui était déjà su."
    assert told in text(app)
    assert "1 numéro n'est dans aucun extrait" in text(app)
    assert any(body in table.to_string() and "PLIE de Brest" in table.to_string() for table in tables(app))
    button(app).click()
    run(app)
    assert told in text(app), "the report says what the rehearsal said"
    assert query(own_state, "select count(*) from operation") == before
    fiche = opened(own_state, OPERATION, operation=number)
    assert "Complété par « tableau.csv », importé le " in text(fiche)
    landmarks = unlinked(" ".join(table.to_string() for table in tables(fiche))).replace("\u202f", " ")
    assert "PLIE de Brest (corrigé par « tableau.csv », importé le " in landmarks
    assert f"l'extrait disait « {body} »" in landmarks
    withdraw(own_state, own_state.manifests()[0]["id"], by="essai")
    assert "tableau.csv" not in text(opened(own_state, OPERATION, operation=number))


def test_what_may_be_a_list_completes_where_the_person_says_so(opened: Opened, own_state: State) -> None:
    number = number_of(own_state)
    for content in (
        f"num_dossier;Lib_opé;Dépenses totales;Mont_UE\n{number};Un autre titre;100;50\n",
        # No list: its columns would have to be mapped by hand.
        f"num_dossier;Lib_opé;Axe\n{number};Un autre titre;3\n",
    ):
        app = sent(opened, own_state, content, "extrait.csv")
        assert mode(app).value == "remplacer"
        mode(app).set_value(ENRICH)
        run(app)
        assert "1 opération retrouvée" in text(app), content
        assert not button(app).disabled
        mode(app).set_value("remplacer")
        run(app)
        assert "opération retrouvée" not in text(app)


def test_its_columns_may_be_mapped_by_hand(opened: Opened, own_state: State) -> None:
    number = number_of(own_state)
    app = sent(opened, own_state, f"Clé;Ce que ça donne\n{number};Douze sorties\n")
    mode(app).set_value(ENRICH)
    run(app)
    assert "Associez encore : un champ à compléter, Numéro de dossier." in text(app)
    app.selectbox(key="associer-num_dossier").set_value("Clé")
    app.selectbox(key="associer-outcome").set_value("Ce que ça donne")
    run(app)
    button(app).click()
    run(app)
    assert query(own_state, f"select outcome from operation where num_dossier = '{number}'") == [("Douze sorties",)]
