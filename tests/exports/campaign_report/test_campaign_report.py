"""The one-page report of a campaign: its flow adds up, it says names only where asked, the same campaign gives the same bytes."""

import io
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import docx
import pandas as pd
import pytest

from dashboard.cli import app as cli
from dashboard.demo.campaigns import install_campaigns
from dashboard.domain.grid_file import load_grid
from dashboard.domain.lexicon import parse_lexicon
from dashboard.domain.selection import Selection
from dashboard.exports.campaign_report import campaign_report, content, docx_bytes, pdf_bytes
from dashboard.exports.campaign_report.content import MOST_ARBITRATIONS, UNESTIMATED
from dashboard.identification.audit import cuts
from dashboard.identification.identify import identify
from dashboard.identification.population import campaign_population
from dashboard.identification.sources import shipped_lexicon
from dashboard.reviews.building import ArbitrationRow, ReviewRow, fill_campaign
from dashboard.reviews.campaigns import create_campaign, get_operations, list_campaigns
from dashboard.reviews.model import DecisionRule
from dashboard.reviews.protocols import write_protocol
from dashboard.reviews.store import FILE_NAME, open_store
from dashboard.warehouse.build import REFERENCE_FOLDER
from tests.conftest import copy_of
from tests.exports.pdf.test_document import MARKUP, pages_of
from tests.exports.slides.conftest import HOSTILE

START = datetime(2019, 5, 2, 9, tzinfo=UTC)
NAME = f"Essai {MARKUP}"
PROTOCOL = "0a1b2c3d-essai"
ORIGINS = (f"audit du rappel, protocole {PROTOCOL[:8]}", "à lire ensuite, rang 1", "sélection par les filtres")


@pytest.fixture(scope="module")
def stored(demonstration, tmp_path_factory):
    """The demonstration with its campaigns, and one that nothing of an extract or of a person makes easy."""
    state, _, connection = demonstration
    folder = copy_of(state, tmp_path_factory.mktemp("rapport"))
    engine = open_store(folder.root / FILE_NAME)
    install_campaigns(engine, folder)
    _difficult(engine, connection)
    yield folder, engine, connection
    engine.dispose()


def _difficult(engine, connection):
    lexicon = shipped_lexicon()
    identification = identify(connection, lexicon)
    grid = load_grid(REFERENCE_FOLDER / "grids" / "csess.toml")
    found = identification.operations[identification.operations["wave"] == "2019"].head(34)
    others = connection.cursor().execute(
        "select num_dossier, wave from operation where wave = '2019' and not technical_assistance and num_dossier not in "
        "(select unnest($1)) order by 1 limit 12", [list(identification.operations["num_dossier"])],
    ).df()  # fmt: skip
    listed = [campaign_population(connection, identification, found, otherwise="")]
    for rank, origin in enumerate(ORIGINS):
        listed.append(
            campaign_population(connection, identification, others.iloc[rank * 4 : rank * 4 + 4], otherwise=origin)
        )
    operations = pd.concat(listed, ignore_index=True)
    operations.loc[0, "title"] = HOSTILE
    create_campaign(
        engine, campaign_id="difficile", name=NAME, grid=grid, lexicon_hash=lexicon.version, lexicon_text=lexicon.to_csv(),
        extracts=["0" * 64, "1" * 64], operations=operations, reviewers=["Alice Martin", "Bob Durand", "Zoé Petit"], by="Gérard",
        rule=DecisionRule(2, ("Démarches",)), at=START,
    )  # fmt: skip
    rows, settled = [], []
    for rank, number in enumerate(operations["num_dossier"].iloc[:-2]):
        verdicts = ("retenue", "non") if rank % 4 == 0 else ("retenue", "retenue") if rank % 4 == 1 else ("non", "non")
        for who, verdict in zip(("Alice Martin", "Bob Durand"), verdicts, strict=True):
            given = {question.id: (rank + len(who)) % 4 for question in grid.questions}
            category = "Démarches" if verdict == "retenue" else None
            rows.append(ReviewRow(number, who, given, verdict, category, "", START + timedelta(hours=1)))
        if rank % 8 == 0:
            settled.append(
                ArbitrationRow(
                    number,
                    "Chloé Arbitre",
                    rank % 16 == 0,
                    "Démarches" if rank % 16 == 0 else None,
                    f"{HOSTILE} {MARKUP}",
                    START + timedelta(hours=2),
                )
            )
    fill_campaign(engine, "difficile", rows, settled)


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_flow_adds_up_whatever_the_campaign(stored):
    _, engine, connection = stored
    for campaign in list_campaigns(engine):
        steps = campaign_report(engine, campaign.id, connection, named=False).steps
        for before, after in pairwise(steps):
            left, joined = (sum(count for _, count in part) for part in (before.aside, after.joined))
            assert before.operations - left + joined == after.operations, (campaign.id, before, after)
    steps = {
        step.label.split(" (")[0]: step for step in campaign_report(engine, "difficile", connection, named=False).steps
    }
    assert dict(steps["Dans la campagne"].joined) == {"au hasard": 4, "suggérées": 4, "choisies autrement": 4}
    assert dict(steps["Dans la campagne"].aside) == {"pas encore entièrement évaluées": 2}
    assert dict(steps["Entièrement évaluées"].aside) == {"attendent un arbitrage": 5}
    assert steps["Retenues"].operations == 11 + 3


