"""Sentences written from the figures of territories: the title of a map, what it concentrates, how places are known."""

from collections.abc import Sequence
from typing import Final

from dashboard.domain.french import amount, decimal, integer, listing, percent, plural
from dashboard.domain.operation import Decided
from dashboard.domain.periods import words_of
from dashboard.domain.text import french_order
from dashboard.figures.alternative import ranking
from dashboard.figures.labels import COLON, SEMICOLON, plain
from dashboard.figures.maps_scale import MapMeasure
from dashboard.figures.wording import counted_once, euros_words
from dashboard.warehouse.query import TOTAL, Row, rate
from dashboard.warehouse.territories import (
    FRAGILE_BELOW,
    LEADERS,
    NATIONAL,
    SEVERAL_PLACES,
    Concentration,
    Level,
    Location,
    TerritoryFigures,
)

_UNITS: Final = {
    Level.REGION: "ancienne région et DROM",
    Level.REGION_2016: "région actuelle",
    Level.DEPARTMENT: "département",
}
PLURALS = {Level.REGION: "régions", Level.REGION_2016: "régions", Level.DEPARTMENT: "départements"}


def map_title(
    figures: TerritoryFigures, measure: MapMeasure, wave: str = TOTAL, *, kind: Decided = Decided.RETAINED
) -> str:
    """The finding: who comes first. Ratios speak of territories with enough operations to mean something."""
    rows = figures.of_wave(wave)
    rows = [row for row in rows if row["operations"] >= FRAGILE_BELOW or not measure.ratio]
    rows = [row for row in rows if (row[measure.column] or 0) > 0]
    ranked = sorted(rows, key=lambda row: (-row[measure.column], french_order(row["name"])))
    if not ranked:
        enough = f" où {FRAGILE_BELOW} opérations au moins sont {kind.several}" if measure.ratio else ""
        return f"{measure.label}{COLON}aucun territoire{enough}"
    first = ranked[0]
    tied = [plain(row["name"]) for row in ranked if row[measure.column] == first[measure.column]]
    name = listing(tied) if len(tied) <= LEADERS else f"{integer(len(tied))} territoires"
    if len(tied) > 1:
        name = f"{name} à égalité"
    elif len(ranked) > 1:
        name = f"{name} en tête"
    if measure.column == "operations_programme_share":
        whole = percent(first["all_operations"] / first["all_programme_operations"])
        share = percent(first["operations_programme_share"])
        return f"{name}{COLON}{share} des opérations programmées y sont {kind.several}, contre {whole} dans l'ensemble"
    if measure.column == "specificity":
        times = decimal(first["specificity"], 1)
        return f"{name}{COLON}la part des opérations {kind.several} y vaut {times} fois celle des programmées"
    if measure.column == "operations":
        said = f"{kind.operations(first['operations'])} sur {integer(first['all_operations'])}"
    elif measure.column == "programme_operations":
        programmed = plural(first["programme_operations"], "opération programmée", "opérations programmées")
        said = f"{programmed} sur {integer(first['all_programme_operations'])}"
    else:
        words = "de coût total" if measure.column == "total_cost" else "de montant UE"
        said = f"{amount(first[measure.column])} {words} sur {amount(first[f'all_{measure.column}'])}"
    return f"{name}{COLON}{said} ({percent(first[f'{measure.column}_share'])})"


def map_alternative(figures: TerritoryFigures, measure: MapMeasure, waves: Sequence[str] = (TOTAL,)) -> str:
    """The maps in one sentence each, with how many territories have no data."""
    sentences = []
    for wave in waves:
        subject = f"Carte, {measure.label[0].lower()}{measure.label[1:]} par {_UNITS[figures.level]}"
        rows = figures.of_wave(wave)
        said = ranking(
            subject if wave == TOTAL else f"{subject}, {words_of(figures.period).wave_name(wave)}",
            [row for row in rows if (row[measure.column] or 0) > 0],
            "name",
            measure.column,
            text=measure.printed,
            share=not measure.ratio,
        )
        without = sum(1 for row in rows if not row["has_data"])
        sentences.append(f"{said} Sans donnée{COLON}{plural(without, 'territoire')}." if without else said)
    return " ".join(sentences)


