"""Walks every rule: its own examples say what it accepts and what it stops."""

import re

import pytest

from dashboard.ingest.columns import Match
from dashboard.ingest.formats import decisions, full_extract, survey
from dashboard.ingest.readers import RawTable
from dashboard.ingest.rules import RULES, Rule
from dashboard.ingest.staging import Staged, stage, staging_connection

OPERATION = {
    "num_dossier": "201700001",
    "programme": "Programme Opérationnel National FSE",
    "fund": "FSE",
    "priority_axis": "3",
    "thematic_objective": "9",
    "investment_priority": "1",
    "specific_objective": "1",
    "region": "Bretagne",
    "managing_body": "DIRECCTE - Bretagne - Service Europe",
    "title": "Une opération",
    "beneficiary": "Association fictive",
    "beneficiary_postcode": "35000",
    "participants_planned": "10",
    "participants_entered": "5",
    "total_cost": "100",
    "eu_amount": "50",
    "start_date": "01/01/2017",
    "end_date": "31/12/2018",
    "programming_date": "01/06/2017",
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
    "operations": (OPERATION, full_extract, {"num_dossier": "déjà vu"}),
    "decisions": (DECISION, decisions, {"num_dossier": "déjà vu"}),
    "survey": (ANSWER, survey, {"respondent": "déjà vu"}),
}


def broken_rules(kind: str, changes: dict[str, str]) -> list[str]:
    base, source, seen = BASES[kind]
    rows = [base | seen, base | changes]
    with staging_connection() as connection:
        columns = ", ".join(f"c{position} varchar" for position in range(len(base)))
        connection.execute(f"create table raw (line bigint, {columns})")
        for line, row in enumerate(rows, start=1):
            values = [line, *((row[name] or "").strip() or None for name in base)]
            connection.execute(f"insert into raw values ({', '.join('?' * len(values))})", values)
        connection.execute(
            "create table known_numbers as select unnest(['déjà importé', '201700777']) as num_dossier, '2019' as wave"
        )
        match = Match(source, {name: position for position, name in enumerate(base)}, ())
        stage(connection, Staged(RawTable(tuple(base), 2, (), (), None, None, None), match))
        errors, warnings = connection.execute("select errors, warnings from judged where line = 2").fetchone()
    return [name.split(":")[0] for name in errors + warnings]


CASES = [
    pytest.param(rule, example, stops, id=f"{rule.name}-{'invalid' if stops else 'valid'}-{rank}")
    for rule in RULES.values()
    for stops, examples in ((False, rule.valid_examples), (True, rule.invalid_examples))
    for rank, example in enumerate(examples)
]


@pytest.mark.parametrize(("rule", "example", "stops"), CASES)
def test_rule_follows_its_examples(rule: Rule, example: dict[str, str], stops: bool) -> None:
    assert (rule.name in broken_rules(rule.kind, dict(example))) is stops


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_rule_is_complete(rule: Rule) -> None:
    assert rule.level in {"error", "warning"}
    assert rule.kind in BASES
    assert rule.predicates
    assert rule.valid_examples
    assert rule.invalid_examples
    assert rule.message.endswith(".")
    assert not re.search(r" [:;?!]", rule.message + rule.label), "a narrow no-break space goes before : ; ? !"


def test_an_ordinary_row_breaks_no_rule() -> None:
    assert broken_rules("operations", {}) == []
    assert broken_rules("decisions", {"num_dossier": "déjà importé"}) == []
    assert broken_rules("survey", {}) == []
