"""Accord, Stabilité, and « robuste » on the list and the fiche: what the pages print is what the reviews add up to."""

import logging
import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.domain.french import decimal, integer, percent
from dashboard.domain.selection import Selection
from dashboard.reviews.agreement import Part, agreement
from dashboard.reviews.campaigns import add_operations, create_campaign, get_campaign
from dashboard.reviews.reviewing import submit
from dashboard.reviews.scores import answers, criterion_scores
from dashboard.reviews.stability import Outcome, Threshold, stability
from dashboard.reviews.store import FILE_NAME
from dashboard.ui.indicateurs.operation_list import DEFAULT_COLUMNS, FIRST_ORDER, Joined, exported, formats_of
from dashboard.ui.indicateurs.robustness import robustness
from dashboard.warehouse.build import connect
from dashboard.warehouse.listing import Column
from tests.access.configured import AUTH, login
from tests.conftest import MDFSE_ROW
from tests.pages.campaigns import ALL, NONE, REVIEWS, answers_at, grid_named, population, scored_campaign
from tests.pages.conftest import OPERATION, OPERATIONS, run, said, tables
from tests.pages.declared import MAIN_SCRIPT, page_path
from tests.patience import PATIENCE

AGREEMENT = page_path("evaluation/accord.py")
STABILITY = page_path("evaluation/stabilite.py")
NUMBER = MDFSE_ROW["num_dossier"]
LISTED = {NUMBER: (("Alice", (3, 3, 0, 0), "non"), ("Bob", (3, 3, 0, 0), "non"))}


@pytest.fixture
def scored(engine):
    """The small campaign, still open: D6 lacks a review."""
    return scored_campaign(engine)


def printed(app: AppTest) -> str:
    """Everything on the page, tables included."""
    cells = [f"{table.index.to_list()} {table.to_numpy().tolist()} {list(table.columns)}" for table in tables(app)]
    return "\n".join([*said(app), *cells]).replace("\\", "")


def unfolded(app: AppTest, part: str) -> AppTest:
    """The page with one of its folded parts opened."""
    app.session_state[part] = True
    return run(app)


def divided(app: AppTest) -> AppTest:
    return unfolded(app, "accord-divise")


def outcomes(app: AppTest) -> dict[str, int]:
    """What the sentence of « Stabilité » counts; nothing where it isn't there."""
    pattern = r"\*\*(?P<lasting>\d+) .* \((?P<kept>\d+) retenues?, (?P<left>\d+) non .*; (?P<fragile>\d+) autre.* dont (?P<fragile_kept>\d+) "
    found = [match for text in said(app) if (match := re.match(pattern, text))]
    return {name: int(number) for match in found for name, number in match.groupdict().items()}


def slider(app: AppTest, criterion: str):
    return app.slider(key=f"poids-essai-{criterion}")


def ranked(app: AppTest) -> list[str]:
    """The titles of the ranking, best first."""
    unfolded(app, "stabilite-rangs").segmented_control(key="vue-classement").set_value("Tableau")
    [table] = [table for table in tables(run(app)) if "Porteur" in table.columns and "Stabilité" in table.columns]
    return [cell.split("]")[0].lstrip("[").replace("\\", "") for cell in table["Opération"]]


def read_campaign(engine):
    """A second reading, all choices: two operations on which Alice and Bob agree."""
    grid = grid_named("lecture")
    create_campaign(
        engine, campaign_id="lecture", name="Lecture", grid=grid, lexicon_hash="a", lexicon_text="", extracts=[],
        operations=population(["D1", "D2"]), reviewers=["Alice", "Bob"], by="Gérard",
    )  # fmt: skip
    for number, place in (("D1", 0), ("D2", -1)):
        for who in ("Alice", "Bob"):
            given = {question.id: question.values[place] for question in grid.questions}
            submit(engine, "lecture", number, who, answers=given)
    return get_campaign(engine, "lecture")


# Accord


