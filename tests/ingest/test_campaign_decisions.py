"""What a campaign decides reaches every figure at once, through an import like any other, and can be taken back."""

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import pandas as pd
import pytest
from sqlalchemy import Engine

from dashboard.demo.campaigns import OPEN_CAMPAIGNS, install_campaigns
from dashboard.demo.install import FROZEN_ID, open_state
from dashboard.domain.grid_file import load_grid
from dashboard.domain.selection import Selection
from dashboard.ingest import campaign_decisions
from dashboard.ingest.campaign_decisions import Changes, decisions_csv, publish_decisions, published_campaigns
from dashboard.ingest.errors import IngestError, PublicationError
from dashboard.ingest.history import go_back, withdraw
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.reviews.building import ReviewRow, fill_campaign
from dashboard.reviews.campaigns import add_operations, create_campaign, freeze
from dashboard.reviews.deciding import arbitrate
from dashboard.reviews.errors import UnknownCampaign
from dashboard.reviews.model import Campaign, DecisionRule
from dashboard.reviews.store import open_store
from dashboard.warehouse.build import REFERENCE_FOLDER, connect
from dashboard.warehouse.indicators import indicators
from dashboard.warehouse.state import State
from dashboard.warehouse.tables import table
from tests.conftest import WriteList

MOMENT = datetime(2019, 6, 3, 9, tzinfo=UTC)
TERRITORY, IMPACT = "Innovation sociale territoriale", "Évaluation de l'impact social"
APPROACHES = "Opérations ou démarches socialement innovantes"
WAVE_2019 = Selection(waves=("2019",))

Decided = Mapping[str, tuple[bool, str | None]]
Hold = Callable[..., Campaign]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_store(tmp_path / "reviews.sqlite")
    yield opened
    opened.dispose()


@pytest.fixture
def hold(engine: Engine) -> Hold:
    """Holds a campaign by two reviewers who agree on everything, and freezes it."""

    def held(
        decided: Decided,
        *,
        wave: str = "2019",
        frozen: bool = True,
        comment: str = "",
        grid: str = "csess",
        opposed: str = "",
        **options: object,
    ) -> Campaign:
        frame = pd.DataFrame(
            {"num_dossier": list(decided), "wave": wave, "title": "Atelier", "beneficiary": "Association"}
        )
        used = load_grid(REFERENCE_FOLDER / "grids" / f"{grid}.toml")
        settings: dict[str, object] = {"name": "Campagne d'essai", "extracts": ["0" * 64], **options}
        campaign = create_campaign(
            engine, grid=used, lexicon_hash="", lexicon_text="", operations=frame, by="Gérard", reviewers=["Alice Martin", "Bob Petit"],
            rule=DecisionRule(categories=(TERRITORY, IMPACT, APPROACHES)), **settings,  # type: ignore[arg-type]
        )  # fmt: skip
        reviews = [
            ReviewRow(
                number,
                person,
                {},
                _verdict(outcome[0], unsure=number == opposed and person == "Bob Petit") if used.decides else None,
                outcome[1],
                comment,
                MOMENT,
            )
            for number, outcome in decided.items()
            for person in ("Alice Martin", "Bob Petit")
        ]  # fmt: skip
        return fill_campaign(engine, campaign.id, reviews, frozen_by="Gérard" if frozen else None, frozen_at=MOMENT)

    return held


def _verdict(retained: bool, *, unsure: bool) -> str:
    return "incertaine" if unsure else "retenue" if retained else "non"


@pytest.fixture
def published(state: State, mdfse_file: WriteList) -> State:
    """Four operations of 2019, 100 € each, of which an import retains the second and the third."""
    rows = [{"num_dossier": str(number), "Dépenses totales": "100", "Mont_UE": "50"} for number in range(1, 5)]
    run_import(state, ImportRequest(mdfse_file(rows), wave="2019"))
    decisions = state.root / "decisions.csv"
    decisions.write_text(
        f"num_dossier;retenue;catégorie;motif;source\n2;oui;{APPROACHES};;note\n3;oui;{APPROACHES};;note\n",
        encoding="utf-8",
    )
    run_import(state, ImportRequest(decisions))
    return state


