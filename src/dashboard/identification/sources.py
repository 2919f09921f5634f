"""What leads to an operation beside the lexicon: actors of the ecosystem, and numbers that others reported."""

import csv
import hashlib
import io
import json
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

from dashboard.domain.lexicon import Expression, Kind, Lexicon, LexiconError, parse_expressions, parse_lexicon
from dashboard.warehouse.build import REFERENCE_FOLDER

SHIPPED_AUTHOR: Final = "Lexique livré avec l'application"


@dataclass(frozen=True, slots=True)
class ReportedNumber:
    """An operation number that a survey or another evaluation reported.

    It enters if it was programmed in the wave that was asked about; a row of that wave without a programming date does too.
    A synthetic number only ever designates an operation whose own number is synthetic; `basis` says where it comes from.
    """

    num_dossier: str
    wave: str
    synthetic: bool
    basis: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of an identification beside the lexicon."""

    actors: tuple[Expression, ...] = ()
    survey: tuple[ReportedNumber, ...] = ()
    iej_evaluation: tuple[ReportedNumber, ...] = ()

    @property
    def version(self) -> str:
        """A hash of everything in them: with the warehouse's name and the lexicon's version, the key of the results."""
        return hashlib.sha256(json.dumps(astuple(self), ensure_ascii=False).encode()).hexdigest()[:16]

    def reported(self) -> pd.DataFrame:
        """The reported numbers as one table: `origin` (enquête, évaluation IEJ), `num_dossier`, `wave`, `synthetic`, `basis`."""
        named = [("enquête", number) for number in self.survey]
        named += [("évaluation IEJ", number) for number in self.iej_evaluation]
        rows = [(origin, *astuple(number)) for origin, number in named]
        types = {"origin": "str", "num_dossier": "str", "wave": "str", "synthetic": "bool", "basis": "str"}
        return pd.DataFrame(rows, columns=list(types)).astype(types)


@cache
def shipped_lexicon(folder: Path = REFERENCE_FOLDER) -> Lexicon:
    """The lexicon of `lexicon.csv`: the note's own expressions and the signals of each criterion."""
    return read_lexicon(folder / "lexicon.csv", author=SHIPPED_AUTHOR)


def read_lexicon(path: Path, *, author: str = "", date: str = "") -> Lexicon:
    """The lexicon of a file. Raises LexiconError with a French sentence, a missing or unreadable file included."""
    return parse_lexicon(_text(path), path.name, author=author, date=date)


@cache
def shipped_sources(folder: Path = REFERENCE_FOLDER) -> Sources:
    """The sources of the reference folder."""
    return Sources(
        actors=parse_expressions(_text(folder / "actors.csv"), "actors.csv", (Kind.ACTOR,)),
        survey=_numbers(folder / "survey_reported.csv"),
        iej_evaluation=_numbers(folder / "iej_evaluation.csv"),
    )


def _numbers(path: Path) -> tuple[ReportedNumber, ...]:
    rows = csv.DictReader(io.StringIO(_text(path), newline=""), delimiter=";")
    return tuple(
        ReportedNumber(row["num_dossier"], row["wave"], row["synthetic"] == "true", row["basis"]) for row in rows
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LexiconError("le fichier est introuvable ou illisible.", file=path.name) from error
    except UnicodeDecodeError as error:
        raise LexiconError(
            "le fichier n'est pas en UTF-8\u202f: réenregistrez-le dans cet encodage.", file=path.name
        ) from error
