"""The waves that documents compare: the newest two, or those that are asked for."""

import pytest

from dashboard.domain.selection import Selection
from dashboard.exports.pack.build import build_pack
from dashboard.exports.pack.content import Pack, SectionKey
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.build import connect
from dashboard.warehouse.indicators import Compared
from dashboard.warehouse.state import State
from tests.dated import dated_list, decided_list

ONLY = (SectionKey.KEY_FIGURES, SectionKey.LIMITS)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> State:
    folder = tmp_path_factory.mktemp("listed")
    state = State(folder / "state")
    run_import(state, ImportRequest(dated_list(folder / "liste.csv")))
    decisions = {"n1": "2022", "n3": "2023", "n4": "2024", "n6": "2023"}
    run_import(state, ImportRequest(decided_list(folder / "decisions.csv", decisions)))
    return state


def pack(state: State, compared: Compared | None = None, period: str = "2021-2027") -> Pack:
    publication = state.current()
    assert publication is not None
    with connect(state, publication) as connection:
        selection = Selection(period=period)
        return build_pack(state, publication, connection, selection, compared=compared, only=ONLY, operations=False)


def test_documents_compare_the_newest_two_waves(listed: State) -> None:
    key_figures, limits = pack(listed).sections
    change = key_figures.figures[1]
    assert change.title == "−1 opération retenue de l'année de convention 2023 à l'année de convention 2024"
    assert change.caption == "Évolution entre les deux dernières années de convention"
    assert [row["waves"] for row in change.rows] == ["2023 → 2024"]
    assert (
        change.note
        == "La dernière année s'enrichit à chaque édition de la liste\u202f: les parts se comparent mieux que les nombres. "
        "1 opération programmée sans date de convention, dont aucune retenue, reste hors de cette comparaison."
    )
    left_out = "1 opération programmée sans date de convention, dont aucune retenue, reste hors de cette comparaison."
    assert any(left_out in paragraph for paragraph in limits.paragraphs)
    assert key_figures.highlights[0].change == "2024\u202f: 1 (−1 par rapport à 2023)"


def test_documents_compare_what_is_asked(listed: State) -> None:
    key_figures, _ = pack(listed, ("2022", "2023")).sections
    change = key_figures.figures[1]
    assert change.title == "−1 opération retenue de l'année de convention 2023 à l'année de convention 2022"
    assert change.caption == "Évolution entre deux années de convention"
    assert key_figures.highlights[0].change == "2022\u202f: 1 (−1 par rapport à 2023)"


def test_waves_of_2014_2020_keep_their_words(demonstration_state: State) -> None:
    key_figures, limits = pack(demonstration_state, period="2014-2020").sections
    change = key_figures.figures[1]
    assert change.caption == "Évolution entre les deux dernières vagues"
    assert change.columns["waves"].label == "Vagues"
    assert change.title.endswith("de la vague 2017 à la vague 2019")
    assert change.note == "Les vagues n'ont pas la même durée\u202f: les parts se comparent mieux que les nombres."
    assert change.source_note is not None
    assert change.source_note.endswith("différence rapportée à la vague précédente, vide si celle-ci est nulle.")
    assert any("les vagues 2017 et 2019 ne couvrent pas des durées égales" in text for text in limits.paragraphs)