def test_agreement_prints_every_coefficient(opened, bare, engine, scored):
    app = opened(bare, AGREEMENT)
    app.segmented_control(key="vue-accord").set_value("Tableau")
    table = next(table for table in tables(run(app)) if "Alpha" in table.columns)
    report = agreement(scored.grid, answers(engine, scored.id))
    assert list(table["Alpha"]) == [decimal(line.alpha, 2) for line in report]
    assert list(table["Kappa pondéré"]) == [decimal(line.kappa, 2) for line in report]
    assert list(table["Comparaisons"]) == [integer(line.units) for line in report]
    assert list(table["Réponses identiques"]) == [percent(line.identical, 0) for line in report]
    assert [line.part for line in report].count(Part.CRITERION) == 4
    assert list(table["Intervalle de l'alpha"]) == [line.uncertainty for line in report]
    assert {line.uncertainty for line in report} == {"trop peu pour un intervalle"}
    assert any(report[0].reading in text and "5 doubles lectures\u202f: trop peu" in text for text in said(app))


def test_double_readings_are_folded_and_stand_apart_by_origin(opened, bare, engine, scored):
    app = opened(bare, AGREEMENT)
    assert not any("double aveugle" in text for text in said(app))
    unfolded(app, "accord-doubles")
    assert any("5 sur 6 opérations** (83\u202f%)" in text for text in said(app))
    assert any("Aucune opération tirée au hasard" in text for text in said(app))
    add_operations(engine, scored.id, population(["H1"]).assign(origin="audit du rappel, tirage n° 2019"))
    for who in ("Alice", "Bob"):
        submit(engine, scored.id, "H1", who, answers={}, verdict="non")
    app = unfolded(opened(bare, AGREEMENT), "accord-doubles")
    table = next(table for table in tables(app) if "Doubles lectures" in table.columns)
    assert list(table.index) == ["Tirées au hasard (audit du rappel)", "Choisies autrement"]
    assert list(table["Doubles lectures"]) == ["1", "5"]
    assert list(table["Accord sur «\u202fnon retenue\u202f»"]) == ["100\u202f%", "80\u202f%"]
    assert not any("Aucune opération tirée au hasard" in text for text in said(app))


def test_the_operation_that_divides_most_comes_first_with_both_answers(opened, bare, scored):
    app = divided(opened(bare, AGREEMENT))
    table = next(table for table in tables(app) if "Écart moyen" in table.columns)
    assert "D4" in table.index[0]
    assert "operation?operation=D4&vague-operation=2019" in table.index[0]
    assert list(table["Écart moyen"]) == ["100\u202f%"]
    cells = [table[f"Évaluation {rank}"].iloc[0].replace("\\", "") for rank in (1, 2)]
    assert cells == ["Alice\u202f: 3\u00a0sur\u00a03, retenue", "Bob\u202f: 0\u00a0sur\u00a03, non retenue"]
    [detail] = [table for table in tables(app) if "Alice" in table.columns]
    assert detail.index[0] == "Avis"
    assert detail["Bob"].iloc[0] == "non retenue"
    assert len(detail) == 1 + len(scored.grid.questions)


def test_an_operation_that_awaits_a_review_shows_nowhere(opened, bare, scored):
    assert "D6" in REVIEWS
    for page in (AGREEMENT, STABILITY):
        app = opened(bare, page)
        if page == AGREEMENT:
            divided(app)
        else:
            unfolded(app, "stabilite-rangs").segmented_control(key="vue-classement").set_value("Tableau")
            run(app)
        assert "n° D4" in printed(app)
        assert "n° D6" not in printed(app)


