"""Présentation and Exports: slides, their order and their URL; documents that say what the screen says."""

import io
import json
import re
import zipfile

import docx
import pptx
import pytest
from openpyxl import load_workbook

from dashboard.exports.pack.content import SLUGS, usual_slides
from tests.bombs import packed
from tests.exports.test_office_template import calling_slides, outside
from tests.pages.conftest import Opened, counted, run, said
from tests.pages.declared import page_path

PRESENTATION = page_path("comite/presentation.py")
EXPORTS = page_path("comite/exports.py")
EXTRACTS = ("demonstration", "empty", "one_row", "one_retained", "stray")


def slide(app) -> str:
    [found] = [block.proto.body for block in app.get("html") if 'class="diapo"' in block.proto.body]
    return found


def address(app, key: str) -> str:
    value = app.query_params[key]
    return value if isinstance(value, str) else ",".join(value)


def click(app, key: str):
    app.button(key=key).click()
    return run(app)


@pytest.mark.parametrize("extract", EXTRACTS)
@pytest.mark.parametrize("name", SLUGS.values())
def test_every_slide_opens_on_every_extract(request, opened: Opened, extract, name):
    app = opened(request.getfixturevalue(extract), PRESENTATION, diapo=name, diapos=",".join(SLUGS.values()))
    assert 'class="diapo-titre' in slide(app)
    assert [error.value for error in app.error] == []


def test_the_figures_of_a_slide_are_those_of_the_rows(opened: Opened, demonstration):
    expected = counted(demonstration, "wave = '2019' and region = 'Bretagne'")
    app = opened(demonstration, PRESENTATION, diapo="chiffres-cles", vague="2019", region="Bretagne")
    shown = slide(app)
    assert f"<dd>{expected['operations']}</dd>" in shown
    assert "Bretagne" in shown
    assert "Jeu de démonstration" in shown


def test_the_slides_follow_each_other_and_the_url_says_which_one(opened: Opened, demonstration):
    app = opened(demonstration, PRESENTATION)
    assert address(app, "diapo") == "perimetre"
    assert app.button(key="diapo-precedente").disabled
    click(app, "diapo-suivante")
    assert address(app, "diapo") == "entonnoir"
    assert f"2\u202f/\u202f{len(usual_slides('2014-2020'))}" in slide(app)
    click(app, "diapo-precedente")
    assert address(app, "diapo") == "perimetre"


def test_the_presenter_chooses_and_orders_the_slides(opened: Opened, demonstration):
    app = opened(demonstration, PRESENTATION, diapos="regions,types,enquete", diapo="types")
    assert "2\u202f/\u202f3" in slide(app)
    click(app, "diapo-Monter-category")
    assert address(app, "diapos") == "types,regions,enquete"
    assert "1\u202f/\u202f3" in slide(app)
    [shown] = [box for box in app.checkbox if box.key.startswith("diapo-survey-")]
    shown.uncheck()
    run(app)
    assert address(app, "diapos") == "types,regions"
    [hidden] = [box for box in app.checkbox if box.key.startswith("diapo-iej-")]
    hidden.check()
    run(app)
    assert address(app, "diapos") == "types,regions,iej"


def test_a_slide_with_nothing_to_show_is_left_out_and_the_choice_says_why(opened: Opened, demonstration):
    app = opened(demonstration, PRESENTATION, periode="2021-2027", diapos="enquete,regions,limites")
    assert "1\u202f/\u202f2" in slide(app)
    assert any("Rien à montrer\u202f: aucune enquête n'est chargée" in caption.value for caption in app.caption)
    assert address(app, "diapos") == "enquete,regions,limites"


def test_no_digest_stands_on_a_slide(opened: Opened, demonstration):
    app = opened(demonstration, PRESENTATION, diapo="perimetre")
    assert "10 expressions du lexique cherchées" in slide(app)
    assert not re.search(r"version [0-9a-f]{12}", slide(app))


def test_full_screen_leaves_the_slide_alone_and_comes_back(opened: Opened, demonstration):
    app = opened(demonstration, PRESENTATION, diapo="types")
    click(app, "diapo-plein")
    assert address(app, "plein-ecran") == "oui"
    assert [text for text in said(app) if text.startswith("# ")] == []
    assert "<h1" in slide(app)
    assert app.button(key="diapo-suivante").proto.shortcut == "pagedown"
    click(app, "diapo-quitter")
    assert "plein-ecran" not in app.query_params
    assert "<h2" in slide(app)


