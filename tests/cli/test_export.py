"""The command `export`, as a person types it."""

import io
import json
import zipfile
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest

from dashboard.cli import app as cli
from dashboard.demo.campaigns import install_campaigns
from dashboard.exports.pack.workbook import REVIEWS_SHEET
from dashboard.exports.slides.template import SHIPPED
from dashboard.reviews.saved_views import save_view
from dashboard.reviews.store import FILE_NAME, open_store
from tests.bombs import packed, parts_of
from tests.conftest import copy_of
from tests.exports.test_office_template import RUNNING, calling_slides


@pytest.fixture(scope="module")
def folder(demonstration_state, tmp_path_factory):
    """The commands leave it as it is: no other file's tests open it."""
    return copy_of(demonstration_state, tmp_path_factory.mktemp("export")).root


@pytest.fixture
def ask(folder, capfd):
    def run(*arguments, state=folder):
        capfd.readouterr()
        code = cli.run(["export", *map(str, arguments), "--state", str(state)])
        out, err = capfd.readouterr()
        return code, out, err

    return run


def left_in(folder):
    return sorted(path.name for path in folder.iterdir())


def contents(root: Path):
    return {str(path.relative_to(root)): path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("document", ["xlsx", "pptx", "docx", "pdf", "zip"])
def test_each_document_is_written_and_nothing_else(ask, folder, tmp_path, document):
    before = contents(folder)
    target = tmp_path / f"comité.{document}"
    code, out, err = ask(document, "--out", target, "--axis", 2)
    assert (code, err) == (0, "")
    assert target.read_bytes().startswith(b"%PDF-") if document == "pdf" else zipfile.is_zipfile(target)
    assert str(target) in out
    assert out.endswith("\u202fMo.\n")
    assert left_in(tmp_path) == [target.name]
    assert contents(folder) == before


def test_filters_and_operations_reach_the_document(ask, tmp_path):
    target = tmp_path / "dossier.zip"
    assert ask("zip", "--out", target, "--region", "picardie", "--operation", "201798342")[0] == 0
    with zipfile.ZipFile(target) as archive:
        record = json.loads(archive.read("manifest.json"))
    assert record["filters"] == {"periode": ["2014-2020"], "region": ["Picardie"]}
    assert record["operations"] == ["201798342"]
    assert record["replay"].endswith("--region=Picardie --operation=201798342")


def test_a_second_selection_and_a_set_of_views_reach_the_documents(ask, folder, tmp_path):
    target = tmp_path / "dossier.zip"
    store = open_store(folder / FILE_NAME)
    kept = [
        save_view(store, name=name, page=page, query=query, shared=True, owner="a", author="A")
        for name, page, query in (
            ("Types en 2019", "repartition", {"vague": ["2019"], "dimensions": ["Type d'opération"]}),
            ("La liste", "operations", {}),
        )
    ]
    save_view(store, name="Comité", page="presentation", query={"vues": kept}, shared=True, owner="a", author="A")
    asked = ("--region", "bretagne", "--compare-with", "periode=2014-2020", "--views", "Comité")
    code, out, err = ask("zip", "--out", target, *asked)
    store.dispose()
    (folder / FILE_NAME).unlink()
    assert (code, err) == (0, "")
    assert "«\u202fLa liste\u202f» n'a pas d'écran" in out
    with zipfile.ZipFile(target) as archive:
        record = json.loads(archive.read("manifest.json"))
        deck = pptx.Presentation(io.BytesIO(archive.read("presentation.pptx")))
        book = openpyxl.load_workbook(io.BytesIO(archive.read("tableaux.xlsx")))
        report = docx.Document(io.BytesIO(archive.read("rapport.docx")))
    assert len(deck.slides) == 2
    assert "Types en 2019" in [shape.text_frame.text for shape in deck.slides[1].shapes if shape.has_text_frame]
    assert record["compared_with"] == {"periode": ["2014-2020"]}
    assert f"--compare-with=periode=2014-2020 --views={','.join(kept)}" in record["replay"]
    values = [[str(cell) for cell in row] for sheet in book for row in sheet.values]
    assert any("France entière" in cell for row in values for cell in row)
    assert "Deux sélections côte à côte" in [paragraph.text for paragraph in report.paragraphs]
    for wrong in (("--views", "inconnu"), ("--compare-with", "region=Nulle"), ("--compare-with", "periode=2021-2027")):
        assert ask("pptx", "--out", target, *wrong)[0] == 2


def test_sections_annexes_and_fiches_reach_the_documents(ask, tmp_path):
    target = tmp_path / "dossier.zip"
    chosen = ("--sections", "regions,chiffres-cles", "--report-sections", "toutes", "--annexes", "--fiches")
    assert ask("zip", "--out", target, *chosen, "--region", "picardie")[0] == 0
    with zipfile.ZipFile(target) as archive:
        record = json.loads(archive.read("manifest.json"))
        pages = archive.read("dossier.pdf")
    assert record["choice"]["slides"] == ["regions", "chiffres-cles"]
    assert len(record["choice"]["report"]) == len(record["sections"])
    assert record["choice"]["annexes"] is record["choice"]["fiches"] is True
    assert "--sections=regions,chiffres-cles" in record["replay"]
    assert pages.startswith(b"%PDF-")
    code, out, err = ask("essentiel", "--out", tmp_path / "essentiel.pdf")
    assert (code, err) == (0, "")
    assert out.startswith("L'essentiel en une page dans ")
    code, _, err = ask("pptx", "--out", tmp_path / "a.pptx", "--sections", "dotations")
    assert code == 2
    assert "«\u202fdotations\u202f» n'est pas une partie du dossier 2014-2020\u202f: perimetre, entonnoir" in err


def test_the_manifest_command_makes_the_same_csvs(ask, folder, tmp_path):
    target = tmp_path / "dossier.zip"
    assert ask("zip", "--out", target, "--wave", "2017")[0] == 0
    with zipfile.ZipFile(target) as archive:
        replay = json.loads(archive.read("manifest.json"))["replay"].split()[4:]
    again = tmp_path / "encore.zip"
    assert ask(*[again if word == "dossier.zip" else word for word in replay])[0] == 0
    with zipfile.ZipFile(target) as one, zipfile.ZipFile(again) as other:
        names = [name for name in one.namelist() if name.startswith("csv/") or name == "manifest.json"]
        assert len(names) > 10
        assert all(one.read(name) == other.read(name) for name in names)


def test_an_empty_selection_is_a_document_and_the_command_says_so(ask, tmp_path):
    code, out, _ = ask("xlsx", "--out", tmp_path / "vide.xlsx", "--search", "aucun mot pareil")
    assert code == 0
    assert "aucune opération ne correspond aux filtres" in out


def test_an_existing_file_is_replaced_whole(ask, tmp_path):
    target = tmp_path / "tableaux.xlsx"
    target.write_bytes(b"ancien")
    assert ask("xlsx", "--out", target, "--axis", 2)[0] == 0
    assert openpyxl.load_workbook(target).sheetnames[0] == "Lisez-moi"


def test_a_failure_leaves_the_old_file_whole_and_nothing_beside(ask, tmp_path, monkeypatch):
    target = tmp_path / "tableaux.xlsx"
    target.write_bytes(b"ancien")

    def full(self, target):
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    code, _, err = ask("xlsx", "--out", target, "--axis", 2)
    assert code == 1
    assert (
        err
        == f"Le fichier «\u202f{target}\u202f» ne peut pas être écrit\u202f: vérifiez vos droits et la place libre.\n"
    )
    assert target.read_bytes() == b"ancien"
    assert left_in(tmp_path) == [target.name]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("xlsx", "--out", "absent/x.xlsx"), 1, "n'existe pas"),
        (("xlsx", "--out", "."), 1, "est un dossier"),
        (("xlsx", "--out", "x.xlsx", "--template", "modele.pptx"), 2, "ne convient pas à un document xlsx"),
        (("pptx", "--out", "x.pptx", "--template", "modele.docx"), 2, "ne convient pas à un document pptx"),
        (("pptx", "--out", "x.pptx", "--template", "absent.pptx"), 2, "est introuvable"),
        (("zip", "--out", "x.zip", "--template", "modele.odt"), 2, "ne convient pas"),
        (("pptx", "--out", "x.pptx", "--template", "faux.pptx"), 1, "faux.pptx"),
        (("docx", "--out", "x.docx", "--template", "faux.docx"), 1, "faux.docx"),
        (("xlsx", "--out", "x.xlsx", "--names"), 2, "--reviews"),
        (("xlsx", "--out", "x.xlsx", "--region", "Atlantide"), 2, "Atlantide"),
        (("xlsx",), 2, "--out"),
        (("odt", "--out", "x.odt"), 2, "odt"),
    ],
)
def test_a_refusal_is_one_french_sentence_and_writes_nothing(ask, tmp_path, monkeypatch, arguments, code, said):
    monkeypatch.chdir(tmp_path)
    for name in ("modele.pptx", "modele.docx", "modele.odt", "faux.pptx", "faux.docx"):
        (tmp_path / name).write_bytes(b"pas un document")
    before = left_in(tmp_path)
    got, out, err = ask(*arguments)
    assert (got, out) == (code, "")
    assert said in err
    assert err.count("\n") == 1
    assert err.endswith((".\n", "?\n"))
    assert left_in(tmp_path) == before


