"""The words are found in whatever form they are written, and only as whole words."""

import re
import unicodedata
from collections.abc import Callable

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.lexicon import TEXT_FIELDS, Expression, Kind, Lexicon
from dashboard.domain.selection import Selection
from dashboard.identification.evidence import find_spans
from dashboard.identification.matching import HIT_COLUMNS, find_hits
from dashboard.identification.sources import shipped_lexicon, shipped_sources
from tests.identification.switched import switched

from .conftest import WAVE_2017, Warehouse

WRITTEN = {
    "innovation_sociale": ["innovation sociale", "innovations sociales"],
    "socialement_innovant": ["socialement innovant", "socialement innovante", "socialement innovants", "socialement innovantes"],
    "innovation": ["innovation", "innovations"],
    "innovant": ["innovant", "innovante", "innovants", "innovantes"],
    "besoin_social": [
        "besoin social non satisfait", "besoins sociaux mal satisfaits", "besoins sociaux peu couverts", "besoins sociaux insatisfaits",
    ],
    "impact_social": ["impact social", "impacts sociaux"],
    "impact_environnemental": ["impact environnemental", "impacts environnementaux"],
    "evaluation_impact": ["évaluation de l'impact", "évaluations d'impact", "évaluation des impacts"],
    "ptce": ["PTCE"],
    "pole_territorial": ["pôle territorial de coopération économique", "pôles territoriaux de coopération économique"],
    "co_construction": ["co-construction", "coconstruite", "co-conception", "co-construisent"],
    "experimentation": ["expérimentation", "expérimentale", "expérimentaux", "expérimenter"],
    "phase_test": ["phase test", "phases de test", "phase pilote"],
    "gouvernance_partagee": ["gouvernance partagée", "gouvernances partagées"],
    "usagers": ["usager", "usagers", "habitantes"],
    "mobilite": ["mobilité", "mobilités"],
    "logement": ["logement", "logements"],
    "emplois_durables": ["emploi durable", "emplois durables"],
    "avise": ["Avise"],
    "cress": ["CRESS", "chambre régionale de l'économie sociale et solidaire"],
    "france_active": ["France Active"],
    "reseau_entreprendre": ["Réseau Entreprendre"],
    "urscop": ["URSCOP"],
    "cae": ["CAE", "coopérative d'activité et d'emploi", "coopératives d'activités et d'emplois"],
    "incubateur": ["incubateur", "incubateurs"],
    "couveuse": ["couveuse", "couveuses"],
    "fabrique_initiatives": ["Fabrique à initiatives", "Fabriques à Initiatives"],
}  # fmt: skip
EXPRESSIONS = {item.id: item for item in (*shipped_lexicon().expressions, *shipped_sources().actors)}
FORMS = [(name, form) for name, forms in WRITTEN.items() for form in forms]

unaccented = str.maketrans("éèêàùôîç", "eeeauoic")
cases: list[Callable[[str], str]] = [str, str.upper, str.lower, str.title]
accents: list[Callable[[str], str]] = [
    str,
    lambda t: t.translate(unaccented),
    lambda t: unicodedata.normalize("NFD", t),
]
apostrophes = st.sampled_from(["'", "’", "‘", " ", "' "])
spaces = st.sampled_from([" ", "-", "‑", "\u00a0", "\u202f", "\n", "  ", " – "])


def found_by_sql(macros: duckdb.DuckDBPyConnection, expression: Expression, text: str) -> bool:
    row = macros.execute(
        "select regexp_matches(normalise($text), $regex)", {"text": text, "regex": expression.regex}
    ).fetchone()
    assert row is not None
    return bool(row[0])


@given(
    form=st.sampled_from(FORMS), case=st.sampled_from(cases), accent=st.sampled_from(accents), apostrophe=apostrophes,
    space=spaces, around=st.sampled_from([("", ""), ("Le projet d’", "."), ("(", ")"), ("éco-", " !"), ("\n", "\u202f;")]),
)  # fmt: skip
def test_every_form_is_found(
    macros: duckdb.DuckDBPyConnection,
    form: tuple[str, str],
    case: Callable[[str], str],
    accent: Callable[[str], str],
    apostrophe: str,
    space: str,
    around: tuple[str, str],
) -> None:
    name, words = form
    text = around[0] + accent(case(words)).replace("'", apostrophe).replace(" ", space) + around[1]
    assert found_by_sql(macros, EXPRESSIONS[name], text)
    assert find_spans(text, [EXPRESSIONS[name]])


@given(
    form=st.sampled_from([pair for pair in FORMS if not pair[1].endswith("et solidaire")]),
    letter=st.sampled_from("bkqwz7"),
)
def test_no_form_is_found_inside_a_longer_word(
    macros: duckdb.DuckDBPyConnection, form: tuple[str, str], letter: str
) -> None:
    name, words = form
    for text in (f"{words}{letter}", f"{letter}{words}"):
        assert not found_by_sql(macros, EXPRESSIONS[name], text)
        assert find_spans(text, [EXPRESSIONS[name]]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "innovationnel", "rénovation", "innover", "un impact sociales", "l'impact sociétal", "besoin de recrutement", "avis",
        "avisé des risques, le CAEN", "france activement", "besoins sociaux", "impact", "incubation", "une fabrique d'initiatives",
    ],
)  # fmt: skip
def test_neighbouring_words_are_not_found(macros: duckdb.DuckDBPyConnection, text: str) -> None:
    looked_for = [*shipped_lexicon().searched, *shipped_sources().actors]
    hits = [item.id for item in looked_for if found_by_sql(macros, item, text)]
    assert hits == (["avise"] if text.startswith("avisé") else [])


