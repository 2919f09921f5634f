"""What a name opens, wherever it stands."""

from urllib.parse import parse_qs, urlsplit

from dashboard.domain.operation import UNKNOWN
from dashboard.domain.periods import CURRENT, NATIONAL_STRAND
from dashboard.domain.selection import Selection
from dashboard.ui.links import name_link, named_text


def opened(column: str, name: object, selection: Selection) -> tuple[str, dict[str, list[str]]]:
    """The page and the parameters of an address."""
    address = urlsplit(name_link(column, name, selection) or "")
    return address.path, parse_qs(address.query)


def test_a_name_opens_its_page_or_its_operations() -> None:
    here = Selection(regions=("Corse",), search="jeunes")
    period = {"periode": ["2014-2020"]}
    cases = (
        ("region", "Picardie", "region", {"region": ["Picardie"], "q": ["jeunes"]}),
        ("region", "Plusieurs régions", "operations", {"region": ["Plusieurs régions"], "q": ["jeunes"]}),
        ("department", "29", "operations", {"dept": ["29"], "q": ["jeunes"]}),
        (
            "managing_body_type",
            "OI CD",
            "operations",
            {"gestionnaire": ["OI CD"], "region": ["Corse"], "q": ["jeunes"]},
        ),
        ("beneficiary", "Maison & Cie", "operations", {"q": ["Maison & Cie"], "region": ["Corse"]}),
    )
    for column, name, page, query in cases:
        assert opened(column, name, here) == (page, period | query), (column, name)
    for name in (None, "", UNKNOWN, float("nan")):
        assert name_link("region", name, here) is None
    page, query = opened("region_2016", "Volet national", Selection(period=CURRENT))
    assert (page, query["region2016"]) == ("operations", [NATIONAL_STRAND]), "no region, so no page of its own"


def test_a_name_within_a_sentence_prints_letter_for_letter() -> None:
    here = Selection(period=CURRENT)
    assert named_text("region_2016", "Corse", here) == "[Corse](region?periode=2021-2027&region2016=Corse)"
    assert named_text("beneficiary", "A [b](c)", here).startswith(r"[A \[b\](c)](operations?")
    assert named_text("managing_body_type", "OI CD", here, "Département (OI CD)").startswith("[Département (OI CD)](")
    assert (named_text("region", UNKNOWN, here), named_text("region", None, here)) == (UNKNOWN, "")
