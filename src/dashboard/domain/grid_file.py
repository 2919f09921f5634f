"""Reads the grids from their TOML files. A wrong file is named with the key at fault; the others still load."""

import math
import re
import tomllib
from pathlib import Path
from typing import Any

from dashboard.domain.french import NARROW_SPACE, integer, quoted
from dashboard.domain.grid import Criterion, Grid, Option, Question, QuestionKind, Stage

FEWEST_LEVELS = 2
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_-]*")
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


class GridError(ValueError):
    """A grid file that can't be used: the message is a French sentence with the file's name and the key's path."""


def load_grid(path: Path) -> Grid:
    """The grid of one file; GridError when it can't be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise GridError(
            f"La grille {quoted(path.name)} n'est pas enregistrée en UTF-8{NARROW_SPACE}: convertissez-la."
        ) from error
    except OSError as error:
        raise GridError(
            f"La grille {quoted(path.name)} ne peut pas être lue{NARROW_SPACE}: vérifiez le fichier."
        ) from error
    return parse_grid(text, path.name)


def load_grids(folder: Path) -> tuple[dict[str, Grid], list[GridError]]:
    """The grids of a folder by id, and what is wrong with the files left out."""
    grids: dict[str, Grid] = {}
    errors: list[GridError] = []
    names: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            grid = load_grid(path)
            if grid.id in grids:
                raise _problem(path.name, "id", f"{quoted(grid.id)} est déjà l'identifiant de {names[grid.id]}")
        except GridError as error:
            errors.append(error)
        else:
            grids[grid.id] = grid
            names[grid.id] = path.name
    return grids, errors


def parse_grid(text: str, name: str) -> Grid:
    """The grid of a TOML text; `name` is how errors call it."""
    # Line ends would otherwise depend on the system that wrote the file.
    text = text.replace("\r\n", "\n")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        place = f" (ligne {found[1]}, colonne {found[2]})" if found else " (à la fin du fichier)"
        raise GridError(f"La grille {quoted(name)} n'est pas un fichier TOML valide{place}.") from error
    top = _Reader(name, "", content)
    top.only("id", "version", "title", "source", "stage", "cautions", "criteria")
    criteria = tuple(_criterion(reader) for reader in top.tables("criteria"))
    _distinct(name, "criteria", [criterion.id for criterion in criteria])
    _distinct(name, "questions", [question.id for criterion in criteria for question in criterion.questions])
    return Grid(
        id=top.identifier("id"),
        version=top.text("version"),
        title=top.text("title"),
        source=top.text("source"),
        stage=Stage(top.one_of("stage", list(Stage))),
        criteria=criteria,
        cautions=top.texts("cautions") if "cautions" in content else (),
        text=text,
    )


def _criterion(reader: "_Reader") -> Criterion:
    reader.only("id", "title", "weight", "help", "questions")
    return Criterion(
        id=reader.identifier("id"),
        title=reader.text("title"),
        weight=reader.weight("weight"),
        questions=tuple(_question(question) for question in reader.tables("questions")),
        help=reader.text("help") if "help" in reader.content else "",
    )


def _question(reader: "_Reader") -> Question:
    reader.only("id", "text", "kind", "weight", "anchors", "options")
    kind = QuestionKind(reader.one_of("kind", list(QuestionKind)))
    anchors: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    if kind is QuestionKind.SCALE:
        reader.without("options", f"une échelle n'a que des niveaux, dans {quoted('anchors')}")
        anchors = reader.texts("anchors")
        if len(anchors) < FEWEST_LEVELS:
            raise reader.problem("anchors", f"une échelle a au moins {integer(FEWEST_LEVELS)} niveaux")
    else:
        reader.without("anchors", f"un choix n'a que des réponses nommées, dans {quoted('options')}")
        options = tuple(_option(option) for option in reader.tables("options"))
        if len(options) < FEWEST_LEVELS:
            raise reader.problem("options", f"un choix a au moins {integer(FEWEST_LEVELS)} options")
        _distinct(reader.name, f"{reader.path}.options", [option.id for option in options])
    return Question(
        id=reader.identifier("id"),
        text=reader.text("text"),
        kind=kind,
        weight=reader.weight("weight") if "weight" in reader.content else 1.0,
        anchors=anchors,
        options=options,
    )


def _option(reader: "_Reader") -> Option:
    reader.only("id", "label")
    return Option(id=reader.identifier("id"), label=reader.text("label"))


class _Reader:
    """One table of the file, which knows its own path."""

    def __init__(self, name: str, path: str, content: dict[str, Any]) -> None:
        self.name, self.path, self.content = name, path, content

    def problem(self, key: str, what: str) -> GridError:
        return _problem(self.name, self._at(key), what)

    def only(self, *known: str) -> None:
        for key in self.content:
            if key not in known:
                raise self.problem(key, f"cette clé est inconnue, les clés possibles sont {', '.join(known)}")

    def without(self, key: str, what: str) -> None:
        if key in self.content:
            raise self.problem(key, what)

    def text(self, key: str) -> str:
        return self._sentence(self._required(key), key)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._required(key)
        if not isinstance(value, list) or not value:
            raise self.problem(key, "une liste de phrases est attendue")
        return tuple(self._sentence(item, f"{key}[{index}]") for index, item in enumerate(value))

    def identifier(self, key: str) -> str:
        value = self.text(key)
        if not _IDENTIFIER.fullmatch(value):
            raise self.problem(
                key,
                f"{quoted(value)} n'est pas un identifiant (minuscules sans accent, chiffres, tirets)",
            )
        return value

    def one_of(self, key: str, known: list[Any]) -> str:
        value = self.text(key)
        if value not in known:
            raise self.problem(
                key, f"{quoted(value)} n'est pas possible, choisissez parmi {', '.join(str(item) for item in known)}"
            )
        return value

    def weight(self, key: str) -> float:
        value = self._required(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not (value > 0 and math.isfinite(value)):
            raise self.problem(key, "un nombre supérieur à 0 est attendu")
        return float(value)

    def tables(self, key: str) -> list["_Reader"]:
        value = self._required(key)
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            raise self.problem(key, "une liste de tables non vide est attendue")
        return [_Reader(self.name, f"{self._at(key)}[{index}]", item) for index, item in enumerate(value)]

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _required(self, key: str) -> Any:
        if key not in self.content:
            raise self.problem(key, "cette clé manque")
        return self.content[key]

    def _sentence(self, value: object, key: str) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.problem(key, "un texte est attendu")
        return value.strip()


def _distinct(name: str, key: str, identifiers: list[str]) -> None:
    repeated = sorted({identifier for identifier in identifiers if identifiers.count(identifier) > 1})
    if repeated:
        raise _problem(name, key, f"l'identifiant {quoted(repeated[0])} est donné deux fois")


def _problem(name: str, path: str, what: str) -> GridError:
    return GridError(f"Grille {quoted(name)}, clé {quoted(path)}{NARROW_SPACE}: {what}.")
