"""A lexicon with one expression on or off."""

from dataclasses import replace

from dashboard.domain.lexicon import Lexicon


def switched(lexicon: Lexicon, expression_id: str, active: bool = False) -> Lexicon:
    known = {expression.id: expression for expression in lexicon.expressions}
    return lexicon.with_change(replace(known[expression_id], active=active))
