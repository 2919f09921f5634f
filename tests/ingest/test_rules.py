"""Walks every rule through its examples: one staging for each kind of import, one row for each example."""

import re

import pytest

from dashboard.ingest.columns import Match
from dashboard.ingest.formats import SourceFormat, completions, decisions, eu_list, full_extract, survey
from dashboard.ingest.readers import RawTable
from dashboard.ingest.rules import RULES, RULES_OF_KIND
from dashboard.ingest.staging import Staged, stage, staging_connection
from tests.ingest.rule_examples import EXAMPLES, Cells

OPERATION = {
    "num_dossier": "201700001",
    "programme": "Programme Opérationnel National FSE",
    "programme_cci": "",
    "fund": "FSE",
    "priority_axis": "3",
    "thematic_objective": "9",
    "investment_priority": "1",
    "specific_objective": "1",
    "region": "Bretagne",
    "department": "",
    "zone": "",
    "operation_postcode": "",
    "managing_body": "DIRECCTE - Bretagne - Service Europe",
    "title": "Une opération",
    "beneficiary": "Association fictive",
    "beneficiary_postcode": "35000",
    "participants_planned": "10",
    "participants_entered": "5",
    "total_cost": "100",
    "eu_amount": "50",
    "eu_rate": "",
    "start_date": "01/01/2017",
    "end_date": "31/12/2018",
    "programming_date": "01/06/2017",
    "wave": "",
}
DECISION = {
    "num_dossier": "201700001",
    "wave": "",
    "retained": "oui",
    "category": "Innovation sociale territoriale",
    "reason": "",
    "source": "",
}
ANSWER = {
    "respondent": "Structure 1",
    "body_type": "OI CD",
    "region": "Bretagne",
    "answer": "oui",
    "reported": "",
    "remark": "",
    "themes": "",
    "wave": "2019",
}
BASES = {
    "operations": (OPERATION, full_extract, "num_dossier"),
    "completions": (OPERATION, completions, "num_dossier"),
    "decisions": (DECISION, decisions, "num_dossier"),
    "survey": (ANSWER, survey, "respondent"),
}
"""Kind → an ordinary row, its format, and the field that tells it from the others."""


def broken_rules(kind: str, changes: list[Cells], given: SourceFormat | None = None) -> list[set[str]]:
    """The rules that an ordinary row breaks, then those of each changed row, numbered apart where nothing numbers it."""
    base, usual, key = BASES[kind]
    rows = [base | {key: "déjà vu"}, *(base | {key: f"2018{rank:05}"} | cells for rank, cells in enumerate(changes))]
    with staging_connection() as connection:
        columns = ", ".join(f"c{position} varchar" for position in range(len(base)))
        connection.execute(f"create table raw (line bigint, {columns})")
        connection.executemany(
            f"insert into raw values ({', '.join('?' * (len(base) + 1))})",
            [[line, *(row[name].strip() or None for name in base)] for line, row in enumerate(rows)],
        )
        connection.execute(
            "create table known_numbers as select unnest(['déjà vu', 'déjà importé', '201700777']) as num_dossier, '2019' as wave"
        )
        connection.execute(
            "create table published as select num_dossier, '2021-2027' as period, 'PN FSE+' as programme from known_numbers"
        )
        match = Match(given or usual, {name: position for position, name in enumerate(base)}, ())
        stage(connection, Staged(RawTable(tuple(base), len(rows), ()), match))
        judged = connection.execute("select errors || warnings from judged order by line").fetchall()
    return [{name.split(":")[0] for name in blamed} for (blamed,) in judged]


@pytest.mark.parametrize("kind", BASES)
def test_rules_follow_their_examples(kind: str) -> None:
    cases = [
        (rule.name, cells, stops)
        for rule in RULES_OF_KIND[kind]
        for stops, examples in zip((False, True), EXAMPLES[rule.name], strict=True)
        for cells in examples
    ]
    ordinary, *broken = broken_rules(kind, [cells for _, cells, _ in cases])
    assert ordinary == set()
    assert [
        f"{name} {'accepts' if stops else 'stops'} {cells}"
        for (name, cells, stops), rules in zip(cases, broken, strict=True)
        if (name in rules) is not stops
    ] == []


def test_no_number_is_missing_where_the_format_has_none() -> None:
    empty = {"num_dossier": "", "title": "", "beneficiary": ""}
    assert broken_rules("operations", [empty], full_extract)[1] == {"nameless", "missing_number"}
    assert broken_rules("operations", [empty], eu_list)[1] == {"nameless"}


def test_rules_are_complete() -> None:
    assert RULES_OF_KIND.keys() == BASES.keys()
    names = {kind: [rule.name for rule in rules] for kind, rules in RULES_OF_KIND.items()}
    assert names == {kind: sorted(names[kind]) for kind in names}
    # What completes an operation is checked by the rules of operations themselves.
    assert len(RULES) == len({id(rule) for rules in RULES_OF_KIND.values() for rule in rules}), "two rules share a name"
    assert RULES.keys() == EXAMPLES.keys()
    assert [name for name, (valid, invalid) in EXAMPLES.items() if not valid or not invalid] == []
    incomplete = [
        rule.name
        for rule in RULES.values()
        if rule.level not in {"error", "warning"} or not rule.predicates or not rule.message.endswith(".")
    ]
    assert incomplete == []
    spaced = [rule.name for rule in RULES.values() if re.search(r" [:;?!]", rule.message + rule.label)]
    assert spaced == [], "a narrow no-break space goes before : ; ? !"
