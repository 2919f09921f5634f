"""What the report of a campaign says, whatever it is written as. Names of persons only where they are asked for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import duckdb
import pandas as pd
from sqlalchemy import Engine

from dashboard.domain.columns import ColumnFormat, Kind, columns_of
from dashboard.domain.french import NARROW_SPACE, decimal, integer, listing, long_date, percent, plural, quoted
from dashboard.domain.lexicon import Lexicon, LexiconError, parse_lexicon
from dashboard.domain.operation import Decided
from dashboard.domain.periods import words_of
from dashboard.domain.selection import Selection
from dashboard.exports.queries import rows_of
from dashboard.exports.text import one_line, shortened
from dashboard.figures.agreement import ORIGIN_COLUMNS, REPORT_COLUMNS, origin_rows, report_rows, table
from dashboard.figures.figure import Figure
from dashboard.identification.audit import recall_of_campaign
from dashboard.identification.funnel import IDENTIFIED, Step, funnel, step_operations
from dashboard.identification.identify import Identification, identify
from dashboard.reviews import journal
from dashboard.reviews.agreement import Part, agreement, agreement_by_origin, read_twice
from dashboard.reviews.campaigns import get_campaign, get_operations
from dashboard.reviews.deciding import conflicts, decisions
from dashboard.reviews.model import Basis, Campaign, Operation, Progress
from dashboard.reviews.origins import Origin, origin_of
from dashboard.reviews.reviewing import progress
from dashboard.reviews.scores import answers, criterion_scores
from dashboard.reviews.stability import DEFAULT_RULE, DRAWS, ROBUST_FROM, Outcome, stability
from dashboard.reviews.store import read
from dashboard.warehouse.options_query import periods_of_numbers

UNESTIMATED: Final = "non estimé"
_DIGEST: Final = 12
_LONGEST_TITLE: Final = 70
_LONGEST_REASON: Final = 150
MOST_ARBITRATIONS: Final = 4
"""Arbitrations whose reasons hold on the page, the most divided first."""
_AGREEMENT: Final = ("label", "operations", "identical", "alpha", "uncertainty", "kappa")
_AGREEMENT_COLUMNS: Final = {
    "operations": ColumnFormat("Doubles lectures", Kind.INTEGER), **REPORT_COLUMNS, "uncertainty": ORIGIN_COLUMNS["uncertainty"],
}  # fmt: skip
_POSITIVES: Final = {
    "origin": ColumnFormat("Connues par"),
    **columns_of("operations"),
    "found": ColumnFormat("Trouvées par le texte", Kind.INTEGER),
    "evaluated": ColumnFormat("Dans la campagne", Kind.INTEGER),
    "retained": ColumnFormat("Retenues", Kind.INTEGER),
}
_SETTLED: Final = {
    "title": ColumnFormat("Arbitrage"), "outcome": ColumnFormat("Décision"), "reason": ColumnFormat("Motif"),
    "arbiter": ColumnFormat("Par"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A step of the way from the programmed operations to the retained ones, and what leaves or joins on its side.

    `aside` leave after this step, `joined` come into it from elsewhere: (words, operations).
    """

    label: str
    operations: int
    aside: tuple[tuple[str, int], ...] = ()
    joined: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignReport:
    """The report, part by part. Every text may hold words of an extract."""

    title: str
    state: str
    demonstration: bool
    protocol: tuple[tuple[str, str], ...]
    steps: tuple[FlowStep, ...]
    flow_note: str
    recall: str
    agreement: Figure | None
    by_origin: Figure | None
    agreement_note: str
    arbitrations: Figure | None
    arbitrations_note: str
    stability: str
    positives: Figure | None
    positives_note: str

    @property
    def sentence(self) -> str:
        """The flow in words: the text alternative of its drawing."""
        return " ".join(f"{step.label}{NARROW_SPACE}: {integer(step.operations)}." for step in self.steps)


