"""The files of « Repères »: what ships is whole, and a wrong file is named with the place at fault."""

import re
import shutil
from pathlib import Path

import pytest

from dashboard.domain.context import load_definitions, load_ecosystem
from dashboard.domain.context_file import ContextError, read_csv, read_markdown, read_toml, typeset

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
LOADERS = {
    "definitions.toml": load_definitions,
    "ecosystem.toml": load_ecosystem,
    "ecosystem.md": lambda reference: read_markdown(reference / "context" / "ecosystem.md", "Qui fait quoi"),
}
PROSE = sorted((REFERENCE / "context").glob("*.md"))


def headings(path: Path) -> list[str]:
    return re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    """A copy of the reference data, to spoil."""
    return Path(shutil.copytree(REFERENCE, tmp_path / "reference"))


def spoil(reference: Path, name: str, old: str, new: str) -> None:
    path = reference / "context" / name if name in LOADERS else reference / name
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


def test_prose_cites_its_texts_by_safe_addresses():
    definitions = REFERENCE / "context" / "definitions.md"
    found = read_markdown(definitions, *headings(definitions))
    for text in ("1304/2013, article 9", "2014-856", "Conseil supérieur de l'économie sociale", "2021/1057"):
        assert text in found["Ce que disent les textes"], text
    cards = found["Ce que disent les textes"].split("\n### ")
    assert [card for card in cards if "](https://" not in card] == [], "each text is cited"
    assert len(found["Ce que l'évaluation de l'IEJ en retient"].split("\n### ")) == 3
    for path in PROSE:
        addresses = re.findall(r"\]\(([^)]*)\)", path.read_text(encoding="utf-8"))
        assert [address for address in addresses if not address.startswith("https://")] == [], path.name


def test_prose_stands_on_one_line_a_paragraph_in_french_spacing():
    """A line's end is no space that the typography could narrow."""
    for path in PROSE:
        for heading, text in read_markdown(path, *headings(path)).items():
            assert not re.search(r"[ \n][;:!?»%€]|« ", text), f"{path.name}, {heading}"
            for block in re.split(r"\n{2,}", text):
                lines = block.split("\n")
                assert len(lines) == 1 or all(line.startswith("- ") for line in lines), f"{path.name}: {block}"


def test_placements_and_findings_come_from_the_reference_rows():
    words = load_definitions(REFERENCE)
    places = {(place.programme, place.part): place.label for place in words.placements}
    assert places["PON FSE", "Axe 3, objectif spécifique 3"].startswith("Coordonner et animer")
    assert places["PON FSE", "Axe 4"] == "Assistance technique"
    assert "Innovation sociale" in places["PN FSE+", "Priorité 6"]
    assert [figure.split("\u202f: ")[1].split(" ")[0] for figure in words.findings_figures] == ["12", "3"]


def test_levers_are_those_that_the_lists_need():
    words = load_ecosystem(REFERENCE)
    assert [lever.name for lever in words.levers] == [
        "Repérage et émergence", "Financement", "Anticipation", "Expérimentation", "Veille et accompagnement",
    ]  # fmt: skip
    assert words.lever_of("financement de l'émergence") == "Financement"
    assert words.lever_of("projet FSE") == ""
    assert (
        words.source("000, 001, une étude")
        == "document de cadrage de l'analyse, chiffres de 2018, note de 2019, une étude"
    )
    assert "première tranche" in words.fund_anomalies[0]


def test_statement_leaves_room_for_the_contact():
    assert "dites-le à {contact} " in (REFERENCE / "context" / "accessibility.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("definitions.toml", "axis = 3", "axis = 7", ["definitions.toml", "placements[2].axis", "nomenclature.csv"]),
        ("definitions.toml", 'os_code = "3913"', 'os_code = "9999"', ["placements[3].os_code"]),
        ("definitions.toml", "figures = [", 'figures = ["Chiffre inconnu", ', ["iej.figures", "Chiffre inconnu"]),
        ("ecosystem.toml", 'scheme_kind = "dispositif de département"', "", ["ecosystem.toml", "scheme_kind", "manque"]),
        ("ecosystem.toml", 'fund_anomalies = ["A18"]', 'fund_anomalies = ["A99"]', ["fund_anomalies", "A99"]),
        ("ecosystem.toml", 'covers = ["anticipation"]', "covers = []", ["levers[2].covers", "liste de textes"]),
        ("ecosystem.toml", 'text = "Payer', 'texte = "Payer', ["levers[1].texte", "inconnue"]),
        ("ecosystem.toml", 'name = "Financement"', "name = 3", ["levers[1].name", "texte est attendu"]),
        ("ecosystem.toml", "[[levers]]", "[[levers", ["ecosystem.toml", "TOML valide", "ligne"]),
        ("definitions.toml", "[iej]", "[[iej]]", ["iej", "table est attendue"]),
        ("ecosystem.md", "## Qui fait quoi", "## Qui fait tout", ["ecosystem.md", "Qui fait tout", "inconnu"]),
        ("ecosystem.md", "## Qui fait quoi", "", ["ecosystem.md", "Qui fait quoi", "attendus"]),
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
