"""A first extract of one's own: pages say what is programmed and what to do next, and the demonstration's campaigns leave."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from dashboard.demo.install import install_demonstration, open_state
from dashboard.domain.selection import Selection
from dashboard.exports.pack.build import build_pack
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.reviews.campaigns import get_operations, list_campaigns
from dashboard.warehouse.build import connect
from dashboard.warehouse.state import State
from tests.conftest import MDFSE_HEADERS, MDFSE_ROW
from tests.pages.campaigns import scored_campaign
from tests.pages.conftest import (
    BREAKDOWN,
    IMPORTS,
    OPERATION,
    OPERATIONS,
    SYNTHESIS,
    Opened,
    metrics,
    said,
    tables,
    write_csv,
)
from tests.pages.declared import page_path
from tests.pages.reviewing import ARBITRATION, CAMPAIGNS, FROZEN, OPEN, REVIEW, engine_of
from tests.pages.test_committee import PRESENTATION, slide
from tests.pages.test_statements import MOST, choose

TERRITORIES = page_path("territoires/territoires.py")
REGION = page_path("territoires/region.py")
AGREEMENT = page_path("evaluation/accord.py")
STABILITY = page_path("evaluation/stabilite.py")
TRIAL = page_path("evaluation/essayer.py")
OPENING = "4 opérations programmées, 10,0\u202fM€ de coût total dont 5,0\u202fM€ de l'Union européenne, "
ROWS = [
    {"num_dossier": f"20180000{rank}", "OS": objective, "Lib_opé": title, "Dépenses totales": f"{rank}000000",
     "Mont_UE": f"{rank}00000" if rank < 4 else "4400000", "Libellé_po": programme, "Region_adm": region}
    for rank, objective, title, programme, region in (
        (1, "1", "Atelier fictif", "Programme Opérationnel National FSE", "Bretagne"),
        (2, "2", "Une innovation sociale fictive", "Programme Opérationnel National FSE", "Bretagne"),
        (3, "1", "Chantier fictif", "PO de l'Atlantide", "Corse"),
        (4, "2", "Essaimage d'une innovation sociale fictive", "PO de l'Atlantide", "Corse"),
    )
]  # fmt: skip


@pytest.fixture(scope="module")
def undecided(tmp_path_factory: pytest.TempPathFactory) -> State:
    """Four operations of two programmes, without any decision."""
    folder = tmp_path_factory.mktemp("undecided")
    state = State(folder / "state")
    path = write_csv(folder / "liste.csv", MDFSE_HEADERS, [{**MDFSE_ROW, **row} for row in ROWS])
    run_import(state, ImportRequest(path, wave="2019"))
    return state


@pytest.fixture
def turned_down(tmp_path: Path, undecided: State) -> State:
    """The same operations, one of them examined and not retained."""
    state = State(tmp_path / "state")
    shutil.copytree(undecided.root, state.root)
    row = {"num_dossier": "201800001", "retained": "non"}
    run_import(state, ImportRequest(write_csv(tmp_path / "decisions.csv", ("num_dossier", "retained"), [row])))
    return state


def path_of(app: Any) -> list[tuple[str, str, str]]:
    """The steps of the path: where each leads, what it says, whether it is the next one."""
    pages = [block.proto.body for block in app.get("html") if "De l'extrait au comité" in block.proto.body]
    items = re.findall(r'<li(.*?)><a href="(\w+)\?.*?">.*?</a><span>(.*?)</span></li>', "".join(pages))
    return [
        (address, re.sub("<.*?>", "", text), "step" if "aria-current" in opening else "")
        for opening, address, text in items
    ]


def test_synthesis_says_what_is_programmed_and_never_zeros(opened: Opened, undecided: State) -> None:
    app = opened(undecided)
    [sentence] = [text for text in said(app) if OPENING in text]
    assert f"{OPENING}aucune examinée\u202f; 2 repérées." in sentence
    for address in ("reperage?periode=2014-2020", "campagnes?periode=2014-2020"):
        assert f"({address})" in sentence
    assert metrics(app) == {
        "Opérations": "4", "Coût total": "10,0\u202fM€", "Montant UE": "5,0\u202fM€", "Taux UE": "50,0\u202f%",
        "Participants prévisionnels": "48",
    }  # fmt: skip
    assert [chart.proto.alt.split("\u202f:")[0] for chart in app.get("plotly_chart")] == [
        "Coût total programmé par programme", "Coût total programmé par objectif spécifique",
    ]  # fmt: skip
    assert any(
        "PO de l'Atlantide en tête\u202f: 7,0\u202fM€ de coût total sur 10,0\u202fM€ (70,0\u202f%)" in text
        for text in said(app)
    )


def test_the_sentence_and_its_links_follow_the_filters(opened: Opened, undecided: State, statements: list[str]) -> None:
    app = opened(undecided)
    choose(app, "region", "Corse")
    statements.clear()
    choose(app, "region", "Bretagne")
    assert len(statements) <= MOST, statements
    [sentence] = [text for text in said(app) if "opérations programmées, 3,0" in text]
    assert "1 repérée." in sentence
    assert "(campagnes?periode=2014-2020&region=Bretagne)" in sentence


def test_other_screens_say_the_same_sentence(opened: Opened, undecided: State, turned_down: State) -> None:
    for state, expected in ((undecided, "aucune examinée"), (turned_down, "1 examinée, aucune retenue")):
        for page in (SYNTHESIS, BREAKDOWN, TERRITORIES):
            assert sum(OPENING + expected in text for text in said(opened(state, page))) == 1, (page, expected)
        region = said(opened(state, REGION, region="Bretagne"))
        assert sum("2 opérations programmées, 3,0" in text for text in region) == 1, expected
        for name in ("chiffres-cles", "axes", "types", "regions", "gestionnaires"):
            assert expected in slide(opened(state, PRESENTATION, diapo=name)), (name, expected)


def test_the_sentence_beside_a_map_speaks_of_the_whole_country_as_the_map_does(
    opened: Opened, undecided: State
) -> None:
    [whole] = [text for text in said(opened(undecided, TERRITORIES)) if OPENING in text]
    assert [text for text in said(opened(undecided, TERRITORIES, region="Bretagne")) if OPENING in text] == [whole]


def test_the_map_shows_what_is_programmed(opened: Opened, undecided: State) -> None:
    app = opened(undecided, TERRITORIES)
    assert any("2 opérations programmées sur 4 (50,0\u202f%)" in text for text in said(app))
    assert [box.label for box in app.selectbox if box.label == "Indicateur"] == []
    assert all("Retenues" not in table.columns for table in tables(app))


def test_the_path_says_what_is_done_and_which_step_is_next(opened: Opened, tmp_path: Path, undecided: State) -> None:
    state = State(tmp_path / "state")
    shutil.copytree(undecided.root, state.root)
    for page in (SYNTHESIS, IMPORTS):
        assert path_of(opened(state, page)) == [
            ("imports", "Fait – 1 extrait, 4 opérations", ""),
            ("reperage", "Fait – 2 repérées", ""),
            ("campagnes", "Étape suivante – aucune campagne", "step"),
            ("campagnes", "À venir – aucune décision publiée", ""),
            ("presentation", "À venir – après la publication", ""),
        ], page
    scored_campaign(engine_of(state))
    assert path_of(opened(state))[2] == (
        "campagnes",
        "Étape suivante – 1 campagne ouverte, 11 évaluations sur 12",
        "step",
    )
    scored_campaign(
        engine_of(state),
        campaign_id="figee",
        name="Figée",
        reviews={"D1": (("Alice", (3, 3, 3, 3), "retenue"),)},
        needed=1,
        frozen=True,
    )
    assert [step[1:] for step in path_of(opened(state))][2:4] == [
        ("Fait – 1 campagne ouverte, 11 évaluations sur 12, 1 campagne figée", ""),
        ("Étape suivante – aucune décision publiée", "step"),
    ]


def test_the_path_folds_once_decisions_are_published_and_stays_away_from_the_demonstration(
    opened: Opened, turned_down: State, demonstration: State
) -> None:
    assert path_of(opened(turned_down)) == path_of(opened(turned_down, IMPORTS)) == []
    assert any("1 décision est publiée" in text for text in said(opened(turned_down, IMPORTS)))
    for page in (SYNTHESIS, IMPORTS):
        app = opened(demonstration, page)
        assert path_of(app) == []
        assert not any("publiées" in text and "présentation" in text for text in said(app))


def test_the_campaigns_of_the_demonstration_leave_and_come_back_with_it(
    opened: Opened, own_state: State, tmp_path: Path
) -> None:
    assert campaigns_listed(opened(own_state, CAMPAIGNS))
    engine = engine_of(own_state)
    scored = next(operation for operation in get_operations(engine, FROZEN) if operation.wave == "2019")
    rows = [{**MDFSE_ROW, **row} for row in (*ROWS, {"num_dossier": scored.num_dossier})]
    run_import(own_state, ImportRequest(write_csv(tmp_path / "liste.csv", MDFSE_HEADERS, rows), wave="2019"))
    everything = [campaign.id for campaign in list_campaigns(engine)]
    assert len(everything) == 4
    assert list_campaigns(engine, demonstration=False) == []
    for page in (CAMPAIGNS, REVIEW, ARBITRATION, AGREEMENT, STABILITY):
        app = opened(own_state, page, campagne=FROZEN)
        assert sum("appartient au jeu de démonstration" in text for text in said(app)) == 1, page
        assert not campaigns_listed(app), page
    fiche = opened(own_state, OPERATION, operation=scored.num_dossier)
    assert any("Aucune campagne n'a porté" in text for text in said(fiche))
    for app in (
        fiche,
        opened(own_state, OPERATIONS),
        opened(own_state, TRIAL, operation=scored.num_dossier),
        opened(own_state, PRESENTATION, diapo="perimetre"),
    ):
        written = [*said(app), *(block.proto.body for block in app.get("html"))]
        assert [text for text in written if "(démonstration)" in text or "Robuste" in text] == []
    current = open_state(own_state)
    with connect(own_state, current) as connection:
        pack = build_pack(own_state, current, connection, Selection(), engine=engine, only=(), reviews=True)
    assert pack.reviews.empty
    install_demonstration(own_state, by="essai")
    app = opened(own_state, CAMPAIGNS, campagne=OPEN)
    assert app.selectbox(key="campagne").value == OPEN
    assert not any("appartient" in text for text in said(app))
    assert [campaign.id for campaign in list_campaigns(engine)] == everything


def campaigns_listed(app: Any) -> bool:
    """Whether the page offers a campaign."""
    return any(box.key == "campagne" for box in app.selectbox)
