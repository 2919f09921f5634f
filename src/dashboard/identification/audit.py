"""The recall audit: a protocol written before anything is read, a random phase that bounds recall, a ranked one that doesn't.

The random phase gives the bound, and it alone. What is read afterwards, in the order frozen with the protocol, can only raise
what is retained; the stopping test that goes with it is a heuristic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import floor
from typing import Final

import duckdb
import pandas as pd
from sqlalchemy import Engine

from dashboard.domain.french import NARROW_SPACE, integer, long_date, percent, plural
from dashboard.domain.selection import Selection
from dashboard.identification.identify import Identification
from dashboard.identification.queries import query, rows
from dashboard.identification.ranking import Ranking
from dashboard.identification.recall import Stratum, lower_recall, stopping_probability, upper_missed_over
from dashboard.reviews.campaigns import get_operations, list_campaigns
from dashboard.reviews.judged import judged
from dashboard.reviews.model import Campaign
from dashboard.reviews.protocols import Cut, Key, Protocol, protocols

DEFAULT_SEED: Final = 2019
RISK: Final = 0.05
TARGET: Final = 0.8
TOP: Final = 0.1
"""The share of the population that stands first in the ranking and may be a stratum of its own."""

Judged = Mapping[Key, bool]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a protocol is.

    `decided`: how many of its sample are judged; `look`: the last look reached, 0 before the first; `upper`: the most operations
    to retain in the audited population by then; `recall`: the least share that the retained ones are of those to retain.
    `elsewhere` and `within`: what is retained beside the audited population and in it. `waiting`: identified operations that
    nobody judged. `ranked`: how many were read in the frozen order after the sample; `stopping`: the p of its test.
    """

    protocol: Protocol
    decided: int
    look: int
    read: int
    positives: int
    upper: int | None
    recall: float | None
    elsewhere: int
    within: int
    waiting: int
    ranked: int
    stopping: float | None

    @property
    def sampled(self) -> bool:
        """Whether the random phase is over."""
        return self.look == self.protocol.looks


def audited(
    connection: duckdb.DuckDBPyConnection,
    identification: Identification,
    selection: Selection,
    decisions: Judged,
    ranking: Ranking | None = None,
) -> tuple[Key, ...]:
    """The operations of the selection that nothing identifies and nobody judged, in the order of a ranking, else by number."""
    frames = {"identified": identification.operations, "judged": _frame(decisions)}
    found = query(connection, "audited", selection, frames=frames)
    keys: list[Key] = list(zip(found["num_dossier"].astype(str), found["wave"].astype(str), strict=True))
    if ranking is not None and len(ranking.rows):
        ranked = zip(ranking.rows["num_dossier"], ranking.rows["wave"], ranking.rows["place"], strict=True)
        places = {(number, wave): place for number, wave, place in ranked}
        keys.sort(key=lambda key: (places.get(key, len(places) + 1), key))
    return tuple(keys)


def retained_so_far(
    connection: duckdb.DuckDBPyConnection, identification: Identification, selection: Selection, decisions: Judged
) -> tuple[set[Key], int]:
    """The retained operations of a selection, and how many are identified while nobody judged them."""
    frames = {"identified": identification.operations, "judged": _frame(decisions)}
    found = rows(connection, "audit_standing", selection, frames=frames)
    retained = {(row["num_dossier"], row["wave"]) for row in found if row["retained"]}
    return retained, len(found) - len(retained)


def cuts(population: int, size: int, *, by_rank: bool) -> tuple[Cut, ...]:
    """One stratum, or two by rank with the same share of each drawn, rounded, one operation of each at least."""
    if not by_rank:
        return (Cut("", population, size),)
    top = max(1, round(population * TOP))
    drawn = min(max(1, round(size * top / population)), size - 1, top)
    return Cut("dixième le mieux classé", top, drawn), Cut("autres", population - top, size - drawn)


def standing(
    connection: duckdb.DuckDBPyConnection, identification: Identification, protocol: Protocol, decisions: Judged
) -> Standing:
    """What campaigns and published decisions say of a protocol today."""
    retained, waiting = retained_so_far(connection, identification, protocol.selection, decisions)
    # A campaign holds each number once, in its newest wave: its decision is that of the other waves too.
    by_number = {number: kept for (number, _), kept in sorted(decisions.items())}
    said = {key: decisions.get(key, by_number.get(key[0])) for key in protocol.population}
    within = sum(kept is True or (kept is None and key in retained) for key, kept in said.items())
    elsewhere = len(retained - said.keys())
    samples = protocol.drawn()
    look = _look(protocol, samples, said)
    strata = [
        Stratum(cut.population, read, sum(said[key] is True for key in sample[:read]))
        for cut, sample, read in zip(protocol.strata, samples, protocol.read_by(look), strict=True)
    ]
    upper = upper_missed_over(strata, protocol.risk, protocol.looks) if look else None
    drawn = set(protocol.in_order())
    in_order = takewhile(lambda kept: kept is not None, (said[key] for key in protocol.population if key not in drawn))
    ranked = [kept is True for kept in in_order]
    before = elsewhere + sum(said[key] is True for key in drawn)
    over = look == protocol.looks
    return Standing(
        protocol=protocol,
        decided=sum(said[key] is not None for key in drawn),
        look=look,
        read=sum(stratum.read for stratum in strata),
        positives=sum(stratum.retained for stratum in strata),
        upper=upper,
        recall=None if upper is None else lower_recall(elsewhere, within, upper),
        elsewhere=elsewhere,
        within=within,
        waiting=waiting,
        ranked=len(ranked),
        stopping=stopping_probability(ranked, len(said) - len(drawn), before, protocol.target) if over else None,
    )


