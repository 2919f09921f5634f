"""The pages on territories: their figures against the test's own SQL, their links, their empty selections."""

import re
from urllib.parse import parse_qs

import pytest

from dashboard.domain.french import integer, percent
from dashboard.domain.operation import SEVERAL
from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.warehouse.state import State
from tests.maps import DrawnMap, read_map
from tests.pages.conftest import (
    FULL_HEADERS,
    OPERATION,
    OPERATIONS,
    counted,
    listed,
    metrics,
    number,
    opens_as_many,
    query,
    run,
    said,
    tables,
    title,
    unlinked,
    write_csv,
)
from tests.pages.declared import page_path

TERRITORIES = page_path("territoires/territoires.py")
REGION = page_path("territoires/region.py")
LINK = re.compile(r"^\[(?P<name>.*)\]\((?P<page>\w+)\?(?P<query>.*)\)$")


def maps(app) -> list[DrawnMap]:
    """The maps of the page."""
    return [read_map(element.value) for element in app.markdown if "<svg" in element.value]


def map_table(app, column="Indice de spécificité"):
    """The table twin of the map, whose tab is opened first: the only table that has this column."""
    key = next(control.key for control in app.segmented_control if control.key.startswith("vue-carte-"))
    app.segmented_control(key=key).set_value("Tableau")
    run(app)
    [table] = [table for table in tables(app) if column in table.columns]
    return table


def test_map_of_the_regions_is_open_first_and_described(opened, demonstration):
    app = opened(demonstration, TERRITORIES)
    [shown] = maps(app)
    assert "Picardie en tête avec 23" in shown.alternative
    assert any(text.startswith("### Picardie en tête") for text in said(app))


def test_table_twin_counts_what_plain_sql_counts(opened, demonstration):
    table = map_table(opened(demonstration, TERRITORIES))
    names = {LINK.sub(r"\g<name>", str(name)).replace("\\", ""): name for name in table.index}
    assert len(names) == 28, "27 territories and the national strand"
    for region in ("Picardie", "Île-de-France", "Corse", "Mayotte"):
        expected = counted(demonstration, "region = $region", region=region)
        line = table.loc[names[region]]
        assert number(line["Opérations retenues"]) == expected["operations"]
        assert number(line["Opérations programmées"]) == expected["programme_operations"]
        assert line["Part du programme"] == percent(expected["operations"] / expected["programme_operations"])
    assert not LINK.match(str(names["Volet national du FSE"])), "the national strand is no place to go to"


def test_name_in_the_table_opens_the_same_map_filtered(opened, demonstration):
    table = map_table(opened(demonstration, TERRITORIES, axe="3", indicateur="Coût total"))
    [found] = [LINK.match(str(name)) for name in table.index if "Picardie" in str(name)]
    assert found["page"] == "territoires"
    given = parse_qs(found["query"])
    assert given == {
        "niveau": ["Anciennes régions et DROM"], "indicateur": ["Coût total"], "periode": ["2014-2020"], "axe": ["PON FSE · 3"],
        "region": ["Picardie"],
    }  # fmt: skip
    app = opened(demonstration, TERRITORIES, **given)
    assert any("**Picardie**" in text for text in said(app))


@pytest.mark.parametrize(
    ("level", "rows"), [("Anciennes régions et DROM", 28), ("Régions actuelles", 19), ("Départements", 103)]
)
def test_every_level_lists_all_its_territories(opened, demonstration, level, rows):
    assert len(map_table(opened(demonstration, TERRITORIES, niveau=level))) == rows


def test_departement_in_the_table_opens_the_same_map_filtered_and_its_region_beside_it(opened, demonstration):
    table = map_table(opened(demonstration, TERRITORIES, niveau="Départements"))
    [name] = [name for name in table.index if str(name).startswith("[Oise]")]
    line = table.loc[name]
    region = LINK.match(line["Région (avant 2016)"])
    assert region["name"] == "Picardie"
    assert parse_qs(region["query"])["region"] == ["Picardie"]
    given = parse_qs(LINK.match(name)["query"])
    assert (given["niveau"], given["dept"], "region" in given) == (["Départements"], ["60"], False)
    expected = counted(demonstration, "department = '60'")
    operations = LINK.match(line["Opérations retenues"])
    assert number(operations["name"]) == expected["operations"]
    assert parse_qs(operations["query"])["dept"] == ["60"]
    app = opened(demonstration, TERRITORIES, **given)
    assert any("› **60 – Oise**" in text for text in said(app))
    assert any(f"**{integer(expected['operations'])} opérations retenues**" in text for text in said(app))
    [shown] = maps(app)
    assert shown.chosen == (shown.territories["60"].shape,)
    app.button(key="france-entiere").click()
    assert app.multiselect(key="dept").value == ["60"]
    assert run(app).multiselect(key="dept").value == []


