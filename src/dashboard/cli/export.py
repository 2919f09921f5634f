"""The command that writes the committee pack: slides, report section, workbook, or all of it in one archive."""

import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.filters import Given, build_selection, with_filters
from dashboard.cli.options import StateOption, reviews_exist, reviews_store, state_of
from dashboard.cli.usage import bad_value
from dashboard.domain.french import decimal, integer, plural, quoted
from dashboard.domain.selection import BY_FIELD, Selection
from dashboard.exports.documents import Document, document_bytes, slide_notes, template_notes
from dashboard.exports.errors import ExportError
from dashboard.figures.labels import SEMICOLON

if TYPE_CHECKING:
    import duckdb

    from dashboard.exports.pack.content import Pack, Screen, SectionKey
    from dashboard.warehouse.state import Publication, State

SLIDES_TEMPLATES = (".pptx", ".potx")
REPORT_TEMPLATES = (".docx", ".dotx")
BUILDING = 0.4
"""The part of the time that building the content takes; writing the document takes the rest."""


@with_filters
def export(
    document: Annotated[
        Document,
        typer.Argument(
            metavar="DOCUMENT", help="Document à écrire\u202f: pptx, docx, xlsx, pdf, essentiel, texte ou zip."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="Fichier à écrire.")],
    template: Annotated[
        list[Path] | None,
        typer.Option("--template", help="Modèle du service, .pptx ou .docx\u202f; répétable pour un zip."),
    ] = None,
    operation: Annotated[
        list[str] | None,
        typer.Option("--operation", help="Numéro d'une opération à présenter en fiche, répétable."),
    ] = None,
    compare: Annotated[
        list[str] | None,
        typer.Option(
            "--compare", help="Vague à comparer, puis celle avec laquelle la comparer\u202f; à donner deux fois."
        ),
    ] = None,
    reviews: Annotated[
        bool, typer.Option("--reviews", help="Ajoute les évaluations au classeur et au zip, sans nom.")
    ] = False,
    names: Annotated[bool, typer.Option("--names", help="Avec --reviews, donne le nom des évaluateurs.")] = False,
    *,
    compare_with: Annotated[
        list[str] | None,
        typer.Option(
            "--compare-with",
            help="Filtre d'une seconde sélection à mettre à côté, clé=valeur comme dans une adresse (region=Bretagne), répétable\u202f; "
            "periode=… seule pour toute la programmation.",
        ),
    ] = None,
    views: Annotated[
        str | None,
        typer.Option(
            "--views", help="Nom d'un jeu de vues partagé, qui ordonne le diaporama et le PDF, ou ses identifiants."
        ),
    ] = None,
    sections: Annotated[
        str | None,
        typer.Option(
            "--sections",
            help="Parties à montrer, dans l'ordre, séparées par des virgules\u202f: perimetre, chiffres-cles, regions…",
        ),
    ] = None,
    report_sections: Annotated[
        str | None,
        typer.Option(
            "--report-sections",
            help="Parties de la section de rapport, si elles diffèrent de --sections\u202f; «\u202ftoutes\u202f» les garde toutes.",
        ),
    ] = None,
    annexes: Annotated[
        bool,
        typer.Option("--annexes", help="Ajoute au diaporama et au PDF les autres figures, les tableaux et la méthode."),
    ] = False,
    fiches: Annotated[
        bool, typer.Option("--fiches", help="Ajoute au diaporama et au PDF une page par opération présentée en fiche.")
    ] = False,
    listed: Annotated[
        int,
        typer.Option(
            "--listed",
            min=0,
            max=50,
            help="Opérations de chaque axe à lister en annexe de la section de rapport et du PDF.",
        ),
    ] = 0,
    length: Annotated[
        int,
        typer.Option(
            "--length",
            min=1,
            help="Avec texte\u202f: nombre de caractères à ne pas dépasser, d'ordinaire 1000, 3500 ou 7000.",
        ),
    ] = 3500,
    filters: Given,
    state: StateOption = None,
) -> None:
    """Écrit le dossier du comité\u202f: diaporama, section de rapport, classeur, PDF, page «\u202fl'essentiel\u202f», texte à coller, ou le tout en zip."""
    from dashboard.demo.install import open_state
    from dashboard.exports.pack.content import Choice
    from dashboard.warehouse.build import connect
    from dashboard.warehouse.indicators import comparable
    from dashboard.warehouse.options_query import filter_options

    slides_template, report_template = _templates(document, template or [])
    if names and not reviews:
        raise bad_value("l'option --names ne va qu'avec --reviews.")
    if compare and (len(compare) != 2 or compare[0] == compare[1]):
        raise bad_value("l'option --compare se donne deux fois, avec deux vagues différentes.")
    target = target_of(out)
    chosen = tuple(number.strip() for number in operation or [] if number.strip())
    folder = state_of(state)
    publication = open_state(folder)
    tell = _show if sys.stderr.isatty() else None
    with connect(folder, publication) as connection:
        selection = build_selection(connection, filters)
        building = None if tell is None else lambda share, words: tell(share * BUILDING, words)
        for wave in compare or ():
            if wave not in comparable(filter_options(connection, selection.period).of("waves")):
                raise bad_value(
                    f"--compare\u202f: {quoted(wave)} n'est pas une vague de la programmation {selection.period}."
                )
        compared = (compare[0], compare[1]) if compare else None
        other = _other(connection, compare_with or [], selection)
        screens, view_set = _screens(folder, views, selection.period) if views else ((), "")
        slides = _sections("--sections", sections, selection.period, compared=other is not None)
        report = (
            slides
            if report_sections is None
            else _sections("--report-sections", report_sections, selection.period, compared=other is not None)
        )
        choice = Choice(slides, report, annexes, fiches or bool(chosen), listed, screens, view_set)
        given_pack = {
            "choice": choice,
            "chosen": chosen,
            "compared": compared,
            "other": other,
            "reviews": reviews,
            "named": names,
            "progress": building,
        }
        pack = _built(folder, publication, connection, selection, **given_pack)
    content = document_bytes(
        pack,
        document,
        slides_template=slides_template,
        report_template=report_template,
        chosen=chosen,
        length=length,
        progress=None if tell is None else lambda share, words: tell(BUILDING + share * (1 - BUILDING), words),
    )
    if tell is not None:
        typer.echo("\r\033[K", err=True, nl=False)
    write_file(target, content)
    if document is Document.TEXT:
        _tell_text(pack, target, length)
        return
    empty = "\u202f; aucune opération ne correspond aux filtres, le document le dit" if pack.empty else ""
    typer.echo(f"{document.label} dans {target}\u202f: {decimal(len(content) / 1_000_000, 1)}\u202fMo{empty}.")
    for note in slide_notes(pack, document):
        typer.echo(note)
    for note in template_notes(document, slides_template=slides_template, report_template=report_template):
        typer.echo(note)


