"""The committee pack of 2021-2027, on the public list alone: its own words, each thing said once."""

import io
import re
import zipfile

import pytest

from dashboard.domain.periods import CURRENT
from dashboard.domain.selection import Selection
from dashboard.exports.documents import Document, document_bytes
from dashboard.exports.pack.build import build_pack
from dashboard.exports.pack.content import Pack, SectionKey
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.build import connect
from dashboard.warehouse.state import State
from tests.pages.conftest import write_csv
from tests.public_list import FILE, write_public_list

FORBIDDEN = re.compile(r"\bvagues?\b|\baxes?\b|\b2019\b|\bIEJ\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pack]:
    """Before any decision, and with a third of the operations retained."""
    folder = tmp_path_factory.mktemp("packs")
    state = State(folder / "state")
    run_import(state, ImportRequest(write_public_list(folder), file_name=FILE))
    rows = [{"num_dossier": f"2026{rank:05d}", "retained": "oui"} for rank in range(1, 37, 3)]
    decisions = write_csv(folder / "decisions.csv", ("num_dossier", "retained"), rows)
    found = {}
    for name, request in (("list", None), ("decided", ImportRequest(decisions))):
        if request is not None:
            run_import(state, request)
        current = state.current()
        assert current is not None
        with connect(state, current) as connection:
            found[name] = build_pack(state, current, connection, Selection(CURRENT))
    return found


def texts_of(content: bytes) -> str:
    """The words of an office document, without its marks."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [
            archive.read(name).decode("utf-8", "replace")
            for name in archive.namelist()
            if name.endswith(".xml")
            and not re.search(r"theme|styles|chartshapes|docProps|settings|fontTable|slideMaster", name)
        ]
    return " ".join(" ".join(re.findall(r">([^<]+)<", part)) for part in parts)


def test_no_document_speaks_the_words_of_the_note(packs: dict[str, Pack]) -> None:
    for name, pack in packs.items():
        for document in (Document.SLIDES, Document.REPORT, Document.WORKBOOK):
            found = FORBIDDEN.findall(texts_of(document_bytes(pack, document)))
            assert found == [], (name, document)


def test_a_sentence_that_stands_for_several_sections_is_said_once(packs: dict[str, Pack]) -> None:
    for document in (Document.SLIDES, Document.REPORT):
        words = texts_of(document_bytes(packs["list"], document))
        assert "Sont vides pour la même raison" in words
    assert len(packs["list"].hollow) < sum(map(len, packs["list"].hollow.values()))


def test_what_the_list_lacks_is_said_and_not_drawn(packs: dict[str, Pack]) -> None:
    pack = packs["decided"]
    objectives, bodies = pack.section(SectionKey.AXIS_OBJECTIVE), pack.section(SectionKey.MANAGING_BODY)
    assert objectives is not None
    assert bodies is not None
    assert any("ne dit pas la priorité" in text for text in objectives.paragraphs)
    assert [figure.key for figure in objectives.figures] == ["os_code"]
    assert bodies.empty
    assert "ne dit pas le service gestionnaire" in bodies.message


def test_the_report_says_what_the_regulation_asks_and_which_article_to_read_before_citing_it(
    packs: dict[str, Pack],
) -> None:
    section = packs["decided"].section(SectionKey.REPORTING)
    assert section is not None
    [figure] = section.figures
    assert {row["article"] for row in figure.rows} == {"art. 40 §1", "art. 40 §2", "art. 41"}
    assert all(row["request"] and row["answer"] for row in figure.rows)
    assert "Avant de citer le reste du paragraphe 2 ou l'article 41, lisez-les sur EUR-Lex" in str(figure.note)
    words = texts_of(document_bytes(packs["decided"], Document.REPORT))
    assert "lisez-les sur EUR-Lex" in words
    assert "à vérifier" not in words, "a doubt that nobody can act on"
    assert packs["decided"].section(SectionKey.IEJ) is None