def test_names_are_the_data_manager_s_only(configured, bare, scored, monkeypatch):
    monkeypatch.setenv("DASHBOARD_STATE", str(bare.root))

    def seen_by(email: str) -> str:
        app = AppTest.from_file(MAIN_SCRIPT, default_timeout=PATIENCE)
        configured(f'{AUTH}[roles]\n"lecteur" = ["*"]\n"gestionnaire de données" = ["chef@exemple.test"]\n')
        app.user = login(email, name="")
        run(app)
        return printed(divided(run(app.switch_page(AGREEMENT))))

    reader, manager = seen_by("lectrice@exemple.test"), seen_by("chef@exemple.test")
    assert "Évaluateur 1" in reader
    assert "Évaluateur 2" in reader
    assert "Alice" not in reader
    assert "Bob" not in reader
    assert "Alice" in manager


@pytest.mark.parametrize(
    ("page", "words"), [(AGREEMENT, "l'accord se mesure ensuite"), (STABILITY, "se calcule ensuite")]
)
def test_without_a_campaign_or_a_complete_review_a_sentence_says_so(opened, bare, engine, page, words):
    assert any(words in text for text in said(opened(bare, page)))
    scored_campaign(engine, reviews={"D6": REVIEWS["D6"]})
    app = opened(bare, page)
    assert any(words in text for text in said(app))
    assert "campagne" not in [box.key for box in app.selectbox]


def test_a_campaign_that_waits_is_named_beside_the_one_that_shows(opened, bare, engine, scored):
    scored_campaign(engine, reviews={"D6": REVIEWS["D6"]}, campaign_id="attente", name="À venir", day=9)
    app = opened(bare, AGREEMENT, campagne="attente")
    assert app.selectbox(key="campagne").value == scored.id
    assert any("«\u202fÀ venir\u202f»" in text for text in said(app))


def test_a_single_review_leaves_nothing_to_compare(opened, bare, engine):
    scored_campaign(engine, reviews={"D6": REVIEWS["D6"]}, needed=1)
    assert any("rien à comparer" in text for text in said(opened(bare, AGREEMENT)))
    assert len(ranked(opened(bare, STABILITY))) == 1


def test_a_grid_without_scales_has_an_agreement_and_no_ranking(opened, bare, engine):
    read = read_campaign(engine)
    app = divided(opened(bare, AGREEMENT))
    assert any("Aucune question à échelle n'a reçu" in text for text in said(app))
    app.segmented_control(key="vue-accord").set_value("Tableau")
    [table] = [table for table in tables(run(app)) if "Alpha" in table.columns]
    assert set(table["Portée"]) == {"question"}
    assert len(table) == len(read.grid.questions)
    assert any("grille à échelles" in text for text in said(opened(bare, STABILITY)))


# Stabilité


def test_stability_counts_what_the_weightings_leave_standing(opened, bare, engine, scored):
    found = stability(criterion_scores(engine, scored.id), scored.grid.weights, Threshold(50))
    kept, robust = found["retained"].astype(bool), found["outcome"] == str(Outcome.ROBUST)
    assert set(found["outcome"]) == {str(Outcome.ROBUST), str(Outcome.FRAGILE)}
    shown = outcomes(opened(bare, STABILITY))
    assert shown == {
        "lasting": robust.sum(),
        "kept": (robust & kept).sum(),
        "left": (robust & ~kept).sum(),
        "fragile": (~robust).sum(),
        "fragile_kept": (~robust & kept).sum(),
    }
    assert (shown["kept"], shown["fragile_kept"]) == (2, 1)


def test_the_full_table_tells_each_operation_in_a_sentence(opened, bare, scored):
    app = opened(bare, STABILITY)
    app.segmented_control(key="vue-stabilite").set_value("Tableau")
    [table] = [table for table in tables(run(app)) if "Lecture" in table.columns]
    assert len(table) == 5
    assert "D3" in table.index[0]
    # Its score is the threshold itself: it would flip from 25,0 % to 25,0 %.
    assert "le moindre changement du poids de" in table["Lecture"].iloc[0]
    assert "Elle bascule" not in table["Lecture"].iloc[0]
    [other] = [row["Lecture"] for title, row in table.iterrows() if "D5" in title]
    assert "Elle bascule si le poids de" in other
    assert "passe de 25,0\u202f% à" in other
    assert table["Stabilité"].iloc[0] == "fragile"


