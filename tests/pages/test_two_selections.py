"""Synthèse and Répartition with a second selection beside that of the filters."""

from typing import Any

from dashboard.domain.compared import side_names
from dashboard.domain.selection import Selection
from dashboard.ui import data
from tests.pages.conftest import BREAKDOWN, SYNTHESIS, Counted, Opened, counted, metrics, number, run, said, tables

COUNTRY = {"avec.periode": "2014-2020"}


def test_both_values_and_their_difference_stand_where_the_tiles_do(opened: Opened, demonstration: Any) -> None:
    app = opened(demonstration, SYNTHESIS, region="Bretagne")
    assert metrics(app)
    app.button(key="comparer-1").click()
    run(app)
    assert metrics(app) == {}
    assert "avec.periode" in app.query_params
    assert any("Comparée à\u202f: **France entière**" in text for text in said(app))
    [table] = [table for table in tables(app) if table.index.name == "Chiffre clé"]
    one, other = (counted(demonstration, where)["operations"] for where in ("region = 'Bretagne'", "true"))
    assert [number(cell) for cell in table.loc["Opérations retenues", ["Bretagne", "France entière"]]] == [one, other]
    assert table.loc["Opérations retenues", "Écart"] == f"−{other - one}"
    assert len([text for text in said(app) if text.endswith("\u202f: Bretagne et France entière")]) == 3
    [button] = [one for one in app.get("download_button") if one.key == "comparaison-xlsx"]
    assert button.proto.label == "Comparaison (XLSX)"
    # The reference stays while the filters change.
    app.multiselect(key="region").set_value(["Picardie"])
    run(app)
    assert any(text.endswith("\u202f: Picardie et France entière") for text in said(app))
    app.button(key="comparer-fin").click()
    run(app)
    assert "avec.periode" not in app.query_params
    assert metrics(app)


def test_selection_kept_as_reference_waits_for_another(opened: Opened, demonstration: Any) -> None:
    app = opened(demonstration, BREAKDOWN, gestionnaire="OI CD")
    app.button(key="comparer-0").click()
    run(app)
    assert any(text.startswith("Référence fixée") for text in said(app))
    app.multiselect(key="gestionnaire").set_value(["OI PLIE"])
    run(app)
    assert any(text.endswith("\u202f: OI PLIE et OI CD") for text in said(app))
    app.button(key="comparer-inverser").click()
    run(app)
    assert app.multiselect(key="gestionnaire").value == ["OI CD"]
    assert any(text.endswith("\u202f: OI CD et OI PLIE") for text in said(app))


def test_second_selection_of_an_address_is_checked_and_costs_as_much_as_the_first(
    opened: Opened, demonstration: Any, monkeypatch: Any
) -> None:
    log: list[str] = []
    real = data._connection
    monkeypatch.setattr(data, "_connection", lambda name: Counted(real(name), log))
    app = opened(demonstration, BREAKDOWN, region="Bretagne", **{"avec.periode": "2014-2020", "avec.region": "Corse"})
    log.clear()
    app.multiselect(key="region").set_value(["Alsace"])
    run(app)
    assert any(text.endswith("\u202f: Alsace et Corse") for text in said(app))
    assert len(log) <= 3
    app = opened(demonstration, BREAKDOWN, **{"avec.periode": "2014-2020", "avec.region": "Atlantide"})
    [warning] = [one.value for one in app.warning]
    assert "Atlantide" in warning
    assert "avec.region" not in app.query_params


def test_sides_are_called_by_what_tells_them_apart() -> None:
    whole, brittany = Selection(), Selection(regions=("Bretagne",))
    for one, other, names in (
        (brittany, whole, ("Bretagne", "France entière")),
        (Selection(waves=("2017",)), Selection(waves=("2019",)), ("2017", "2019")),
        (brittany.narrowed(waves=("2019",)), brittany, ("2019", "Ensemble")),
        (brittany.narrowed(waves=("2019",)), whole, ("2019 · Bretagne", "Ensemble")),
    ):
        assert side_names(one, other) == names
