"""The population of a campaign: operations of the warehouse, each with what led to it and the texts that will be read."""

from collections.abc import Mapping
from typing import Any

import duckdb
import pandas as pd

from dashboard.domain.lexicon import TEXT_FIELDS
from dashboard.identification.identify import Identification
from dashboard.identification.queries import query
from dashboard.reviews.model import texts_hash


def campaign_population(
    connection: duckdb.DuckDBPyConnection, identification: Identification, numbers: pd.DataFrame, *, otherwise: str
) -> pd.DataFrame:
    """The operations of `numbers` (num_dossier, wave) as `reviews.campaigns.create_campaign` takes them.

    One row per number, in its newest wave, ordered by number: num_dossier, wave, title, beneficiary, origin (every source
    that leads to it, `otherwise` where there is none), texts_hash.
    """
    frames = {"listed": numbers[["num_dossier", "wave"]], "source": identification.provenance}
    found = query(connection, "campaign_population", frames=frames, otherwise=otherwise)
    found["texts_hash"] = [hash_of(record) for record in found.to_dict("records")]
    return found[["num_dossier", "wave", "title", "beneficiary", "origin", "texts_hash"]]


def hash_of(record: Mapping[Any, object]) -> str:
    """SHA-256 of the texts of an operation that reviewers read."""
    texts = (record.get(name) for name in TEXT_FIELDS)
    return texts_hash([text if isinstance(text, str) else "" for text in texts])
