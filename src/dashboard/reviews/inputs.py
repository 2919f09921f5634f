"""Checks what comes from outside before it becomes rows."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.domain.french import NARROW_SPACE, integer, is_missing, listing, quoted
from dashboard.domain.grid import Answer, AnswerError
from dashboard.reviews.errors import InvalidCampaign, InvalidReview
from dashboard.reviews.model import Campaign, Operation, Status, Verdict, canonical, texts_hash

LONGEST_NAME = 200
LONGEST_TEXT = 20_000
POPULATION_COLUMNS = ("num_dossier", "wave", "title", "beneficiary")


@dataclass(frozen=True, slots=True)
class Content:
    """What a reviewer gives: the same content twice is one save."""

    status: Status
    answers: str
    verdict: Verdict | None
    category: str | None
    comment: str


def clean_text(text: str | None) -> str:
    """Without what a database refuses: NUL and half characters. Surrounding blanks go too."""
    return (text or "").encode("utf-8", "ignore").decode("utf-8").replace("\x00", "").strip()


def clean_words(text: str | None) -> str:
    """A comment, a reason or a remark; InvalidReview when it is too long to be one."""
    words = clean_text(text)
    if len(words) > LONGEST_TEXT:
        raise InvalidReview(f"Ce texte dépasse {integer(LONGEST_TEXT)} caractères{NARROW_SPACE}: raccourcissez-le.")
    return words


def clean_name(name: str) -> str:
    """One spelling per person: composed accents, single spaces. InvalidReview when nothing is left."""
    cleaned = " ".join(unicodedata.normalize("NFC", clean_text(name)).split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise InvalidReview(f"Le nom déclaré est vide ou trop long{NARROW_SPACE}: indiquez votre nom.")
    return cleaned


def content_of(
    campaign: Campaign,
    status: Status,
    answers: Mapping[str, Answer],
    verdict: Verdict | str | None,
    category: str | None,
    comment: str,
) -> Content:
    """The checked content of a review. A draft may lack anything; a submitted review needs its verdict and category."""
    try:
        checked = campaign.grid.check(answers)
        opinion = Verdict(verdict) if verdict else None
    except AnswerError as error:
        raise InvalidReview(str(error)) from error
    except ValueError as error:
        raise InvalidReview(f"L'avis {quoted(str(verdict))} n'existe pas{NARROW_SPACE}: {_verdicts()}.") from error
    if opinion and not campaign.grid.decides:
        raise InvalidReview(
            f"Cette grille n'appelle pas d'avis{NARROW_SPACE}: elle relit des opérations déjà retenues."
        )
    kind = clean_text(category) or None
    if status is Status.SUBMITTED and campaign.grid.decides:
        if opinion is None:
            raise InvalidReview(f"L'avis manque{NARROW_SPACE}: {_verdicts()}.")
        kind = check_category(campaign, opinion is Verdict.RETAINED, kind)
    return Content(status, canonical(checked), opinion, kind, clean_words(comment))


def check_category(campaign: Campaign, retained: bool, category: str | None) -> str | None:
    """The category of a retained operation, None for another; InvalidReview when it is missing or unknown."""
    if not retained:
        return None
    category = clean_text(category) or None
    known = campaign.rule.categories
    if category is None and known:
        raise InvalidReview(f"Le type d'opération manque{NARROW_SPACE}: une opération retenue en a un.")
    if category is not None and known and category not in known:
        raise InvalidReview(
            f"Le type d'opération {quoted(category)} n'existe pas dans cette campagne{NARROW_SPACE}: "
            f"choisissez parmi {listing([quoted(name) for name in known])}."
        )
    return category


def population(frame: pd.DataFrame) -> list[Operation]:
    """The operations of a frame: columns of `POPULATION_COLUMNS`, and optionally `origin` and `texts_hash`."""
    missing = [column for column in POPULATION_COLUMNS if column not in frame]
    if missing:
        raise InvalidCampaign(f"La population n'a pas la colonne {listing([quoted(name) for name in missing])}.")
    operations = [_operation(dict(record)) for record in frame.to_dict("records")]
    numbers = [operation.num_dossier for operation in operations]
    if "" in numbers:
        raise InvalidCampaign("Une opération de la population n'a pas de numéro de dossier.")
    repeated = (
        {number for number in numbers if numbers.count(number) > 1} if len(set(numbers)) < len(numbers) else set()
    )
    if repeated:
        raise InvalidCampaign(f"L'opération {quoted(min(repeated))} est deux fois dans la population.")
    return operations


def _operation(record: dict[object, object]) -> Operation:
    values = {str(key): "" if is_missing(value) else clean_text(str(value)) for key, value in record.items()}
    return Operation(
        num_dossier=values["num_dossier"],
        wave=values["wave"],
        title=values["title"],
        beneficiary=values["beneficiary"],
        origin=values.get("origin", ""),
        texts_hash=values.get("texts_hash") or texts_hash([values["title"], values["beneficiary"]]),
    )


def _verdicts() -> str:
    return f"choisissez {', '.join(quoted(verdict) for verdict in Verdict)}"