def test_the_page_says_protocol_agreement_reasons_and_recall_and_names_nobody(stored, tmp_path):
    _, engine, connection = stored
    report = campaign_report(engine, "difficile", connection, named=False)
    assert report.recall == UNESTIMATED
    assert len(report.arbitrations.rows) == MOST_ARBITRATIONS
    [page] = pages_of(pdf_bytes(report), tmp_path)
    written = words_of(docx_bytes(report))
    for said in (
        "le 2 mai 2019",
        "3 évaluateurs",
        "trop peu pour un intervalle",
        "non estimé",
        "6 désaccords arbitrés",
        "L'enquête",
        "robuste",
    ):
        assert said in page, said
        assert said in written.replace("\u202f", " "), said
    for name in ("Alice", "Bob", "Chloé", "Gérard"):
        assert name not in repr(report)
    assert "#read" in page
    numbers = [item.num_dossier for item in get_operations(engine, "difficile") if item.origin == ORIGINS[0]]
    write_protocol(
        engine, selection=Selection(waves=("2019",)), warehouse="w", lexicon_version="l", ranking="", risk=0.05, target=0.8, looks=1,
        seed=7, strata=cuts(len(numbers), len(numbers), by_rank=False), population=[(number, "2019") for number in numbers],
        by="Gérard", protocol_id=PROTOCOL, at=START,
    )  # fmt: skip
    named = campaign_report(engine, "difficile", connection, named=True)
    assert named.recall.startswith("Rappel au jugement des évaluateurs")
    assert campaign_report(engine, "demonstration-2019", connection, named=False).recall == UNESTIMATED
    [page] = pages_of(pdf_bytes(named), tmp_path)
    for said in ("Alice Martin", "Chloé Arbitre", "Gérard", "Rappel au jugement", "4 opérations tirées au hasard"):
        assert said in page, said
    assert "Chloé Arbitre" in words_of(docx_bytes(named))


def test_the_lexicon_of_the_campaign_is_read_once(stored, monkeypatch):
    _, engine, connection = stored
    read = []
    monkeypatch.setattr(content, "parse_lexicon", lambda *given: read.append(given) or parse_lexicon(*given))
    report = campaign_report(engine, "difficile", connection, named=False)
    assert len(read) == 1
    assert dict(report.protocol)["Lexique"].startswith(f"{len(shipped_lexicon().searched)} expressions, empreinte ")


def test_the_same_campaign_gives_the_same_bytes(stored, tmp_path):
    folder, engine, connection = stored
    with (
        closing(sqlite3.connect(folder.root / FILE_NAME)) as one,
        closing(sqlite3.connect(tmp_path / FILE_NAME)) as other,
    ):
        one.backup(other)
    other = open_store(tmp_path / FILE_NAME)
    try:
        for campaign in ("difficile", "demonstration-2019"):
            reports = [campaign_report(store, campaign, connection, named=True) for store in (engine, other)]
            assert reports[0] == reports[1]
            for write in (pdf_bytes, docx_bytes):
                assert write(reports[0]) == write(reports[1])
    finally:
        other.dispose()


def test_the_terminal_writes_it_and_refuses_in_one_sentence(stored, tmp_path, capfd):
    folder, engine, connection = stored

    def ask(*arguments):
        capfd.readouterr()
        code = cli.run(["campaign", *map(str, arguments), "--state", str(folder.root)])
        return code, *capfd.readouterr()

    target = tmp_path / "rapport.pdf"
    code, out, err = ask(NAME, "pdf", "--out", target)
    assert (code, err) == (0, "")
    assert str(target) in out
    assert target.read_bytes() == pdf_bytes(campaign_report(engine, "difficile", connection, named=False))
    assert ask("difficile", "docx", "--out", tmp_path / "r.docx", "--names")[0] == 0
    code, out, err = ask("ailleurs", "pdf", "--out", tmp_path / "rien.pdf")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "n'existe pas" in err
    assert not (tmp_path / "rien.pdf").exists()
