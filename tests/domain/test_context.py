"""The words of the « Repères » pages: what ships is whole, and a wrong file is named with the key at fault."""

import shutil
from pathlib import Path

import pytest

from dashboard.domain.context import load_definitions, load_ecosystem, load_effects, load_statement
from dashboard.domain.context_file import ContextError, read_csv, read_toml, typeset

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
LOADERS = {
    "definitions.toml": load_definitions,
    "ecosystem.toml": load_ecosystem,
    "effects.toml": load_effects,
    "accessibility.toml": load_statement,
}


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    """A copy of the reference data, to spoil."""
    return Path(shutil.copytree(REFERENCE, tmp_path / "reference"))


def spoil(reference: Path, name: str, old: str, new: str) -> None:
    path = reference / "context" / name if name.endswith(".toml") else reference / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Quoi : « ceci » ; cela ? 50 %", "Quoi\u202f: «\u202fceci\u202f»\u202f; cela\u202f? 50\u202f%"),
        ("de 30 000 € à 1 250 000 €, 5 M€", "de 30\u202f000\u202f€ à 1\u202f250\u202f000\u202f€, 5\u202fM€"),
        ("en 2017 4 actions, 12 3456", "en 2017 4 actions, 12 3456"),
        ("https://exemple.test", "https://exemple.test"),
    ],
)
def test_ordinary_spaces_become_french_ones(written, printed):
    assert typeset(written) == printed


def test_definitions_name_their_texts_and_their_places():
    words = load_definitions(REFERENCE)
    cited = {reference.title for passage in words.definitions for reference in passage.references}
    for text in ("1304/2013, article 9", "2014-856", "Conseil supérieur de l'économie sociale", "2021/1057"):
        assert any(text in title for title in cited), text
    assert all(passage.references for passage in words.definitions)
    places = {(place.programme, place.part): place.label for place in words.placements}
    assert places["PON FSE", "Axe 3, objectif spécifique 3"].startswith("Coordonner et animer")
    assert places["PON FSE", "Axe 4"] == "Assistance technique"
    assert "Innovation sociale" in places["PN FSE+", "Priorité 6"]
    assert len(words.findings) == 3
    assert [figure.split("\u202f: ")[1].split(" ")[0] for figure in words.findings_figures] == ["12", "3"]


def test_levers_are_those_that_the_lists_need():
    words = load_ecosystem(REFERENCE)
    assert [lever.name for lever in words.levers] == [
        "Repérage et émergence", "Financement", "Anticipation", "Expérimentation", "Veille et accompagnement",
    ]  # fmt: skip
    assert words.lever_of("financement de l'émergence") == "Financement"
    assert words.lever_of("projet FSE") == ""
    assert words.source("000, 001, une étude") == "pièce 000, note de 2019, une étude"
    assert "première tranche" in words.fund_anomalies[0]


def test_statement_leaves_room_for_the_contact():
    assert "{contact}" in load_statement(REFERENCE).report


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("definitions.toml", "axis = 3", "axis = 7", ["definitions.toml", "placements[2].axis", "nomenclature.csv"]),
        ("definitions.toml", 'os_code = "3913"', 'os_code = "9999"', ["placements[3].os_code"]),
        ("definitions.toml", 'references = ["ess"]', 'references = ["inconnue"]', ["definitions[1].references", "inconnue"]),
        ("definitions.toml", "url = \"https://www.avise.org/\"", 'url = "javascript:alert(1)"', ["references[2].url", "https://"]),
        ("definitions.toml", "figures = [", 'figures = ["Chiffre inconnu", ', ["iej[0].figures", "Chiffre inconnu"]),
        ("ecosystem.toml", 'scheme_kind = "dispositif de département"', "", ["ecosystem.toml", "scheme_kind", "manque"]),
        ("ecosystem.toml", 'fund_anomalies = ["A18"]', 'fund_anomalies = ["A99"]', ["fund_anomalies", "A99"]),
        ("ecosystem.toml", 'covers = ["anticipation"]', "covers = []", ["levers[2].covers", "liste de textes"]),
        ("ecosystem.toml", 'text = "Faire', 'texte = "Faire', ["groups[0].texte", "inconnue"]),
        ("effects.toml", "attribution =", "part =", ["inputs.attribution", "manque"]),
        ("effects.toml", 'title = "La période compte"', "title = 3", ["limits[2].title", "texte est attendu"]),
        ("accessibility.toml", "[[tested]]", "[[tested", ["accessibility.toml", "TOML valide", "ligne"]),
    ],
)  # fmt: skip
def test_wrong_file_is_named_with_the_key_at_fault(reference, name, old, new, says):
    spoil(reference, name, old, new)
    with pytest.raises(ContextError) as error:
        LOADERS[name](reference)
    assert [word for word in says if word not in str(error.value)] == []


@pytest.mark.parametrize("name", LOADERS)
def test_missing_or_foreign_file_is_said(reference, name):
    path = reference / "context" / name
    path.write_bytes("état = « é »".encode("cp1252"))
    with pytest.raises(ContextError, match=f"{name}.*UTF-8"):
        LOADERS[name](reference)
    path.unlink()
    with pytest.raises(ContextError, match=f"{name}.*ne peut pas être lu"):
        LOADERS[name](reference)


def test_whole_number_is_asked_for_where_one_is_due(tmp_path):
    path = tmp_path / "essai.toml"
    path.write_text('axis = "3"\n', encoding="utf-8")
    with pytest.raises(ContextError, match=r"axis.*nombre entier"):
        read_toml(path).number("axis")


def test_csv_row_knows_its_line(tmp_path):
    path = tmp_path / "essai.csv"
    path.write_text("a;b\n1;2\n;x\n", encoding="utf-8")
    first, second = read_csv(path, "a", "b")
    assert first.number("b") == 2
    with pytest.raises(ContextError, match=r"essai\.csv.*ligne 3, colonne «\u202fa\u202f».*vide"):
        second.required("a")
    with pytest.raises(ContextError, match=r"ligne 3.*«\u202fx\u202f» n'est pas un nombre"):
        second.number("b")
    with pytest.raises(ContextError, match="colonne «\u202fc\u202f»"):
        read_csv(path, "a", "c")
    path.write_text("a;b\n1;2;3\n", encoding="utf-8")
    with pytest.raises(ContextError, match=r"ligne 2.*cellules"):
        read_csv(path, "a", "b")