def campaign_report(
    engine: Engine, campaign_id: str, connection: duckdb.DuckDBPyConnection, *, named: bool
) -> CampaignReport:
    """The report of a campaign, on the operations of the current warehouse. UnknownCampaign where there is none.

    `named`: with the names of reviewers and arbiters. Recall is that of the protocol whose sample the campaign reads.
    """
    campaign = get_campaign(engine, campaign_id)
    operations = get_operations(engine, campaign_id)
    found = progress(engine, campaign_id)
    decided = decisions(engine, campaign_id, anonymised=True)
    scope = _scope(connection, operations)
    lexicon = _lexicon(campaign)
    identification = identify(connection, lexicon) if lexicon else None
    numbers = _identified(connection, scope, identification) if scope and identification else None
    steps = _steps(campaign, operations, found, decided, numbers)
    missing, recall = "", ""
    if numbers is None or scope is None or identification is None:
        missing = "Les extraits actifs ou le lexique de la campagne ne permettent pas de compter les opérations programmées et repérées."
    else:
        steps = (*_before(connection, scope, identification, operations, numbers), *steps)
        recall = recall_of_campaign(connection, identification, engine, campaign, scope.period)
    given = answers(engine, campaign_id, anonymised=True)
    report = [line for line in agreement(campaign.grid, given) if line.part is not Part.QUESTION and line.units]
    origins = {item.num_dossier: origin_of(item.origin) for item in operations}
    by_origin = agreement_by_origin(given, origins) if campaign.grid.decides else []
    settled, settled_note = _arbitrations(engine, campaign, named=named)
    positives = (
        []
        if scope is None or identification is None
        else _positives(connection, scope, identification, operations, decided)
    )
    return CampaignReport(
        title=f"Rapport de la campagne {quoted(campaign.name)}",
        state=_state(campaign, found),
        demonstration=campaign.demonstration,
        protocol=_protocol(engine, campaign, operations, lexicon, named=named),
        steps=steps,
        flow_note=missing,
        recall=recall or UNESTIMATED,
        agreement=table(
            "accord",
            "Accord entre évaluateurs",
            _kept(report_rows(report), report),
            {name: _AGREEMENT_COLUMNS[name] for name in _AGREEMENT},
        )
        if report
        else None,
        by_origin=table(
            "accord-par-origine", "Accord sur l'avis, selon l'origine", origin_rows(by_origin), ORIGIN_COLUMNS
        )
        if by_origin
        else None,
        agreement_note=_double(campaign, given),
        arbitrations=settled,
        arbitrations_note=settled_note,
        stability=_stability(engine, campaign),
        positives=table("connues", "Positives connues par ailleurs", positives, _POSITIVES) if positives else None,
        positives_note=""
        if positives
        else "Aucune opération de ce périmètre n'est signalée par l'enquête, la priorité 6 ou la note.",
    )


def _kept(rows: Sequence[dict[str, Any]], report: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {name: row.get(name, line.operations) for name in _AGREEMENT} for row, line in zip(rows, report, strict=True)
    ]


def _state(campaign: Campaign, found: Progress) -> str:
    when = f"Figée le {_day(campaign.frozen_at)}" if campaign.frozen_at else "Encore ouverte"
    return f"{when} · {plural(found.reviewed, 'opération entièrement évaluée', 'opérations entièrement évaluées')} sur {integer(found.operations)}"


def _day(moment: datetime) -> str:
    return long_date(moment.astimezone().date())


def _protocol(
    engine: Engine, campaign: Campaign, operations: Sequence[Operation], lexicon: Lexicon | None, *, named: bool
) -> tuple[tuple[str, str], ...]:
    """What the result depends on, all of it fixed when the campaign was opened."""
    first = read(engine, lambda connection: journal.reviews(connection, campaign.id, every_version=True))
    began = (
        f", première évaluation le {_day(min(review.created_at for review in first))}"
        if first
        else ", aucune évaluation encore"
    )
    by = f" par {campaign.created_by}" if named else ""
    people = (
        listing(campaign.reviewers) if named and campaign.reviewers else plural(len(campaign.reviewers), "évaluateur")
    )
    origins = [origin_of(item.origin) for item in operations]
    mixed = [f"{integer(origins.count(origin))} {_JOINED[origin]}" for origin in Origin if origin in origins]
    needed = campaign.rule.reviews_needed
    searched = f"{plural(len(lexicon.searched), 'expression')}, " if lexicon else ""
    return (
        ("Fixé", f"le {_day(campaign.created_at)}{by}{began}"),
        (
            "Grille",
            f"{campaign.grid.title}, version {campaign.grid.version} (empreinte {campaign.grid_hash[:_DIGEST]})",
        ),
        (
            "Lexique",
            f"{searched}empreinte {campaign.lexicon_hash[:_DIGEST]}" if campaign.lexicon_hash else "non renseigné",
        ),
        (
            "Extraits",
            "empreinte " + listing([name[:_DIGEST] for name in campaign.extracts])
            if campaign.extracts
            else "non renseignés",
        ),
        (
            "Population",
            f"{plural(len(operations), 'opération')}{NARROW_SPACE}: {listing(mixed)}" if mixed else "aucune opération",
        ),
        (
            "Règle",
            f"{plural(needed, 'avis concordant décide', 'avis concordants décident')}, à l'aveugle{NARROW_SPACE}; sinon une autre personne arbitre",
        ),
        ("Évaluateurs", people),
    )


