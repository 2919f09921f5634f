"""Labels merged once count as one everywhere, and as themselves again once the rule is taken back."""

import csv
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard.domain.selection import Selection
from dashboard.ingest.errors import LabelsRefused
from dashboard.ingest.importer import ImportRequest, run_import
from dashboard.ingest.labels import merge_labels, withdraw_rule
from dashboard.warehouse.build import connect, ensure_current
from dashboard.warehouse.indicators import Dimension, indicators, of_wave
from dashboard.warehouse.labels import FILE, close_labels, label_rows, labels_of, rules_in_force
from dashboard.warehouse.listing import Column, count, operation
from dashboard.warehouse.options_query import filter_options
from dashboard.warehouse.state import State, StateError

SERVICES = ("Conseil départemental de l'Oise", "Cellule FSE", "CELLULE F.S.E", "Service Europe", "cellule fse")
TYPES = ("Association", "Asso.", "Association", "Commune", "association")
RECIPIENTS = (
    "Atelier et chantier d'insertion",
    "Ateliers et chantiers d'insertion",
    "CCAS",
    "",
    "Atelier / Ateliers et chantiers d'insertion",
)
BEARERS = ("Les Trois Collines", "Association Les 3 Collines", "Autre porteur", "Autre porteur", "Autre porteur")


@pytest.fixture
def imported(state: State, tmp_path: Path) -> State:
    """Five invented operations whose labels are spelled in several ways."""
    path = tmp_path / "extrait.csv"
    headers = [
        "Numéro de dossier",
        "Intitulé de l'opération",
        "Coût total",
        "Montant UE",
        "Description",
        "Service gestionnaire",
        "Type de porteur",
        "Type de bénéficiaire",
        "Porteur",
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headers)
        for rank, labels in enumerate(zip(SERVICES, TYPES, RECIPIENTS, BEARERS, strict=True), start=1):
            writer.writerow([f"20190000{rank}", f"Atelier fictif {rank}", "100", "50", "Texte fictif", *labels])
    run_import(state, ImportRequest(path=path, wave="2019"))
    return state


def counts(state: State, field: Column) -> dict[str, int]:
    current = state.current()
    assert current is not None
    with connect(state, current) as connection:
        return {row["label"]: row["operations"] for row in labels_of(connection, field)}


def test_merged_labels_count_as_one_everywhere(imported: State) -> None:
    assert (
        merge_labels(
            imported, "managing_body", ["Cellule FSE", "Service Europe"], "Conseil départemental de l'Oise", by="Anne"
        )
        == 2
    )
    merge_labels(imported, "recipient_type", RECIPIENTS[:2], "Ateliers et chantiers d'insertion", by="Anne")
    current = imported.current()
    assert current is not None
    assert "Ateliers et chantiers d'insertion" in current.action
    with connect(imported, current) as connection:
        by = indicators(
            connection, Selection(), (Dimension.MANAGING_BODY, Dimension.RECIPIENT_TYPE), retained_only=False
        ).by
        services = {row["code"]: row["operations"] for row in of_wave(by[Dimension.MANAGING_BODY])}
        # « cellule fse » is a spelling of « Cellule FSE »; « CELLULE F.S.E » isn't: its letters stand apart.
        assert services == {"Conseil départemental de l'Oise": 4, "CELLULE F.S.E": 1}
        kinds = {row["code"]: row["operations"] for row in of_wave(by[Dimension.RECIPIENT_TYPE])}
        assert kinds == {"Ateliers et chantiers d'insertion": 2, "CCAS": 1, "Non renseigné": 1, RECIPIENTS[4]: 1}
        assert "Atelier et chantier d'insertion" not in filter_options(connection, "2014-2020").of("recipient_types")
        assert count(connection, Selection(recipient_types=("Ateliers et chantiers d'insertion",))) == 2
        # The kind of service and the département that its name tells follow.
        assert count(connection, Selection(managing_body_types=("OI CD",), departments=("60",))) == 4
        record = operation(connection, "201900002")
        assert record is not None
        assert record["managing_body"] == "Conseil départemental de l'Oise"
        assert record["original_labels"] == {"managing_body": "Cellule FSE"}
        whole = operation(connection, "201900003")
        assert whole is not None
        assert whole["original_labels"] is None


def test_a_merged_bearer_is_found_under_both_names(imported: State) -> None:
    merge_labels(imported, "beneficiary", ["Association Les 3 Collines"], "Les Trois Collines", by="Anne")
    current = imported.current()
    assert current is not None
    with connect(imported, current) as connection:
        for words, found in (("trois collines", 2), ("3 collines", 1), ("texte fictif", 5)):
            assert count(connection, Selection(search=words)) == found, words
        [(text,)] = connection.execute("select search_text from operation where num_dossier = '201900002'").fetchall()
    assert text.split(" | ")[:3] == ["201900002", "atelier fictif 2", "les trois collines"]
    assert text.split(" | ")[7:] == ["association les 3 collines"]