def _tell_text(pack: "Pack", target: Path, length: int) -> None:
    """How long the text is, and where each of its numbers is read."""
    from dashboard.exports.pack.pasted import pasted

    found = pasted(pack.narrative, pack.selection, length, pack.detail)
    said = (
        f"{plural(len(found.text), 'caractère')} sur {integer(length)}"
        if found.text
        else "rien à dire de cette sélection"
    )
    typer.echo(f"{Document.TEXT.label} dans {target}\u202f: {said}.")
    for source in found.sources:
        typer.echo(f"{SEMICOLON.join(source.numbers)}\u202f: {source.page} ({source.address})")


def _templates(document: Document, given: Sequence[Path]) -> tuple[Path | None, Path | None]:
    """The template of the slides and that of the report, told apart by their extension."""
    found: dict[Document, Path] = {}
    for path in given:
        suffix = path.suffix.lower()
        kind = next(
            (
                kind
                for kind, suffixes in ((Document.SLIDES, SLIDES_TEMPLATES), (Document.REPORT, REPORT_TEMPLATES))
                if suffix in suffixes
            ),
            None,
        )
        if kind is None or document not in (kind, Document.ARCHIVE):
            raise bad_value(f"le modèle {quoted(str(path))} ne convient pas à un document {document.value}.")
        if kind in found:
            raise bad_value(f"deux modèles {kind.value} sont donnés\u202f: gardez-en un.")
        if not path.is_file():
            raise bad_value(f"le modèle {quoted(str(path))} est introuvable.")
        found[kind] = path
    return found.get(Document.SLIDES), found.get(Document.REPORT)


