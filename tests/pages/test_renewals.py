"""Renewals on the pages: an earlier decision is read beside its differences and fills nothing; counts say how many projects."""

import pandas as pd

from dashboard.reviews.campaigns import create_campaign
from dashboard.reviews.model import DecisionRule, Place
from dashboard.reviews.reviewing import own_review, queue, submit
from dashboard.reviews.store import FILE_NAME, open_store
from dashboard.warehouse.state import State
from tests.fse_plus import import_extract, retain
from tests.pages.campaigns import grid_named
from tests.pages.conftest import OPERATIONS, SYNTHESIS, Opened, run, said
from tests.pages.reviewing import ARBITRATION, desk
from tests.pages.test_statements import MOST, choose

TEXT = (
    "Un accompagnement renforcé de quarante <b>personnes</b> éloignées de l'emploi, avec un atelier de couture, un référent unique et "
    "un suivi de la première rencontre au contrat de travail, dans trois quartiers de la ville."
)
ROWS = [
    {"num_dossier": "10", "Lib_opé": "Couture :red[et] emploi 2022", "Description": TEXT, "Montant UE": "600"},
    {
        "num_dossier": "11",
        "Lib_opé": "Couture :red[et] emploi 2023",
        "Description": TEXT.replace("quarante", "cinquante"),
        "Montant UE": "600",
    },
    {"num_dossier": "12", "Lib_opé": "Tout autre chose", "Description": "Un chantier naval.", "Montant UE": "600"},
]
PERIOD = {"periode": "2021-2027"}


def renewed(tmp_path) -> State:
    state = State(tmp_path / "state")
    import_extract(state, tmp_path, ROWS)
    return retain(state, tmp_path, "10", "12")


def campaign(state: State):
    engine = open_store(state.root / FILE_NAME)
    rows = [(row["num_dossier"], "2024", row["Lib_opé"], "Porteur") for row in ROWS[1:]]
    create_campaign(
        engine, campaign_id="essai", name="Essai", grid=grid_named("csess"), lexicon_hash="", lexicon_text="", extracts=[],
        operations=pd.DataFrame(rows, columns=["num_dossier", "wave", "title", "beneficiary"]), reviewers=["Anne", "Bob"],
        by="Gérard", rule=DecisionRule(2, ("Démarches",)),
    )  # fmt: skip
    return engine


def test_an_earlier_decision_is_proposed_with_its_differences_and_never_applied(opened: Opened, tmp_path):
    state = renewed(tmp_path)
    engine = campaign(state)
    app = desk(opened, state, "Anne", campaign="essai", operation="11", **PERIOD)
    [folded] = [part for part in app.expander if part.label.startswith("Une opération presque identique")]
    assert folded.label.endswith("a déjà été jugée\u202f: retenue")
    assert not any("décision publiée" in text for text in said(app))
    app.session_state["anterieure-11"] = True
    words = said(run(app))
    [decided] = [text for text in words if "décision publiée le" in text]
    assert "10" in decided
    written = [element.value for element in app.markdown]
    assert any("~~quarante~~" in text and "**cinquante**" in text and "\\<b\\>" in text for text in written)
    assert not any("<b>" in text or ":red[et]" in text for text in written)
    assert any("Rien n'est rempli ni décidé à votre place" in text for text in words)
    assert own_review(engine, "essai", "11", "Anne") is None
    app.selectbox(key="file-operation").set_value("12")
    assert not any("déjà été jugée" in part.label for part in run(app).expander)

    # The queue says what waits for a second reading, never what the first one says.
    submit(engine, "essai", "11", "Bob", answers={}, verdict="non", comment="Secret de Bob")
    begun = {item.operation.num_dossier: item.begun for item in queue(engine, "essai", "Anne")}
    assert begun == {"11": True, "12": False}
    [done, _] = queue(engine, "essai", "Bob")
    assert (done.place, done.begun, done.missing) == (Place.DONE, False, 1)
    app = desk(opened, state, "Anne", campaign="essai", operation="11", **PERIOD)
    labels = app.selectbox(key="file-operation").options
    assert [" déjà lue " in label for label in labels] == [True, False]
    assert "Déjà lues une fois (1)" in app.selectbox(key="file-place").options
    app.selectbox(key="file-place").set_value("seconde lecture")
    assert len(run(app).selectbox(key="file-operation").options) == 1
    assert not any("Secret de Bob" in text for text in said(app))
    submit(engine, "essai", "11", "Anne", answers={}, verdict="retenue", category="Démarches")
    arbiter = desk(opened, state, "Chloé", ARBITRATION, campaign="essai", **PERIOD)
    assert any("a déjà été jugée" in part.label for part in arbiter.expander)
    engine.dispose()


def test_counts_say_how_many_projects_the_operations_make(opened: Opened, tmp_path, statements):
    state = renewed(tmp_path)
    app = opened(state, OPERATIONS, **PERIOD)
    assert any(text.startswith("**3 opérations**, 2 projets\u202f: 2 retenues en tête") for text in said(app))
    assert not any("projets" in text for text in said(opened(state, SYNTHESIS, **PERIOD)))
    retain(state, tmp_path, "11")
    assert any(
        text.startswith("3 opérations retenues, 2 projets.") for text in said(opened(state, SYNTHESIS, **PERIOD))
    )
    for page in (OPERATIONS, SYNTHESIS):
        app = opened(state, page, **PERIOD)
        statements.clear()
        choose(app, "region2016", "Bretagne")
        assert 0 < len(statements) <= MOST, [text.splitlines()[0] for text in statements]
