"""Setting analysis periods: tried, refused with the reason, published, taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.ingest.errors import WavesRefused
from dashboard.ingest.importer import ImportRequest, rehearse, run_import
from dashboard.ingest.waves import Effect, restore_waves, set_waves, try_waves
from dashboard.reviews.campaigns import create_campaign
from dashboard.reviews.store import open_store
from dashboard.warehouse.build import KEPT_WAREHOUSES, connect
from dashboard.warehouse.state import State, StateError
from dashboard.warehouse.waves import FILE, Wave, wave_rows
from tests.dated import DAYS, dated_list, decided_list
from tests.pages.campaigns import grid_named, population

PERIOD, UNDATED = "2021-2027", "sans date de convention"
SHIPPED = {"2022": 2, "2023": 2, "2024": 1, UNDATED: 1}


def wave(name: str, begins: str = "", ends: str = "") -> Wave:
    days = [date.fromisoformat(day) if day else None for day in (begins, ends)]
    return Wave(PERIOD, name, f"Période {name}", *days)


TWO = (wave("2022-2023", "", "2023-12-31"), wave("2024", "2024-01-01"))


@pytest.fixture
def imported(state: State, tmp_path: Path) -> State:
    run_import(state, ImportRequest(dated_list(tmp_path / "liste.csv")))
    return state


def counts(state: State) -> dict[str, int]:
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        return dict(connection.execute("select wave, count(*) from operation group by wave").fetchall())


def retained(state: State) -> int:
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        [(found,)] = connection.execute("select count(*) from operation where retained").fetchall()
    return int(found)


def test_periods_are_tried_published_and_taken_back(imported: State) -> None:
    assert counts(imported) == SHIPPED
    first = imported.current()
    effect = try_waves(imported, None, PERIOD, TWO)
    assert effect == Effect(
        {"2022": (2, 0), "2022-2023": (0, 4), "2023": (2, 0), "2024": (1, 1), UNDATED: (1, 1)}, dated=5, given=0
    )
    assert imported.current() == first
    assert wave_rows(imported) == ()
    assert set_waves(imported, None, PERIOD, TWO[::-1], by="Anne") == effect
    assert counts(imported) == {"2022-2023": 4, "2024": 1, UNDATED: 1}
    current = imported.current()
    assert current is not None
    assert (current.by, current.action) == ("Anne", "périodes d'analyse de 2021-2027")
    restore_waves(imported, None, PERIOD, by="Bob")
    assert counts(imported) == SHIPPED
    restored = imported.current()
    assert restored is not None
    assert first is not None
    assert restored.warehouse == first.warehouse
    assert [(row.by, row.waves) for row in wave_rows(imported)] == [("Anne", TWO), ("Bob", ())]
    with pytest.raises(WavesRefused, match="rien à rétablir"):
        restore_waves(imported, None, PERIOD, by="Bob")


def test_trials_do_not_pile_up(imported: State) -> None:
    for day in range(1, 8):
        try_waves(imported, None, PERIOD, (wave("2022", "", f"2023-01-0{day}"), wave("2024", f"2023-02-0{day}")))
    current = imported.current()
    assert current is not None
    left = {path.name for path in imported.warehouses.iterdir()}
    assert current.warehouse in left
    assert len(left) <= KEPT_WAREHOUSES + 1


def test_later_imports_are_judged_by_the_periods_in_force(imported: State, tmp_path: Path) -> None:
    set_waves(imported, None, PERIOD, TWO, by="Anne")
    request = ImportRequest(dated_list(tmp_path / "suite.csv"))
    expected = {"2022-2023": 4, "2024": 1, UNDATED: 1}
    assert rehearse(imported, request, tmp_path / "essai").manifest["waves"] == expected
    assert run_import(imported, request).manifest["waves"] == expected
    assert counts(imported) == expected


def test_given_waves_stand_and_are_told(imported: State, tmp_path: Path) -> None:
    run_import(
        imported,
        ImportRequest(dated_list(tmp_path / "nommee.csv", {"m1": "15/06/2022"}), wave="2022", mode="compléter"),
    )
    effect = set_waves(imported, None, PERIOD, TWO, by="Anne")
    assert (effect.dated, effect.given) == (5, 1)
    assert counts(imported) == {"2022": 1, "2022-2023": 4, "2024": 1, UNDATED: 1}


def refusal(state: State, waves: tuple[Wave, ...], engine: Engine | None = None) -> str:
    before = (state.current(), counts(state), wave_rows(state))
    for action in (try_waves, lambda *given: set_waves(*given, by="Anne")):
        with pytest.raises(WavesRefused) as refused:
            action(state, engine, PERIOD, waves)
    assert (state.current(), counts(state), wave_rows(state)) == before
    assert str(refused.value).endswith(".")
    return str(refused.value).replace("\u202f", " ")


def test_what_can_not_stand_is_refused_and_changes_nothing(imported: State) -> None:
    assert "au moins une période" in refusal(imported, ())
    assert "se chevauchent" in refusal(imported, (wave("2022", "", "2023-12-31"), wave("2023", "2023-01-01")))
    empty = refusal(imported, (*TWO[:1], wave("2024", "2024-01-01", "2024-12-31"), wave("2035", "2035-01-01")))
    assert "La période « 2035 » (depuis le 1er janvier 2035) ne contient aucune opération" in empty
    set_waves(imported, None, PERIOD, TWO, by="Anne")
    assert "déjà celles-ci" in refusal(imported, TWO)


def test_periods_that_say_another_programming_period_are_of_the_one_set(imported: State) -> None:
    """They would stand beside its own, and each operation in both."""
    set_waves(
        imported,
        None,
        "2014-2020",
        [
            wave("2022"),
        ],
        by="agent",
    )
    assert counts(imported) == SHIPPED
    [row] = wave_rows(imported)
    assert [one.period for one in row.waves] == ["2014-2020"]


def test_a_shipped_period_may_stay_empty(imported: State) -> None:
    years = tuple(wave(f"{year}", f"{year}-01-01", f"{year}-12-31") for year in (2021, 2023, 2024, 2029))
    effect = set_waves(imported, None, PERIOD, years, by="Anne")
    assert effect.operations["hors vague"] == (0, 2)


def test_where_nothing_is_dated_periods_wait_for_later_imports(state: State, tmp_path: Path) -> None:
    run_import(state, ImportRequest(dated_list(tmp_path / "liste.csv", dict.fromkeys(DAYS, ""))))
    effect = set_waves(state, None, PERIOD, TWO, by="Anne")
    assert (effect.dated, effect.operations) == (0, {UNDATED: (6, 6)})


def former(name: str, begins: str = "", ends: str = "") -> Wave:
    days = [date.fromisoformat(day) if day else None for day in (begins, ends)]
    return Wave("2014-2020", name, f"Vague {name}", *days)


@pytest.fixture
def waves_of_2014(state: State, tmp_path: Path) -> State:
    """Three operations of 2014-2020 that their dates place, a decision on one of them that names its wave."""
    path = tmp_path / "liste.csv"
    lines = [
        f"n{rank};FSE;Programme Opérationnel National FSE;Projet {rank};Association fictive;1000;500;{day}\n"
        for rank, day in enumerate(("15/02/2016", "23/05/2017", "27/09/2018"))
    ]
    header = (
        "Numéro Opération;Fonds;Libellé programme;Intitulé du projet;Nom du bénéficiaire;Total des dépenses éligibles;Montant UE;"
        "Date de programmation\n"
    )
    path.write_text(header + "".join(lines), encoding="utf-8")
    run_import(state, ImportRequest(path))
    run_import(state, ImportRequest(decided_list(tmp_path / "decisions.csv", {"n1": "2019"})))
    return state


def refused(state: State, waves: tuple[Wave, ...], engine: Engine | None = None) -> str:
    with pytest.raises(WavesRefused) as caught:
        set_waves(state, engine, "2014-2020", waves, by="Anne")
    return str(caught.value).replace("\u202f", " ")


def test_what_would_cut_a_decision_from_its_operation_is_refused(waves_of_2014: State) -> None:
    assert counts(waves_of_2014) == {"2017": 1, "2019": 2}
    assert retained(waves_of_2014) == 1
    renamed = (former("2017", "", "2017-03-04"), former("2019 bis", "2017-03-05"))
    assert "1 opération perdrait sa décision" in refused(waves_of_2014, renamed)
    set_waves(
        waves_of_2014, None, "2014-2020", (former("2017", "", "2017-01-01"), former("2019", "2017-01-02")), by="Anne"
    )
    assert retained(waves_of_2014) == 1


def test_what_would_cut_a_campaign_from_its_operations_is_refused(waves_of_2014: State, tmp_path: Path) -> None:
    engine = autumn(tmp_path, ["n2", "absente"], "2019")
    said = refused(waves_of_2014, (former("2017", "", "2018-01-01"), former("2018", "2018-01-02")), engine)
    assert said.startswith(
        ("1 opération perdrait", "La campagne « Revue d'automne » ne retrouverait plus 1 de ses opérations")
    )
    engine.dispose()


def autumn(folder: Path, numbers: list[str], known_as: str) -> Engine:
    """The reviews' database with one campaign. The extract has no « absente »: the campaign loses nothing there."""
    engine = open_store(folder / "reviews.sqlite")
    create_campaign(
        engine,
        name="Revue d'automne",
        grid=grid_named("csess"),
        lexicon_hash="abc",
        lexicon_text="",
        extracts=[],
        operations=population(numbers, wave=known_as),
        reviewers=["Alice", "Bob"],
        by="Gérard",
    )
    return engine


