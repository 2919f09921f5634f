"""Operations that one bearer carries again: grouped by nearly the same words, proposed with what differs."""

from dashboard.domain.selection import Selection
from dashboard.identification.renewals import (
    differences,
    earlier_decisions,
    likeness,
    projects,
    renewals,
    renewed_with,
)
from tests.identification.conftest import Warehouse

TEXT = (
    "Un accompagnement renforcé de quarante personnes éloignées de l'emploi, avec un atelier de couture et un référent unique, "
    "dans trois quartiers de la ville, de la première rencontre au contrat de travail."
)
AGAIN = TEXT.replace("quarante", "cinquante")


def row(number: str, title: str, text: str = TEXT, bearer: str = "Association fictive", **more: str) -> dict[str, str]:
    return {"num_dossier": number, "title": title, "beneficiary": bearer, "description": text, **more}


def test_one_bearer_one_title_and_nearly_one_text_are_one_project(warehouse: Warehouse) -> None:
    connection = warehouse(
        [
            row("201800001", "Atelier couture 2017"),
            row("201800002", "ATELIER COUTURE - 2018", AGAIN),
            row("201800003", "Ateliers couture", AGAIN),
            row("201800004", "Atelier couture 2018", bearer="Une autre association"),
            row("201800005", "Atelier couture 2018", "Rien de tel : un chantier naval où l'on répare des barques."),
            row("201800006", "Atelier couture, lot 2"),
            row("201800007", "Atelier couture, lot 3"),
            row("201800008", "Sans texte", ""),
            row("201800009", "Sans texte", ""),
            row("201800010", "2018"),
            row("201800011", "2019"),
        ],
        retained=["201800001", "201800005"],
    )
    found = renewals(connection)
    together = {project: list(group["num_dossier"]) for project, group in found.groupby("project")}
    assert together == {
        "201800001": ["201800001", "201800002", "201800003"],
        "201800008": ["201800008", "201800009"],
    }
    assert found.set_index("num_dossier")["retained"].to_dict()["201800001"]
    everything = Selection()
    assert projects(connection, found, everything) == 11 - 5 + 2
    assert projects(connection, found, everything.narrowed(search="lot")) == 2
    assert projects(connection, found.head(0), everything) == 11

    others = renewed_with(found, "201800003", "2019")
    assert list(others["num_dossier"]) == ["201800001", "201800002"]
    [earlier] = earlier_decisions(connection, others)
    assert (earlier["num_dossier"], earlier["decision"]) == ("201800001", "retenue")
    assert earlier["decided_on"] is not None
    assert earlier_decisions(connection, renewed_with(found, "201800006", "2019")) == []
    present = {"title": "Ateliers couture", "description": AGAIN}
    changed = differences(earlier, present)
    assert set(changed) == {"title", "description"}
    passages = [(part.words, part.earlier, part.present) for part in changed["description"]]
    assert ("quarante", True, False) in passages
    assert ("cinquante", False, True) in passages
    assert " ".join(part.words for part in changed["description"] if part.present) == AGAIN
    assert " ".join(part.words for part in changed["description"] if part.earlier) == TEXT
    assert differences(earlier, earlier) == {}
    long = {"title": "mot " * 4000}
    assert [part.present for part in differences(long, {"title": "autre"})["title"]] == [False, True]


def test_what_nearly_means_is_data(tmp_path) -> None:
    (tmp_path / "renewals.csv").write_text("key;value;meaning\ntitle;0.2;\ntext;0.5;\nmost_operations;3;\n")
    assert (likeness(tmp_path).title, likeness(tmp_path).text, likeness(tmp_path).most_operations) == (0.2, 0.5, 3)
    assert 0 < likeness().title < likeness().text < 1