_JOINED: Final = {
    Origin.RANDOM: "au hasard",
    Origin.IDENTIFIED: "repérées",
    Origin.SUGGESTED: "suggérées",
    Origin.CHOSEN: "choisies autrement",
}


_ELSEWHERE: Final = _JOINED | {Origin.IDENTIFIED: "repérées à l'ouverture"}


def _lexicon(campaign: Campaign) -> Lexicon | None:
    """The campaign's own; None where it holds no readable one."""
    try:
        return parse_lexicon(campaign.lexicon_text, "lexique") if campaign.lexicon_text else None
    except LexiconError:
        return None


def _scope(connection: duckdb.DuckDBPyConnection, operations: Sequence[Operation]) -> Selection | None:
    """The operations among which those of the campaign were looked for: its programming period and its waves."""
    periods = sorted(periods_of_numbers(connection, [item.num_dossier for item in operations]))
    if not periods:
        return None
    return Selection(period=periods[-1], waves=tuple(sorted({item.wave for item in operations})))


def _identified(
    connection: duckdb.DuckDBPyConnection, scope: Selection, identification: Identification
) -> Mapping[str, int]:
    """Number → how many operations of the scope bear it, among those that a source leads to."""
    listed = pd.concat([step_operations(connection, identification, scope, step) for step in IDENTIFIED])
    return Counter(listed["num_dossier"])


def _before(
    connection: duckdb.DuckDBPyConnection,
    scope: Selection,
    identification: Identification,
    operations: Sequence[Operation],
    numbers: Mapping[str, int],
) -> tuple[FlowStep, ...]:
    """What comes before the campaign: programmed, then identified."""
    programmed, listed = funnel(connection, identification, scope)[Step.PROGRAMMED], sum(numbers.values())
    entered = sum(item.num_dossier in numbers for item in operations)
    where = words_of(scope.period)
    inside = f"{where.wave_s if len(scope.waves) > 1 else where.wave} {listing(scope.waves)}"
    return (
        FlowStep(
            f"Programmées, hors assistance technique ({inside})", programmed, (("non repérées", programmed - listed),)
        ),
        FlowStep(
            "Repérées par le lexique, les noms et les sources", listed, (("hors de la campagne", listed - entered),)
        ),
    )


def _steps(
    campaign: Campaign,
    operations: Sequence[Operation],
    found: Progress,
    decided: pd.DataFrame,
    numbers: Mapping[str, int] | None,
) -> tuple[FlowStep, ...]:
    """What happens within the campaign. What no source leads to today joined it in another way: at random, for instance."""
    origins = [origin_of(item.origin) for item in operations if numbers is None or item.num_dossier not in numbers]
    joined = tuple((_ELSEWHERE[origin], origins.count(origin)) for origin in Origin if origin in origins)
    inside = FlowStep(
        "Dans la campagne",
        found.operations,
        (("pas encore entièrement évaluées", found.operations - found.reviewed),),
        joined,
    )
    read_all = FlowStep("Entièrement évaluées", found.reviewed)
    if not campaign.grid.decides:
        return inside, read_all
    arbitrated = int((decided["basis"] == Basis.ARBITRATION).sum())
    retained = int(decided["retained"].sum())
    return (
        inside,
        replace(read_all, aside=(("attendent un arbitrage", found.reviewed - len(decided)),)),
        FlowStep(
            f"Décidées ({integer(len(decided) - arbitrated)} par accord, {integer(arbitrated)} par arbitrage)",
            len(decided),
            ((Decided.NOT_RETAINED.value + "s", len(decided) - retained),),
        ),
        FlowStep("Retenues", retained),
    )


