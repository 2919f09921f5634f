"""The map in Chromium: it shows, it answers the pointer and the first click, the filters follow, nothing leaves the host."""

import re

import pytest
from playwright.sync_api import Locator, WebSocket, expect

from tests.browser.conftest import PHONE, Screen

BRETAGNE, PICARDIE, REUNION = "53", "22", "04"
HEAVIEST = 250_000
OUTSIDE = """() => [...document.querySelectorAll(".carte [aria-label]:not(svg)")].flatMap((place) => {
    const map = place.closest(".carte"), shape = place.getBoundingClientRect(), frame = map.getBoundingClientRect();
    return [shape.left + 1, shape.right - 1].filter((clientX) => {
        place.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX, clientY: shape.bottom - 1 }));
        const box = map.querySelector(".bulle").getBoundingClientRect();
        return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
    }).map(() => place.getAttribute("aria-label"));
})"""
"""The places whose tooltip leaves the frame of its map, pointed at by either of their sides."""


def chart(screen: Screen, rank: int = 0) -> Locator:
    return screen.page.locator(".carte").nth(rank)


def territory(screen: Screen, code: str, rank: int = 0) -> Locator:
    return chart(screen, rank).locator(f'[data-code="{code}"]').first


def inside(inner: Locator, outer: Locator) -> bool:
    """Whether a box lies in another."""
    box, frame = inner.bounding_box(), outer.bounding_box()
    assert box
    assert frame
    return all(
        frame[start] - 1 <= box[start] and box[start] + box[size] <= frame[start] + frame[size] + 1
        for start, size in (("x", "width"), ("y", "height"))
    )


def hover(screen: Screen, place: Locator, rank: int = 0) -> str:
    """What the tooltip says of a place; it stays in the frame of the map."""
    place.hover()
    tooltip = chart(screen, rank).locator(".bulle")
    expect(tooltip).to_be_visible()
    assert inside(tooltip, chart(screen, rank))
    return tooltip.inner_text()


def opened(screen: Screen, **query: str) -> Screen:
    screen.open("territoires", **query)
    expect(chart(screen).locator("svg")).to_be_visible()
    return screen


def colours(screen: Screen) -> set[tuple[int, ...]]:
    """The colours that the map really shows: its picture, read pixel by pixel."""
    picture = chart(screen).screenshot(type="png")
    found = screen.page.evaluate(
        """async (bytes) => {
            const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], {type: "image/png"}));
            const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
            const context = canvas.getContext("2d");
            context.drawImage(bitmap, 0, 0);
            const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
            const counts = {};
            for (let i = 0; i < pixels.length; i += 4) {
                const key = [pixels[i], pixels[i + 1], pixels[i + 2]].join();
                counts[key] = (counts[key] ?? 0) + 1;
            }
            return Object.entries(counts).filter(([, count]) => count > 400).map(([key]) => key);
        }""",
        list(picture),
    )
    return {tuple(int(part) for part in key.split(",")) for key in found}


def test_map_shows_its_territories_in_the_colours_of_its_legend(screen: Screen):
    opened(screen)
    swatches = screen.page.locator("ul.legende i").evaluate_all(
        "swatches => swatches.map(swatch => getComputedStyle(swatch).backgroundColor)"
    )
    legend = {tuple(int(part) for part in re.findall(r"\d+", swatch)[:3]) for swatch in swatches}
    assert len(legend) == 5
    screen.until(lambda: legend <= colours(screen), "the map lacks a colour of its legend")


def test_pointer_reads_the_figure_its_numerator_and_its_denominator(screen: Screen):
    opened(screen, indicateur="Part des opérations programmées")
    said = hover(screen, territory(screen, BRETAGNE))
    assert said.startswith("Bretagne\n")
    assert re.search(r"Part des opérations programmées\u202f: [\d,]+\u202f%", said)
    assert re.search(r"20 opérations retenues sur [\d\u202f]+ programmées", said)
    assert "prudence" not in said
    assert "à lire avec prudence" in hover(screen, territory(screen, REUNION))


