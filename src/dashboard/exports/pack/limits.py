"""The section on the limits of the method, with this selection's own figures wherever a figure says more than a word."""

from typing import Final

from sqlalchemy import Engine

from dashboard.domain.french import integer, percent, plural
from dashboard.domain.periods import FORMER
from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.exports.pack.content import Section, SectionKey
from dashboard.exports.pack.context import Context
from dashboard.figures.lacking import NO_PARTICIPANTS
from dashboard.figures.maps_findings import location_title
from dashboard.figures.wording import lowered, undated_words
from dashboard.identification.audit import recall_said
from dashboard.identification.funnel import Step, funnel
from dashboard.reviews.protocols import last_protocol
from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.concordance import PERIOD, Status, by_status, concordance
from dashboard.warehouse.indicators import change_between_waves
from dashboard.warehouse.territories import FRAGILE_BELOW, Level, location

TITLE: Final = "Limites de la méthode"


def limits_section(context: Context, *, engine: Engine | None = None) -> Section:
    """What the figures can't say, one paragraph each; `engine` holds the protocols of the recall audit."""
    if not context.total["programme_operations"]:
        return Section(SectionKey.LIMITS, TITLE, NOTHING_SELECTED, empty=True)
    paragraphs = [
        _recall(context),
        recall_of(context, engine),
        _judgement(context),
        "Montants\u202f: le coût total et le montant UE sont programmés. Ils ne disent ni ce qui a été dépensé, ni ce qui a été "
        "certifié, et une opération peut être modifiée ou abandonnée après l'extraction.",
        _participants(context),
        _places(context),
        _waves(context),
        _small_numbers(),
        _concordance(context),
        _demonstration(context),
    ]
    return Section(
        SectionKey.LIMITS,
        TITLE,
        "Les chiffres décrivent ce qui a été programmé, repéré et jugé, non toute l'innovation sociale des territoires.",
        tuple(text for text in paragraphs if text),
        source_note="Les effectifs de cette partie sont calculés sur la sélection.",
    )


def _recall(context: Context) -> str:
    counts = funnel(context.connection, context.identification, context.selection)
    missed, kept = counts[Step.RETAINED_UNFOUND], counts[Step.RETAINED]
    sentence = (
        "Repérage\u202f: chercher des mots ne trouve que ce qui est écrit. Une opération innovante décrite autrement, ou à peine "
        "décrite, échappe au lexique"
    )
    if not missed:
        return f"{sentence}\u202f; son rappel ne se mesure que par un sondage parmi les opérations non repérées."
    verb = "a été retenue" if missed == 1 else "ont été retenues"
    return (
        f"{sentence}\u202f: {plural(missed, 'opération')} sur {integer(kept)} {verb} sans que le lexique actuel ni les autres "
        "sources n'y mènent."
    )


def recall_of(context: Context, engine: Engine | None) -> str:
    """What the audit of this selection says of recall; "" where no protocol was written for it."""
    if engine is None or not last_protocol(engine):
        return ""
    demonstration = context.origin.demonstration
    return recall_said(
        context.connection, context.identification, engine, context.selection, demonstration=demonstration
    )


def _judgement(context: Context) -> str:
    decided, programmed = context.coverage["decided"], context.coverage["programmed"]
    return (
        "Jugement\u202f: dire qu'une opération est innovante reste une appréciation. La grille la rend comparable d'un évaluateur à "
        f"l'autre sans l'abolir. {plural(decided, 'opération')} sur {integer(programmed)} {'porte' if decided < 2 else 'portent'} une "
        "décision\u202f; les autres n'ont pas été examinées, ce qui n'équivaut pas à «\u202fnon innovantes\u202f»."
    )


def _participants(context: Context) -> str:
    counted, unknown = context.coverage["counted"], context.coverage["without_participants"]
    if not counted:
        return ""
    if not context.said_columns["participants_entered"]:
        return f"Participants\u202f: {lowered(NO_PARTICIPANTS)}"
    verb = "n'indique" if unknown < 2 else "n'indiquent"
    words = context.kind.operations(unknown)
    said = [f"{words} {verb} aucun effectif, ce qui ne vaut pas zéro."] if unknown else []
    if unknown < counted:
        share = percent(context.total["operations_with_participants_share"])
        said.append(
            f"{share} des opérations {context.kind.several} comptent au moins un participant\u202f: beaucoup soutiennent des structures et "
            "non des personnes."
        )
    return f"Participants\u202f: les entrées constatées sont comptées, non les effectifs prévus. {' '.join(said)}"