def test_what_was_taken_out_of_a_template_is_said_after_the_document(ask, tmp_path):
    template = tmp_path / "charte.pptx"
    template.write_bytes(packed(calling_slides()))
    code, out, err = ask("pptx", "--out", tmp_path / "comité.pptx", "--template", template, "--axis", 2)
    assert (code, err) == (0, "")
    first, note = out.splitlines()
    assert first.endswith("Mo.")
    assert note == (
        "5 liens extérieurs du modèle «\u202fcharte.pptx\u202f» ont été retirés\u202f: "
        "le document n'ira rien chercher ailleurs."
    )


@pytest.mark.parametrize("kind", ["macros", "object"])
def test_a_template_that_runs_something_is_refused_and_nothing_is_written(ask, tmp_path, kind):
    template = tmp_path / "charte.pptx"
    template.write_bytes(packed(RUNNING[kind][0](parts_of(SHIPPED))))
    code, out, err = ask("pptx", "--out", tmp_path / "comité.pptx", "--template", template)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert RUNNING[kind][1] in err
    assert left_in(tmp_path) == ["charte.pptx"]


def test_reviews_come_from_the_store_without_names(ask, own_state, tmp_path):
    install_campaigns(open_store(own_state.root / FILE_NAME), own_state)
    people = {}
    for flags in ((), ("--names",)):
        target = tmp_path / "tableaux.xlsx"
        assert ask("xlsx", "--out", target, "--reviews", *flags, state=own_state.root)[0] == 0
        sheet = openpyxl.load_workbook(io.BytesIO(target.read_bytes()))[REVIEWS_SHEET]
        people[flags] = {row[2].value for row in sheet.iter_rows(min_row=2)}
    assert all(name.startswith("Évaluateur ") for name in people[()])
    assert people[()].isdisjoint(people["--names",])


