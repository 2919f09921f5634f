"""The archive: same inputs, same CSVs; a manifest that says on what the figures rest and how to make them again."""

import csv
import hashlib
import io
import json
import shlex
import zipfile

import pytest

from dashboard.demo.install import open_state
from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.exports.documents import Document, document_bytes
from dashboard.exports.pack.archive import MANIFEST, archive_bytes, csv_members, manifest, replay_command
from dashboard.exports.pack.content import Choice, SectionKey
from dashboard.warehouse.state import State
from tests.exports.pack.conftest import HOSTILE, built

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_same_inputs_give_the_same_bytes_elsewhere(pack_of, tmp_path):
    elsewhere = State(tmp_path / "autre")
    open_state(elsewhere)
    again = built(elsewhere)
    assert csv_members(again) == csv_members(pack_of())
    assert manifest(again, csv_members(again)) == manifest(pack_of(), csv_members(pack_of()))
    documents = {"tableaux.xlsx": b"x"}
    assert archive_bytes(again, documents) == archive_bytes(pack_of(), documents)


def test_the_manifest_holds_what_the_pack_rests_on(pack_of, demonstration):
    pack = pack_of(Selection(axes=("PON FSE · 2",)))
    members = csv_members(pack)
    record = json.loads(manifest(pack, members, ["201798342"]))
    assert record["filters"] == {"periode": ["2014-2020"], "axe": ["PON FSE · 2"]}
    assert record["filters_in_words"] == pack.filters
    assert record["operations"] == ["201798342"]
    digests = {demonstration.manifest(name)["sha256"] for name in demonstration.current().imports}
    assert digests <= {text.removeprefix("sha256 ") for text in record["versions"].values()}
    assert {name: hashlib.sha256(content).hexdigest() for name, content in members.items()} == {
        name: item["sha256"] for name, item in record["csv"].items()
    }


def test_other_filters_give_another_manifest(pack_of):
    one, other = (manifest(pack, csv_members(pack)) for pack in (pack_of(), pack_of(Selection(axes=("PON FSE · 2",)))))
    assert one != other


def test_each_table_has_its_csv_with_its_figures(pack_of):
    pack = pack_of()
    members = csv_members(pack)
    assert len(members) == len(pack.figures) + 1
    rows = read(members["csv/06_tableau_3.csv"])
    assert rows[0][:4] == [
        "Axe, objectif spécifique",
        "Opérations 2019",
        "Opérations 2019 (part, de 0 à 1)",
        "Opérations 2017",
    ]
    assert "Coût total 2019 (€)" in rows[0]
    assert rows[1][:2] == ["Axe 1", "25"]
    assert rows[-1][:2] == ["Total", "106"]
    for content in members.values():
        assert len(set(read(content)[0])) == len(read(content)[0])


def test_csv_of_synthetic_answers_say_so(pack_of):
    rows = read(csv_members(pack_of())["csv/13_enquete_reponses.csv"])
    assert rows[0][-1] == "Données"
    assert {row[-1] for row in rows[1:]} == {"Réponses synthétiques (démonstration)"}


def test_no_cell_starts_a_formula(hostile):
    rows = read(csv_members(built(hostile))["csv/operations.csv"])
    column = rows[0].index("Intitulé de l'opération")
    titles = [row[column] for row in rows[1:]]
    assert len(titles) == len(HOSTILE)
    assert not any(text.startswith(FORMULA_STARTS) for text in titles)


@pytest.mark.parametrize("selection", [
    Selection(),
    Selection(waves=("2017", "2019"), axes=("PON FSE · 3",), decision=Decided.NOT_RETAINED, search="l'économie & co"),
    Selection(period="2021-2027", regions=("La Réunion",), categories=("Évaluation de l'impact social",), decision=Decided.RETAINED),
])  # fmt: skip
def test_the_command_to_replay_describes_the_selection(selection):
    words = shlex.split(replay_command(selection, ["12"]))
    assert words[:5] == ["python", "-m", "dashboard", "export", "zip"]
    assert f"--period={selection.period}" in words
    assert "--operation=12" in words
    assert ("--not-retained" in words) == (selection.decision is Decided.NOT_RETAINED)
    assert [word for word in words if word.startswith("--axis=")] == [f"--axis={axis}" for axis in selection.axes]
    assert (f"--search={selection.search}" in words) == bool(selection.search)


def test_the_command_to_replay_names_the_slides_and_the_sections():
    slides, report = (SectionKey.REGION, SectionKey.CATEGORY), (SectionKey.CATEGORY,)
    for choice, expected in (
        (Choice(), []),
        (Choice(slides, slides), ["--sections=regions,types"]),
        (Choice(slides), ["--sections=regions,types", "--report-sections=toutes"]),
        (Choice((), report, annexes=True, fiches=True), ["--report-sections=types", "--annexes", "--fiches"]),
    ):
        words = shlex.split(replay_command(Selection(), (), choice))
        assert [
            word for word in words if word.startswith(("--sections", "--report", "--annexes", "--fiches"))
        ] == expected


def test_the_archive_holds_the_documents(pack_of):
    told = []
    content = document_bytes(pack_of(), Document.ARCHIVE, progress=lambda *given: told.append(given))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in ("presentation.pptx", "rapport.docx", "tableaux.xlsx"):
            assert zipfile.is_zipfile(io.BytesIO(archive.read(name)))
        for name in ("dossier.pdf", "essentiel.pdf"):
            assert archive.read(name).startswith(b"%PDF-")
    assert names[:5] == ["presentation.pptx", "rapport.docx", "tableaux.xlsx", "dossier.pdf", "essentiel.pdf"]
    assert names[-1] == MANIFEST
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
