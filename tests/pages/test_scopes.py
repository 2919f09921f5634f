"""One scope a screen: two totals with the same words have the same value."""

from tests.pages.conftest import BREAKDOWN, SYNTHESIS, metrics, said
from tests.pages.declared import page_path
from tests.scopes import contradictions, totals_named

SELECTIONS = (
    {},
    {"vague": "2019"},
    {"programme": "PON IEJ"},
    {"axe": "PON FSE · 1"},
    {"region": ["Bretagne", "Picardie"]},
    {"retenue": "non examinées"},
    {"gestionnaire": "AGD", "categorie": "Innovation sociale territoriale"},
)
PAGES = (SYNTHESIS, BREAKDOWN, page_path("territoires/territoires.py"), page_path("reperage/reperage.py"))


def texts(app):
    alternatives = [chart.proto.alt for chart in app.get("plotly_chart")]
    counted = next((value for label, value in metrics(app).items() if label.startswith("Opérations ")), None)
    tiles = [
        f"opérations {label.removeprefix('Opérations ')} sur {counted}"
        for label in metrics(app)
        if label.startswith("Opérations ")
    ]
    # What a map says of each territory is about that territory alone.
    return [*(text for text in said(app) if "<svg" not in text), *alternatives, *tiles]


def test_two_totals_with_the_same_words_have_the_same_value(opened, demonstration):
    found, named = {}, 0
    for query in SELECTIONS:
        for page in PAGES:
            shown = texts(opened(demonstration, page, **query))
            named += totals_named(shown)
            if wrong := contradictions(shown):
                found[str(page.name), str(query)] = wrong
    assert found == {}
    assert named > 40
