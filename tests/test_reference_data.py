"""The reference rows that the product builds on: whole, consistent, and right on what real extracts say."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.domain.managing_bodies import WORDS
from dashboard.domain.operation import UNKNOWN

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "data" / "reference"
MACROS = ROOT / "src" / "dashboard" / "warehouse" / "sql" / "macros.sql"

COLUMNS = {
    "programmes": "period;programme;pattern;fund;is_main;cci;region",
    "nomenclature": (
        "period;programme;priority_axis;thematic_objective;investment_priority;specific_objective;"
        "os_code;label;technical_assistance"
    ),
    "eu_rates": "period;programme;usual_min;usual_max",
    "regions": "region;cog;region_2016;region_2016_cog;kind;fse_plus_category",
    "region_aliases": "alias;region;region_2016",
    "departments": "code;name;region;region_2016",
    "department_aliases": "alias;departments",
    "managing_body_rules": "rank;pattern;managing_body_type;example",
    "waves": "period;wave;label;programmed_from;programmed_to;extracted_on",
    "categories": "category;short_label;definition",
    "allocations": "period;programme;priority;fund;eu_amount;technical_assistance;source;date;note",
    "priority_6_actions": "action;pattern;source",
}
KEYS = {
    "nomenclature": ("period", "programme", "priority_axis", "os_code"),
    "eu_rates": ("period", "programme"),
    "regions": ("region",),
    "region_aliases": ("alias",),
    "departments": ("code",),
    "department_aliases": ("alias",),
    "managing_body_rules": ("rank",),
    "waves": ("period", "wave"),
    "categories": ("category",),
    "programmes": ("period", "programme"),
    "allocations": ("period", "programme", "priority", "fund", "date"),
    "priority_6_actions": ("action", "pattern"),
}
NATIONAL = "Volet national du FSE"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="module")
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(MACROS.read_text(encoding="utf-8"))
        yield connection


def evaluate(duck: duckdb.DuckDBPyConnection, expression: str, **values: str) -> object:
    found = duck.execute(f"select {expression}", values).fetchone()
    assert found is not None
    return found[0]


def normalised(duck: duckdb.DuckDBPyConnection, text: str) -> str:
    return str(evaluate(duck, "normalise($text)", text=text))


def first_match(
    duck: duckdb.DuckDBPyConnection, rules: list[dict[str, str]], form: str, text: str
) -> dict[str, str] | None:
    matches = f"regexp_matches({form}($text), $pattern)"
    return next((rule for rule in rules if evaluate(duck, matches, text=text, pattern=rule["pattern"])), None)


def programme_of(duck: duckdb.DuckDBPyConnection, label: str) -> str | None:
    rule = first_match(duck, rows("programmes"), "fold", label)
    return rule["programme"] if rule else None


def type_of(duck: duckdb.DuckDBPyConnection, managing_body: str) -> str:
    rules = sorted(rows("managing_body_rules"), key=lambda rule: int(rule["rank"]))
    rule = first_match(duck, rules, "normalise", managing_body)
    return rule["managing_body_type"] if rule else UNKNOWN


@pytest.mark.parametrize("name", COLUMNS)
def test_a_file_has_its_columns_and_no_duplicate_key(name: str) -> None:
    lines = (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == COLUMNS[name]
    keys = Counter(tuple(row[column] for column in KEYS[name]) for row in rows(name))
    assert keys
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("name", COLUMNS)
def test_no_cell_is_out_of_place(name: str) -> None:
    for row in rows(name):
        assert None not in row, row
        assert None not in row.values(), row
        assert all(value == value.strip() for value in row.values()), row


def test_regions_are_the_28_of_the_extracts_and_the_18_of_today() -> None:
    regions = rows("regions")
    assert Counter(row["kind"] for row in regions) == {"métropole": 22, "DROM": 5, "national": 1}
    present = {row["region_2016"]: row["region_2016_cog"] for row in regions if row["kind"] != "national"}
    assert len(present) == 18
    assert len(set(present.values())) == 18
    assert {row["region_2016"] for row in regions if row["kind"] == "national"} == {NATIONAL}


@pytest.mark.parametrize(
    ("region", "cog", "region_2016"),
    [
        ("Picardie", "22", "Hauts-de-France"),
        ("Nord-Pas-de-Calais", "31", "Hauts-de-France"),
        ("Centre", "24", "Centre-Val de Loire"),
        ("Limousin", "74", "Nouvelle-Aquitaine"),
        ("Lorraine", "41", "Grand Est"),
        ("Languedoc-Roussillon", "91", "Occitanie"),
        ("Île-de-France", "11", "Île-de-France"),
        ("La Réunion", "04", "La Réunion"),
    ],
)
def test_a_former_region_leads_to_its_present_one(region: str, cog: str, region_2016: str) -> None:
    (row,) = (row for row in rows("regions") if row["region"] == region)
    assert (row["cog"], row["region_2016"]) == (cog, region_2016)


def test_the_101_departments_lie_in_known_regions() -> None:
    departments = rows("departments")
    assert len(departments) == 101
    pairs = {(row["region"], row["region_2016"]) for row in rows("regions") if row["kind"] != "national"}
    assert {(row["region"], row["region_2016"]) for row in departments} == pairs


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("2A", "Corse"),
        ("07", "Rhône-Alpes"),
        ("43", "Auvergne"),
        ("48", "Languedoc-Roussillon"),
        ("54", "Lorraine"),
        ("60", "Picardie"),
        ("61", "Basse-Normandie"),
        ("62", "Nord-Pas-de-Calais"),
        ("85", "Pays de la Loire"),
        ("86", "Poitou-Charentes"),
        ("976", "Mayotte"),
    ],
)
def test_a_department_lies_in_its_former_region(code: str, region: str) -> None:
    assert {row["code"]: row["region"] for row in rows("departments")}[code] == region


def test_aliases_are_normalised_and_lead_to_known_regions(duck: duckdb.DuckDBPyConnection) -> None:
    region_2016 = {row["region"]: row["region_2016"] for row in rows("regions")}
    members = Counter(region_2016.values())
    for row in rows("region_aliases"):
        assert row["alias"] == normalised(duck, row["alias"])
        if row["region"]:
            assert region_2016[row["region"]] == row["region_2016"], row
        else:
            assert members[row["region_2016"]] > 1, row


def test_aliases_of_departments_are_normalised_and_lead_to_known_ones(duck: duckdb.DuckDBPyConnection) -> None:
    """None of them is a code or a name that stands for another département."""
    known = {row["code"] for row in rows("departments")}
    names = {normalised(duck, row["name"]) for row in rows("departments")} | {code.lower() for code in known}
    for row in rows("department_aliases"):
        assert row["alias"] == normalised(duck, row["alias"])
        assert row["alias"] not in names
        assert set(row["departments"].split(",")) <= known, row


def test_every_canonical_name_is_an_alias(duck: duckdb.DuckDBPyConnection) -> None:
    aliases = {row["alias"]: row for row in rows("region_aliases")}
    for region in rows("regions"):
        assert aliases[normalised(duck, region["region"])]["region"] == region["region"]
        assert aliases[normalised(duck, region["region_2016"])]["region_2016"] == region["region_2016"]


@pytest.mark.parametrize(
    ("written", "region", "region_2016"),
    [
        ("Ile-de-France", "Île-de-France", "Île-de-France"),
        ("IDF", "Île-de-France", "Île-de-France"),
        ("Centre-Val de Loire", "Centre", "Centre-Val de Loire"),
        ("Réunion", "La Réunion", "La Réunion"),
        ("Île de la Réunion", "La Réunion", "La Réunion"),
        ("PACA", "Provence-Alpes-Côte d'Azur", "Provence-Alpes-Côte d'Azur"),
        ("Provence-Alpes-Côte d’Azur", "Provence-Alpes-Côte d'Azur", "Provence-Alpes-Côte d'Azur"),
        ("Nord - Pas de Calais", "Nord-Pas-de-Calais", "Hauts-de-France"),
        ("Saint-Martin", "Guadeloupe", "Guadeloupe"),
        ("SAINT-BARTHÉLEMY", "Guadeloupe", "Guadeloupe"),
        ("Volet national", NATIONAL, NATIONAL),
        ("France entière", NATIONAL, NATIONAL),
        ("Hauts-de-France", "", "Hauts-de-France"),
        ("Bourgogne - Franche-Comté", "", "Bourgogne-Franche-Comté"),
    ],
)
def test_the_spellings_of_real_extracts_are_read(
    duck: duckdb.DuckDBPyConnection, written: str, region: str, region_2016: str
) -> None:
    aliases = {row["alias"]: row for row in rows("region_aliases")}
    found = aliases[normalised(duck, written)]
    assert (found["region"], found["region_2016"]) == (region, region_2016)


def test_every_region_of_the_note_is_read(duck: duckdb.DuckDBPyConnection) -> None:
    aliases = {row["alias"] for row in rows("region_aliases") if row["region"]}
    named = {
        row["region"] for name in ("note_operations", "note_project_sheets") for row in rows(name) if row["region"]
    }
    assert named
    assert {region for region in named if normalised(duck, region) not in aliases} == set()


NOTE_BODIES = {
    "Association France Active": "autre OI",
    "Association de gestion des fonds européens de l'Essonne": "OI PLIE",
    "CD des Landes": "OI CD",
    "CD83 - Service Suivi de projets - AAP OI FSE": "OI CD",
    "Conseil départemental d'Indre-et-Loire": "OI CD",
    "Conseil départemental de l'Oise": "OI CD",
    "Conseil départemental de la Creuse": "OI CD",
    "Conseil départemental de la Haute-Loire": "OI CD",
    "Conseil départemental de la Seine-Maritime": "OI CD",
    "Conseil départemental de la Somme": "OI CD",
    "Conseil départemental des Landes": "OI CD",
    "Conseil départemental du Lot-et-Garonne": "OI CD",
    "Conseil départemental du Nord": "OI CD",
    "Conseil départemental du Puy De Dôme - Cellule FSE": "OI CD",
    "DIECCTE": "AGD",
    "DIRECCTE": "AGD",
    "DIRECCTE - Auvergne - Service Europe": "AGD",
    "DIRECCTE - Bourgogne - Service Europe": "AGD",
    "DIRECCTE - Bretagne - Service Europe": "AGD",
    "DIRECCTE - Champagne-Ardenne - Service de gestion et affaires européennes": "AGD",
    "DIRECCTE - Ile de France - Service de Fonds social européen": "AGD",
    "DIRECCTE - Lorraine - Service Europe": "AGD",
    "DIRECCTE - Occitanie - Midi-Py": "AGD",
    "DIRECCTE Hauts-de-France (site Nord)": "AGD",
    "Département d'Ille-et-Vilaine - Services Gestion FSE": "OI CD",
    "Département de l'Ain - Direction Europe et transfrontalier": "OI CD",
    "Département du Doubs - DASLI-SAD-FSE": "OI CD",
    "MPN": "national",
    "OI du Hainaut": "OI PLIE",
}
OTHER_BODIES = {
    "DREETS- Bretagne - Service FSE": "AGD",
    "DRIEETS Île-de-France": "AGD",
    "DEETS - Réunion": "AGD",
    "DIRECCTE Aquitaine - Unité du département des Landes": "AGD",
    "DGEFP - Mission projets nationaux": "national",
    "Volet national": "national",
    "CONSEIL GENERAL DE LA SARTHE": "OI CD",
    "cd93": "OI CD",
    "Collectivité européenne d'Alsace - Direction Appui et Pilotage des Solidarités": "OI CD",
    "Collectivité territoriale de Martinique": "OI CD",
    "Métropole de Lyon": "OI CD",
    "AGFE 92": "OI PLIE",
    "Association pour la Gestion Interplie Lorraine - Service FSE": "OI PLIE",
    "OIPSSD93 - Service FSE": "OI PLIE",
    "PLIE du Pays de Brest": "OI PLIE",
    "POLE EMPLOI - Service FSE": "autre OI",
    "Pôle emploi - département des fonds européens": "autre OI",
    "France Compétences - Service FSE": "autre OI",
    "Association pour l'emploi du département de l'Ain": "autre OI",
    "Métropole européenne de Lille": "autre OI",
    "Conseil régional de Bretagne": "autre OI",
    "GIP L'Europe à Mayotte": "autre OI",
    "AGEFIPH": "autre OI",
    "CCI Nord de France": "autre OI",
}


@pytest.mark.parametrize(("managing_body", "kind"), [*NOTE_BODIES.items(), *OTHER_BODIES.items()])
def test_a_managing_body_is_read_as_its_type(duck: duckdb.DuckDBPyConnection, managing_body: str, kind: str) -> None:
    assert type_of(duck, managing_body) == kind


@pytest.mark.parametrize("text", ["Service CD-ROM", "Tâche accomplie et multipliée", "Pole FSE Inclusion"])
def test_what_the_rules_do_not_know_stays_unknown(duck: duckdb.DuckDBPyConnection, text: str) -> None:
    assert type_of(duck, text) == UNKNOWN


def test_the_expected_types_cover_the_whole_note() -> None:
    named = {row["managing_body"] for name in ("note_operations", "note_project_sheets") for row in rows(name)} - {""}
    assert named == set(NOTE_BODIES)


def test_a_rule_classifies_its_own_example(duck: duckdb.DuckDBPyConnection) -> None:
    for rule in rows("managing_body_rules"):
        assert rule["managing_body_type"] in WORDS, "a type without words would stand bare among plain ones"
        assert type_of(duck, rule["example"].split(" (")[0]) == rule["managing_body_type"], rule


def test_the_interface_label_of_a_programme_reads_as_itself(duck: duckdb.DuckDBPyConnection) -> None:
    for row in rows("programmes"):
        assert programme_of(duck, row["programme"]) == row["programme"]
        assert row["fund"] in {"FSE", "IEJ", "FSE+", "FTJ", "FEDER", ""}


@pytest.mark.parametrize(
    ("label", "programme"),
    [
        ("Programme Opérationnel National FSE", "PON FSE"),
        ("PO National FSE Emploi et Inclusion 2014-2020", "PON FSE"),
        (
            "Programme opérationnel national du Fonds social européen pour l’emploi et l’inclusion en métropole",
            "PON FSE",
        ),
        ("Programme Opérationnel IEJ", "PON IEJ"),
        ("PO National pour la mise en œuvre de l'IEJ en métropole et outre-mer", "PON IEJ"),
        ("Programme opérationnel national pour la mise en œuvre de l'initiative pour l'emploi des jeunes", "PON IEJ"),
        ("PO réunion", "PO La Réunion"),
        ("PO FSE Réunion Etat 2014-2020", "PO La Réunion"),
        ("PO FEDER-FSE Guadeloupe et st Martin Etat 2014-2020", "PO Guadeloupe"),
        ("Programme opérationnel Martinique du Fonds Social Européen ETAT 2014-2020", "PO Martinique"),
        ("PO FSE Guyane Etat", "PO Guyane"),
        ("PO FEDER-FSE Mayotte 2014-2020", "PO Mayotte"),
        ("Programme national FSE+ Emploi - Inclusion - Jeunesse - Compétences", "PN FSE+"),
        ("Programme national FSE+ 2021-2027", "PN FSE+"),
        ("Programme national FSE+ Soutien européen à l'aide alimentaire", "PN FSE+ aide alimentaire"),
        ("Programme Bretagne FEDER-FSE+ 2021-2027", "PR Bretagne"),
        ("Programme national FTJ Emploi - Compétences", "PN FTJ"),
        ("Programme Saint Martin FEDER 2021-2027", "PR Saint-Martin"),
        ("Programme FEDER FSE+ Nouvelle-Aquitaine", "PR Nouvelle-Aquitaine"),
        ("Programme FEDER-FSE+ 2021-2027 de La Réunion", "PR La Réunion"),
    ],
)
def test_the_labels_of_real_extracts_lead_to_their_programme(
    duck: duckdb.DuckDBPyConnection, label: str, programme: str
) -> None:
    assert programme_of(duck, label) == programme


@pytest.mark.parametrize(
    "label",
    [
        "PO FEDER-FSE Bretagne",
        "Programme Opérationnel FEDER-FSE-IEJ Languedoc-Roussillon",
        "PO FEDER-FSE Martinique Conseil Régional 2014-2020",
        "PO FEDER-FSE 2014-2020 Île-de-France et Seine",
    ],
)
def test_regional_programmes_of_2014_2020_keep_their_own_label(duck: duckdb.DuckDBPyConnection, label: str) -> None:
    assert programme_of(duck, label) is None


def test_one_main_programme_per_period() -> None:
    main = [(row["period"], row["programme"]) for row in rows("programmes") if row["is_main"] == "true"]
    assert sorted(main) == [("2014-2020", "PON FSE"), ("2021-2027", "PN FSE+")]


def test_a_code_of_the_nomenclature_is_made_of_its_parts() -> None:
    for row in rows("nomenclature"):
        assert row["label"]
        if not row["os_code"]:
            assert row["thematic_objective"] == row["investment_priority"] == row["specific_objective"] == ""
            continue
        objective, _, priority = row["investment_priority"].partition(".")
        assert objective == row["thematic_objective"], row
        # FSE+ writes the priority and the letter, without the objective between them.
        middle = objective if row["period"] == "2014-2020" else ""
        assert row["os_code"] == f"{row['priority_axis']}{middle}{priority}{row['specific_objective']}"


def test_each_level_of_the_nomenclature_has_the_one_above() -> None:
    known = {
        (row["period"], row["programme"], row["priority_axis"], row["investment_priority"], row["specific_objective"])
        for row in rows("nomenclature")
    }
    for period, programme, axis, priority, specific in known:
        assert (period, programme, axis, "", "") in known
        if specific:
            assert (period, programme, axis, priority, "") in known


def test_technical_assistance_is_the_axes_without_thematic_objective() -> None:
    assistance = {
        (row["programme"], row["priority_axis"])
        for row in rows("nomenclature")
        if row["technical_assistance"] == "true"
    }
    assert assistance == {("PON FSE", "4"), ("PON FSE", "6"), ("PON IEJ", "2")}
    for row in rows("nomenclature"):
        if row["os_code"]:
            assert (row["thematic_objective"] == "0") == (row["technical_assistance"] == "true"), row


def test_every_code_of_the_note_is_in_the_nomenclature() -> None:
    known = {(row["programme"], row["os_code"]) for row in rows("nomenclature") if row["period"] == "2014-2020"}
    printed = {row["row"] for row in rows("published_table3") if row["row"].isdecimal()}
    assert len(printed) == 11
    assert {code for code in printed if ("PON FSE", code) not in known} == set()
    # 2851 under the IEJ is the note's own anomaly (PEPITES 2017).
    codes = {(f"PON {row['pon']}", row["os_code"]) for row in rows("note_operations")} - {("PON IEJ", "2851")}
    assert codes <= known


def test_priority_6_of_the_fse_plus_is_social_innovation() -> None:
    axes = {
        row["priority_axis"]: row["label"]
        for row in rows("nomenclature")
        if row["programme"] == "PN FSE+" and not row["os_code"]
    }
    assert sorted(axes) == [str(number) for number in range(1, 9)]
    assert axes["6"].startswith("Innovation sociale")


def test_usual_rates_are_ratios_of_known_programmes() -> None:
    programmes = {(row["period"], row["programme"]) for row in rows("programmes")}
    for row in rows("eu_rates"):
        assert (row["period"], row["programme"]) in programmes
        assert 0 < float(row["usual_min"]) < float(row["usual_max"]) <= 1


def test_the_rates_of_the_note_are_usual() -> None:
    bounds = {row["programme"]: (float(row["usual_min"]), float(row["usual_max"])) for row in rows("eu_rates")}
    low, high = bounds["PON FSE"]
    for sheet in rows("note_project_sheets"):
        assert low <= float(sheet["eu_amount_eur"]) / float(sheet["total_cost_eur"]) <= high, sheet["title"]
    low, high = bounds["PON IEJ"]
    assert low <= 2621048.96 / 2852376.62 <= high


def test_waves_follow_each_other_without_gap() -> None:
    first, second = (row for row in rows("waves") if row["period"] == "2014-2020")
    assert (first["wave"], first["programmed_from"], first["programmed_to"]) == ("2017", "", "2017-03-04")
    assert (second["wave"], second["programmed_from"], second["programmed_to"]) == ("2019", "2017-03-05", "2018-12-31")
    assert (date.fromisoformat(second["programmed_from"]) - date.fromisoformat(first["programmed_to"])).days == 1
    assert second["extracted_on"] == "2019-03-09"
    years = [row for row in rows("waves") if row["period"] == "2021-2027"]
    assert [(row["wave"], row["programmed_from"], row["programmed_to"]) for row in years] == [
        (str(year), f"{year}-01-01", f"{year}-12-31") for year in range(2021, 2030)
    ]


def test_categories_are_those_of_the_note_in_its_order() -> None:
    printed = [row["category"] for row in rows("published_table5") if row["category"] != "total"]
    assert [row["category"] for row in rows("categories")] == printed
    for row in rows("categories"):
        assert 0 < len(row["short_label"]) <= 28
        assert row["definition"].endswith(".")
