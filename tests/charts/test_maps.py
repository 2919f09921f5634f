"""Maps: what is drawn, on which scale, what the legend and the tooltip say, how heavy it is."""

import re
from typing import Any

import pandas as pd
import pytest

from dashboard.charts.maps import Sign, territory_map, tooltip_text
from dashboard.charts.maps_geometry import DRAWING, outlines
from dashboard.charts.maps_places import MARK_STYLES, Mark, MarkKind, placed_marks
from dashboard.domain.french import amount
from dashboard.domain.operation import Decided
from dashboard.domain.text import french_order
from dashboard.figures.maps_findings import (
    apart_sentences,
    concentration_sentence,
    location_title,
    map_alternative,
    map_title,
)
from dashboard.figures.maps_scale import CLASS_COLOURS, NO_DATA_COLOUR, ZERO_COLOUR, map_measures, scale_of
from dashboard.figures.palette import contrast, luminance
from dashboard.figures.territories import territory_rows
from dashboard.warehouse.territories import Concentration, Level, TerritoryFigures, concentration
from tests.maps import DrawnMap, read_map

MEASURES = map_measures()
HEAVIEST = 250_000
REGIONS = 75_000
NUMBER = re.compile(r"-?[\d.]+")


def figures(
    level: Level = Level.REGION, *, waves: tuple[str, ...] = ("2019", "2017"), **changes: Any
) -> TerritoryFigures:
    """Ten programmed operations everywhere, none in the first territory; retained ones rise from 0 with the rank."""
    rows = []
    territories = [outline for outline in outlines(level) if not outline.enlarged]
    for share, wave in ((1, "total"), *((2, wave) for wave in waves)):
        for rank, outline in enumerate(territories):
            programmed = 0 if rank == 0 else 100
            operations = 0 if rank == 0 else (rank - 1) // share
            rows.append({
                "kind": "territoire", "code": outline.code, "name": outline.name, "region": outline.name,
                "region_2016": outline.name, "wave": wave, "operations": operations, "programme_operations": programmed,
                "total_cost": operations * 250_000.0, "eu_amount": operations * 100_000.0,
                "all_operations": 400, "all_programme_operations": 4000, "all_total_cost": 1e8, "all_eu_amount": 5e7,
                "operations_programme_share": operations / 100 if programmed else None,
                "operations_share": operations / 400, "total_cost_share": operations / 400, "eu_amount_share": operations / 400,
                "programme_operations_share": programmed / 4000,
                "specificity": operations / 10 if programmed else None,
                "has_data": programmed > 0, "fragile": 0 < operations < 5,
            } | changes)  # fmt: skip
    apart = ({
        "kind": "national", "name": "Volet national du FSE", "wave": "total", "operations": 17, "programme_operations": 471,
        "total_cost": 6_700_000.0,
    },)  # fmt: skip
    return TerritoryFigures(level, tuple(rows), apart)


def drawn(figures: TerritoryFigures, measure: str = "operations", **named: Any) -> DrawnMap:
    [panel] = territory_map(figures, MEASURES[measure], **named).panels
    return read_map(panel.drawing)


def test_a_map_needs_no_other_host_and_stays_one_block_of_html() -> None:
    [panel] = territory_map(figures(), MEASURES["operations"]).panels
    assert "http" not in panel.drawing
    assert "\n" not in panel.drawing