def test_click_on_a_region_filters_everything_and_the_breadcrumb_comes_back(screen: Screen):
    opened(screen)
    territory(screen, PICARDIE).click()
    screen.page.wait_for_url(re.compile("region=Picardie"))
    screen.settled()
    expect(screen.page.locator(".st-key-region").first).to_contain_text("Picardie")
    panel = screen.card("carte-region")
    expect(panel).to_contain_text("23 opérations retenues")
    assert panel.locator("tbody tr").count() > 2
    screen.page.get_by_role("button", name="France entière").click()
    expect(screen.page).not_to_have_url(re.compile("region="))
    screen.settled()
    expect(panel).to_have_count(0)


def test_second_click_lifts_the_filter_and_the_sea_changes_nothing(screen: Screen):
    opened(screen, region="Picardie")
    box = chart(screen).bounding_box()
    assert box
    screen.page.mouse.click(box["x"] + box["width"] / 10, box["y"] + box["height"] / 9)
    screen.settled()
    assert screen.query()["region"] == ["Picardie"]
    territory(screen, REUNION).click()
    screen.page.wait_for_url(re.compile("region=La\\+R"))
    screen.settled()
    territory(screen, REUNION).focus()
    expect(chart(screen).locator(".bulle")).to_contain_text("La Réunion")
    screen.page.keyboard.press("Enter")
    expect(screen.page).not_to_have_url(re.compile("region="))
    screen.settled()


def test_keyboard_reaches_the_same_filter_through_the_table(screen: Screen):
    opened(screen)
    screen.page.get_by_text("Tableau", exact=True).first.click()
    screen.settled()
    link = screen.page.get_by_role("link", name="Picardie", exact=True)
    link.focus()
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_url(re.compile("region=Picardie"))
    screen.ready()
    expect(screen.card("carte-region")).to_contain_text("23 opérations retenues")
    assert len(screen.context.pages) == 1


@pytest.mark.parametrize("level", ["Anciennes régions et DROM", "Régions actuelles", "Départements"])
def test_maps_stay_light_and_ask_no_other_host(screen: Screen, level: str):
    """Side by side is the heaviest; the window itself fails the test on any request to another host."""
    received: list[int] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: received.append(len(data)))

    screen.page.once("websocket", listen)
    opened(screen, niveau=level, cote_a_cote="true")
    expect(screen.page.locator(".carte")).to_have_count(2)
    maps = [size for size in received if size > 20_000]
    assert len(maps) >= 2
    assert sum(maps) < HEAVIEST


def test_title_in_a_tooltip_prints_letter_for_letter(screen: Screen):
    """Escaped twice, an apostrophe would show its code."""
    opened(screen)
    screen.page.get_by_role("button", name="Calques").click()
    screen.page.get_by_text("Opérations citées par la note", exact=True).first.click()
    screen.page.keyboard.press("Escape")
    screen.settled()
    mark = chart(screen).locator(".repere", has_text="N").and_(screen.page.locator('[aria-label*="département 01"]'))
    assert hover(screen, mark) == "Opérations citées par la note, département 01\n• Un lab' territorial pour l'emploi"


def test_map_fits_a_telephone_and_still_answers(screen: Screen):
    opened(screen.sized(PHONE))
    box = chart(screen).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert hover(screen, territory(screen, BRETAGNE)).startswith("Bretagne")


def test_both_waves_can_be_pointed_at(screen: Screen):
    opened(screen, cote_a_cote="true")
    assert "10 opérations retenues" in hover(screen, territory(screen, BRETAGNE, 1), 1)
    assert screen.page.locator(".carte").count() == 2


def test_every_tooltip_of_small_maps_stays_inside(screen: Screen):
    opened(screen, periode="2021-2027", cote_a_cote="true")
    assert screen.page.locator(".carte").count() > 4
    assert screen.page.evaluate(OUTSIDE) == []
