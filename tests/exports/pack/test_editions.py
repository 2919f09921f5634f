"""The section on editions: 2021-2027 alone, and the same words and figures as the page."""

from dataclasses import replace
from pathlib import Path

from dashboard.domain.selection import Selection
from dashboard.exports.pack.archive import csv_members
from dashboard.exports.pack.content import SectionKey
from dashboard.exports.pack.workbook import workbook_bytes
from dashboard.exports.slides.deck import slides_bytes
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.state import State
from tests.editions import JULY, operation, publish_edition
from tests.exports.pack.conftest import Build, built

CURRENT = Selection(period="2021-2027")
FIRST = [operation("1", title="=1+1"), operation("2"), operation("3")]
SECOND = [operation("1", title="<b>Autre</b>", total_cost="250000.00"), operation("3"), operation("4")]


def test_former_period_has_no_such_section(pack_of: Build) -> None:
    assert SectionKey.EDITIONS not in [section.key for section in pack_of().sections]


def test_one_edition_says_that_there_is_nothing_to_compare(tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    publish_edition(state, tmp_path, FIRST)
    [section] = built(state, CURRENT, only={SectionKey.EDITIONS}).sections
    assert section.empty
    assert "Une seule édition" in section.message


def test_the_source_names_what_completes_the_list(tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    publish_edition(state, tmp_path, FIRST)
    for name, number in (("complement.csv", "1"), ("autre.csv", "9")):
        (tmp_path / name).write_text(f"Numéro Opération;Priorité\n{number};6\n", encoding="utf-8")
        run_import(state, ImportRequest(tmp_path / name))
    source = built(state, CURRENT, only={SectionKey.EDITIONS}).source
    # What completes nothing yet isn't a source.
    assert source.endswith("édition du 16 mars 2026, complétée par complement.csv")


def test_two_editions_are_told_in_every_document(tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    publish_edition(state, tmp_path, FIRST)
    publish_edition(state, tmp_path, SECOND, JULY)
    pack = built(state, CURRENT, only={SectionKey.EDITIONS})
    [section] = pack.sections
    assert section.message == (
        "Depuis l'édition du 16 mars 2026\u202f: 1 nouvelle, 1 partie, 1 modifiée\u202f; coût total +249,0\u202fk€, "
        "montant UE +149,4\u202fk€."
    )
    assert [highlight.value for highlight in section.highlights][:3] == ["1", "1", "1"]
    programmes = section.figures[1]
    assert programmes.rows[-1]["after"] - programmes.rows[-1]["before"] == programmes.rows[-1]["difference"]
    names = list(csv_members(pack))
    assert any("edition_programmes_eu_amount" in name for name in names)
    assert any("edition_operations" in name for name in names)
    # A region filters nothing here: an edition is compared whole.
    narrowed = built(state, replace(CURRENT, regions=("Bretagne",)), only={SectionKey.EDITIONS})
    assert narrowed.sections[0].message == section.message
    assert workbook_bytes(pack)[:2] == slides_bytes(pack)[:2] == b"PK"