@pytest.mark.parametrize("level", Level)
def test_the_whole_drawing_fits_the_stage_and_keeps_its_shapes(level: Level) -> None:
    """Every ring ends where the geography does: relative moves don't drift."""
    west, south, east, north = DRAWING
    shapes: dict[str, list[list[tuple[float, float]]]] = {}
    for code, found in drawn(figures(level)).territories.items():
        shapes[code] = []
        for ring in found.shape.split("z")[:-1]:
            start, _, moves = ring[1:].partition("l")
            numbers = [[float(part) for part in NUMBER.findall(text)] for text in (start, moves)]
            points = [(numbers[0][0], numbers[0][1])]
            for x, y in zip(numbers[1][::2], numbers[1][1::2], strict=True):
                points.append((points[-1][0] + x, points[-1][1] + y))
            shapes[code].append(points)
            assert all(0 <= x <= east - west and 0 <= y <= north - south for x, y in points)
    assert max(x for rings in shapes.values() for ring in rings for x, _ in ring) > 0.9 * (east - west)
    for outline in outlines(level):
        if outline.enlarged or any(other.enlarged and other.code == outline.code for other in outlines(level)):
            continue
        parts = outline.geometry["coordinates"]
        rings = parts if outline.geometry["type"] == "Polygon" else [ring for part in parts for ring in part]
        for ring, points in zip(rings, shapes[outline.code], strict=True):
            last = (ring[-2][0] - west, north - ring[-2][1])
            assert max(abs(one - other) for one, other in zip(points[-1], last, strict=True)) <= 0.31, outline.code


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("measure", MEASURES)
def test_maps_are_light_even_side_by_side(level: Level, measure: str) -> None:
    both = territory_map(figures(level), MEASURES[measure], ("2017", "2019"), marks=[Mark(MarkKind.NOTE, "x", "60")])
    sizes = [read_map(panel.drawing).size for panel in both.panels]
    assert sum(sizes) < HEAVIEST
    if level is not Level.DEPARTMENT:
        assert max(sizes) < REGIONS


def test_no_data_zero_and_a_value_never_look_alike() -> None:
    shown = drawn(figures())
    found = shown.territories
    codes = [outline.code for outline in outlines(Level.REGION)]
    none, zero, most = (found[codes[rank]] for rank in (0, 1, -1))
    assert (none.fill, zero.fill, most.fill) == (NO_DATA_COLOUR, ZERO_COLOUR, CLASS_COLOURS[-1])
    assert shown.hatched == (none.shape,)


def test_colours_darken_with_values_and_stay_apart() -> None:
    shades = [luminance(colour) for colour in (ZERO_COLOUR, *CLASS_COLOURS)]
    assert shades == sorted(shades, reverse=True)
    assert all(
        contrast(one, other) > 1.3
        for one, other in zip((ZERO_COLOUR, *CLASS_COLOURS), CLASS_COLOURS, strict=False)
    )  # fmt: skip
    assert contrast(NO_DATA_COLOUR, ZERO_COLOUR) > 1.1


def test_maps_side_by_side_share_one_scale() -> None:
    data = figures()
    both = territory_map(data, MEASURES["operations"], ("2017", "2019"))
    assert [panel.heading for panel in both.panels] == ["Vague 2017", "Vague 2019"]
    for row in data.territories:
        row["operations"] *= 10 if row["wave"] == "2019" else 1
    both = territory_map(data, MEASURES["operations"], ("2017", "2019"))
    left, right = (read_map(panel.drawing).territories for panel in both.panels)
    last = outlines(Level.REGION)[-1].code
    assert left[last].fill != right[last].fill == CLASS_COLOURS[-1]
    assert drawn(data, waves=("2017",)).territories[last].fill == CLASS_COLOURS[-1]


def test_legend_says_each_class_in_french() -> None:
    legend = territory_map(figures(), MEASURES["operations"]).legend
    said = [(entry.sign, entry.label) for entry in legend]
    assert said == [
        (Sign.COLOUR, "0"), (Sign.COLOUR, "1 à 6"), (Sign.COLOUR, "7 à 12"), (Sign.COLOUR, "13 à 18"), (Sign.COLOUR, "19 à 25"),
        (Sign.HATCH, "pas de donnée"),
    ]  # fmt: skip
    assert len({entry.colour for entry in legend}) == len(legend)
    ratios = territory_map(figures(), MEASURES["operations_programme_share"]).legend
    assert [entry.label for entry in ratios[1:5]] == [
        "1,0 à 7,0\u202f%", "7,0 à 13,0\u202f%", "13,0 à 19,0\u202f%", "19,0 à 25,0\u202f%",
    ]  # fmt: skip
    assert (ratios[-1].sign, ratios[-1].text) == (Sign.TEXT, "*")
    assert "moins de 5 opérations" in ratios[-1].label


