"""The secrets files, read as they are: Streamlit takes one that it can't read for an absent one."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

SECRETS_FILES: Final = (Path.home() / ".streamlit" / "secrets.toml", Path(".streamlit") / "secrets.toml")
"""Where Streamlit looks for them unless `secrets.files` says otherwise; the last one wins."""


class SecretsError(Exception):
    """A secrets file can't be used; the message is a French sentence for whoever configures."""


def read_secrets(path: Path) -> dict[str, Any]:
    """The content of one file. Raises SecretsError where it isn't plain TOML in UTF-8."""
    if path.is_dir():
        raise SecretsError(
            f"{named(path)} est un dossier\u202f: mettez la configuration dans un seul fichier secrets.toml."
        )
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise SecretsError(f"{named(path)} ne peut pas être lu\u202f: vérifiez ses droits.") from error
    except UnicodeDecodeError as error:
        raise SecretsError(f"{named(path)} n'est pas du texte UTF-8\u202f: enregistrez-le dans ce codage.") from error
    if text.startswith("\ufeff"):
        raise SecretsError(
            f"{named(path)} commence par une marque d'ordre des octets\u202f: enregistrez-le en UTF-8 sans BOM."
        )
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = getattr(error, "lineno", None)
        where = f" à la ligne {line}" if line else ""
        raise SecretsError(f"{named(path)} est illisible{where}\u202f: corrigez-en la syntaxe TOML.") from error


def reviews_url(files: Sequence[Path] = SECRETS_FILES) -> str | None:
    """`url` of `[connections.reviews]`, None where no file gives it. Raises SecretsError."""
    found = None
    for path in files:
        section: Any = read_secrets(path) if path.exists() else {}
        for name in ("connections", "reviews", "url"):
            section = section.get(name) if isinstance(section, dict) else None
        found = str(section) if section else found
    return found


def named(path: Path) -> str:
    """A file as sentences name it."""
    return f"le fichier «\u202f{path.parent.name}/{path.name}\u202f»"