def _double(campaign: Campaign, given: pd.DataFrame) -> str:
    double = read_twice(given)
    share = f" ({percent(double / campaign.operations, 0)})" if campaign.operations else ""
    return (
        f"{plural(double, 'opération lue', 'opérations lues')} en double aveugle sur {integer(campaign.operations)}{share}. Alpha de Krippendorff, "
        "intervalle par tirage d'opérations. Les groupes ne sont pas composés de la même façon\u202f: aucun sens de biais n'est affirmé."
    )


def _arbitrations(engine: Engine, campaign: Campaign, *, named: bool) -> tuple[Figure | None, str]:
    settled = [conflict for conflict in conflicts(engine, campaign.id, resolved=True) if conflict.arbitration]
    if not settled:
        return None, "Aucun désaccord n'a été arbitré."
    rows = []
    for conflict in settled[:MOST_ARBITRATIONS]:
        given = conflict.arbitration
        assert given is not None  # noqa: S101
        rows.append(
            {
                "title": shortened(
                    one_line(conflict.operation.title or conflict.operation.num_dossier), _LONGEST_TITLE
                ),
                "outcome": Decided.of(given.retained).value,
                "reason": shortened(one_line(given.reason), _LONGEST_REASON),
            }
            | ({"arbiter": given.arbiter} if named else {})
        )
    kept = sum(conflict.arbitration is not None and conflict.arbitration.retained for conflict in settled)
    left = len(settled) - len(rows)
    note = f"{plural(len(settled), 'désaccord arbitré', 'désaccords arbitrés')}, {plural(kept, 'opération retenue', 'opérations retenues')}. Les plus divisés d'abord"
    note += (
        f"{NARROW_SPACE}; les motifs des {integer(left)} autres sont dans l'archive de la campagne."
        if left > 1
        else "."
    )
    columns = _SETTLED if named else {name: column for name, column in _SETTLED.items() if name != "arbiter"}
    return table("arbitrages", "Arbitrages et leurs motifs", rows, columns), note


def _stability(engine: Engine, campaign: Campaign) -> str:
    scores = criterion_scores(engine, campaign.id).dropna(how="all")
    if not campaign.grid.scored_criteria or scores.empty:
        return (
            "La grille ne donne pas de score\u202f: la stabilité ne se calcule pas."
            if not campaign.grid.scored_criteria
            else "Aucun score encore."
        )
    weights = {criterion.id: criterion.weight for criterion in campaign.grid.scored_criteria}
    found = stability(scores, weights, DEFAULT_RULE)
    robust = int((found["outcome"] == Outcome.ROBUST).sum())
    return (
        f"{plural(robust, 'opération')} sur {integer(len(found))} {'a' if robust < 2 else 'ont'} un sort robuste au seuil de "
        f"{decimal(DEFAULT_RULE.score, 0)}\u202f: le même dans au moins {percent(ROBUST_FROM, 0)} de {integer(DRAWS)} pondérations tirées au "
        f"hasard\u202f; {plural(len(found) - robust, 'est fragile', 'sont fragiles')}."
    )


_KNOWN: Final = {"enquête": "L'enquête", "priorité 6": "La priorité 6", "note": "La note de 2019"}


def _positives(
    connection: duckdb.DuckDBPyConnection,
    scope: Selection,
    identification: Identification,
    operations: Sequence[Operation],
    decided: pd.DataFrame,
) -> list[dict[str, Any]]:
    """How many of the operations that others say to be innovative the words of the lexicon find, and the campaign retains."""
    reported = identification.reported
    survey = reported.loc[
        (reported["origin"] == "enquête") & (reported["status"] == "dans la période"), ["num_dossier", "wave"]
    ]
    kept = dict(zip(decided["num_dossier"], decided["retained"], strict=True))
    campaign = pd.DataFrame(
        {
            "num_dossier": pd.Series([item.num_dossier for item in operations], dtype="str"),
            "retained": pd.Series([bool(kept.get(item.num_dossier, False)) for item in operations], dtype="bool"),
        }
    )
    found = rows_of(
        connection,
        "known_positives",
        scope,
        frames={
            "hit": identification.hits[["num_dossier", "wave"]].drop_duplicates(),
            "reported": survey.drop_duplicates(),
            "campaign": campaign,
        },
        national=words_of(scope.period).national_programme,
        priority=int(words_of(scope.period).innovation_priority or -1),
    )
    return [row | {"origin": _KNOWN[row["origin"]]} for row in found]