def test_specificity_is_cut_around_1() -> None:
    scale = scale_of(MEASURES["specificity"], [0.1, 0.9, 1.5, 7.0])
    assert scale.labels == ("moins de 0,8", "0,8 à 1,2", "1,2 à 2,0", "2,0 et plus")
    assert [scale.colours.index(scale.colour(value)) for value in (0.79, 0.8, 1.2, 2.0)] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([], ()),
        ([0, 0], ()),
        ([3], ("3",)),
        ([1, 1, 2], ("1", "2")),
        ([1, 2, 3, 4], ("1", "2", "3", "4")),
    ],
)
def test_few_values_make_few_classes(values: list[int], labels: tuple[str, ...]) -> None:
    scale = scale_of(MEASURES["operations"], values)
    assert scale.labels == labels
    assert len(set(scale.colours)) == len(labels)


@pytest.mark.parametrize("measure", ["operations", "total_cost", "operations_programme_share"])
@pytest.mark.parametrize("spread", [1, 7, 40, 1000])
def test_every_value_falls_in_the_class_that_its_label_says(measure: str, spread: int) -> None:
    factor = {"operations": 1, "total_cost": 12_345.67, "operations_programme_share": 0.00037}[measure]
    values = [rank * rank % (spread + 1) * factor for rank in range(1, 60)]
    scale = scale_of(MEASURES[measure], values)
    for value in values:
        colour = scale.colour(value)
        if value == 0:
            assert colour == ZERO_COLOUR
        else:
            rank = scale.colours.index(colour)
            read = value * float(scale.measure.factor)
            assert rank == 0 or float(scale.lowers[rank]) <= read + 1e-9
            assert rank + 1 == len(scale.lowers) or read < float(scale.lowers[rank + 1]) + 1e-9
    assert list(scale.lowers) == sorted(set(scale.lowers))


def test_tooltip_gives_numerator_denominator_and_caution() -> None:
    rows = figures().of_wave()
    lines = tooltip_text(rows[4], MEASURES["operations_programme_share"]).split("\n")
    assert lines == [
        "Part des opérations programmées\u202f: 3,0\u202f%",
        "3 opérations retenues sur 100 programmées",
        "Moins de 5 opérations\u202f: à lire avec prudence",
    ]
    shares = tooltip_text(rows[11], MEASURES["specificity"]).split("\n")
    assert shares[0] == "Indice de spécificité\u202f: 1,00"
    assert shares[2] == "2,5\u202f% des opérations retenues pour 2,5\u202f% des programmées"
    assert tooltip_text(rows[0], MEASURES["specificity"]) == "Aucune opération programmée\u202f: pas de donnée."


def test_tooltip_speaks_of_the_operations_that_are_counted() -> None:
    row = figures().of_wave()[11]
    measure = map_measures(Decided.NOT_RETAINED)["operations"]
    assert "10 opérations examinées et non retenues sur 100 programmées" in tooltip_text(row, measure)


def test_fragile_ratios_carry_a_sign_and_counts_do_not() -> None:
    ratio = drawn(figures(), "operations_programme_share").values
    assert {text for text in ratio if text.endswith("*")} <= {"1,0*", "2,0*", "3,0*", "4,0*"}
    assert any(text.endswith("*") for text in ratio)
    assert not any("*" in text for text in drawn(figures()).values)


def test_chosen_territories_are_outlined() -> None:
    assert drawn(figures()).chosen == ()
    shown = drawn(figures(), chosen=("22",))
    assert shown.chosen == (shown.territories["22"].shape,)