def test_exporting_does_not_create_a_store_of_reviews(ask, folder, tmp_path):
    assert ask("xlsx", "--out", tmp_path / "x.xlsx", "--reviews", "--axis", 2)[0] == 0
    assert not (folder / FILE_NAME).exists()


def test_progress_goes_to_the_error_output_of_a_terminal(ask, tmp_path, monkeypatch):
    monkeypatch.setattr("dashboard.cli.export.sys.stderr.isatty", lambda: True, raising=False)
    code, out, err = ask("xlsx", "--out", tmp_path / "x.xlsx", "--axis", 2)
    assert code == 0
    assert "%" not in out
    shares = [int(part.split("\u202f%")[0]) for part in err.split("\r\033[K") if "\u202f%" in part]
    assert len(shares) > 12
    assert shares == sorted(shares)
    assert shares[-1] == 100
    assert "Répartition régionale" in err


def test_the_waves_to_compare_are_named_twice_and_known(ask, tmp_path):
    for waves, said in (
        (["2019"], "se donne deux fois"),
        (["2019", "2019"], "deux vagues différentes"),
        (["2019", "2017", "2015"], "se donne deux fois"),
        (["2019", "hors vague"], "n'est pas une vague"),
        (["2019", "1999"], "«\u202f1999\u202f» n'est pas une vague"),
    ):
        options = [f"--compare={wave}" for wave in waves]
        code, _, err = ask("xlsx", "--out", tmp_path / "classeur.xlsx", *options)
        assert (code, said in err) == (2, True), (waves, err)
    assert left_in(tmp_path) == []


def test_the_text_to_paste_keeps_its_length_and_its_numbers_lead_to_pages(ask, tmp_path):
    target = tmp_path / "texte.txt"
    code, out, err = ask("texte", "--out", target, "--axis", 2, "--length", 1000)
    assert (code, err) == (0, "")
    text = target.read_text(encoding="utf-8")
    assert 0 < len(text) <= 1000
    assert "caractères sur 1\u202f000." in out
    assert "(synthese?periode=2014-2020&axe=PON+FSE+%C2%B7+2#chiffres-cles)" in out
    assert text.split(" ", maxsplit=1)[0] in out