def concentration_sentence(found: Concentration, level: Level, *, kind: Decided = Decided.RETAINED) -> str:
    """« Trois régions concentrent 30,5 % des opérations retenues : Picardie, Lorraine et Bretagne. »"""
    if not found.located:
        return f"Aucune opération {kind.said} n'a de territoire connu."
    if not found.names:
        return f"Aucun territoire ne se détache{COLON}les premiers comptent autant d'opérations {kind.several}."
    names = listing([plain(name) for name in found.names])
    whole = f"{integer(found.operations)} sur {integer(found.all_operations)}"
    share = percent(found.share)
    if found.operations == found.all_operations:
        return f"Toutes les opérations {kind.several} ({integer(found.operations)}){COLON}{names}."
    if len(found.names) < LEADERS:
        verb = "réunit" if len(found.names) == 1 else "réunissent"
        return f"{names} {verb} {share} des opérations {kind.several} ({whole})."
    return f"Trois {PLURALS[level]} concentrent {share} des opérations {kind.several} ({whole}){COLON}{names}."


def apart_sentences(figures: TerritoryFigures, wave: str = TOTAL, *, kind: Decided = Decided.RETAINED) -> list[str]:
    """What the map can't show, one sentence each: the national strand, operations of several places or of none known."""
    sentences = []
    for row in figures.apart_in(wave):
        if not row["programme_operations"]:
            continue
        subject = plain(row["name"]) if row["kind"] in (NATIONAL, SEVERAL_PLACES) else "Sans territoire connu"
        if not row["operations"]:
            programmed = plural(row["programme_operations"], "opération programmée", "opérations programmées")
            sentences.append(f"{subject}{COLON}{programmed}, aucune {kind.said}.")
            continue
        sentences.append(
            f"{subject}{COLON}{kind.operations(row['operations'])} sur {plural(row['programme_operations'], 'programmée')}"
            f"{euros_words(', ', row['total_cost'])}."
        )
    return sentences


def several_note(figures: TerritoryFigures) -> str | None:
    """How operations of several territories are counted; None where there are none."""
    several = any(row["kind"] == SEVERAL_PLACES and row["programme_operations"] for row in figures.apart_in())
    return counted_once(PLURALS[figures.level]) if several else None


def shared_sentence(row: Row, level: Level, *, kind: Decided = Decided.RETAINED) -> str | None:
    """« Dont 3 opérations retenues partagées avec d'autres régions… »: of a territory whose figures hold them whole; None where it shares none."""
    if not row["shared_operations"]:
        return None
    count = row["shared_operations"]
    return (
        f"Dont {kind.operations(count)} {'partagée' if count == 1 else 'partagées'} avec d'autres {PLURALS[level]}, "
        f"{'comptée' if count == 1 else 'comptées'} ici en entier{COLON}à parts égales, {amount(row['shared_eu_amount'])} de montant UE."
    )


def shares_in_words(places: Sequence[str]) -> str:
    """« Bretagne (1/2), Normandie (1/2) »: the territories of an operation, at equal shares; one alone has no share."""
    if len(places) < 2:
        return "".join(places)
    return ", ".join(f"{place} (1/{len(places)})" for place in places)


def location_title(rows: Sequence[Row], level: Level) -> str:
    """« Département connu pour 96,5 % des opérations programmées ; 20 sans indication »."""
    counts = {row["source"]: row["programme_operations"] for row in rows if row["level"] == level.value}
    whole = sum(counts.values())
    missing = counts.get(Location.NONE, 0)
    known = whole - missing - counts.get(Location.NATIONAL, 0)
    share = rate(known, whole)
    what = "Département connu" if level is Level.DEPARTMENT else "Région connue"
    rest = (
        plural(missing, "opération sans indication", "opérations sans indication")
        if missing
        else "aucune sans indication"
    )
    return f"{what} pour {percent(share)} des opérations programmées{SEMICOLON}{rest}"
