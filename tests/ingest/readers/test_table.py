import pytest

from dashboard.ingest.readers._table import find_header, is_number, name_columns


@pytest.mark.parametrize(
    "text", ["12", "238 778,48 €", "-3.5", "60 %", "(12)", "01/02/2019", "2019-03-09", "1,2 M€", " 7 "]
)
def test_figures(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["", "abc", "12 rue de la Paix", "axe 3", "-", "€"])
def test_words(text: str) -> None:
    assert not is_number(text)


def test_best_score_wins_and_the_first_one_on_ties() -> None:
    rows = [["a", ""], ["x", "y"], ["z", "t"], ["u", "v"]]
    assert find_header(rows, lambda row: {"a": 1, "x": 2, "z": 2}.get(row[0], 0)) == 1


def test_without_score_the_first_labels_then_the_first_filled_row() -> None:
    assert find_header([["", ""], ["titre", ""], ["1", "2"], ["a", "b"]], lambda _: 0) == 3
    assert find_header([["", ""], ["", "seul"], ["", "autre"]], lambda _: 0) == 1
    assert find_header([["", " "]], lambda _: 0) is None


def test_names_stay_distinct() -> None:
    assert name_columns(["a", "a", "", "", "a (2)", "a", "Colonne 3"], [True, True, True, False, True, True, True]) == [
        "a", "a (3)", "Colonne 3", None, "a (2)", "a (4)", "Colonne 3 (2)",
    ]  # fmt: skip
