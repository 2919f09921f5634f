"""The opening of the report: every number of it is one of the rows."""

import math
import re
from decimal import Decimal

from dashboard.domain.french import amount, integer, percent
from dashboard.domain.selection import Selection
from dashboard.exports.pack.content import Paragraph, SectionKey
from dashboard.exports.pack.pasted import LENGTHS, numbers_of, pasted

SELECTIONS = (
    Selection(),
    Selection(period="2021-2027"),
    Selection(waves=("2017",)),
    Selection(search="jardin"),
    Selection(regions=("Bretagne",)),
)


def test_the_narrative_says_level_movement_objective_and_participants_from_the_rows(pack_of):
    pack = pack_of()
    rows = pack.operations
    level, movement, moved, axes, objective, participants, _, territories, _ = (one.text for one in pack.narrative)
    by_wave = rows["wave"].value_counts()
    assert level.startswith(f"{len(rows)} opérations sont retenues sur 14\u202f016 programmées")
    assert f"les opérations retenues passent de {by_wave['2017']} à {by_wave['2019']}" in movement
    national = rows[rows["programme"] == "PON FSE"]
    by_axis = national["priority_axis"].astype("str")
    third = national[by_axis == "3"]["wave"].value_counts()
    assert f"promouvoir l'inclusion\u202f» (de {third['2017']} à {third['2019']})" in moved
    assert f"du PON FSE ({third.sum()})" in axes
    codes = national.groupby(["os_code", "wave"]).size()
    fell = f"l'économie sociale et solidaire\u202f» (de {codes['3913', '2017']} à {codes['3913', '2019']})"
    assert fell in moved.partition("reculent")[2]
    share = f"{100 * (national['os_code'] == '3913').mean():.1f}".replace(".", ",")
    assert f"réunit {share}\u202f% des opérations retenues du PON FSE" in objective
    assert participants.startswith("10\u202f656 participants entrés sont comptés")
    assert "Picardie, Lorraine et Bretagne" in territories


def test_what_a_selection_does_not_hold_is_not_told(pack_of):
    assert pack_of(Selection(search="aucun mot pareil")).narrative == ()
    assert not any("passent" in one.text for one in pack_of(Selection(waves=("2017",))).narrative)
    few = " ".join(one.text for one in pack_of(Selection(search="jardin")).narrative)
    assert "c'est trop peu pour parler d'une évolution" in few
    assert not any(word in few for word in ("progresse", "recule", "réunit"))


def test_every_number_of_the_narrative_is_in_the_figures_of_the_pack(pack_of):
    for selection in SELECTIONS:
        pack = pack_of(selection)
        printed = _printed(pack)
        further = [one for one in pack.detail if one.text.startswith("Les ")]
        told = {number for one in (*pack.narrative, *further) for number in numbers_of(one.text)}
        assert told, selection
        assert told <= printed, (selection, told - printed)


def test_the_text_to_paste_keeps_its_length_and_says_where_each_number_is_read(pack_of):
    for selection in SELECTIONS:
        narrative = pack_of(selection).narrative
        whole = "\n\n".join(one.text for one in narrative)
        for length in (0, 50, *LENGTHS):
            found = pasted(narrative, selection, length)
            assert len(found.text) <= length
            assert found.text == whole or len(whole) > length
            assert {number for one in found.sources for number in one.numbers} == set(numbers_of(found.text))
            assert all(selection.period in one.address for one in found.sources)
    assert pasted((), Selection(), 1000).text == ""


def test_a_longer_text_says_more_and_stops_where_the_figures_do(pack_of):
    for period in ("2014-2020", "2021-2027"):
        pack = pack_of(Selection(period=period))
        texts = [pasted(pack.narrative, pack.selection, length, pack.detail) for length in (*LENGTHS, 100_000)]
        lengths = [len(found.text) for found in texts]
        assert lengths[0] < lengths[1] < lengths[2] <= lengths[3]
        assert all(found <= most for found, most in zip(lengths, LENGTHS, strict=False))
        assert lengths[1] > 3_000
        assert lengths[2] > 6_000
        whole = texts[-1]
        titles = set(pack.operations["title"].dropna())
        quoted = re.findall("(?:notamment|ajoute) «\u202f(.*?)\u202f», portée par", whole.text)
        assert len(quoted) > 10
        assert sum(title in titles for title in quoted) > 10
        assert {number for one in whole.sources for number in one.numbers} == set(numbers_of(whole.text))
        anchors = {source.address.partition("#")[2] for source in whole.sources}
        assert {"chiffres-cles", "carte-carte-category", "carte-carte-os_code"} <= anchors
    later = " ".join(one.text for one in pack_of(Selection(period="2021-2027")).narrative)
    assert "La priorité 6 dispose d'une dotation à engager de 150,0\u202fM€" in later
    assert "dotation" not in " ".join(
        one.text for one in pack_of(Selection(period="2021-2027", regions=("Bretagne",))).narrative
    )


def test_a_sentence_never_stands_without_the_one_that_it_leans_on():
    long = Paragraph(SectionKey.REGION, ("x" * 200 + ".", "Elles suivent."))
    assert pasted([long], Selection(), 100).text == ""


def _printed(pack):
    """Every number of the figures and of the messages over them as a document prints it, and what each objective is of what is programmed."""
    found = {number for section in pack.sections for number in numbers_of(section.message)}
    for figure in pack.figures:
        for row in figure.rows:
            for name, value in row.items():
                if isinstance(value, str):
                    found |= set(numbers_of(value))
                elif not isinstance(value, bool) and isinstance(value, int | float | Decimal) and math.isfinite(value):
                    found |= {integer(value), percent(value), amount(value)}
                    whole = (
                        sum(other["programme_operations"] or 0 for other in figure.rows) if _weighs(figure, name) else 0
                    )
                    found |= {percent(value / whole)} if whole else set()
    return found


def _weighs(figure, name):
    return figure.key == "os_code" and name == "programme_operations"
