"""Reads the files of « Repères »: Markdown for prose, TOML, CSV for rows. A wrong one is named with the place at fault."""

import csv
import re
import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from dashboard.domain.french import NARROW_SPACE, quoted

_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


class ContextError(ValueError):
    """A file that can't be used: the message is a French sentence with the file's name and the key or the line."""


def typeset(text: str) -> str:
    """French spacing, so that whoever writes a file may type ordinary spaces."""
    spaced = re.sub(r" (?=[;:!?»%€]|[kM]€)|(?<=\d) (?=\d{3}(?!\d))", NARROW_SPACE, text)
    return spaced.replace("« ", f"«{NARROW_SPACE}")


class Table:
    """One table of a TOML file, which knows its own path."""

    def __init__(self, name: str, path: str, content: dict[str, Any]) -> None:
        """`name` is the file's, `path` where the table stands in it."""
        self._name, self._path, self._content = name, path, content

    def __contains__(self, key: str) -> bool:
        return key in self._content

    def problem(self, key: str, what: str) -> ContextError:
        """The error of one key."""
        place = f"{self._path}.{key}" if self._path else key
        return ContextError(f"Fichier {quoted(self._name)}, clé {quoted(place)}{NARROW_SPACE}: {what}.")

    def only(self, *known: str) -> "Table":
        """The same table, which holds no other key."""
        for key in self._content:
            if key not in known:
                raise self.problem(key, f"cette clé est inconnue, les clés possibles sont {', '.join(known)}")
        return self

    def text(self, key: str) -> str:
        """A text that must be there."""
        return self._sentence(self._required(key), key)

    def optional(self, key: str) -> str:
        """A text that may be left out."""
        return self.text(key) if key in self._content else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, not empty."""
        value = self._required(key)
        if not isinstance(value, list) or not value:
            raise self.problem(key, "une liste de textes est attendue")
        return tuple(self._sentence(item, f"{key}[{rank}]") for rank, item in enumerate(value))

    def number(self, key: str) -> int | None:
        """A whole number that may be left out."""
        value = self._content.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self.problem(key, "un nombre entier est attendu")
        return value

    def words(self, key: str) -> dict[str, str]:
        """A table of texts."""
        value = self._required(key)
        if not isinstance(value, dict) or not value:
            raise self.problem(key, "une table de textes est attendue")
        return {name: self._sentence(item, f"{key}.{name}") for name, item in value.items()}

    def table(self, key: str) -> "Table":
        """One table."""
        value = self._required(key)
        if not isinstance(value, dict):
            raise self.problem(key, "une table est attendue")
        return Table(self._name, key, value)

    def tables(self, key: str) -> list["Table"]:
        """A list of tables, not empty."""
        value = self._required(key)
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            raise self.problem(key, "une liste de tables non vide est attendue")
        return [Table(self._name, f"{key}[{rank}]", item) for rank, item in enumerate(value)]

    def _required(self, key: str) -> Any:
        if key not in self._content:
            raise self.problem(key, "cette clé manque")
        return self._content[key]

    def _sentence(self, value: object, key: str) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.problem(key, "un texte est attendu")
        return typeset(" ".join(value.split()))


def read_toml(path: Path) -> Table:
    """The whole file as a table."""
    try:
        return Table(path.name, "", tomllib.loads(_content(path)))
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        place = f" (ligne {found[1]}, colonne {found[2]})" if found else " (à la fin du fichier)"
        raise ContextError(f"Le fichier {quoted(path.name)} n'est pas un fichier TOML valide{place}.") from error


def read_markdown(path: Path, *headings: str) -> dict[str, str]:
    """Second-level heading → the Markdown under it, in French spacing. What stands before the first one isn't printed."""
    _, *parts = re.split(r"^## ", _content(path), flags=re.MULTILINE)
    found = {heading.strip(): text.strip() for heading, _, text in (part.partition("\n") for part in parts)}
    for heading in found:
        if heading not in headings:
            raise _untitled(path, heading, f"ce titre est inconnu, les titres possibles sont {', '.join(headings)}")
    for heading in headings:
        if not found.get(heading):
            raise _untitled(path, heading, "ce titre et son texte sont attendus")
    return {heading: typeset(text) for heading, text in found.items()}


def _untitled(path: Path, heading: str, what: str) -> ContextError:
    return ContextError(f"Fichier {quoted(path.name)}, titre {quoted(heading)}{NARROW_SPACE}: {what}.")


class Row:
    """One row of a CSV file, which knows its line."""

    def __init__(self, name: str, line: int, cells: dict[str, str]) -> None:
        """`line` is counted as a text editor does."""
        self._name, self._line, self._cells = name, line, cells

    def problem(self, column: str, what: str) -> ContextError:
        """The error of one cell."""
        place = f"ligne {self._line}, colonne {quoted(column)}"
        return ContextError(f"Fichier {quoted(self._name)}, {place}{NARROW_SPACE}: {what}.")

    def raw(self, column: str) -> str:
        """The cell letter for letter, empty where nothing is written."""
        return self._cells[column].strip()

    def text(self, column: str) -> str:
        """The cell as it is printed, empty where nothing is written."""
        return typeset(self.raw(column))

    def required(self, column: str) -> str:
        """The cell as it is printed, which can't be empty."""
        text = self.text(column)
        if not text:
            raise self.problem(column, "cette cellule est vide")
        return text

    def number(self, column: str) -> Decimal | None:
        """A number written with a decimal point, None where nothing is written."""
        text = self.raw(column)
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or number < 0:
            raise self.problem(column, f"{quoted(text)} n'est pas un nombre positif écrit avec un point décimal")
        return number

    def known_number(self, column: str) -> Decimal:
        """A number that must be there."""
        self.required(column)
        return self.number(column) or Decimal(0)

    def yes(self, column: str) -> bool:
        """Yes or no."""
        text = self.raw(column)
        if text not in {"yes", "no"}:
            raise self.problem(column, f"{quoted(text)} n'est pas possible, choisissez yes ou no")
        return text == "yes"


def read_csv(path: Path, *columns: str) -> list[Row]:
    """The rows of a file that has at least these columns."""
    reader = csv.DictReader(_content(path).splitlines(), delimiter=";")
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise ContextError(f"Fichier {quoted(path.name)}, colonne {quoted(missing[0])}{NARROW_SPACE}: elle manque.")
    rows = []
    for cells in reader:
        row = Row(
            path.name, reader.line_num, {str(key): value or "" for key, value in cells.items() if key is not None}
        )
        if None in cells or None in cells.values():
            raise row.problem(columns[-1], "la ligne n'a pas autant de cellules que l'en-tête")
        rows.append(row)
    return rows


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContextError(
            f"Le fichier {quoted(path.name)} n'est pas enregistré en UTF-8{NARROW_SPACE}: convertissez-le."
        ) from error
    except OSError as error:
        raise ContextError(f"Le fichier {quoted(path.name)} ne peut pas être lu{NARROW_SPACE}: vérifiez-le.") from error