def rows(state: State, query: str) -> list[tuple[object, ...]]:
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        return connection.execute(query).fetchall()


def decided(state: State) -> dict[object, tuple[object, ...]]:
    found = rows(state, "select num_dossier, retained, decision, category, decision_source from operation order by all")
    return {number: tuple(rest) for number, *rest in found}


def figures(state: State) -> tuple[object, ...]:
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        found = pd.DataFrame(indicators(connection, WAVE_2019).whole).set_index("wave").loc["2019"]
        return int(found["operations"]), float(found["total_cost"]), table(connection, WAVE_2019, "5").rows


def test_every_figure_follows_and_history_brings_the_earlier_ones_back(
    published: State, engine: Engine, hold: Hold
) -> None:
    before, number = figures(published), published.history()[0].number
    assert before[:2] == (2, 200)
    campaign = hold({"1": (True, TERRITORY), "2": (False, None), "3": (True, IMPACT), "4": (True, TERRITORY)})
    report = publish_decisions(published, engine, campaign.id, by="Gérard")
    source = "campagne «\u202fCampagne d'essai\u202f»"
    assert decided(published) == {
        "1": (True, "retenue", TERRITORY, source),
        "2": (False, "non retenue", None, source),
        "3": (True, "retenue", IMPACT, source),
        "4": (True, "retenue", TERRITORY, source),
    }
    after = figures(published)
    assert after[:2] == (3, 300)
    assert after[2] != before[2]
    assert rows(published, "select distinct decision_reason from operation") == [("2 évaluations concordantes.",)]
    assert report.changes == Changes(first=2, no_longer_retained=1, other_category=1)
    assert report.sentences() == (
        "4 décisions publiées\u202f: 3 opérations retenues, 1 non retenue.",
        "2 décisions antérieures sont changées\u202f: 1 opération n'est plus retenue, 1 opération change de type.",
    )
    go_back(published, number, by="Gérard")
    assert figures(published) == before
    assert published_campaigns(published, engine) == {}


def test_a_second_time_does_nothing_and_says_so(published: State, engine: Engine, hold: Hold) -> None:
    campaign = hold({"1": (True, TERRITORY)})
    first = publish_decisions(published, engine, campaign.id, by="Gérard")
    current, imports = published.current(), len(published.manifests())
    again = publish_decisions(published, engine, campaign.id, by="Autre")
    assert (first.already, again.already) == (False, True)
    assert (published.current(), len(published.manifests())) == (current, imports)
    assert "déjà publiées, depuis le" in again.sentences()[0]
    assert again.published == first.published == published_campaigns(published, engine)[campaign.id]
    assert first.published.by == "Gérard"


def test_two_clicks_at_once_publish_once(published: State, engine: Engine, hold: Hold) -> None:
    campaign = hold({"1": (True, TERRITORY)})
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda who: publish_decisions(published, engine, campaign.id, by=who), ["A", "B"]))
    assert sorted(report.already for report in reports) == [False, True]
    assert sum(manifest["kind"] == "decisions" for manifest in published.manifests()) == 2


def test_what_was_taken_back_can_be_published_again(published: State, engine: Engine, hold: Hold) -> None:
    campaign = hold({"1": (True, TERRITORY)})
    first = publish_decisions(published, engine, campaign.id, by="Gérard")
    withdraw(published, first.published.import_id, by="Gérard")
    assert published_campaigns(published, engine) == {}
    assert decided(published)["1"] == (False, "non examinée", None, None)
    assert not publish_decisions(published, engine, campaign.id, by="Gérard").already
    assert decided(published)["1"][1] == "retenue"


