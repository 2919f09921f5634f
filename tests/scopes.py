"""Totals that a text names: « 127 opérations retenues sur 197 du PON FSE » names one of 197."""

import re
from collections.abc import Iterable

_AGAINST = re.compile(
    r"(?P<what>opérations?\b[^\d.;:()\n«»]*|participants?\b[^\d.;:()\n«»]*|de coût total|de montant UE) sur "
    r"(?P<total>\d[\d\u202f,]*)(?P<of>[^\d.;:,()\n]*)"
)


def contradictions(texts: Iterable[str]) -> dict[tuple[str, str], set[str]]:
    """What is counted, and of what → the totals that the texts give it, where they give it more than one."""
    found: dict[tuple[str, str], set[str]] = {}
    for text in texts:
        for match in _AGAINST.finditer(text.replace("\\", "")):
            what = " ".join(re.sub(r"s\b", "", match["what"]).split())
            found.setdefault((what, match["of"].strip()), set()).add(match["total"])
    return {words: totals for words, totals in found.items() if len(totals) > 1}


def totals_named(texts: Iterable[str]) -> int:
    """How many totals the texts name: a page that names none proves nothing."""
    return sum(len(_AGAINST.findall(text.replace("\\", ""))) for text in texts)