@pytest.mark.parametrize(
    ("level", "code", "key", "chosen"),
    [
        ("Anciennes régions et DROM", "22", "region", ["Picardie"]),
        ("Régions actuelles", "32", "region2016", ["Hauts-de-France"]),
        ("Départements", "60", "dept", ["60"]),
    ],
)
def test_click_on_a_territory_filters_it_alone_and_a_second_one_gives_the_country_back(
    opened, demonstration, level, code, key, chosen
):
    def opens(**given):
        [shown] = maps(opened(demonstration, TERRITORIES, **given))
        page, _, address = str(shown.territories[code].address).partition("?")
        assert page == "territoires"
        found = parse_qs(address)
        assert (found.pop("niveau"), found.pop("indicateur")) == ([level], ["Coût total"])
        return found

    before = {"niveau": level, "indicateur": "Coût total"}
    country = {"periode": ["2014-2020"], "axe": ["PON FSE · 3"]}
    assert opens(**before, region=["Bretagne"], axe="3") == country | {key: chosen}
    assert opens(**before, **country | {key: chosen}) == country


def test_map_shows_the_whole_country_around_the_chosen_region(opened, demonstration):
    app = opened(demonstration, TERRITORIES, region="Picardie")
    expected = counted(demonstration, "region = 'Picardie'")
    assert any(f"**{integer(expected['operations'])} opérations retenues**" in text for text in said(app))
    [shown] = maps(app)
    assert shown.chosen == (shown.territories["22"].shape,)
    assert "Lorraine" in shown.alternative
    services = next(table for table in tables(app) if "Programmées" in table.columns and table.index.name == "Service")
    [[first, most]] = query(
        demonstration,
        "select managing_body, count(*) from operation where region = 'Picardie' and retained group by 1 order by 2 desc limit 1",
    )
    assert unlinked(services.index[0]).replace("\\", "") == first
    assert number(services["Retenues"].iloc[0]) == most


def test_breadcrumb_gives_the_whole_country_back(opened, demonstration):
    app = opened(demonstration, TERRITORIES, region="Picardie", axe="3")
    app.button(key="france-entiere").click()
    run(app)
    assert app.multiselect(key="region").value == []
    assert app.multiselect(key="axe").value == ["PON FSE · 3"]
    assert [button.key for button in app.button if button.key == "france-entiere"] == []
    assert any("### Concentration" in text for text in said(app))


def test_concentration_and_national_strand_are_said_beside_the_map(opened, demonstration):
    texts = said(opened(demonstration, TERRITORIES))
    assert any(text.startswith("Trois régions concentrent 30,5\u202f%") for text in texts)
    expected = counted(demonstration, "region = 'Volet national du FSE'")
    assert any(
        text.startswith(f"Volet national du FSE\u202f: {expected['operations']} opérations retenues") for text in texts
    )


def test_waves_side_by_side_are_two_maps_and_two_columns(opened, demonstration):
    app = opened(demonstration, TERRITORIES, cote_a_cote="true")
    assert len(maps(app)) == 2
    assert all("cote-a-cote=true" in str(shown.territories["22"].address) for shown in maps(app))
    table = map_table(app)
    line = table.loc[next(name for name in table.index if "Picardie" in str(name))]
    for wave in ("2017", "2019"):
        expected = counted(demonstration, "region = 'Picardie' and wave = $wave", wave=wave)
        assert number(line[f"Opérations retenues, vague {wave}"]) == expected["operations"]


def test_one_wave_has_nothing_to_stand_beside(opened, demonstration):
    app = opened(demonstration, TERRITORIES, vague="2019")
    assert [toggle.key for toggle in app.toggle if toggle.key == "cote-a-cote"] == []