def test_moving_a_slider_draws_the_ranking_again(opened, bare, scored):
    app = opened(bare, STABILITY)
    assert ranked(app)[:2] == ["Opération n° D1", "Opération n° D3"]
    for criterion in ("besoin", "experimentation", "implication"):
        slider(app, criterion).set_value(0)
    assert ranked(app)[:3] == ["Opération n° D1", "Opération n° D5", "Opération n° D4"]
    assert "Compte pour 100,0\u202f% du score" in said(app)
    assert said(app).count("Compte pour 0,0\u202f% du score") == 3


def test_all_weights_at_zero_is_said_and_undone(opened, bare, scored):
    app = opened(bare, STABILITY)
    for criterion in scored.grid.scored_criteria:
        slider(app, criterion.id).set_value(0)
    run(app)
    assert any("Tous les poids sont à zéro" in text for text in said(app))
    assert outcomes(app) == {}
    [reset] = [button for button in app.button if button.label == "Poids de la grille"]
    reset.click()
    assert outcomes(run(app)) != {}
    assert {slider(app, criterion.id).value for criterion in scored.grid.scored_criteria} == {25}


def test_the_first_places_default_to_what_the_campaign_retained(opened, bare, engine):
    complete = {number: given for number, given in REVIEWS.items() if number != "D6"}
    scored_campaign(engine, reviews=complete, frozen=True, arbitrations={"D4": True})
    app = unfolded(opened(bare, STABILITY), "stabilite-rangs")
    app.segmented_control(key="regle-essai").set_value("Nombre de places")
    run(app)
    # The campaign retained D1, D4 and D5; by score D3 and D4 share the second place.
    assert app.number_input(key="places-essai").value == 3
    assert any("3 opérations retenues sur 5 pour 3 places" in text for text in said(app))
    assert any("concordent sur 3 des 5 opérations décidées (60,0\u202f%)" in text for text in said(app))
    assert any("par la règle seule\u202f: 1\u202f; par la campagne seule\u202f: 1" in text for text in said(app))
    [table] = [table for table in tables(app) if "Selon\u00a0la\u00a0campagne" in table.columns]
    assert ["D5" in cell or "D3" in cell for cell in table.index] == [True, True]


def test_the_threshold_and_the_seed_are_obeyed(opened, bare, scored):
    app = opened(bare, STABILITY)
    before = outcomes(unfolded(app, "stabilite-rangs"))
    app.slider(key="seuil-essai").set_value(51)
    assert any("1 opération retenue sur 5 avec un score d'au moins 51" in text for text in said(run(app)))
    assert outcomes(app) != before
    app.slider(key="seuil-essai").set_value(50)
    app.selectbox(key="tirage-essai").set_value("Très proches des poids choisis")
    app.number_input(key="graine-essai").set_value(7)
    # D5 scores 33 everywhere near equal weights: no longer fragile.
    shown = outcomes(run(app))
    assert shown["fragile"] == shown["fragile_kept"]


# On the list and the fiche


def test_the_latest_frozen_campaign_speaks_for_an_operation(engine):
    old = scored_campaign(engine, campaign_id="ancienne", reviews={"D1": REVIEWS["D1"]}, frozen=True)
    new = scored_campaign(engine, campaign_id="figee", reviews={"D1": REVIEWS["D2"]}, frozen=True, day=5)
    late = scored_campaign(
        engine, campaign_id="ouverte", reviews={"D1": REVIEWS["D1"], "D3": REVIEWS["D3"], "D6": REVIEWS["D6"]}, day=9
    )
    found = robustness(engine, [late, new, old])
    assert set(found) == {("D1", "2019"), ("D3", "2019")}
    assert found["D1", "2019"].campaign_id == "figee"
    assert found["D1", "2019"].score == 0
    assert found["D1", "2019"].outcome is Outcome.ROBUST
    assert found["D3", "2019"].campaign_id == "ouverte"
    assert found["D3", "2019"].outcome is Outcome.FRAGILE
    assert "bascule" in found["D3", "2019"].sentence
    assert robustness(engine, []) == {}