def test_a_rule_that_is_taken_back_leaves_nothing_but_its_rows(imported: State) -> None:
    before = counts(imported, Column.BENEFICIARY_TYPE)
    first = imported.current()
    merge_labels(imported, "beneficiary_type", ["Asso.", "association"], "Association", by="Anne")
    assert counts(imported, Column.BENEFICIARY_TYPE) == {"Association": 4, "Commune": 1}
    for label in ("ASSO", "association"):
        withdraw_rule(imported, "beneficiary_type", label, by="Bob")
    assert counts(imported, Column.BENEFICIARY_TYPE) == before
    current = imported.current()
    assert current is not None
    assert first is not None
    assert current.warehouse == first.warehouse
    assert [(row.label, row.kept, row.by) for row in label_rows(imported)] == [
        ("Asso.", "Association", "Anne"), ("association", "Association", "Anne"), ("ASSO", "", "Bob"), ("association", "", "Bob"),
    ]  # fmt: skip
    with pytest.raises(LabelsRefused, match="Aucune règle en vigueur"):
        withdraw_rule(imported, "beneficiary_type", "Asso.", by="Bob")


def test_rules_lead_from_one_to_the_next_and_never_round(imported: State) -> None:
    merge_labels(imported, "managing_body", ["Cellule FSE"], "Service Europe", by="Anne")
    merge_labels(imported, "managing_body", ["Service Europe"], "Conseil départemental de l'Oise", by="Anne")
    assert counts(imported, Column.MANAGING_BODY) == {"Conseil départemental de l'Oise": 4, "CELLULE F.S.E": 1}
    kept = (imported.root / FILE).read_bytes()
    for labels, other in (
        (["Conseil départemental de l'Oise"], "Cellule FSE"),
        (["Conseil départemental de l'Oise"], "SERVICE EUROPE"),
    ):
        with pytest.raises(LabelsRefused, match="retirez d'abord cette règle"):
            merge_labels(imported, "managing_body", labels, other, by="Anne")
    assert (imported.root / FILE).read_bytes() == kept
    withdraw_rule(imported, "managing_body", "Service Europe", by="Anne")
    assert counts(imported, Column.MANAGING_BODY) == {
        "Service Europe": 3,
        "Conseil départemental de l'Oise": 1,
        "CELLULE F.S.E": 1,
    }


@pytest.mark.parametrize(
    ("field", "labels", "kept"),
    [
        ("title", ["Atelier fictif 1"], "Atelier"),
        ("beneficiary_type", [], "Association"),
        ("beneficiary_type", ["Association"], "Association"),
        ("beneficiary_type", ["Non renseigné"], "Association"),
        ("beneficiary_type", ["Association"], "Non renseigné"),
        ("beneficiary_type", ["Association"], " ?! "),
        ("beneficiary_type", ["Association"], "x" * 301),
    ],
)
def test_what_can_not_be_merged_is_refused_and_changes_nothing(
    imported: State, field: str, labels: list[str], kept: str
) -> None:
    before = imported.current()
    with pytest.raises(LabelsRefused) as refusal:
        merge_labels(imported, field, labels, kept, by="Anne")
    assert str(refusal.value).endswith(".")
    assert imported.current() == before
    assert not (imported.root / FILE).exists()


def test_rules_outlive_the_warehouse_and_meet_later_imports(imported: State, tmp_path: Path) -> None:
    merge_labels(imported, "beneficiary_type", ["Asso.", "association"], "Association", by="Anne")
    for path in imported.warehouses.iterdir():
        path.unlink()
    ensure_current(imported)
    run_import(imported, ImportRequest(path=tmp_path / "extrait.csv", wave="2017"))
    assert counts(imported, Column.BENEFICIARY_TYPE) == {"Association": 8, "Commune": 2}


def test_what_fails_to_be_published_leaves_no_rule(imported: State, monkeypatch: pytest.MonkeyPatch) -> None:
    merge_labels(imported, "beneficiary_type", ["Asso."], "Association", by="Anne")
    kept = label_rows(imported)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dashboard.ingest.labels.publish", refuse)
    with pytest.raises(StateError, match="plein"):
        merge_labels(imported, "beneficiary_type", ["Commune"], "Collectivité", by="Anne")
    assert label_rows(imported) == kept


def test_a_damaged_file_is_said(imported: State) -> None:
    (imported.root / FILE).write_text(json.dumps({"field": "beneficiary_type"}), encoding="utf-8")
    with pytest.raises(StateError, match="abîmé"):
        ensure_current(imported)


def test_people_who_merge_at_once_lose_nothing(imported: State) -> None:
    labels = [f"Variante {rank}" for rank in range(6)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda label: merge_labels(imported, "recipient_type", [label], "CCAS", by="x"), labels))
    assert {rule.label for rule in rules_in_force(label_rows(imported)).values()} == set(labels)


def test_close_spellings_are_suggested(imported: State) -> None:
    current = imported.current()
    assert current is not None
    with connect(imported, current) as connection:
        recipients = {
            frozenset((row["label"], row["other"])) for row in close_labels(connection, Column.RECIPIENT_TYPE)
        }
        services = {frozenset((row["label"], row["other"])) for row in close_labels(connection, Column.MANAGING_BODY)}
    assert recipients == {
        frozenset((one, other))
        for one in RECIPIENTS
        for other in RECIPIENTS
        if one != other and "chantier" in one and "chantier" in other
    }
    assert services == {frozenset(("Cellule FSE", "cellule fse"))}


def test_the_name_of_a_person_holds_any_line_end(imported: State) -> None:
    merge_labels(imported, Column.BENEFICIARY, ["Autre porteur"], "Porteur", by="Ada\u2028Lovelace\x85")
    merge_labels(imported, Column.BENEFICIARY, ["Les Trois Collines"], "Porteur", by="Ada")
    assert [row.by for row in label_rows(imported)] == ["Ada\u2028Lovelace\x85", "Ada"]