def _look(protocol: Protocol, samples: Sequence[Sequence[Key]], said: Mapping[Key, bool | None]) -> int:
    """The last look at which all that it reads is judged."""
    for look in range(protocol.looks, 0, -1):
        reads = protocol.read_by(look)
        if all(said[key] is not None for sample, read in zip(samples, reads, strict=True) for key in sample[:read]):
            return look
    return 0


def _frame(decisions: Judged) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "num_dossier": pd.Series([number for number, _ in decisions], dtype="str"),
            "wave": pd.Series([wave for _, wave in decisions], dtype="str"),
            "retained": pd.Series(list(decisions.values()), dtype="bool"),
        }
    )


def recall_sentence(found: Standing, *, earlier: int) -> str:
    """Recall in words: the only sentence that says it, on the page, the slide, the report and in the manifest.

    `earlier`: how many protocols were written before this one for the same selection; one may not choose the kindest in silence.
    """
    protocol = found.protocol
    drawn = (
        f"{plural(protocol.size, 'opération tirée', 'opérations tirées')} au hasard parmi les {integer(len(protocol.population))} que rien "
        "ne repérait"
    )
    written = f"protocole écrit le {long_date(protocol.written_at.date())}, avant le tirage"
    before = (
        f" {plural(earlier, 'autre protocole a été écrit', 'autres protocoles ont été écrits')} avant lui pour les mêmes opérations."
        if earlier
        else ""
    )
    if found.recall is None or found.upper is None:
        why = (
            f"{plural(found.decided, 'lue', 'lues')} sur {drawn}"
            if found.upper is None
            else f"aucune opération n'est encore retenue, {drawn}"
        )
        return f"Rappel au jugement des évaluateurs{NARROW_SPACE}: pas encore de borne, {why} ({written}).{before}"
    kept = found.elsewhere + found.within
    over = ", somme prudente des bornes de chaque strate" if len(protocol.strata) > 1 else ""
    reserve = (
        f" Sous réserve de {plural(found.waiting, 'opération repérée qui attend', 'opérations repérées qui attendent')} une décision."
        if found.waiting
        else ""
    )
    return (
        f"Rappel au jugement des évaluateurs{NARROW_SPACE}: au moins {percent(floor(found.recall * 1000) / 1000)}, au risque de "
        f"{percent(protocol.risk, 0)}{over}. {plural(kept, 'opération est retenue', 'opérations sont retenues')}, "
        f"{plural(max(found.upper - found.within, 0), 'au plus serait manquée', 'au plus seraient manquées')}, d'après la lecture de "
        f"{integer(found.read)} des {drawn} ({written}), dont {plural(found.positives, 'retenue')}.{reserve}{before}"
    )


def recall_said(
    connection: duckdb.DuckDBPyConnection,
    identification: Identification,
    engine: Engine,
    selection: Selection,
    *,
    demonstration: bool,
) -> str:
    """`recall_sentence` of the newest protocol of a selection, whatever its filter on the decision; "" where there is none.

    `demonstration`: whether the campaigns of the demonstration count, as `list_campaigns` takes it.
    """
    wanted = selection.narrowed(decision=None, categories=())
    known = [protocol for protocol in protocols(engine, selection.period) if protocol.selection == wanted]
    return _said(connection, identification, engine, known, demonstration=demonstration)


def recall_of_campaign(
    connection: duckdb.DuckDBPyConnection,
    identification: Identification,
    engine: Engine,
    campaign: Campaign,
    period: str,
) -> str:
    """`recall_sentence` of the newest protocol whose sample a campaign reads; "" where it reads none."""
    marks = {item.origin for item in get_operations(engine, campaign.id)}
    written = protocols(engine, period)
    read = [protocol for protocol in written if protocol.mark in marks]
    known = [protocol for protocol in written if read and protocol.selection == read[-1].selection]
    # One written later for the same operations says nothing of this campaign.
    known = known[: known.index(read[-1]) + 1] if read else []
    return _said(connection, identification, engine, known, demonstration=campaign.demonstration)


def _said(
    connection: duckdb.DuckDBPyConnection,
    identification: Identification,
    engine: Engine,
    known: Sequence[Protocol],
    *,
    demonstration: bool,
) -> str:
    """The sentence of the last of the protocols written for the same operations."""
    if not known:
        return ""
    decisions = judged(engine, list_campaigns(engine, demonstration=demonstration))
    return recall_sentence(standing(connection, identification, known[-1], decisions), earlier=len(known) - 1)
