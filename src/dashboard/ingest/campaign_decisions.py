"""Publishes the decisions of a frozen campaign: written as a file of decisions, then imported like any other.

Indicators, maps and exports follow at once, and the history of imports takes them back. The import's manifest names the
campaign, so that the active imports say which campaigns are published: nothing else has to be remembered.
"""

import csv
import hashlib
import io
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock
from sqlalchemy import Engine

from dashboard.domain.french import NARROW_SPACE, long_date, plural, quoted
from dashboard.domain.operation import UNKNOWN, Decided
from dashboard.domain.periods import told_by_number
from dashboard.ingest.errors import PublicationError
from dashboard.ingest.importer import ImportRequest, Report, run_import
from dashboard.ingest.sql_text import sql
from dashboard.reviews.campaigns import get_campaign, get_operations, list_campaigns
from dashboard.reviews.deciding import decisions
from dashboard.reviews.model import Campaign
from dashboard.warehouse.build import connect
from dashboard.warehouse.state import LOCK_SECONDS, Publication, State

COLUMNS = ("num_dossier", "wave", "retained", "category", "reason", "source")


@dataclass(frozen=True, slots=True)
class Published:
    """The active import that holds a campaign's decisions."""

    import_id: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What publishing does to the decisions that stood: each operation of the campaign counts once."""

    first: int = 0
    same: int = 0
    newly_retained: int = 0
    no_longer_retained: int = 0
    other_category: int = 0
    unknown: int = 0

    @property
    def changed(self) -> int:
        """The operations on which another decision stood until then."""
        return self.newly_retained + self.no_longer_retained + self.other_category


@dataclass(frozen=True, slots=True)
class CampaignReport:
    """What a publication did. `report` is the import's own; None, and nothing done, where `already` published."""

    campaign: Campaign
    published: Published
    already: bool
    retained: int
    not_retained: int
    undecided: int
    changes: Changes = Changes()
    report: Report | None = None

    def sentences(self) -> tuple[str, ...]:
        """The report in French, most important first."""
        name = quoted(self.campaign.name)
        if self.already:
            return (
                f"Les décisions de la campagne {name} sont déjà publiées, depuis le {long_date(self.published.at.date())}"
                f"{NARROW_SPACE}: rien n'a changé.",
            )
        total = plural(self.retained + self.not_retained, "décision publiée", "décisions publiées")
        told = [
            f"{total}{NARROW_SPACE}: {Decided.RETAINED.operations(self.retained)}, "
            f"{plural(self.not_retained, Decided.NOT_RETAINED, Decided.NOT_RETAINED.several)}.",
            _changes_in_words(self.changes),
        ]
        if self.changes.unknown:
            about = plural(self.changes.unknown, "opération n'est pas", "opérations ne sont pas")
            told.append(f"{about} dans l'extrait publié{NARROW_SPACE}: la décision attend qu'un import l'y apporte.")
        if self.undecided:
            told.append(
                f"{plural(self.undecided, 'opération sans décision est laissée', 'opérations sans décision sont laissées')} de côté."
            )
        return tuple(told)


def publish_decisions(state: State, engine: Engine, campaign_id: str, *, by: str) -> CampaignReport:
    """Publishes the decisions of a frozen campaign; a second time does nothing and says so.

    They win over the earlier decisions on the same operations, whatever these came from; later imports win over them.
    Raises ReviewsError, IngestError or StateError with a French sentence; then nothing has changed.
    """
    state.prepare()
    # The lock of imports is taken inside; this one keeps a double click from publishing twice.
    with FileLock(state.root / "campaign-decisions.lock", timeout=LOCK_SECONDS):
        content = decisions_csv(engine, campaign_id)
        campaign = get_campaign(engine, campaign_id)
        rows = list(csv.DictReader(io.StringIO(content.decode(), newline=""), delimiter=";"))
        retained = sum(row["retained"] == "oui" for row in rows)
        counts = (retained, len(rows) - retained, campaign.operations - len(rows))
        if published := published_campaigns(state, engine).get(campaign_id):
            return CampaignReport(campaign, published, True, *counts)
        demonstration = _about_the_demonstration(state, campaign)
        changes = _changes(state, rows)
        with tempfile.TemporaryDirectory(prefix="decisions-") as folder:
            path = Path(folder) / "decisions.csv"
            path.write_bytes(content)
            request = ImportRequest(
                path,
                file_name=f"décisions - {campaign.name}.csv",
                by=by,
                demonstration=demonstration,
                campaign=campaign_id,
            )
            report = run_import(state, request)
    return CampaignReport(campaign, _published(report.manifest), False, *counts, changes, report)