def test_a_dead_address_shows_the_first_slide(opened: Opened, demonstration):
    app = opened(demonstration, PRESENTATION, diapo="nulle-part", diapos="rien,,types,types,<script>")
    assert "1\u202f/\u202f1" in slide(app)


@pytest.mark.parametrize("extract", EXTRACTS)
def test_the_whole_pack_can_be_downloaded_from_every_extract(request, opened: Opened, extract):
    app = opened(request.getfixturevalue(extract), EXPORTS)
    click(app, "preparer-zip")
    assert [error.value for error in app.error] == []
    [button] = [item for item in app.get("download_button") if item.proto.label.startswith("Télécharger")]
    assert button.proto.label.endswith("Mo)")
    [content] = app.session_state["_committee_document"].values()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert {"presentation.pptx", "rapport.docx", "tableaux.xlsx", "manifest.json"} <= set(names)
        assert len(pptx.Presentation(io.BytesIO(archive.read("presentation.pptx"))).slides) >= 1
        assert docx.Document(io.BytesIO(archive.read("rapport.docx"))).paragraphs
        assert load_workbook(io.BytesIO(archive.read("tableaux.xlsx"))).sheetnames


def test_the_documents_show_the_slides_of_the_presentation(opened: Opened, demonstration):
    app = opened(demonstration, EXPORTS, diapos="regions,types")
    assert address(app, "diapos") == "regions,types"
    assert any("Diaporama et PDF\u202f: 2 écrans" in text for text in said(app))
    app.multiselect(key="dossier-parties").select("survey")
    run(app)
    click(app, "preparer-zip")
    assert [error.value for error in app.error] == []
    [content] = app.session_state["_committee_document"].values()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        deck = pptx.Presentation(io.BytesIO(archive.read("presentation.pptx")))
        report = docx.Document(io.BytesIO(archive.read("rapport.docx")))
        choice = json.loads(archive.read("manifest.json"))["choice"]
    assert [slide.shapes.title.text_frame.text.partition("\u202f")[0] for slide in deck.slides][1:] == [
        "Trois régions concentrent 30,5",
        "Opérations ou démarches socialement innovantes en tête",
    ]
    assert "L'enquête auprès des gestionnaires" not in [paragraph.text for paragraph in report.paragraphs]
    assert choice["slides"] == ["regions", "types"]
    assert "enquete" not in choice["report"]


def test_another_question_asks_for_another_document(opened: Opened, demonstration):
    app = opened(demonstration, EXPORTS)
    click(app, "preparer-xlsx")
    assert [item for item in app.get("download_button") if item.proto.label.startswith("Télécharger")]
    app.checkbox(key="dossier-evaluations").check()
    run(app)
    assert not [item for item in app.get("download_button") if item.proto.label.startswith("Télécharger")]
    click(app, "preparer-xlsx")
    [content] = app.session_state["_committee_document"].values()
    assert "Évaluations" in load_workbook(io.BytesIO(content)).sheetnames


def test_a_template_that_is_none_is_one_sentence(opened: Opened, demonstration):
    app = opened(demonstration, EXPORTS)
    [uploader] = [item for item in app.file_uploader if item.key == "dossier-modeles"]
    uploader.upload("modele.pptx", b"not a presentation", "application/octet-stream")
    run(app)
    click(app, "preparer-pptx")
    [error] = app.error
    assert "modèle" in error.value


def test_a_template_that_calls_elsewhere_is_used_without_and_the_page_says_so(opened: Opened, demonstration):
    app = opened(demonstration, EXPORTS)
    [uploader] = [item for item in app.file_uploader if item.key == "dossier-modeles"]
    assert uploader.proto.max_upload_size_mb == 30
    uploader.upload("modele.pptx", packed(calling_slides()), "application/octet-stream")
    run(app)
    click(app, "preparer-pptx")
    assert [error.value for error in app.error] == []
    [info] = [info.value for info in app.info if "extérieurs" in info.value]
    assert info.startswith("5 liens extérieurs du modèle")
    [content] = app.session_state["_committee_document"].values()
    assert outside(content) == ["MAILTO:a@exemple.fr", "https://exemple.fr/"]
    click(app, "preparer-xlsx")
    assert [info.value for info in app.info if "extérieurs" in info.value] == []
