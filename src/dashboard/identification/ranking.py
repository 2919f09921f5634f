"""The operations that nobody judged, those most like the retained ones first. A help to choose what to read: it decides nothing.

The recipe is that of the screening tools of systematic reviews (ASReview's ELAS u4: R. van de Schoot et al., « An open source
machine learning framework for efficient and transparent systematic reviews », Nature Machine Intelligence, 3, 2021,
p. 125-133): words and pairs of words weighed by TF-IDF, the classes balanced, a linear support vector machine.
scikit-learn takes seconds to import: it is loaded where it is used.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from math import ceil, log
from typing import Any, Final

import duckdb
import numpy as np
import pandas as pd

from dashboard.domain.expression import MAX_PATTERN, TEXT_FIELDS, Expression, Kind
from dashboard.domain.french import NARROW_SPACE, integer
from dashboard.domain.selection import Selection
from dashboard.identification.normal_text import normalise
from dashboard.identification.queries import query, rows
from dashboard.reviews.model import canonical
from dashboard.warehouse.listing import Column
from dashboard.warehouse.query import Row

Key = tuple[str, str]
"""The number and the wave of an operation."""

FEWEST: Final = 10
"""With fewer decisions of either kind, nothing is ranked."""

MOST: Final = 100_000
"""More operations than this would take minutes."""

READ_FIELDS: Final = ("title", "description", "actions", "outcome")
"""The texts that count, as `rankable.sql` reads them."""

PARAMETERS: Final[Mapping[str, Any]] = {"ngram_range": (1, 2), "min_df": 2, "C": 0.11, "random_state": 0}

_GRAMMAR: Final = """
    afin ai ainsi alors apres au aucun aussi autre autres aux avant avec avoir car ce cela celle celles celui ces cet
    cette ceux chaque comme contre dans de depuis des deux dont du elle elles en encore entre est et etc etre eux fait
    faire il ils je la le les leur leurs lors lui mais meme memes moins ne ni non nos notre nous on ont ou par pas
    pendant peu peut peuvent plus pour qu quand que quel quelle quelles quels qui quoi sa sans se ses si son sont sous
    sur ta te tes toujours tous tout toute toutes tres un une vers via vos votre vous
"""
STOP_WORDS: Final = frozenset(_GRAMMAR.split())
"""Words of grammar, in normal form: they would be shown as reasons and are none."""

_TOKEN: Final = re.compile(r"\b[a-z][a-z0-9]+\b")


class TooMany(Exception):  # noqa: N818 - the sentence says what is too many
    """There are more operations than can be ranked."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """`rows`: num_dossier, wave, place (from 1) and score of the operations that nobody judged, the likeliest first.

    `rows` is empty where fewer than `FEWEST` operations are `retained`, or as few `rejected`. `weights`: what each word or
    pair of words that speaks for an operation weighs. `fingerprint` changes with whatever the order depends on.
    """

    rows: pd.DataFrame
    retained: int
    rejected: int
    weights: Mapping[str, float]
    fingerprint: str

    @property
    def taught(self) -> bool:
        """Whether there were decisions enough."""
        return min(self.retained, self.rejected) >= FEWEST


def rank(connection: duckdb.DuckDBPyConnection, period: str, judged: Mapping[Key, bool]) -> Ranking:
    """Ranks the operations of a programming period that nobody judged, in the warehouse or in `judged` (retained or not).

    The same rows and decisions give the same ranking, bit for bit. Raises TooMany.
    """
    found = query(connection, "rankable", period=period)
    if len(found) > MOST:
        raise TooMany(
            f"{integer(len(found))} opérations sont trop nombreuses pour être classées{NARROW_SPACE}: {integer(MOST)} au plus."
        )
    keys: list[Key] = list(zip(found["num_dossier"].astype(str), found["wave"].astype(str), strict=True))
    published = [None if pd.isna(value) else bool(value) for value in found["retained"]]
    labels = [judged.get(key, before) for key, before in zip(keys, published, strict=True)]
    known = np.array([label is not None for label in labels], dtype=bool)
    truth = np.array([bool(label) for label in labels], dtype=bool)
    retained, rejected = int((known & truth).sum()), int((known & ~truth).sum())
    if min(retained, rejected) < FEWEST or known.all():
        return Ranking(_ordered([], np.empty(0)), retained, rejected, {}, "")
    texts = found["words"].astype(str).tolist()
    try:
        vectorizer, features = _features(texts)
    except ValueError:  # no word stands in two of them
        return Ranking(_ordered([], np.empty(0)), retained, rejected, {}, "")
    model = _learn(features[known], truth[known])
    waiting = np.flatnonzero(~known)
    scores = model.decision_function(features[waiting])
    ordered = _ordered([keys[index] for index in waiting], scores)
    weighed = model.coef_[0] * vectorizer.idf_
    names = vectorizer.get_feature_names_out()
    weights = {str(names[index]): float(weighed[index]) for index in np.flatnonzero(weighed > 0)}
    taught = [(*keys[index], bool(truth[index]), texts[index]) for index in np.flatnonzero(known)]
    return Ranking(ordered, retained, rejected, weights, _fingerprint(taught, ordered))


def _features(texts: Sequence[str]) -> tuple[Any, Any]:
    """The vectorizer and the TF-IDF of each text."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    vectorizer = TfidfVectorizer(
        lowercase=False,
        token_pattern=_TOKEN.pattern,
        stop_words=sorted(STOP_WORDS),
        ngram_range=PARAMETERS["ngram_range"],
        min_df=PARAMETERS["min_df"],
        sublinear_tf=True,
    )
    return vectorizer, vectorizer.fit_transform(texts)