def published_campaigns(state: State, engine: Engine, publication: Publication | None = None) -> dict[str, Published]:
    """The campaigns whose decisions a publication holds (the current one), by id: not those taken back from the history."""
    current = publication or state.current()
    manifests = [state.manifest(import_id) for import_id in current.imports] if current else []
    active = [manifest for manifest in manifests if manifest["kind"] == "decisions"]
    found = {manifest["campaign"]: _published(manifest) for manifest in active if manifest.get("campaign")}
    # Older manifests don't name a campaign, but a frozen one always gives the same file. They are immutable: this is asked
    # of them until a later import takes their place.
    unnamed = {manifest["sha256"]: _published(manifest) for manifest in active if "campaign" not in manifest}
    if unnamed:
        for campaign in list_campaigns(engine):
            if campaign.id not in found and campaign.frozen and campaign.grid.decides:
                same = unnamed.get(hashlib.sha256(_written(engine, campaign)).hexdigest())
                found |= {campaign.id: same} if same else {}
    return found


def decisions_csv(engine: Engine, campaign_id: str) -> bytes:
    """The decisions of a frozen campaign as a file that an import reads: always the same bytes, and no reviewer's name.

    PublicationError while the campaign is open, when its grid doesn't decide, or when it decided nothing.
    """
    campaign = get_campaign(engine, campaign_id)
    if not campaign.grid.decides:
        raise PublicationError(
            f"La campagne {quoted(campaign.name)} relit des opérations déjà retenues{NARROW_SPACE}: elle n'a pas de décision à publier."
        )
    if not campaign.frozen:
        raise PublicationError(
            f"La campagne {quoted(campaign.name)} est encore ouverte{NARROW_SPACE}: figez-la avant de publier ses décisions."
        )
    content = _written(engine, campaign)
    if content.count(b"\n") == 1:
        raise PublicationError(
            f"La campagne {quoted(campaign.name)} n'a décidé d'aucune opération, il n'y a rien à publier."
        )
    return content


def _written(engine: Engine, campaign: Campaign) -> bytes:
    decided = decisions(engine, campaign.id, anonymised=True)
    waves = {operation.num_dossier: operation.wave for operation in get_operations(engine, campaign.id)}
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, retained, category, reason, source in decided[
        ["num_dossier", "retained", "category", "reason", "source"]
    ].itertuples(index=False):
        kind = "" if pd.isna(category) else category
        row = (number, waves[number], "oui" if retained else "non", kind, reason, source)
        writer.writerow([_guarded(cell) for cell in row])
    return text.getvalue().encode()


def _guarded(cell: str) -> str:
    """A spreadsheet would run what looks like a formula; the import takes the apostrophe off again."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


def _published(manifest: Any) -> Published:
    return Published(manifest["id"], datetime.fromisoformat(manifest["imported_at"]), manifest["by"])


def _about_the_demonstration(state: State, campaign: Campaign) -> bool:
    """Whether the decisions are on invented operations, and have to leave with them. PublicationError once those have left."""
    manifests = state.manifests()
    invented = {manifest["sha256"] for manifest in manifests if manifest["demonstration"]}
    if not (campaign.demonstration or (campaign.extracts and invented.issuperset(campaign.extracts))):
        return False
    current = state.current()
    active = set(current.imports) if current else set()
    if not any(
        manifest["demonstration"] and manifest["kind"] == "operations" and manifest["id"] in active
        for manifest in manifests
    ):
        raise PublicationError(
            f"La campagne {quoted(campaign.name)} porte sur les opérations du jeu de démonstration, qui n'est plus publié"
            f"{NARROW_SPACE}: ses décisions ne s'appliquent à rien."
        )
    return True


def _changes(state: State, rows: list[dict[str, str]]) -> Changes:
    current = state.current()
    if current is None:
        return Changes(unknown=len(rows))
    with connect(state, current) as connection:
        found = connection.execute(
            sql("decisions_before"), {"numbers": [row["num_dossier"] for row in rows]}
        ).fetchall()
    # In 2021-2027 the wave of an operation may have changed since the campaign took it: its number alone tells it.
    before = {
        (number, None if told_by_number(period) else wave): (decision, category)
        for number, wave, period, decision, category in found
    }
    counts = Counter(
        _change(before.get((row["num_dossier"], row["wave"])) or before.get((row["num_dossier"], None)), row)
        for row in rows
    )
    return Changes(**counts)


def _change(before: tuple[str, str | None] | None, row: dict[str, str]) -> str:
    """The field of `Changes` where an operation counts."""
    if before is None:
        return "unknown"
    decision, category = before
    if decision == Decided.UNEXAMINED:
        return "first"
    if decision == Decided.NOT_RETAINED:
        return "newly_retained" if row["retained"] == "oui" else "same"
    if row["retained"] != "oui":
        return "no_longer_retained"
    return "same" if (row["category"] or UNKNOWN) == category else "other_category"


def _changes_in_words(changes: Changes) -> str:
    if not changes.changed:
        return "Aucune décision antérieure n'est changée."
    parts = [
        plural(number, singular, several)
        for number, singular, several in (
            (changes.newly_retained, "opération devient retenue", "opérations deviennent retenues"),
            (changes.no_longer_retained, "opération n'est plus retenue", "opérations ne sont plus retenues"),
            (changes.other_category, "opération change de type", "opérations changent de type"),
        )
        if number
    ]
    changed = plural(changes.changed, "décision antérieure est changée", "décisions antérieures sont changées")
    return f"{changed}{NARROW_SPACE}: {', '.join(parts)}."