def test_each_field_is_told_apart_and_words_never_cross_two(warehouse: Warehouse) -> None:
    connection = warehouse(
        [
            {"num_dossier": "201900001", "title": "Innovation", "outcome": "Une innovation sociale."},
            {"num_dossier": "201900002", "title": "L'innovation", "beneficiary": "Sociale"},
            {
                "num_dossier": "201900003",
                "call_for_projects": "Innovations",
                "description": "innovation",
                "actions": "innovation",
            },
            {"num_dossier": "201900004", "title": "Rien"},
        ]
    )
    hits = find_hits(connection, shipped_lexicon().searched)
    assert tuple(hits.columns) == HIT_COLUMNS
    found = set(zip(hits["num_dossier"], hits["expression_id"], hits["field"], strict=True))
    assert found == {
        ("201900001", "innovation", "title"), ("201900001", "innovation", "outcome"), ("201900001", "innovation_sociale", "outcome"),
        ("201900002", "innovation", "title"),
        ("201900003", "innovation", "call_for_projects"), ("201900003", "innovation", "description"), ("201900003", "innovation", "actions"),
    }  # fmt: skip


def test_an_expression_is_looked_for_in_its_own_fields_only(warehouse: Warehouse) -> None:
    connection = warehouse([{"title": "Innovation", "beneficiary": "Innovation fictive", "outcome": "innovation"}])
    for fields in [(name,) for name in TEXT_FIELDS]:
        expression = Expression("innovation", Kind.IDENTIFICATION, "", "innovation", "innovations?", fields)
        found = list(find_hits(connection, [expression])["field"])
        assert found == [name for name in fields if name in {"title", "beneficiary", "outcome"}]


def test_what_is_switched_off_is_not_looked_for(warehouse: Warehouse, lexicon: Lexicon) -> None:
    connection = warehouse([{"title": "Démarche innovante"}])
    off = switched(lexicon, "innovant", False).expressions
    assert list(find_hits(connection, lexicon.expressions)["expression_id"]) == ["innovant"]
    assert list(find_hits(connection, off)["expression_id"]) == []
    assert list(find_hits(connection, []).columns) == list(HIT_COLUMNS)


def test_technical_assistance_is_never_searched(warehouse: Warehouse) -> None:
    connection = warehouse(
        [{"title": "Innovation", "priority_axis": "4", "thematic_objective": "0", "investment_priority": "0"}]
    )
    assert find_hits(connection, shipped_lexicon().searched).empty


def test_a_selection_narrows_the_search(demonstration: duckdb.DuckDBPyConnection, lexicon: Lexicon) -> None:
    everywhere = find_hits(demonstration, lexicon.searched, Selection())
    narrowed = find_hits(demonstration, lexicon.searched, WAVE_2017)
    assert set(everywhere["wave"]) == {"2017", "2019"}
    assert narrowed.equals(everywhere[everywhere["wave"] == "2017"].reset_index(drop=True))


def test_sql_and_python_find_the_same_words(demonstration: duckdb.DuckDBPyConnection, lexicon: Lexicon) -> None:
    """Signals included: over the demonstration's own texts, field by field."""
    hits = find_hits(demonstration, lexicon.expressions)
    columns = ", ".join(TEXT_FIELDS)
    rows = demonstration.execute(
        f"select num_dossier, {columns} from operation where os_code in ('3913', '1831')"
    ).fetchall()
    numbers = {row[0] for row in rows}
    by_sql = {
        (number, expression, field)
        for number, expression, field in zip(hits["num_dossier"], hits["expression_id"], hits["field"], strict=True)
        if number in numbers
    }
    by_python = {
        (number, span.expression.id, field)
        for number, *texts in rows
        for field, text in zip(TEXT_FIELDS, texts, strict=True)
        for span in find_spans(text or "", lexicon.expressions)
        if field in span.expression.fields
    }
    assert len(rows) > 400
    assert by_sql == by_python


WORDS = st.sampled_from(["innovation", "sociale", "sociales", "impact", "impacts", "social", "a", "b", "ab", "7"])
TEXTS = st.lists(WORDS, max_size=7).map(" ".join)
PATTERNS = st.sampled_from(
    [
        "innovations? sociales?", "innovations?", "sociales?", "impacts? socia(?:l|ux)", "a", "b", "a b", "b a", "(?:a|b) ?b", "ab?",
        r"socia\w*", "(?:innovation )?sociale", "a? b", "(?: a|7)", "impact|7", "[ab] 7", "(a|b)",
    ]
)  # fmt: skip


@given(
    rows=st.lists(st.lists(TEXTS, min_size=6, max_size=6), min_size=1, max_size=4),
    patterns=st.lists(PATTERNS, min_size=1, max_size=11),
)
def test_looking_for_expressions_together_finds_what_each_finds_alone(
    rows: list[list[str]], patterns: list[str]
) -> None:
    expressions = [
        Expression(f"e{rank}", Kind.IDENTIFICATION, "", "libellé", pattern, TEXT_FIELDS[rank % 3 :])
        for rank, pattern in enumerate(patterns)
    ]
    with duckdb.connect() as connection:
        connection.execute(
            "create table operation (num_dossier varchar, wave varchar, search_text varchar, technical_assistance boolean)"
        )
        for number, fields in enumerate(rows):
            text = " | ".join([str(number), *fields])
            connection.execute("insert into operation values ($1, '2019', $2, false)", [str(number), text])
        hits = find_hits(connection, expressions)
    expected = {
        (str(number), expression.id, field)
        for number, fields in enumerate(rows)
        for field, words in zip(TEXT_FIELDS, fields, strict=True)
        for expression in expressions
        if field in expression.fields and re.search(expression.regex, words, re.ASCII)
    }
    found = list(zip(hits["num_dossier"], hits["expression_id"], hits["field"], strict=True))
    assert len(found) == len(set(found))
    assert set(found) == expected