def _learn(features: Any, truth: Any) -> Any:
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    model = LinearSVC(
        C=PARAMETERS["C"], class_weight="balanced", random_state=PARAMETERS["random_state"], max_iter=10_000
    )
    return model.fit(features, truth)


def _ordered(keys: Sequence[Key], scores: Any) -> pd.DataFrame:
    """By score, then number and wave: an equal score is no reason for another order elsewhere."""
    rounded = np.round(np.asarray(scores, dtype=float), 9)
    frame = pd.DataFrame(
        {
            "num_dossier": pd.Series([number for number, _ in keys], dtype="str"),
            "wave": pd.Series([wave for _, wave in keys], dtype="str"),
            "score": rounded,
        }
    )
    frame = frame.sort_values(["score", "num_dossier", "wave"], ascending=[False, True, True], ignore_index=True)
    frame["place"] = np.arange(1, len(frame) + 1)
    return frame


def _fingerprint(taught: Sequence[tuple[Any, ...]], ordered: pd.DataFrame) -> str:
    """SHA-256 of what taught the model, of its parameters and of the order that it gave."""
    order = ordered[["num_dossier", "wave"]].to_numpy().tolist()
    content = [dict(PARAMETERS), version("scikit-learn"), [list(row) for row in taught], order]
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def ranked_page(
    connection: duckdb.DuckDBPyConnection, ranking: Ranking, selection: Selection, *, first: int = 0, count: int = 20
) -> list[Row]:
    """A page of the ranking under the filters: place, score, ranked_in_all, num_dossier, wave, beneficiary, region, `TEXT_FIELDS`."""
    return rows(
        connection,
        "ranked_page",
        selection,
        frames={"ranked": ranking.rows},
        identifiers={"texts": [Column(name) for name in TEXT_FIELDS if name != "beneficiary"]},
        rows=count,
        first=first,
    )


def reasons(ranking: Ranking, row: Row, most: int = 6) -> tuple[Expression, ...]:
    """The words of an operation that weigh most in its place, heaviest first, as expressions that find them in its texts.

    Each weighs its coefficient times its TF-IDF; of two that share a word, the heavier one is kept.
    """
    written: dict[str, list[str]] = {}
    for field in READ_FIELDS:
        for term, words in _terms(normalise(str(row[field] or "")).text):
            written.setdefault(term, []).append(words)
    weighed = sorted(
        (-ranking.weights[term] * (1 + log(len(found))), term)
        for term, found in written.items()
        if term in ranking.weights
    )
    chosen: list[str] = []
    for _, term in weighed:
        if len(chosen) < most and not any(set(term.split()) & set(other.split()) for other in chosen):
            chosen.append(term)
    return tuple(_expression(term, written[term]) for term in chosen)


