from dashboard.domain.french import integer, plural
from dashboard.figures.alternative import comparison, ranking, shares

AXES = [{"axe": "1", "n": 30}, {"axe": "2", "n": 7}, {"axe": "3", "n": 69}]


def test_ranking_says_the_leader_then_the_rest_with_their_shares():
    said = ranking(
        "Opérations retenues par axe",
        AXES,
        "axe",
        "n",
        text=lambda n: plural(n, "opération"),
        name=lambda axis: f"axe {axis}",
    )
    assert said == (
        "Opérations retenues par axe\u202f: axe 3 en tête avec 69 opérations, soit 65,1\u202f%\u202f; "
        "axe 1\u202f: 30 opérations, soit 28,3\u202f%\u202f; axe 2\u202f: 7 opérations, soit 6,6\u202f%."
    )


def test_ranking_of_values_that_do_not_add_up_has_no_share():
    assert "soit" not in ranking("Taux", AXES, "axe", "n", text=integer, share=False)


def test_ranking_of_one_row_names_no_leader():
    said = ranking("Par axe", AXES[:1], "axe", "n", text=integer)
    assert said == "Par axe\u202f: 1\u202f: 30."


def test_ranking_leaves_missing_values_out_and_says_how_many_rows_it_skips():
    rows = [{"r": f"R{rank}", "n": 10 - rank if rank < 10 else None} for rank in range(11)]
    said = ranking("Par région", rows, "r", "n", text=integer)
    assert said.endswith("et 2 autres lignes.")
    assert "R10" not in said
    assert "–" not in said


def test_nothing_to_say_is_said():
    empty = AXES[:0]
    for said in (
        ranking("Par axe", empty, "axe", "n", text=integer),
        comparison("Par axe", empty, "axe", {"n": "2019"}, text=integer),
        shares("Par axe", empty, "axe", {"n": "2019"}),
    ):
        assert said == "Par axe\u202f: aucune donnée."


def test_comparison_gives_each_wave_in_turn():
    rows = [{"axe": "axe 1", "a": 12, "b": 30}, {"axe": "axe 3", "a": None, "b": 69}]
    said = comparison("Opérations par axe", rows, "axe", {"a": "2017", "b": "2019"}, text=integer)
    assert said == "Opérations par axe, 2017 et 2019\u202f: axe 1, 12 puis 30\u202f; axe 3, – puis 69."


def test_shares_name_only_the_parts_that_exist():
    rows = [{"axe": "axe 1", "a": 1, "b": 3}, {"axe": "axe 2", "a": 0, "b": 0}]
    said = shares("Décision", rows, "axe", {"a": "retenues", "b": "non retenues"})
    assert said == (
        "Décision\u202f: axe 1, retenues 25,0\u202f% et non retenues 75,0\u202f%\u202f; axe 2, aucune donnée."
    )


def test_control_characters_of_an_extract_do_not_break_the_sentence():
    rows = [{"r": "Bre\ntagne\x00", "n": 1}]
    assert ranking("Par région", rows, "r", "n", text=integer) == "Par région\u202f: Bre tagne\u202f: 1."