def test_decisions_and_campaigns_of_2021_2027_follow_the_number(imported: State, tmp_path: Path) -> None:
    run_import(imported, ImportRequest(decided_list(tmp_path / "decisions.csv", {"n1": "2022", "n4": "2024"})))
    engine = autumn(tmp_path, ["n3", "absente"], "2023")
    assert retained(imported) == 2
    set_waves(imported, engine, PERIOD, TWO, by="Anne")
    assert retained(imported) == 2
    assert counts(imported) == {"2022-2023": 4, "2024": 1, UNDATED: 1}
    engine.dispose()


def test_what_fails_to_be_published_leaves_no_row(imported: State, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dashboard.ingest.waves.publish", refuse)
    with pytest.raises(StateError, match="plein"):
        set_waves(imported, None, PERIOD, TWO, by="Anne")
    assert wave_rows(imported) == ()
    assert not (imported.root / FILE).read_text(encoding="utf-8")


def test_nothing_published_has_no_periods_to_set(state: State) -> None:
    with pytest.raises(WavesRefused, match="Rien n'est encore publié"):
        set_waves(state, None, PERIOD, TWO, by="Anne")


def test_people_who_set_periods_at_once_lose_nothing(imported: State) -> None:
    choices = [(wave(f"2022-{rank}", "", f"2023-0{rank}-01"), wave("2024", "2024-01-01")) for rank in range(1, 5)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda waves: set_waves(imported, None, PERIOD, waves, by="x"), choices))
    assert {row.waves for row in wave_rows(imported)} == {*choices}