def test_a_territory_with_an_address_is_a_link_and_the_keyboard_stops_once() -> None:
    [panel] = territory_map(
        figures(Level.DEPARTMENT), MEASURES["operations"], addresses={"75": "a?b=1&c=%22", "60": None}
    ).panels
    found = read_map(panel.drawing).territories
    assert {code: one.address for code, one in found.items() if one.address} == {"75": "a?b=1&c=%22"}
    assert panel.drawing.count("<a ") == 2, "Paris is drawn twice"
    assert panel.drawing.count('tabindex="-1"') == 1


def test_words_of_a_territory_stay_text() -> None:
    [panel] = territory_map(
        figures(), MEASURES["operations"], marks=[Mark(MarkKind.NOTE, '<script>1</script> "x"', "60")]
    ).panels
    assert "<script" not in panel.drawing
    [mark] = read_map(panel.drawing).marks
    assert mark.endswith('\n• <script>1</script> "x"')


def test_marks_of_a_place_stand_beside_one_another_and_count_what_they_hide() -> None:
    marks = [Mark(MarkKind.NOTE, f"Opération {rank}", "60") for rank in range(8)]
    marks += [Mark(MarkKind.SCHEME, "Dispositif", "60"), Mark(MarkKind.INITIATIVE, "Initiative", region="Bretagne")]
    marks += [Mark(MarkKind.INITIATIVE, "Nationale")]
    found = {mark.letter: mark for mark in placed_marks(marks)}
    assert sorted(found) == ["D", "I", "N"]
    assert found["N"].tip.endswith("et 3 autres")
    assert abs(found["N"].at[0] - found["D"].at[0]) > 20
    assert {len(mark.shape) for mark in found.values()} == {3, 4, 32}
    assert placed_marks([Mark(MarkKind.NOTE, "Sans lieu")]) == []
    assert drawn(figures(), marks=marks).values == (), "the figures give way"


def test_kinds_of_marks_differ_by_colour_shape_and_letter() -> None:
    styles = MARK_STYLES.values()
    for trait in ("colour", "letter", "sides", "label"):
        assert len({getattr(style, trait) for style in styles}) == len(MarkKind)
    assert all(contrast(style.colour, "#FFFFFF") >= 4.5 for style in styles)


def test_alternative_says_who_comes_first_and_what_has_no_data() -> None:
    said = map_alternative(figures(), MEASURES["operations"])
    assert said.startswith("Carte, opérations retenues par ancienne région et DROM\u202f: Corse en tête avec 25")
    assert said.endswith("Sans donnée\u202f: 1 territoire.")
    both = territory_map(figures(), MEASURES["operations"], ("2017", "2019"))
    assert ["vague 2017" in panel.alternative for panel in both.panels] == [True, False]


def test_a_legend_of_amounts_takes_the_unit_of_the_highest() -> None:
    for values, figure in (
        ([138_000.0, 250_000.0], "138,0"),
        ([138_000.0, 38_200_000.0], "0,1"),
        ([1_200_000_000.0], "1,20"),
        ([400.0, 800.0], "400"),
    ):
        scale = scale_of(MEASURES["total_cost"], values)
        unit = amount(values[-1]).rpartition("\u202f")[2]
        assert scale.labels, values
        assert all(label.endswith(f"\u202f{unit}") for label in scale.labels), values
        assert scale.figure(values[0]) == figure, values
        assert scale.colour(values[-1]) == scale.colours[-1], values
        assert scale.measure.printed(values[0]) == amount(values[0]), values


