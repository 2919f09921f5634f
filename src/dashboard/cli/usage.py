"""What the command line says of itself, in French: typer's own words are English and can't be translated by a catalogue."""

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from dashboard.domain.french import listing, quoted

HELP = "Affiche cette aide."
_CHOICES = re.compile(r"is not one of (.+)\.")
_EXPECTED = {
    "valid integer": "un nombre entier est attendu",
    "valid date": "une date est attendue",
    "valid boolean": "oui ou non est attendu",
    "null character": "ce texte contient un caractère interdit",
}


def _speak_french() -> None:
    """Puts the fixed words of the help in French."""
    # What draws the help takes a tenth of a second, which only the help owes.
    from typer import rich_utils

    rich_utils.OPTIONS_PANEL_TITLE = "Options"
    rich_utils.ARGUMENTS_PANEL_TITLE = "Arguments"
    rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
    rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"
    rich_utils.DEFAULT_STRING = "[défaut\u202f: {}]"
    rich_utils.ENVVAR_STRING = "[variable d'environnement\u202f: {}]"


class Command(TyperCommand):
    """A command whose `--help` is described in French."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option `--help`, with our words."""
        return _reworded(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help, with our words."""
        _speak_french()
        super().format_help(ctx, formatter)


class Group(TyperGroup):
    """The same for the list of commands."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option `--help`, with our words."""
        return _reworded(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help, with our words."""
        _speak_french()
        super().format_help(ctx, formatter)


def _reworded(option: Any) -> Any:
    if option is not None:
        option.help = HELP
    return option


def sentence(error: TyperException) -> str:
    """What is wrong with a command line, in one French sentence."""
    if isinstance(error, typer.BadParameter):
        text = _bad_value(error)
    else:
        text = _misuse(error) or f"la commande est incomplète{_help_hint(error)}"
    return text[0].upper() + text[1:]


def _misuse(error: TyperException) -> str:
    message, hint = error.format_message(), _help_hint(error)
    option = quoted(str(getattr(error, "option_name", "")))
    near = " ou ".join(sorted(getattr(error, "possibilities", None) or ()))
    unknown = re.search(r"No such command '([^']*)'", message)
    extra = re.search(r"unexpected extra argument\S* \((.*)\)", message)
    cases = {
        "MissingParameter": f"il manque {_parameter(error)}{hint}",
        "NoSuchOption": f"l'option {option} n'existe pas"
        + (f"\u202f: vouliez-vous dire {near}\u202f?" if near else hint),
        "BadOptionUsage": f"l'option {option} "
        + ("n'attend pas de valeur" if "does not take" in message else "attend une valeur")
        + hint,
        "UsageError": (f"la commande {quoted(unknown[1])} n'existe pas{_nearest(message) or hint}" if unknown else "")
        or (f"{quoted(extra[1])} est de trop{hint}" if extra else ""),
    }
    return cases.get(type(error).__name__, "")


def _nearest(message: str) -> str:
    """What typer guesses was meant, in French."""
    guessed = re.findall(r"'([^']*)'", message.partition("Did you mean")[2])
    return f"\u202f: vouliez-vous dire {' ou '.join(quoted(name) for name in guessed)}\u202f?" if guessed else ""


def _parameter(error: TyperException) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return "un argument"
    if parameter.param_type_name == "argument":
        return f"l'argument {quoted(parameter.metavar or parameter.name.upper())}"
    return f"l'option {quoted(parameter.opts[0])}"


def _help_hint(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "python -m dashboard"
    return f"\u202f; l'aide est donnée par «\u202f{path} --help\u202f»."


def _bad_value(error: TyperException) -> str:
    if isinstance(error, Refusal):
        return error.message
    hint = getattr(error, "param_hint", None) or (_parameter(error) if getattr(error, "param", None) else "un argument")
    if found := _CHOICES.search(error.message):
        choices = re.findall(r"'([^']*)'", found[1])
        given = re.search(r"'([^']*)' is not one of", error.message)
        value = quoted(given[1]) if given else "cette valeur"
        return f"{value} ne convient pas pour {hint}\u202f: choisissez {_alternatives(choices)}."
    expected = next((words for sign, words in _EXPECTED.items() if sign in error.message), "vérifiez sa valeur")
    return f"la valeur donnée pour {hint} ne convient pas\u202f: {expected}."


def _alternatives(choices: list[str]) -> str:
    return listing(choices).replace(" et ", " ou ")


def no_command(error: TyperException) -> bool:
    """Whether nothing was asked: the help has then already been shown."""
    return type(error).__name__ == "NoArgsIsHelpError"


class Refusal(typer.BadParameter):
    """A refusal of ours, whose message is a French sentence already."""


def bad_value(message: str) -> Refusal:
    """A refusal of ours: one French sentence, exit code 2."""
    return Refusal(message)