def _terms(text: str) -> Iterator[tuple[str, str]]:
    """The words and the pairs of words of a normalised text as the vectorizer reads them, each with how it is written there."""
    read = [found for found in _TOKEN.finditer(text) if found[0] not in STOP_WORDS]
    yield from ((found[0], found[0]) for found in read)
    yield from ((f"{one[0]} {two[0]}", text[one.start() : two.end()]) for one, two in pairwise(read))


def _expression(term: str, written: Sequence[str]) -> Expression:
    # The longest choice that an expression admits: a word repeated in many ways needs no more to be shown.
    pattern = term if term in written else min(written, key=len)
    for words in sorted(set(written) - {pattern}):
        if len(pattern) + len(words) < MAX_PATTERN:
            pattern = f"{pattern}|{words}"
    return Expression(
        term.replace(" ", "_"), Kind.IDENTIFICATION, "", term, pattern[:MAX_PATTERN].rstrip(), READ_FIELDS
    )


@dataclass(frozen=True, slots=True)
class Replay:
    """What reading by rank would have saved in a campaign whose decisions are all known, in the mean of `orders` first orders.

    `read`: the operations read when `target` of the `retained` ones are found. `saved`: the share of the population that
    needn't be read, less the share 1 − target that reading at random would also have left.
    """

    population: int
    retained: int
    target: float
    read: float
    saved: float
    orders: int


def replay_of(connection: duckdb.DuckDBPyConnection, period: str, decided: Mapping[str, bool]) -> Replay | None:
    """`replay` of a campaign's decisions (num_dossier → retained) over the texts that the warehouse has of them, in their newest
    wave; None where they are too few of either kind.
    """
    found = query(connection, "rankable", period=period)
    held = found[found["num_dossier"].isin(list(decided))].drop_duplicates("num_dossier", keep="last")
    retained = [decided[number] for number in held["num_dossier"]]
    if min(sum(retained), len(retained) - sum(retained)) < FEWEST:
        return None
    return replay(held["words"].tolist(), retained)


def replay(texts: Sequence[str], retained: Sequence[bool], *, target: float = 0.95, orders: int = 10) -> Replay:
    """Reads a decided campaign again as this page would have it read, from several random first orders.

    Each order reads at random until there are `FEWEST` decisions of both kinds, then by twenty, or fifty times in all, what a
    model taught by what was read ranks first. Work saved over sampling (A. M. Cohen, W. R. Hersh, K. Peterson, P.-Y. Yen, « Reducing
    workload in systematic review preparation using automated citation classification », Journal of the American Medical
    Informatics Association, 13, 2006, p. 206-219)::

        WSS@R = (TN + FN) / N − (1 − R)

    with TN + FN the operations left unread when a share R of the relevant ones are found. Raises ValueError where the
    campaign hasn't `FEWEST` of both kinds.
    """
    truth = np.asarray(retained, dtype=bool)
    size, relevant = len(truth), int(truth.sum())
    if min(relevant, size - relevant) < FEWEST:
        raise ValueError(f"nothing to replay with {relevant} retained of {size}")
    _, features = _features(texts)
    batch = max(20, size // 50)
    wanted = ceil(target * relevant)
    read = [
        _read_until(wanted, features, truth, np.random.default_rng(seed).permutation(size), batch)
        for seed in range(orders)
    ]
    mean = sum(read) / orders
    return Replay(size, relevant, target, mean, (size - mean) / size - (1 - target), orders)


def _read_until(wanted: int, features: Any, truth: Any, first_order: Any, batch: int) -> int:
    """How many operations are read when so many retained ones are found, the last batch up to the one that makes the number."""
    found_both = np.minimum(truth[first_order].cumsum(), (~truth[first_order]).cumsum())
    read = list(first_order[: int(np.argmax(found_both >= FEWEST)) + 1])
    while truth[read].sum() < wanted:
        model = _learn(features[read], truth[read])
        waiting = np.setdiff1d(np.arange(len(truth)), read)
        scores = np.round(model.decision_function(features[waiting]), 9)
        read += list(waiting[np.lexsort((waiting, -scores))][:batch])
    return int(np.argmax(truth[read].cumsum() >= wanted)) + 1
