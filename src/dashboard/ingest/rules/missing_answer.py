"""Kept: a structure that skips the question is counted apart, never as a no."""

LEVEL = "warning"
KIND = "survey"
LABEL = "sans réponse à la question"
MESSAGE = "La structure n'a pas répondu à la question\u202f: elle compte comme non-réponse, hors de la base des parts."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "answer": "answer is null and says_no_answer(raw_answer)",
}
VALID_EXAMPLES = (
    {"answer": "oui"},
    {"answer": "illisible"},
)
INVALID_EXAMPLES = (
    {"answer": ""},
    {"answer": "Non réponse"},
    {"answer": "-"},
)