def test_what_is_published_is_read_in_the_manifests(
    published: State, engine: Engine, hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign, other = hold({"1": (True, TERRITORY)}), hold({"2": (True, IMPACT)}, name="Autre")
    report = publish_decisions(published, engine, campaign.id, by="Gérard")
    with monkeypatch.context() as patched:
        patched.setattr(campaign_decisions, "_written", Mock(side_effect=AssertionError))
        assert published_campaigns(published, engine) == {campaign.id: report.published}

    assert report.report is not None
    path = report.report.folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    assert manifest.pop("campaign") == campaign.id
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert published_campaigns(published, engine) == {campaign.id: report.published}, "from before manifests named it"
    assert publish_decisions(published, engine, campaign.id, by="Autre").already
    assert not publish_decisions(published, engine, other.id, by="Autre").already


def test_decisions_of_others_stay_and_a_later_import_wins(
    published: State, engine: Engine, hold: Hold, tmp_path: Path
) -> None:
    first = hold({"1": (True, TERRITORY), "2": (False, None)}, name="Première")
    second = hold({"2": (True, IMPACT), "4": (False, None)}, name="Seconde")
    publish_decisions(published, engine, first.id, by="Gérard")
    report = publish_decisions(published, engine, second.id, by="Gérard")
    assert report.changes == Changes(first=1, newly_retained=1)
    assert report.sentences()[1] == "1 décision antérieure est changée\u202f: 1 opération devient retenue."
    outcomes = {number: row[1:] for number, row in decided(published).items()}
    assert outcomes == {
        "1": ("retenue", TERRITORY, "campagne «\u202fPremière\u202f»"),
        "2": ("retenue", IMPACT, "campagne «\u202fSeconde\u202f»"),
        "3": ("retenue", APPROACHES, "note"),
        "4": ("non retenue", None, "campagne «\u202fSeconde\u202f»"),
    }
    path = tmp_path / "corrections.csv"
    path.write_text("num_dossier;retenue;source\n1;non;comité\n", encoding="utf-8")
    run_import(published, ImportRequest(path))
    assert decided(published)["1"][1:] == ("non retenue", None, "comité")
    assert set(published_campaigns(published, engine)) == {first.id, second.id}


def test_the_same_number_in_another_wave_is_left_alone(
    published: State, engine: Engine, hold: Hold, mdfse_file: WriteList
) -> None:
    run_import(published, ImportRequest(mdfse_file([{"num_dossier": "1"}, {"num_dossier": "2"}]), wave="2017"))
    campaign = hold({"1": (True, TERRITORY), "2": (False, None)})
    publish_decisions(published, engine, campaign.id, by="Gérard")
    found = rows(
        published, "select wave, num_dossier, decision from operation where num_dossier in ('1', '2') order by all"
    )
    assert found == [
        ("2017", "1", "non examinée"), ("2017", "2", "retenue"), ("2019", "1", "retenue"), ("2019", "2", "non retenue"),
    ]  # fmt: skip


def test_unchanged_and_unknown_operations_are_told(published: State, engine: Engine, hold: Hold) -> None:
    held = hold({"2": (True, APPROACHES), "9": (True, IMPACT), "8": (False, None)})
    report = publish_decisions(published, engine, held.id, by="Gérard")
    assert report.changes == Changes(same=1, unknown=2)
    assert report.sentences() == (
        "3 décisions publiées\u202f: 2 opérations retenues, 1 non retenue.",
        "Aucune décision antérieure n'est changée.",
        "2 opérations ne sont pas dans l'extrait publié\u202f: la décision attend qu'un import l'y apporte.",
    )


@pytest.mark.parametrize(
    "comment", ["=1+1", "'=1+1", "« Oui »\u202f; « non »", 'Trois "mots"\net une suite', "a, b, c"]
)
def test_reasons_come_through_as_they_were_written(published: State, engine: Engine, hold: Hold, comment: str) -> None:
    campaign = hold({"1": (True, TERRITORY)}, comment=comment)
    publish_decisions(published, engine, campaign.id, by="Gérard")
    (reason,) = rows(published, "select decision_reason from operation where num_dossier = '1'")[0]
    assert reason == f"2 évaluations concordantes\u202f: {comment} / {comment}"


def test_an_arbiters_reason_never_becomes_a_formula(published: State, engine: Engine, hold: Hold) -> None:
    campaign = hold({"1": (True, TERRITORY), "2": (False, None)}, frozen=False, opposed="2")
    arbitrate(engine, campaign.id, "2", "Chloé", retained=True, category=IMPACT, reason="=1+1", at=MOMENT)
    freeze(engine, campaign.id, by="Gérard", at=MOMENT)
    assert ";'=1+1;" in decisions_csv(engine, campaign.id).decode()
    publish_decisions(published, engine, campaign.id, by="Gérard")
    assert rows(published, "select decision_reason from operation where num_dossier = '2'") == [("=1+1",)]


def test_no_reviewer_is_named(engine: Engine, hold: Hold) -> None:
    text = decisions_csv(engine, hold({"1": (True, TERRITORY)}).id).decode()
    assert text.splitlines()[0] == "num_dossier;wave;retained;category;reason;source"
    assert "Martin" not in text
    assert "Petit" not in text


def test_what_has_no_decision_to_publish_is_refused_and_nothing_changes(
    published: State, engine: Engine, hold: Hold
) -> None:
    current, imports = published.current(), len(published.manifests())
    cases = {
        hold({"1": (True, TERRITORY)}, frozen=False).id: "encore ouverte",
        hold({"2": (True, None)}, grid="lecture").id: "relit des opérations déjà retenues",
    }
    for campaign_id, message in cases.items():
        with pytest.raises(PublicationError, match=message):
            publish_decisions(published, engine, campaign_id, by="Gérard")
    with pytest.raises(UnknownCampaign):
        publish_decisions(published, engine, "inconnue", by="Gérard")
    assert (published.current(), len(published.manifests())) == (current, imports)


def test_operations_without_a_decision_are_left_out(published: State, engine: Engine, hold: Hold) -> None:
    open_one = hold({"1": (True, TERRITORY)}, frozen=False)
    frame = pd.DataFrame({"num_dossier": ["3", "4"], "wave": "2019", "title": "Atelier", "beneficiary": "Association"})
    add_operations(engine, open_one.id, frame)
    freeze(engine, open_one.id, by="Gérard", allow_pending=True)
    report = publish_decisions(published, engine, open_one.id, by="Gérard")
    assert (report.retained, report.not_retained, report.undecided) == (1, 0, 2)
    assert report.sentences()[-1] == "2 opérations sans décision sont laissées de côté."
    assert decided(published)["3"][3] == "note"


def test_a_campaign_that_decided_nothing_has_nothing_to_publish(state: State, engine: Engine) -> None:
    open_state(state)
    install_campaigns(engine, state)
    freeze(engine, OPEN_CAMPAIGNS[0].id, by="Gérard", allow_pending=True)
    with pytest.raises(PublicationError, match="rien à publier"):
        publish_decisions(state, engine, OPEN_CAMPAIGNS[0].id, by="Gérard")


def test_decisions_on_invented_operations_leave_with_them(
    state: State, engine: Engine, hold: Hold, mdfse_file: WriteList
) -> None:
    open_state(state)
    install_campaigns(engine, state)
    assert set(published_campaigns(state, engine)) == {FROZEN_ID}
    assert publish_decisions(state, engine, FROZEN_ID, by="Gérard").already
    (number,) = rows(
        state, "select min(num_dossier) from operation where wave = '2019' and provenance = 'démonstration'"
    )[0]
    extract = next(manifest["sha256"] for manifest in state.manifests() if manifest["kind"] == "operations")
    campaign = hold({str(number): (True, TERRITORY)}, extracts=[extract])
    publish_decisions(state, engine, campaign.id, by="Gérard")
    assert decided(state)[number][0]
    run_import(state, ImportRequest(mdfse_file([{"num_dossier": str(number)}]), wave="2019"))
    assert decided(state) == {number: (False, "non examinée", None, None)}
    assert published_campaigns(state, engine) == {}
    for campaign_id in (FROZEN_ID, campaign.id):
        with pytest.raises(IngestError, match="jeu de démonstration"):
            publish_decisions(state, engine, campaign_id, by="Gérard")
