"""What people answered for some headers is offered again for the same ones."""

from dashboard.ingest.mappings import save_answers, save_mapping, saved_answers, saved_mapping
from dashboard.warehouse.state import State


def test_answers_and_mappings_are_kept_apart_by_headers(state: State) -> None:
    assert saved_answers(state, ["A", "B"]) == {}
    save_mapping(state, ["A", "B"], {"title": "A"})
    # What is said of the date of one file says nothing of the next one.
    save_answers(state, ["A", "B"], {"colonne.eu_amount": "B", "edition.2027-01-01": "garder", "edition": "2026-01-01"})
    save_answers(state, ["C"], {"jours": "jour"})
    assert saved_answers(state, ["b", "a"]) == {"colonne.eu_amount": "B"}
    assert saved_mapping(state, ["b", "a"]) == {"title": "A"}
    assert saved_mapping(state, ["C"]) == {}
