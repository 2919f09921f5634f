"""Yes, no or no opinion: nothing is guessed."""

LEVEL = "error"
KIND = "survey"
LABEL = "réponse illisible"
MESSAGE = "La réponse ne se lit pas\u202f: «\u202foui\u202f», «\u202fnon\u202f», «\u202fne se prononce pas\u202f» ou rien est attendu."
NEEDS: frozenset[str] = frozenset()
PREDICATES = {
    "answer": "answer is null and not says_no_answer(raw_answer)",
}
VALID_EXAMPLES = (
    {"answer": "Oui"},
    {"answer": "NON."},
    {"answer": "nspp"},
    {"answer": "N.S.P."},
    {"answer": "Ne sait pas / ne se prononce pas"},
    {"answer": "ne se prononce pas"},
    {"answer": "Sans opinion"},
    {"answer": "1"},
    {"answer": ""},
    {"answer": "NR"},
)
INVALID_EXAMPLES = (
    {"answer": "plutôt"},
    {"answer": "oui et non"},
    {"answer": "??"},
    {"answer": "3"},
)