def _other(connection: "duckdb.DuckDBPyConnection", given: Sequence[str], selection: Selection) -> Selection | None:
    """The second selection, read as an address is; of the same programming period."""
    from dashboard.exports.by_address import AddressError, read_selection

    if not given:
        return None
    pairs = [(name, value) for name, _, value in (one.partition("=") for one in given)]
    key = BY_FIELD["period"].key
    if key not in dict(pairs):
        pairs.append((key, selection.period))
    try:
        other = read_selection(connection, pairs)
    except AddressError as error:
        raise bad_value(f"--compare-with\u202f: {error}") from error
    if other.period != selection.period or other == selection:
        raise bad_value("--compare-with\u202f: donnez une autre sélection de la même programmation.")
    return other


def _screens(state: "State", given: str, period: str) -> "tuple[tuple[Screen, ...], str]":
    """The slides of a set of shared views, by its name (the newest of that name) or by the identifiers of its views; and these."""
    from dashboard.exports.pack.viewed import SET_KEY, is_set, screens_of
    from dashboard.reviews.saved_views import views_of

    known = views_of(reviews_store(state), "") if reviews_exist(state) else []
    named = [view for view in known if is_set(view) and view.name == given]
    identifiers = list(named[-1].query[SET_KEY]) if named else [one.strip() for one in given.split(",")]
    if not named and not {*identifiers} & {view.id for view in known}:
        raise bad_value(f"--views\u202f: aucun jeu de vues partagé ne s'appelle {quoted(given)}.")
    return screens_of(identifiers, known, period), ",".join(identifiers)


def _sections(flag: str, given: str | None, period: str, *, compared: bool) -> "tuple[SectionKey, ...]":
    """The sections of a period that an option names, in its order; none stands for the usual ones, or for all."""
    from dashboard.exports.pack.content import ALL, SECTIONS_BY_SLUG, SLUGS, sections_of

    served = sections_of(period, compared=compared)
    names = [name.strip() for name in (given or "").split(",") if name.strip()]
    if names == [ALL]:
        return served
    for name in names:
        if SECTIONS_BY_SLUG.get(name) not in served:
            known = ", ".join(SLUGS[key] for key in served)
            raise bad_value(f"{flag}\u202f: {quoted(name)} n'est pas une partie du dossier {period}\u202f: {known}.")
    return tuple(dict.fromkeys(SECTIONS_BY_SLUG[name] for name in names))


def target_of(out: Path) -> Path:
    """The file to write, refused before any work where it can't be written."""
    target = out.expanduser().absolute()
    if target.is_dir():
        raise ExportError(f"{quoted(str(out))} est un dossier\u202f: indiquez un fichier.")
    if not target.parent.is_dir():
        raise ExportError(
            f"Le dossier {quoted(str(out.parent))} n'existe pas\u202f: créez-le ou choisissez-en un autre."
        )
    return target


def _built(
    state: "State",
    publication: "Publication",
    connection: "duckdb.DuckDBPyConnection",
    selection: Selection,
    **given: Any,
) -> "Pack":
    """The pack, with the reviews of the store and the notes on its figures if there is one: exporting doesn't create it."""
    from dashboard.exports.pack.build import build_pack
    from dashboard.exports.pack.remarks import annotated
    from dashboard.reviews.figure_notes import notes_on

    engine = reviews_store(state) if reviews_exist(state) else None
    pack = build_pack(state, publication, connection, selection, engine=engine, **given)
    return annotated(pack, notes_on(engine, selection)) if engine else pack


def write_file(target: Path, content: bytes) -> None:
    """Writes beside the target, then takes its place: a reader sees the old file or the new one, never a half."""
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(target)
    except OSError as error:
        raise ExportError(
            f"Le fichier {quoted(str(target))} ne peut pas être écrit\u202f: vérifiez vos droits et la place libre."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _show(share: float, words: str) -> None:
    """Rewrites the same line of the terminal."""
    typer.echo(f"\r\033[K{round(share * 100)}\u202f%  {words}", err=True, nl=False)