def test_titles_state_the_finding() -> None:
    data = figures()
    assert map_title(data, MEASURES["operations"]) == (
        "Corse en tête\u202f: 25 opérations retenues sur 400 (6,3\u202f%)"
    )
    assert map_title(data, MEASURES["total_cost"]) == (
        "Corse en tête\u202f: 6,3\u202fM€ de coût total sur 100,0\u202fM€ (6,3\u202f%)"
    )
    assert map_title(data, MEASURES["operations_programme_share"]) == (
        "Corse en tête\u202f: 25,0\u202f% des opérations programmées y sont retenues, contre 10,0\u202f% dans l'ensemble"
    )
    assert map_title(data, MEASURES["specificity"]) == (
        "Corse en tête\u202f: la part des opérations retenues y vaut 2,5 fois celle des programmées"
    )
    nothing = figures(operations=0, operations_programme_share=0.0)
    assert map_title(nothing, MEASURES["operations_programme_share"]).endswith(
        "aucun territoire où 5 opérations au moins sont retenues"
    )


def test_a_ratio_of_a_few_operations_leads_nowhere() -> None:
    data = figures()
    for row in data.territories:
        if row["name"] == "Corse":
            row |= {"operations": 1, "operations_programme_share": 1.0}
    assert not map_title(data, MEASURES["operations_programme_share"]).startswith("Corse")


def test_a_territory_alone_or_tied_leads_nothing() -> None:
    data = figures()
    for rank, row in enumerate(data.territories):
        row["operations"] = 3 if rank < 2 else 0
    first, second = (row["name"] for row in data.territories[:2])
    assert map_title(data, MEASURES["operations"]).startswith(
        f"{first} et {second} à égalité\u202f: 3 opérations retenues sur "
    )
    data.territories[1]["operations"] = 0
    assert map_title(data, MEASURES["operations"]).startswith(f"{first}\u202f: 3 opérations retenues sur ")


def test_concentration_and_what_the_map_cannot_show_in_sentences() -> None:
    found = Concentration(("Picardie", "Lorraine", "Bretagne"), 65, 213)
    assert concentration_sentence(found, Level.REGION) == (
        "Trois régions concentrent 30,5\u202f% des opérations retenues (65 sur 213)\u202f: Picardie, Lorraine et Bretagne."
    )
    assert concentration_sentence(Concentration(("Corse",), 1, 2), Level.REGION) == (
        "Corse réunit 50,0\u202f% des opérations retenues (1 sur 2)."
    )
    said = {
        Concentration((), 0, 0, located=False): "Aucune opération retenue n'a de territoire connu.",
        Concentration(
            (), 0, 9
        ): "Aucun territoire ne se détache\u202f: les premiers comptent autant d'opérations retenues.",
        Concentration(("Corse",), 3, 3): "Toutes les opérations retenues (3)\u202f: Corse.",
    }
    assert {found: concentration_sentence(found, Level.REGION) for found in said} == said
    assert apart_sentences(figures()) == [
        "Volet national du FSE\u202f: 17 opérations retenues sur 471 programmées, 6,7\u202fM€ de coût total."
    ]


def test_names_break_ties_in_french_order() -> None:
    rows = figures(operations=5, operations_programme_share=0.05, has_data=True).territories
    data = TerritoryFigures(Level.REGION, rows, ())
    names = sorted((row["name"] for row in data.of_wave()), key=french_order)
    assert 0 < names.index("Île-de-France") < names.index("Lorraine")
    assert [row["name"] for row in territory_rows(data)][: len(names)] == names
    assert concentration(data, leaders=len(names)).names == tuple(names)
    for row in rows:
        row["operations"] = 5 if row["name"] in ("Île-de-France", "Lorraine") else 1
    assert map_title(data, MEASURES["operations"]).startswith("Île-de-France et Lorraine à égalité")


def test_reliability_title_counts_what_has_no_place() -> None:
    frame = pd.DataFrame(
        [("department", "service", 5, 60), ("department", "aucune", 1, 20), ("department", "national", 2, 20)],
        columns=["level", "source", "operations", "programme_operations"],
    )
    assert location_title(frame.to_dict("records"), Level.DEPARTMENT) == (
        "Département connu pour 60,0\u202f% des opérations programmées\u202f; 20 opérations sans indication"
    )