def _places(context: Context) -> str:
    found = location_title(location(context.connection, context.selection), Level.DEPARTMENT)
    former = (
        " Les régions sont celles d'avant 2016, comme dans les extraits de cette programmation\u202f: la correspondance avec les régions "
        "actuelles se fait par département."
    )
    if context.selection.period != PERIOD:
        return (
            f"Localisation\u202f: {found[0].lower()}{found[1:]}. Le lieu est celui que la liste donne à l'opération, à défaut celui du "
            "porteur ou du programme\u202f; le volet national n'est sur aucune carte."
        )
    return (
        f"Localisation\u202f: {found[0].lower()}{found[1:]}. Le lieu est celui du porteur ou du service gestionnaire, pas toujours celui "
        f"de l'action\u202f; le volet national n'est sur aucune carte.{former}"
    )


def _waves(context: Context) -> str:
    change = change_between_waves(context.found, context.compared, context.unfinished)
    if change is None:
        return ""
    if context.selection.period != PERIOD:
        left = undated_words(change, context.kind)
        return (
            f"Comparaison\u202f: chaque édition de la liste ajoute des conventions à {change['wave_before']} et à {change['wave']}, et le "
            "lexique comme la connaissance de la notion changent. Un écart de nombre n'est pas à lui seul une tendance."
            + f" {left}".rstrip()
        )
    first, last = sorted((change["wave"], change["wave_before"]))
    return (
        f"Comparaison\u202f: les vagues {first} et {last} ne couvrent pas des durées égales, et le lexique comme la connaissance de la "
        "notion ont changé entre elles. Un écart de nombre n'est pas à lui seul une tendance."
    )


def _small_numbers() -> str:
    return (
        f"Petits nombres\u202f: sous {integer(FRAGILE_BELOW)} opérations, une part régionale ou par objectif tient à quelques "
        "dossiers et se lit avec prudence."
    )


def _concordance(context: Context) -> str:
    if context.selection.period != PERIOD or not context.origin.demonstration:
        return ""
    counts = by_status(concordance(context.connection, REFERENCE_FOLDER))
    anomalies = counts[Status.ANOMALY]
    compared = counts.total() - counts[Status.NOT_COMPUTABLE]
    same = counts[Status.EQUAL] + counts[Status.ROUNDED]
    return (
        f"Note de 2019\u202f: {integer(same)} de ses {integer(compared)} chiffres recalculables sont retrouvés\u202f; "
        f"{plural(anomalies, 'autre porte', 'autres portent')} une anomalie de la note elle-même, des totaux imprimés qui "
        "contredisent leur détail. Le recalcul l'emporte ici\u202f; la page Concordance explique chaque écart."
    )


def _demonstration(context: Context) -> str:
    if not context.origin.demonstration:
        return ""
    if context.selection.period != FORMER:
        return (
            "Jeu de démonstration\u202f: toutes les opérations sont synthétiques. Elles ont la forme de la liste publique\u202f; leurs montants, "
            "leurs lieux et leurs services sont inventés et ne décrivent aucun territoire réel."
        )
    counted, synthetic = context.coverage["counted"], context.coverage["synthetic"]
    invented = (
        f"{plural(synthetic, 'opération')} sur {integer(counted)} {'est synthétique' if synthetic < 2 else 'sont synthétiques'}"
        if synthetic
        else "les opérations comptées sont citées par la note"
    )
    return (
        f"Jeu de démonstration\u202f: {invented}\u202f; ce que la note n'imprime pas d'une opération qu'elle cite est synthétique ou "
        "déduit, et signalé. Les totaux sont calés sur les marges publiées de "
        "la note\u202f; les répartitions qu'elle ne publie pas (régions, gestionnaires) sont inventées et ne décrivent aucun "
        "territoire réel."
    )