def test_marks_come_with_their_table(opened, demonstration):
    app = opened(demonstration, TERRITORIES)
    app.pills(key="reperes").set_value(["dispositif"])
    run(app)
    [shown] = maps(app)
    assert sum(mark.count("•") for mark in shown.marks) == 14
    [table] = [table for table in tables(app) if table.index.name == "Repère"]
    assert len(table) == 14


def test_reliability_adds_up_to_the_selection(opened, demonstration):
    app = opened(demonstration, page_path("donnees/imports.py"))
    app.session_state["onglet"] = "Localisation"
    run(app)
    table = [table for table in tables(app) if table.index.name == "Situées par"][-1]
    assert sum(number(cell) for cell in table["Programmées"]) == counted(demonstration)["programme_operations"]
    assert number(table.loc["Aucune indication", "Programmées"]) == 20


@pytest.mark.parametrize("page", [TERRITORIES, REGION])
def test_empty_selection_says_how_to_widen(opened, demonstration, page):
    app = opened(demonstration, page, q="zzzzqx")
    assert [info.value for info in app.info] == [NOTHING_SELECTED]
    assert maps(app) == []


@pytest.mark.parametrize("page", [TERRITORIES, REGION])
def test_region_without_operations_keeps_the_country_in_view(opened, demonstration, page):
    app = opened(demonstration, page, region="Corse", retenue="retenues", os="2853")
    assert any("Aucune opération programmée" in text or "aucune opération programmée" in text for text in said(app))


def test_region_page_compares_with_the_country(opened, demonstration):
    app = opened(demonstration, REGION, region="Picardie")
    assert title(app) == "Picardie"
    [table] = [table for table in tables(app) if table.index.name == "Territoire"]
    region, country = (counted(demonstration, condition) for condition in ("region = 'Picardie'", "true"))
    for name, expected in (("Picardie", region), ("France entière", country)):
        assert number(table.loc[name, "Opérations retenues"]) == expected["operations"]
        assert number(table.loc[name, "Programmées"]) == expected["programme_operations"]
    assert table.loc["France entière", "Indice de spécificité"] == "1,00"
    index = (
        region["operations"]
        * country["programme_operations"]
        / (region["programme_operations"] * country["operations"])
    )
    assert table.loc["Picardie", "Indice de spécificité"] == f"{index:.2f}".replace(".", ",")


def test_region_page_lists_its_services_and_its_operations(opened, demonstration):
    app = opened(demonstration, REGION, region2016="Bretagne")
    [[services]] = query(
        demonstration,
        "select count(distinct managing_body) from operation where region_2016 = 'Bretagne' and period = '2014-2020' and not technical_assistance",
    )
    [table] = [table for table in tables(app) if table.index.name == "Service gestionnaire"]
    assert len(table) == services
    # A service opens its operations of the region.
    link = LINK.match(table.index[0])
    assert link
    asked = parse_qs(link["query"])
    assert (link["page"], asked["region2016"]) == ("operations", ["Bretagne"])
    [name] = asked["service"]
    [[programmed]] = query(
        demonstration,
        f"select count(*) from operation where region_2016 = 'Bretagne' and period = '2014-2020' and managing_body = '{name}'",
    )
    assert number(table["Opérations programmées"].iloc[0]) == programmed
    [operations] = [table for table in tables(app) if table.index.name == "Intitulé"]
    assert len(operations) == counted(demonstration, "region_2016 = 'Bretagne'")["operations"]


def test_region_page_without_a_region_offers_them_all(opened, demonstration):
    app = opened(demonstration, REGION)
    [table] = [table for table in tables(app) if table.index.name == "Région"]
    found = [LINK.match(str(name)) for name in table.index]
    assert len(found) == 27
    assert all(match and match["page"] == "region" and "region" in parse_qs(match["query"]) for match in found)
    app.selectbox(key="region-a-ouvrir").set_value("Bretagne")
    run(app)
    app.button(key="ouvrir-la-region").click()
    run(app)
    assert title(app) == "Bretagne"


