"""What the pack says in words: origin, filters, method, limits, fiches; on any extract, in French typography."""

import re
import shutil

import pytest

from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.exports.pack.content import SectionKey
from dashboard.exports.pack.fiches import note_boxes
from dashboard.identification.lexicons import current_lexicon, keep_lexicon
from dashboard.warehouse.state import State
from tests.exports.pack.conftest import HOSTILE, built

SELECTIONS = [
    Selection(),
    Selection(axes=("PON FSE · 2",)),
    Selection(decision=Decided.NOT_RETAINED),
    Selection(waves=("2017",)),
    Selection(programmes=("PON IEJ",)),
    Selection(regions_2016=("Mayotte",)),
    Selection(search="aucun mot pareil"),
    Selection(period="2021-2027"),
]
BAD_SPACE = re.compile(r"[^\u202f]([;?!%»]|:(?!//))|«[^\u202f]")


def texts(pack):
    yield from (pack.title, *pack.mentions, *pack.versions)
    for section in pack.sections:
        yield from (section.title, section.message, section.source_note, *section.paragraphs)
        yield from (part for item in section.highlights for part in (item.label, item.value, item.change))
        for item in section.figures:
            yield from (item.title, item.caption, item.sentence, item.note or "", item.source_note)
            yield from (column.label for column in item.columns.values())
            if item.map:
                yield from (*(label.label for label in item.map.legend), *item.map.apart)


@pytest.mark.parametrize("selection", SELECTIONS, ids=lambda item: item.in_words())
def test_french_typography(pack_of, selection):
    for text in texts(pack_of(selection)):
        assert not BAD_SPACE.search(f"\u202f{text}"), text
        assert not re.search(r"  | \.", text), text
        assert not re.search(r"\bnan\b|None|<NA>|\binf\b", text), text


def test_every_page_says_filters_date_and_demonstration(pack_of):
    assert pack_of(Selection(axes=("PON FSE · 2",))).mentions == (
        "Programmation\u202f: 2014-2020 · Axe\u202f: PON FSE · 2",
        "Extraction de référence\u202f: 9 mars 2019",
        "Jeu de démonstration",
    )


def test_a_real_extract_is_no_demonstration(one_operation):
    pack = built(one_operation)
    assert not pack.demonstration
    assert "Jeu de démonstration" not in " ".join(pack.mentions)
    assert pack.source.startswith("Source\u202f: liste.csv, importé le ")
    assert not any("démonstration" in text for text in texts(pack))


def test_an_empty_selection_says_so_everywhere(pack_of):
    pack = pack_of(Selection(search="aucun mot pareil"))
    assert pack.empty
    sections = [section for section in pack.sections if section.key is not SectionKey.SURVEY]
    assert all(section.empty and section.message.startswith("Aucune opération") for section in sections)
    assert len(pack.operations) == 0


def test_one_operation_is_said_in_the_singular(one_operation):
    pack = built(one_operation)
    assert pack.section(SectionKey.KEY_FIGURES).message == (
        "1 opération retenue sur 1 programmée (100,0\u202f%), pour 1,0\u202fk€ de coût total."
    )
    [sheet] = pack.section(SectionKey.EMBLEMATIC).sheets
    assert (sheet.title, sheet.num_dossier) == ("Atelier fictif", "201700000")
    assert not pack.empty


def test_operations_without_any_decision_leave_sections_empty(pack_of, one_operation):
    pack = built(one_operation, Selection(decision=Decided.NOT_RETAINED))
    assert pack.section(SectionKey.CATEGORY).empty
    assert pack.section(SectionKey.CATEGORY).message.endswith(
        "1 examinée dont 1 retenue, aucune ne répond aux filtres sur la décision et le type d'opération\u202f; aucune repérée."
    )


def test_hostile_titles_reach_the_fiches_whole(hostile):
    pack = built(hostile, chosen=[f"2017000{rank:02d}" for rank in range(len(HOSTILE))])
    sheets = pack.section(SectionKey.EMBLEMATIC).sheets
    assert [sheet.title for sheet in sheets] == [" ".join(text.split()) for text in HOSTILE]


def test_the_boxes_of_the_note_are_the_fiches(pack_of):
    section = pack_of().section(SectionKey.EMBLEMATIC)
    assert [sheet.title for sheet in section.sheets] == [box["title"] for box in note_boxes()]
    first = section.sheets[0]
    landmarks = dict(first.landmarks)
    assert landmarks["Coût total"] == "238\u202f778,48\u202f€"
    assert "synthétique" in landmarks["Numéro de dossier"]
    assert "déduit" in landmarks["Objectif spécifique"]
    assert first.marks[0] == "Montants programmés, imprimés dans la note (encadré 2)."


def test_synthetic_amounts_of_a_real_carrier_are_said_beside_each(pack_of, demonstration):
    listed = pack_of().operations
    cited = listed[
        (listed["provenance"] == "citée par la note") & listed["synthetic_fields"].str.contains("Coût total", na=False)
    ]
    pack = built(demonstration, chosen=[cited["num_dossier"].iloc[0]], only={SectionKey.EMBLEMATIC})
    [sheet] = pack.sections[0].sheets
    assert "valeur synthétique" in dict(sheet.landmarks)["Coût total"]
    assert "valeur synthétique" in dict(sheet.landmarks)["Montant UE"]
    assert sheet.marks == ("Montants synthétiques\u202f: la note ne les imprime pas.",)


