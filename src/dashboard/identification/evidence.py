"""The evidence: the sentence where an expression is found, and where in it, in the text as it was written.

Only for the operations that are shown: over all of them, `matching` finds the same words in SQL.
"""

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import re2

from dashboard.domain.lexicon import Expression, whole_words
from dashboard.identification.normal_text import normalise

LONGEST: Final = 400
"""A longer sentence is cut around what was found in it."""

MARGIN: Final = 120
ELLIPSIS: Final = "…"

_RE2 = re2.Options()
# The default of 8 MB each, a thousand times over, would be more than the machine has; past it a search is slower, and still linear.
_RE2.max_mem = 1 << 20
_RE2.log_errors = False

# Spaces are tried from the first of a run alone: from each of them, a long run would be read as many times as it is long.
_BREAK = re.compile(r"(?<=[.!?…])[»\")\s]*\s+|(?<!\s)\s+;\s+|;\s+|[\r\n]+")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is where the expression was found."""

    start: int
    end: int
    expression: Expression


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text to show, with the expressions that cover it: none, one or several."""

    text: str
    expressions: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a field: `source[start:end]`, with the spans inside it, counted from the start of the field.

    A very long one is cut: `cut_before` and `cut_after` say at which ends.
    """

    field: str
    source: str
    start: int
    end: int
    spans: tuple[Span, ...]
    cut_before: bool
    cut_after: bool

    @property
    def sentence(self) -> str:
        """The sentence as it was written."""
        return self.source[self.start : self.end]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The sentence in pieces to show one after another, with an ellipsis where it is cut."""
        before, after = ([Segment(ELLIPSIS)] if cut else [] for cut in (self.cut_before, self.cut_after))
        return (*before, *segments(self.source, self.spans, self.start, self.end), *after)


def find_spans(text: str, expressions: Iterable[Expression], exclusions: Sequence[Expression] = ()) -> tuple[Span, ...]:
    """Every place of the original text where an active expression is found, whatever its fields, from left to right.

    Nothing is found in the words of `exclusions`, nor across them.
    """
    normal = normalise(text)
    searched = normal.text
    if exclusions:
        # As many signs as there were, so that places stay.
        pattern = whole_words("|".join(expression.pattern for expression in exclusions))
        searched = _compiled(pattern).sub(lambda match: "#" * len(match[0]), searched)
    found = [
        Span(*normal.original(*match.span()), expression)
        for expression in expressions
        if expression.active
        for match in _compiled(expression.regex).finditer(searched)
    ]
    return tuple(sorted(found, key=lambda span: (span.start, -span.end)))


def find_evidence(
    texts: Mapping[str, str | None], expressions: Sequence[Expression], exclusions: Sequence[Expression] = ()
) -> tuple[Evidence, ...]:
    """The sentences where the expressions are found, field by field in the order of `texts`; each expression in its own fields."""
    found = []
    for field, text in texts.items():
        if isinstance(text, str) and text:
            spans = find_spans(text, [item for item in expressions if field in item.fields], exclusions)
            for start, end, group in _by_sentence(text, spans):
                left, right = _cut(text, start, end, group)
                found.append(Evidence(field, text, left, right, group, left > start, right < end))
    return tuple(found)


def segments(text: str, spans: Iterable[Span], start: int = 0, end: int | None = None) -> tuple[Segment, ...]:
    """`text[start:end]` in pieces to show one after another; where expressions overlap, the piece carries each of them."""
    stop = len(text) if end is None else end
    inside = sorted((span for span in spans if span.end > start and span.start < stop), key=lambda span: span.start)
    edges = sorted({start, stop, *(min(max(edge, start), stop) for span in inside for edge in (span.start, span.end))})
    pieces = []
    following, open_spans = deque(inside), list[Span]()
    for left, right in pairwise(edges):
        while following and following[0].start <= left:
            open_spans.append(following.popleft())
        open_spans = [span for span in open_spans if span.end > left]
        pieces.append(Segment(text[left:right], tuple(span.expression for span in open_spans)))
    return tuple(pieces)


@lru_cache(maxsize=512)
def _compiled(regex: str) -> Any:
    return re2.compile(regex, _RE2)


def _sentences(text: str) -> list[tuple[int, int]]:
    edges = [0]
    for match in _BREAK.finditer(text):
        edges += [match.start(), match.end()]
    edges.append(len(text))
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if text[start:end].strip()]


def _by_sentence(text: str, spans: Sequence[Span]) -> list[tuple[int, int, tuple[Span, ...]]]:
    """Sentences that hold spans. What was found across two of them joins them; a very long one comes in several pieces."""
    sentences = _sentences(text)
    starts, ends = [start for start, _ in sentences], [end for _, end in sentences]
    groups: list[tuple[int, int, list[Span]]] = []
    reached = 0
    for span in spans:
        start, end = starts[bisect_right(ends, span.start)], ends[bisect_left(starts, span.end) - 1]
        if groups and start < groups[-1][1] and (end - start <= LONGEST or span.start - reached <= 2 * MARGIN):
            first, last, members = groups.pop()
            members.append(span)
            groups.append((min(first, start), max(last, end), members))
            reached = max(reached, span.end)
        else:
            groups.append((start, end, [span]))
            reached = span.end
    return [(start, end, tuple(members)) for start, end, members in groups]


def _cut(text: str, start: int, end: int, spans: Sequence[Span]) -> tuple[int, int]:
    """The bounds of a sentence; where it is too long to read, those of the whole words around its spans."""
    if end - start <= LONGEST:
        return start, end
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    left, right = max(start, first - MARGIN), min(end, last + MARGIN)
    if left > start:
        left = next((index + 1 for index in range(left, first) if text[index].isspace()), first)
    if right < end:
        right = next((index for index in range(right - 1, last - 1, -1) if text[index].isspace()), last)
    return left, right