def test_counts_of_the_region_page_open_as_many_operations(opened, demonstration):
    """A region of 2021-2027 shares operations with others: the filter would open them too, so such a count opens nothing."""
    for period, field in (("2014-2020", "region"), ("2021-2027", "region2016")):
        offered = opened(demonstration, REGION, periode=period)
        assert opens_as_many(demonstration, offered) >= 12, period
        compared = opened(demonstration, REGION, periode=period, **{field: "Bretagne"})
        [table] = [table for table in tables(compared) if table.index.name == "Territoire"]
        for heading in ("Opérations retenues", "Programmées"):
            assert all("](operations?" in cell for cell in table[heading]), heading
        assert opens_as_many(demonstration, compared) >= 4, period
    shown = opened(demonstration, TERRITORIES, periode="2021-2027", niveau="Régions actuelles")
    [key] = [key for one in shown.segmented_control if (key := str(one.key)).startswith("vue-carte-")]
    shown.segmented_control(key=key).set_value("Tableau")
    assert opens_as_many(demonstration, run(shown)) >= 12


def test_region_nobody_knows_is_said_and_leaves_the_country(opened, demonstration):
    app = opened(demonstration, REGION, region="Septimanie")
    assert any("Septimanie" in text for text in said(app))
    assert title(app) == "Région"


def test_places_nobody_filled_in_never_break_the_map(opened, stray):
    app = opened(stray, TERRITORIES)
    [shown] = maps(app)
    assert "Sans donnée\u202f: 27 territoires" in shown.alternative
    assert any(
        text.startswith("Sans territoire connu\u202f: 2 opérations retenues sur 3 programmées") for text in said(app)
    )
    assert metrics(app) == {}


def test_operations_of_several_places_stand_apart_and_open_their_list(opened, tmp_path):
    headers = [*FULL_HEADERS, "department"]
    common = {
        "programme": "Programme Opérationnel National FSE", "priority_axis": "3", "beneficiary": "Association fictive",
        "description": "Un texte.", "total_cost": "1000", "eu_amount": "500", "programming_date": "05/05/2018",
    }  # fmt: skip
    cells = ["058/Nièvre | 025/Doubs", "Nièvre"]
    rows = [
        {**common, "num_dossier": f"20180000{rank}", "title": f"Opération {rank}", "department": cell}
        for rank, cell in enumerate(cells)
    ]
    state = State(tmp_path / "state")
    run_import(state, ImportRequest(write_csv(tmp_path / "extrait.csv", headers, rows)))
    app = opened(state, TERRITORIES, niveau="Départements")
    assert "Plusieurs départements : 1 opération programmée, aucune retenue." in [
        text.replace("\u202f", " ").replace("\u00a0", " ") for text in said(app)
    ]
    assert any("compte une fois, sur une ligne à part" in text for text in said(app))
    table = map_table(app, "Opérations programmées")
    [several] = [line for line in table.index if "Plusieurs départements" in str(line)]
    assert number(table.loc[several]["Opérations programmées"]) == 1
    link = LINK.match(str(table.loc[several]["Opérations programmées"]))
    assert parse_qs(link["query"])["dept"] == ["Plusieurs départements"]
    assert listed(opened(state, OPERATIONS, dept="Plusieurs départements")) == 1
    assert listed(opened(state, OPERATIONS, dept="25")) == 1
    assert listed(opened(state, OPERATIONS, dept="58")) == 2
    assert title(opened(state, TERRITORIES, niveau="Départements", dept="Plusieurs départements")) == "Territoires"
    sheet = opened(state, OPERATION, operation="201800000")
    assert any("25 ; 58" in unlinked(str(cell)) for found in tables(sheet) for cell in found.to_numpy().ravel())


def test_the_page_of_each_region_gives_the_index_of_the_table(opened, demonstration):
    table = map_table(opened(demonstration, TERRITORIES, periode="2021-2027"))
    names = {LINK.sub(r"\g<name>", str(name)).replace("\\", ""): name for name in table.index}
    indices = {
        name: str(table.loc[line]["Indice de spécificité"])
        for name, line in names.items()
        if LINK.match(str(line)) and name not in SEVERAL
    }
    assert len(indices) == 18
    app = opened(demonstration, REGION, periode="2021-2027", region2016="Bretagne")
    left_out = 0
    for name, index in indices.items():
        app.multiselect(key="region2016").set_value([name])
        run(app)
        [comparison] = [found for found in tables(app) if "Indice de spécificité" in found.columns]
        assert str(comparison["Indice de spécificité"].iloc[0]) == index, name
        left_out += any("L'indice laisse de côté" in text for text in said(app))
        assert "Participants entrés" not in comparison.columns, "no import says them"
    assert 0 < left_out <= 18