def test_an_invented_operation_says_so_once(pack_of, demonstration):
    listed = pack_of().operations
    number = listed.loc[listed["provenance"] == "démonstration", "num_dossier"].iloc[0]
    [sheet] = built(demonstration, chosen=[number], only={SectionKey.EMBLEMATIC}).sections[0].sheets
    assert sheet.marks[0].startswith("Opération synthétique du jeu de démonstration")
    assert not any("synthétique" in value for _, value in sheet.landmarks)


def test_a_fiche_says_why_by_criteria_scores_and_reason_and_never_who_named_it(pack_of, demonstration, store):
    listed = pack_of().operations
    decided = listed[listed["decision_source"].str.startswith("campagne", na=False)]
    number = decided.loc[decided["decision_reason"].str.contains(":", regex=False), "num_dossier"].iloc[0]
    [scored] = built(demonstration, engine=store, chosen=[number], only={SectionKey.EMBLEMATIC}).sections[0].sheets
    why = dict(scored.paragraphs)["Pourquoi elle est innovante"]
    reason, criteria = why.split("\n")
    assert reason.startswith("2 évaluations concordantes")
    assert re.match(r"Critères, sur 100 \(campagne «\u202fCampagne 2019 \(démonstration\)\u202f»\)\u202f: \S", criteria)
    assert len(re.findall(r" \d{1,3}(?=\u202f;|\.)", criteria)) == 4
    for sheet in pack_of().section(SectionKey.EMBLEMATIC).sheets:
        said = dict(sheet.paragraphs)["Pourquoi elle est innovante"]
        assert said == "Aucun critère, score ou motif n'est enregistré pour cette opération."


def test_chosen_operations_come_in_their_order_and_missing_ones_are_named(pack_of, demonstration):
    numbers = list(pack_of().operations["num_dossier"].iloc[[5, 2]])
    section = built(demonstration, chosen=[*numbers, "inconnu"], only={SectionKey.EMBLEMATIC}).sections[0]
    assert [sheet.num_dossier for sheet in section.sheets] == numbers
    assert section.paragraphs == ("L'opération inconnu n'est pas dans la sélection\u202f: sa fiche manque.",)


def test_the_method_names_what_was_searched_and_decided(pack_of, demonstration, store):
    pack = built(demonstration, engine=store, only={SectionKey.PERIMETER})
    text = " ".join(pack.sections[0].paragraphs)
    assert "10 expressions du lexique cherchées" in text
    assert pack.made_from["Lexique"] == "10 expressions cherchées"
    assert "Campagne 2019 (démonstration)" in pack.made_from["Campagnes d'évaluation"]
    # A digest is for whoever computes the figures again, not for a slide.
    assert pack_of().versions["Lexique"] in pack.versions["Lexique"]
    assert pack_of().versions["Lexique"] not in text
    assert "«\u202fCampagne 2019 (démonstration)\u202f»" in text
    assert "2 évaluations concordantes à l'aveugle décident" in text
    assert "du 5 mars 2017 au 31 décembre 2018, extraite le 9 mars 2019" in text


def test_the_method_leaves_out_campaigns_whose_decisions_are_not_published(one_operation, store):
    pack = built(one_operation, engine=store, only={SectionKey.PERIMETER})
    assert "campagne" not in " ".join(pack.sections[0].paragraphs).casefold()
    assert pack.versions["Lexique"] == current_lexicon(one_operation).version


def test_2021_2027_says_nothing_of_the_campaign_nor_of_the_note_of_2014_2020(demonstration, store):
    pack = built(
        demonstration, Selection("2021-2027"), engine=store, only={SectionKey.PERIMETER, SectionKey.LIMITS, SectionKey.AXIS_OBJECTIVE}
    )  # fmt: skip
    text = " ".join(paragraph for section in pack.sections for paragraph in section.paragraphs)
    assert "Campagne 2019" not in text
    assert "la note" not in text
    assert "toutes les opérations sont synthétiques" in text
    columns = {name for figure in pack.figures for name in figure.columns}
    assert "programme_operations" in columns
    assert "participants" not in columns, "no source of the period counts them"


def test_the_method_says_the_lexicon_of_the_campaign_and_the_current_one(demonstration, store, tmp_path):
    state = State(shutil.copytree(demonstration.root, tmp_path / "state"))
    before = current_lexicon(state)
    now = keep_lexicon(state, before.with_change(without=[before.searched[0].id]), by="Gérard")
    pack = built(state, engine=store, only={SectionKey.PERIMETER})
    text = " ".join(pack.sections[0].paragraphs)
    assert "«\u202fCampagne 2019 (démonstration)\u202f» l'ont été avec une autre version du lexique." in text
    assert not any(version in text for version in (before.version, now.version))
    assert [version in pack.versions["Lexique"] for version in (before.version, now.version)] == [True, True]
    unchanged = built(demonstration, engine=store, only={SectionKey.PERIMETER})
    assert "l'ont été" not in " ".join(unchanged.sections[0].paragraphs)


def test_the_limits_are_counted_on_the_selection(pack_of):
    text = " ".join(pack_of().section(SectionKey.LIMITS).paragraphs)
    unknown = int(pack_of().operations["participants_entered"].isna().sum())
    assert f"{unknown} opérations retenues n'indiquent aucun effectif" in text
    assert "427 de ses 431 chiffres recalculables" in text
    assert "ni ce qui a été dépensé" in text


def test_digests_of_the_files_are_in_the_versions(pack_of, demonstration):
    current = demonstration.current()
    digests = {demonstration.manifest(name)["sha256"] for name in current.imports}
    assert {text.removeprefix("sha256 ") for text in pack_of().versions.values()} >= digests
