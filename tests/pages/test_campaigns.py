"""Campagnes, and what a campaign brings elsewhere: the indicators, the recall audit, the trace on the fiche."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pandas as pd
import pytest

from dashboard.domain.selection import Selection
from dashboard.exports.pack.archive import manifest
from dashboard.exports.pack.build import build_pack
from dashboard.exports.pack.content import SectionKey
from dashboard.reviews.archive import export_campaign
from dashboard.reviews.building import ReviewRow, fill_campaign
from dashboard.reviews.campaigns import create_campaign, freeze, get_campaign, get_operations, list_campaigns
from dashboard.reviews.model import DecisionRule, Verdict
from dashboard.reviews.protocols import protocols
from dashboard.reviews.reviewing import save_draft, submit
from dashboard.ui.markdown import literal
from dashboard.warehouse.build import connect
from dashboard.warehouse.state import State
from tests.pages.conftest import OPERATION, PERSONAL_DATA, Opened, counted, metrics, query, run, said, tables
from tests.pages.declared import page_path
from tests.pages.reviewing import CAMPAIGNS, FROZEN, OPEN, SECOND_READING, desk, engine_of, press, review

RECALL = page_path("reperage/reperage.py")
NEXT = page_path("reperage/a_lire.py")
AUDIT = {"vue": "Audit du rappel"}


def test_a_campaign_opens_with_the_grid_the_lexicon_and_the_extract_in_use(opened: Opened, own_state):
    app = opened(own_state, CAMPAIGNS, vague="2019", region="Bretagne")
    app.text_input(key="campagne-nom").input("Bretagne 2019")
    app.text_area(key="campagne-evaluateurs").input("Anne\n\n Bob \nAnne")
    run(app)
    press(app, "Ouvrir la campagne")
    [campaign] = [campaign for campaign in list_campaigns(engine_of(own_state)) if campaign.name == "Bretagne 2019"]
    assert campaign.reviewers == ("Anne", "Bob")
    assert campaign.grid.id == "csess"
    assert campaign.lexicon_text.startswith("id;")
    assert campaign.demonstration
    expected = query(own_state, "select count(*) from operation where wave = '2019' and region = 'Bretagne'")[0][0]
    listed = get_operations(engine_of(own_state), campaign.id)
    assert 0 < len(listed) < expected
    assert all(operation.origin for operation in listed)
    assert app.selectbox(key="campagne").value == campaign.id


def test_the_report_of_one_page_is_there_for_every_campaign_and_with_names_for_the_data_manager(
    opened: Opened, own_state
):
    for campaign in (FROZEN, OPEN):
        app = opened(own_state, CAMPAIGNS, campagne=campaign)
        labels = {button.label for button in app.get("download_button")}
        assert {"Rapport en PDF", "Rapport en Word"} <= labels
        assert "Rapport avec les noms" in {button.label for button in app.button}


def test_a_campaign_without_name_or_without_reviewers_is_refused_in_one_sentence(opened: Opened, own_state):
    app = opened(own_state, CAMPAIGNS)
    before = len(list_campaigns(engine_of(own_state)))
    press(app, "Ouvrir la campagne")
    assert any("n'a pas de nom" in error.value for error in app.error)
    app.text_input(key="campagne-nom").input("Sans personne")
    press(app, "Ouvrir la campagne")
    assert any("au moins autant d'évaluateurs" in error.value for error in app.error)
    assert len(list_campaigns(engine_of(own_state))) == before


def test_a_frozen_campaign_feeds_the_indicators_once_published(opened: Opened, own_state):
    engine_before = counted(own_state, "wave = '2019'")
    app = opened(own_state, CAMPAIGNS, campagne=OPEN)
    engine = engine_of(own_state)
    operations = get_operations(engine, OPEN)
    number = operations[0].num_dossier
    category = query(own_state, "select category from operation where retained and wave = '2019' limit 1")[0][0]
    [(retained,)] = query(
        own_state, "select retained from operation where num_dossier = $n and wave = '2019'", n=number
    )
    for name in ("Anne", "Bob"):
        verdict = Verdict.REJECTED if retained else Verdict.RETAINED
        submit(engine, OPEN, number, name, answers={}, verdict=verdict, category=None if retained else category)
    press(app, "Figer définitivement")
    assert any("attendent encore" in text for text in said(app))
    app.checkbox(key=f"figer-{OPEN}").check()
    run(app)
    assert any(
        "Rien ne permet de revenir en arrière" in text and "1 décision est arrêtée" in text for text in said(app)
    )
    assert not get_campaign(engine, OPEN).frozen
    press(app, "Annuler")
    assert [button.label for button in app.button if button.label == "Oui, figer"] == []
    press(app, "Figer définitivement")
    press(app, "Oui, figer")
    press(app, "Publier les décisions")
    assert any("1 décision publiée" in text for text in said(app))
    after = counted(own_state, "wave = '2019'")
    assert after["operations"] == engine_before["operations"] + (-1 if retained else 1)
    assert metrics(opened(own_state, vague="2019"))["Opérations retenues"] == str(after["operations"])
    again = opened(own_state, CAMPAIGNS, campagne=OPEN)
    assert any("alimentent les indicateurs" in text for text in said(again))
    assert [button.label for button in again.button if button.label == "Publier les décisions"] == []


def test_a_campaign_opened_by_mistake_is_taken_back_before_anybody_answers(opened: Opened, own_state):
    app = opened(own_state, CAMPAIGNS, campagne=OPEN)
    engine = engine_of(own_state)
    press(app, "Retirer cette campagne")
    assert OPEN in [campaign.id for campaign in list_campaigns(engine)]
    # Somebody answers between the question and its answer.
    save_draft(engine, OPEN, get_operations(engine, OPEN)[0].num_dossier, "Anne", answers={})
    press(app, "Oui, retirer")
    assert any("déjà répondu" in error.value for error in app.error)
    assert not get_campaign(engine, OPEN).withdrawn
    run(app)
    assert [button.label for button in app.button if button.label == "Retirer cette campagne"] == []
    app = opened(own_state, CAMPAIGNS, campagne=SECOND_READING)
    press(app, "Retirer cette campagne")
    press(app, "Oui, retirer")
    assert get_campaign(engine, SECOND_READING).withdrawn
    assert SECOND_READING not in [campaign.id for campaign in list_campaigns(engine)]
    assert not any(option.startswith("Seconde lecture") for option in app.selectbox(key="campagne").options)
    assert any("Campagne retirée" in text for text in said(app))


def test_an_archive_gives_its_campaign_back(opened: Opened, own_state, tmp_path):
    opened(own_state, CAMPAIGNS)
    archive = export_campaign(engine_of(own_state), FROZEN)
    with zipfile.ZipFile(io.BytesIO(archive)) as members:
        assert any(name.startswith("manifest") for name in members.namelist())
    elsewhere = State(tmp_path / "elsewhere")
    app = opened(elsewhere, CAMPAIGNS)
    [uploader] = [item for item in app.file_uploader if item.key == "archive-campagne"]
    assert uploader.proto.max_upload_size_mb == 30
    uploader.upload("campagne.zip", archive, "application/zip")
    run(app)
    press(app, "Reprendre cette campagne")
    assert any("sont reprises" in text for text in said(app))
    uploader = next(item for item in app.file_uploader if item.key == "archive-campagne")
    uploader.upload("autre.zip", b"not an archive", "application/zip")
    run(app)
    press(app, "Reprendre cette campagne")
    assert len(app.error) == 1


def test_a_protocol_is_written_its_sample_goes_to_a_queue_and_its_decisions_bound_recall(opened: Opened, own_state):
    app = opened(own_state, RECALL, **AUDIT)
    assert any("demande 730 lectures au hasard" in text for text in said(app))
    app.number_input(key="protocole-taille").set_value(4)
    app.number_input(key="protocole-etapes").set_value(2)
    press(app, "Écrire le protocole")
    assert any("pas encore de borne, 0 lue sur 4 opérations tirées au hasard" in text for text in said(app))
    assert any("bornes calculées après 2, 4 lectures" in text.lower() for text in said(app))
    app.selectbox(key="audit-campagne").set_value(OPEN)
    press(app, "Envoyer dans la file d'évaluation")
    assert any("4 opérations ajoutées" in text for text in said(app))
    engine = engine_of(own_state)
    [protocol] = protocols(engine, "2014-2020")
    added = [operation for operation in get_operations(engine, OPEN) if operation.origin == protocol.mark]
    assert [operation.num_dossier for operation in added] == [number for number, _ in protocol.in_order()]
    press(app, "Envoyer dans la file d'évaluation")
    assert any("0 opération ajoutée" in text for text in said(app))
    category = query(own_state, "select category from operation where retained limit 1")[0][0]

    def decide(operation, verdict):
        for name in ("Anne", "Bob"):
            kind = category if verdict is Verdict.RETAINED else None
            submit(engine, OPEN, operation.num_dossier, name, answers={}, verdict=verdict, category=kind)

    decide(added[0], Verdict.RETAINED)
    run(app)
    assert any("pas encore de borne, 1 lue sur 4" in text for text in said(app))
    decide(added[1], Verdict.REJECTED)
    run(app)
    assert any(text.startswith("### Rappel") and "au moins" in text and "au risque de 5" in text for text in said(app))
    [rest] = [
        text for text in said(app) if text.startswith("214 opérations sont retenues") and "dont 1 retenue" in text
    ]
    with connect(own_state, own_state.current()) as connection:
        pack = build_pack(
            own_state,
            own_state.current(),
            connection,
            Selection(),
            engine=engine,
            only={SectionKey.LIMITS},
            operations=False,
        )
    assert pack.recall
    assert literal(pack.recall).endswith(rest)
    assert pack.recall in pack.section(SectionKey.LIMITS).paragraphs
    assert json.loads(manifest(pack, {}))["recall"] == pack.recall
    for operation in added[2:]:
        decide(operation, Verdict.REJECTED)
    run(app)
    assert any("Le test d'arrêt" in text and "heuristique" in text for text in said(app))
    app.number_input(key="audit-rang-nombre").set_value(3)
    run(app)
    press(app, "Envoyer les 3 suivantes")
    ranked = [operation for operation in get_operations(engine, OPEN) if operation.origin == protocol.ranked_mark]
    drawn = set(protocol.in_order())
    assert [operation.num_dossier for operation in ranked] == [
        number for number, wave in protocol.population if (number, wave) not in drawn
    ][:3]


def test_what_to_read_next_is_ranked_explained_and_sent(opened: Opened, own_state):
    app = opened(own_state, NEXT, region="Bretagne")
    assert any("213 opérations retenues et 126 opérations non retenues" in text for text in said(app))
    assert any(":blue-background[" in text for text in said(app))
    first = [text for text in said(app) if text.startswith("**") and "](operation?" in text]
    assert len(first) == 20
    app.number_input(key="a-lire-page").set_value(2)
    run(app)
    second = [text for text in said(app) if text.startswith("**") and "](operation?" in text]
    assert set(first) & set(second) == set()
    app.number_input(key="a-lire-nombre").set_value(3)
    run(app)
    press(app, "Envoyer les 3 premières")
    assert any("3 opérations ajoutées" in text for text in said(app))
    sent = [
        operation
        for operation in get_operations(engine_of(own_state), OPEN)
        if operation.origin.startswith("à lire ensuite")
    ]
    assert [f"operation={operation.num_dossier}" in line for operation, line in zip(sent, first, strict=False)] == [
        True
    ] * 3
    # They are proposed once: the next ones take their places.
    run(app)
    assert any("3 autres attendent déjà" in text for text in said(app))
    press(app, "Envoyer les 3 premières")
    assert any("3 opérations ajoutées" in text for text in said(app))
    few = opened(own_state, NEXT, periode="2021-2027")
    assert [error.value for error in few.error] == []


def test_reading_next_says_what_its_order_saves_in_a_frozen_campaign_on_real_operations(opened: Opened, own_state):
    app = opened(own_state, NEXT, region="Bretagne")
    assert not [box for box in app.expander if box.label.startswith("Ce que cet ordre")], (
        "demonstration campaigns alone"
    )
    engine = engine_of(own_state)
    source = get_campaign(engine, FROZEN)
    held = [operation.num_dossier for operation in get_operations(engine, FROZEN)][
        :: 4 if source.operations > 200 else 1
    ][:60]
    create_campaign(
        engine, campaign_id="reelle", name="Campagne *réelle*", grid=source.grid, lexicon_hash="", lexicon_text="", extracts=(),
        operations=pd.DataFrame({"num_dossier": held, "wave": "2019", "title": "", "beneficiary": ""}), reviewers=["Anne"], by="Gérard",
        rule=DecisionRule(1),
    )  # fmt: skip
    given = {question.id: 1 for question in source.grid.questions}
    reviews = [
        ReviewRow(number, "Anne", given, "retenue" if rank % 3 == 0 else "non", None, "", datetime.now(UTC))
        for rank, number in enumerate(held)
    ]
    fill_campaign(engine, "reelle", reviews, [])
    assert not [
        box for box in opened(own_state, NEXT, region="Bretagne").expander if box.label.startswith("Ce que cet ordre")
    ]
    freeze(engine, "reelle", by="Gérard")
    [told] = [text for text in said(opened(own_state, NEXT, region="Bretagne")) if text.startswith("- Campagne")]
    assert told.startswith(
        f"- Campagne *réelle*\u202f: 95\u202f% des {len(held[::3])} retenues étaient trouvées après "
    )
    assert f"lectures sur {len(held)}, en moyenne de 10 ordres" in told
    later = opened(own_state, NEXT, periode="2021-2027")
    assert not [text for text in said(later) if text.startswith("- Campagne")], "nothing of it in this period"


def test_the_fiche_says_what_found_an_operation_who_scored_it_and_who_decided(opened: Opened, own_state):
    opened(own_state, CAMPAIGNS)
    number = get_operations(engine_of(own_state), FROZEN)[0].num_dossier
    app = opened(own_state, OPERATION, operation=number, vague_operation="2019")
    assert any(text.startswith("**Repérage** – trouvée par") for text in said(app))
    [trace] = [table for table in tables(app) if list(table.columns) == ["Qui", "Quoi, et pourquoi"]]
    assert list(trace["Qui"])[:2] == ["Évaluateur A", "Évaluateur B"]
    assert trace["Quoi, et pourquoi"].iloc[-1].startswith("campagne figée")


def test_the_fiche_keeps_a_review_blind_until_the_other_is_there(opened: Opened, own_state):
    app = desk(opened, own_state, "Anne")
    number = app.selectbox(key="file-operation").value
    review(app, Verdict.REJECTED, comment="Secret d'Anne")
    fiche = opened(own_state, OPERATION, operation=number, vague_operation="2019")
    everything = " ".join([*said(fiche), *(table.to_string() for table in tables(fiche))])
    assert "évaluation soumise" in everything
    assert "Secret d'Anne" not in everything


def test_a_second_reading_is_summed_up_question_by_question(opened: Opened, own_state):
    app = opened(own_state, CAMPAIGNS, campagne=SECOND_READING)
    assert any("Aucune opération n'est encore entièrement relue" in text for text in said(app))
    engine = engine_of(own_state)
    first, second = (operation.num_dossier for operation in get_operations(engine, SECOND_READING)[:2])
    submit(engine, SECOND_READING, first, "Anne", answers={"phase": "diffusion"})
    submit(engine, SECOND_READING, second, "Bob", answers={"phase": "diffusion", "fonction_soutien": "ecosysteme"})
    app = opened(own_state, CAMPAIGNS, campagne=SECOND_READING)
    [summary] = [table for table in tables(app) if "Évaluations" in table.columns and "Part" in table.columns]
    counts = dict(zip(summary["Réponse"].str.split("\u202f", regex=False).str[0], summary["Évaluations"], strict=True))
    assert (counts["Diffusion"], counts["Émergence"], counts["Fonction d'écosystème"]) == ("2", "0", "1")


@pytest.mark.parametrize("extract", ["one_row", "stray"])
def test_the_fiche_of_an_operation_that_nobody_reviewed_says_so(request, opened: Opened, extract):
    state = request.getfixturevalue(extract)
    [(number,)] = query(state, "select num_dossier from operation order by 1 limit 1")
    app = opened(state, OPERATION, operation=number)
    assert any("Aucune campagne n'a porté" in text for text in said(app))


def test_personal_data_says_that_reviews_stay(opened: Opened, own_state):
    app = opened(own_state, PERSONAL_DATA)
    [kept] = [table for table in tables(app) if "Combien de temps" in table.columns]
    assert "aucune ne s'efface" in kept.loc["Évaluations", "Combien de temps"]
    assert "reviews" in kept.loc["Évaluations", "Où"]
