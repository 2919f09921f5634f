"""Versions of the lexicon in the state folder: kept, found again, never half written."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.domain.lexicon import Lexicon, LexiconError
from dashboard.identification.lexicons import current_lexicon, keep_lexicon, lexicon_version, lexicon_versions
from dashboard.identification.sources import SHIPPED_AUTHOR, read_lexicon, shipped_lexicon
from dashboard.warehouse.state import State, StateError
from tests.identification.switched import switched


@pytest.fixture
def changed(lexicon: Lexicon) -> Lexicon:
    return switched(lexicon, "innovation", False)


def test_a_new_folder_uses_the_shipped_lexicon(state: State) -> None:
    assert current_lexicon(state) == shipped_lexicon()
    assert lexicon_versions(state) == [shipped_lexicon()]
    assert not state.root.exists()


def test_a_kept_version_has_an_author_and_a_date_and_is_the_current_one(state: State, changed: Lexicon) -> None:
    kept = keep_lexicon(state, changed, by="Analyste", comment="trop large")
    assert (kept.author, kept.comment) == ("Analyste", "trop large")
    assert kept.date.endswith("+00:00")
    assert current_lexicon(state) == kept == lexicon_version(state, changed.version)
    assert lexicon_versions(state) == [kept, shipped_lexicon()]
    record = json.loads((state.root / "lexicons" / f"{changed.version}.json").read_text(encoding="utf-8"))
    assert record["version"] == changed.version


def test_going_back_to_a_version_keeps_its_author(state: State, lexicon: Lexicon, changed: Lexicon) -> None:
    first = keep_lexicon(state, changed, by="Analyste")
    keep_lexicon(state, switched(changed, "ptce", False), by="Autre")
    assert keep_lexicon(state, changed, by="Troisième") == first == current_lexicon(state)
    assert len(lexicon_versions(state)) == 3
    assert keep_lexicon(state, lexicon, by="Analyste").author == SHIPPED_AUTHOR
    assert current_lexicon(state).version == lexicon.version
    # The shipped version is kept as well, for the day when another one is shipped.
    assert (state.root / "lexicons" / f"{lexicon.version}.json").is_file()
    assert len(lexicon_versions(state)) == 3


def test_two_at_once_lose_nothing(state: State, lexicon: Lexicon) -> None:
    versions = [switched(lexicon, item.id, False) for item in lexicon.searched]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda version: keep_lexicon(state, version, by="Analyste"), versions))
    assert {item.version for item in lexicon_versions(state)} == {item.version for item in [*versions, lexicon]}
    assert current_lexicon(state).version in {item.version for item in versions}
    assert [path.name for path in (state.root / "lexicons").glob(".*")] == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"expressions": [{"id": "x"}]}'])
def test_a_damaged_file_is_told_and_passed_over(state: State, changed: Lexicon, content: str) -> None:
    keep_lexicon(state, changed, by="Analyste")
    (state.root / "lexicons" / f"{changed.version}.json").write_text(content, encoding="utf-8")
    with pytest.raises(StateError, match="abîmé"):
        current_lexicon(state)
    assert lexicon_versions(state) == [shipped_lexicon()]
    assert keep_lexicon(state, changed, by="Analyste") == current_lexicon(state)


def test_a_file_edited_by_hand_is_refused(state: State, changed: Lexicon) -> None:
    keep_lexicon(state, changed, by="Analyste")
    path = state.root / "lexicons" / f"{changed.version}.json"
    path.write_text(path.read_text(encoding="utf-8").replace("ptces?", "poles?"), encoding="utf-8")
    with pytest.raises(StateError, match="a été modifié"):
        current_lexicon(state)


def test_a_damaged_pointer_and_a_missing_version_are_told(state: State, changed: Lexicon) -> None:
    keep_lexicon(state, changed, by="Analyste")
    (state.root / "lexicons" / f"{changed.version}.json").unlink()
    with pytest.raises(StateError, match="n'est pas dans le dossier"):
        current_lexicon(state)
    (state.root / "lexicon.json").write_text("?", encoding="utf-8")
    with pytest.raises(StateError, match="supprimez-le"):
        current_lexicon(state)


def test_a_lexicon_file_is_read_or_refused_in_french(tmp_path: Path, lexicon: Lexicon) -> None:
    path = tmp_path / "mon lexique.csv"
    path.write_text(lexicon.to_csv(), encoding="utf-8-sig")
    assert read_lexicon(path).version == lexicon.version
    path.write_bytes(replace(lexicon, comment="").to_csv().encode("cp1252"))
    with pytest.raises(LexiconError, match="pas en UTF-8"):
        read_lexicon(path)
    with pytest.raises(LexiconError, match="introuvable"):
        read_lexicon(tmp_path / "absent.csv")
