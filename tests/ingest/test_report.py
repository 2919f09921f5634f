"""What the screen and the terminal both say of an import."""

from typing import Any

from dashboard.ingest.report import (
    Column,
    broken_rules,
    columns,
    findings,
    found_totals,
    happened,
    programme_rows,
    unread_columns,
    waves_in_words,
)


def manifest(**more: Any) -> dict[str, Any]:
    """That of an import of an earlier version, with only what every import has said."""
    return {
        "kind": "operations", "read": 1000, "accepted": 999, "left_aside": 1, "rejected": 0, "total_cost": 10.0, "eu_amount": 5.0,
        "malformed": [], "errors": {}, "warnings": {}, "left_aside_reasons": {}, "notes": ["Une note."],
    } | more  # fmt: skip


def test_an_import_of_an_earlier_version_is_still_told():
    old = manifest()
    assert [found["text"] for found in findings(old, 0, 1, 2)] == ["Une note."]
    assert (columns(old), unread_columns(old), found_totals(old), programme_rows(old)) == (([], []), "", [], [])


def test_the_first_sentence_agrees_in_number_and_mood():
    cases = {
        "999 lignes sur 1\u202f000 sont acceptées, pour un coût total de 10,00\u202f€ et un montant UE de 5,00\u202f€.": happened(
            manifest()
        ),
        "1 ligne sur 1\u202f000 serait acceptée.": happened(manifest(accepted=1, kind="survey"), published=False),
        "0 ligne sur 1\u202f000 est acceptée.": happened(manifest(accepted=0)),
    }
    assert list(cases.values()) == list(cases)


def test_waves_go_by_the_words_of_the_programming_period():
    years = {"2022": 3, "sans date de convention": 2, "2023": 1200}
    later = "année de convention 2022 (3), année de convention 2023 (1\u202f200), sans date de convention (2)"
    cases: list[tuple[dict[str, Any], str]] = [
        ({"periods": ["2014-2020"], "waves": {"2019": 4, "hors vague": 1}}, "vague 2019 (4), hors vague (1)"),
        ({"waves": {"2019": 4}}, "vague 2019 (4)"),
        ({"periods": ["2021-2027"], "waves": years}, later),
        ({"format": "list_2021_2027", "waves": years}, later),
        ({"periods": ["2021-2027"], "waves": {"sans date de convention": 2}}, "sans date de convention (2)"),
        ({"periods": ["2014-2020", "2021-2027"], "waves": {"2019": 1, "2023": 2}}, "2019 (1), 2023 (2)"),
        ({"periods": [], "waves": {}}, "sans vague"),
        ({"format": "list_2021_2027", "periods": [], "waves": {}}, "sans année de convention"),
        ({"kind": "survey", "waves": {"2019": 7}}, "vague 2019 (7)"),
        ({"kind": "decisions", "waves": {}}, ""),
    ]
    for more, words in cases:
        assert waves_in_words(manifest(**{"format": "mdfse_list"} | more)) == words, more


def test_columns_that_are_not_read_come_with_how_full_they_are():
    given = [
        {"header": "Coût", "field": "total_cost", "filled": 1000},
        {"header": "Peu", "field": None, "filled": 3},
        {"header": "Description", "field": None, "filled": 998},
    ]
    kept, dropped = columns(manifest(columns=given))
    assert kept == [Column("Coût", "Coût total", 1.0)]
    assert [(one.header, one.filled) for one in dropped] == [
        ("Description", "99\u202f%"),
        ("Peu", "moins de 1\u202f%"),
    ], "the fullest first, and full only where it is"
    assert unread_columns(manifest(columns=given)) == (
        "1 colonne bien remplie n'est pas lue\u202f: Description (remplie à 99\u202f%)."
    )


def test_totals_of_the_file_are_verified_or_differ():
    total = {"line": 9, "label": "Total", "field": "total_cost", "stated": 1000.0}
    found = found_totals(
        manifest(totals=[total | {"summed": 1000.0, "agrees": True}, total | {"summed": 900.0, "agrees": False}])
    )
    assert [one.verdict for one in found] == ["vérifié", "écart de \u2212100,00\u202f€"]
    assert found[0].field == "Coût total"


def test_several_programmes_have_a_sum():
    rows = [
        {"programme": name, "fund": "FSE", "operations": 2, "total_cost": 10.0, "eu_amount": 5.0}
        for name in ("PON FSE", "PON IEJ")
    ]
    assert programme_rows(manifest(by_programme=rows[:1])) == rows[:1]
    assert programme_rows(manifest(by_programme=rows))[-1] == {
        "programme": "Ensemble", "fund": "", "operations": 4, "total_cost": 20.0, "eu_amount": 10.0,
    }  # fmt: skip


def test_what_happened_to_rows_has_its_reason():
    told = broken_rules(
        manifest(
            errors={"negative_amount": 2},
            warnings={"une règle d'avant": 1},
            left_aside_reasons={"autre fonds": 3},
            malformed=[{"line": 1}],
        )
    )
    assert told == [
        ("montant négatif", "rejetées", 2),
        ("une règle d'avant", "signalées", 1),
        ("autre fonds", "laissées de côté", 3),
        ("ligne mal formée", "rejetées", 1),
    ]