def test_a_grid_that_decides_nothing_says_nothing_of_robustness(engine):
    spread = {"D1": (("Alice", (3, 3), ""), ("Bob", (3, 3), ""))}
    campaign = scored_campaign(engine, grid="essaimage", reviews=spread)
    assert not criterion_scores(engine, campaign.id).empty
    assert robustness(engine, [campaign]) == {}


def test_a_new_review_is_seen_at_once(engine):
    campaign = scored_campaign(engine)
    assert ("D6", "2019") not in robustness(engine, [campaign])
    submit(engine, campaign.id, "D6", "Bob", answers=answers_at(campaign.grid, NONE), verdict="non")
    assert robustness(engine, [campaign])["D6", "2019"].score == pytest.approx(37.5)


def listing(app: AppTest) -> AppTest:
    app.multiselect(key="colonnes").set_value([Column.TITLE, Joined.STABILITY])
    return run(app)


def test_the_list_has_the_column_on_demand(opened, bare, engine):
    app = opened(bare, OPERATIONS)
    assert "Stabilité" not in tables(app)[0].columns
    assert list(tables(listing(app))[0]["Stabilité"]) == ["–"]
    scored_campaign(engine, reviews=LISTED, frozen=True)
    assert list(tables(listing(opened(bare, OPERATIONS)))[0]["Stabilité"]) == ["fragile"]


def test_the_export_carries_the_column(bare, engine):
    found = robustness(engine, [scored_campaign(engine, reviews=LISTED, frozen=True)])
    columns = (Column.TITLE, Joined.STABILITY)
    with connect(bare, bare.current()) as connection:
        frame = exported(connection, Selection(), columns, found, FIRST_ORDER)
        assert frame[Joined.STABILITY.value].tolist() == ["fragile"]
        assert [column.label for column in formats_of(columns, Selection().period).values()] == [
            "Intitulé de l'opération",
            "Stabilité",
        ]
        assert exported(connection, Selection(), columns, {}, FIRST_ORDER)[Joined.STABILITY.value].isna().all()
        assert Joined.STABILITY.value not in exported(connection, Selection(), DEFAULT_COLUMNS, found, FIRST_ORDER)


def test_the_list_works_without_the_store(opened, bare, caplog):
    (bare.root / FILE_NAME).write_text("ceci n'est pas une base", encoding="utf-8")
    with caplog.at_level(logging.WARNING, logger="dashboard.ui.reviews_store"):
        app = listing(opened(bare, OPERATIONS))
    assert list(tables(app)[0]["Stabilité"]) == ["–"]
    assert [error.value for error in app.error] == []
    assert any("can't be opened" in record.message for record in caplog.records)


def test_the_fiche_says_how_far_the_score_stands(opened, bare, engine):
    fiche = {"operation": NUMBER, "vague_operation": "2019"}
    assert "## Stabilité" not in said(opened(bare, OPERATION, **fiche))
    scored_campaign(engine, reviews=LISTED, frozen=True)
    texts = said(opened(bare, OPERATION, **fiche))
    assert "## Stabilité" in texts
    assert any("Fragile" in text for text in texts)
    assert any("score de 50,0 sur 100" in text and "stabilite?campagne=essai" in text for text in texts)


def test_moving_a_slider_leaves_other_campaigns_alone(opened, bare, engine, scored):
    scored_campaign(
        engine,
        campaign_id="autre",
        name="Autre",
        reviews={"D1": (("Alice", ALL, "retenue"), ("Bob", NONE, "non"))},
        day=-3,
    )
    app = opened(bare, STABILITY)
    slider(app, "besoin").set_value(80)
    run(app)
    app.selectbox(key="campagne").set_value("autre")
    run(app)
    assert app.slider(key="poids-autre-besoin").value == 25
