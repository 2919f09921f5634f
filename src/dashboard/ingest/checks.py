"""What the columns of amounts, rates and dates say together, once they are read: a rate taken for euros, two columns exchanged."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import duckdb

from dashboard.domain.french import euros, integer, percent, plural, quoted
from dashboard.ingest.columns import Match
from dashboard.ingest.doubts import Choice, Verdicts
from dashboard.ingest.reading import AMOUNTS, MIXED_RATES, PERCENTAGE, RATIO, Reading, Unit
from dashboard.ingest.sql_text import sql
from dashboard.ingest.units import CHOICES, NAMES, UNIT_WORDS, VALUES, between

_COST_OF_THOUSANDS = 1_000
_LEAST_SHARE, _MOST_SHARE = 0.01, 1.05
"""Between them, the median share of the EU in the cost of an operation is likely."""
_LARGE_COST = 20_000_000
"""A median cost above that, once multiplied, is doubtful: the largest operations of the FSE are rarely so large."""
_ENOUGH_RATES = 3
"""Fewer figures up to 100 under a header that says an amount may be small amounts."""
_LARGE_WHOLE_COST = 5_000_000
"""A median cost above that is doubtful where no amount of the file has cents: they may be counted in cents."""
_BILLION = 1_000_000_000
"""Larger than any operation of the FSE."""
_CLOSE = 0.02
_ENOUGH_COSTS = 3
"""Fewer costs may be those of small operations."""
KEPT, EXCHANGED = "garder", "echanger"


def check(
    connection: duckdb.DuckDBPyConnection,
    headers: Mapping[str, str],
    match: Match,
    reading: Reading,
    silent: frozenset[str],
    verdicts: Verdicts,
) -> tuple[Match, Reading]:
    """The columns and their reading after a look at all the rows of `parsed`; what was given, where nothing contradicts it.

    `silent`: the amounts of which the file doesn't say the unit. Doubts: `taux.eu_amount`, `taux.eu_rate`, `unite.…`, `colonnes`,
    `periodes`.
    """
    cursor = connection.execute(sql("checks"), {"rate_mark": reading.marks.get("eu_rate")})
    names = [column[0] for column in cursor.description or ()]
    found = dict(zip(names, cursor.fetchone() or (), strict=False))
    match, reading = _rates(found, headers, match, reading, verdicts)
    if found["percent_signs"] and found["eu_rate"] is not None and 0 < found["eu_rate"] < _LEAST_SHARE:
        verdicts.tell(
            f"Une fois lus, les taux ne dépassent pas {percent(float(found['eu_rate']), 2)} dans une ligne sur deux\u202f: "
            "vérifiez qu'un «\u202f%\u202f» n'a pas été ajouté à des taux de 0 à 1.",
            0,
        )
    reading = _sizes(found, headers, match, reading, silent, verdicts)
    _tell_zeros(found, headers, verdicts)
    if "eu_amount" in match.columns and "eu_amount" not in reading.rates:
        reading = _amounts(found, headers, reading, silent, verdicts)
    # Amounts whose unit is in doubt say nothing of the place of their columns.
    unit_is_known = not any(doubt.key.startswith("unite.") for doubt in verdicts.doubts)
    match = _exchanged(found, headers, match, verdicts, same_unit=unit_is_known)
    if found["compared"] and found["mismatched"]:
        verdicts.tell(
            f"{quoted(headers['eu_rate'])} × {quoted(headers['total_cost'])} ne donne pas {quoted(headers['eu_amount'])} "
            f"dans {plural(found['mismatched'], 'ligne')} sur {integer(found['compared'])}\u202f: le montant du fichier est gardé.",
            0 if found["mismatched"] * 2 > found["compared"] else 1,
        )
    return match, reading


def _tell_zeros(found: Mapping[str, Any], headers: Mapping[str, str], verdicts: Verdicts) -> None:
    """Says that a whole column of amounts is of zeros: what a spreadsheet shows of formulas that it hasn't computed."""
    for field, filled, most in (("total_cost", "costs", "most_cost"), ("eu_amount", "amounts", "most_amount")):
        if found[filled] >= _ENOUGH_COSTS and not found[most]:
            verdicts.tell(
                f"{quoted(headers[field])} vaut 0 € dans toutes les lignes\u202f: si ce sont des formules, ouvrez et enregistrez le classeur "
                "dans un tableur, puis importez-le de nouveau.",
                0,
            )


def _rates(
    found: Mapping[str, Any], headers: Mapping[str, str], match: Match, reading: Reading, verdicts: Verdicts
) -> tuple[Match, Reading]:
    """How the column of rates is to be read; it may hold amounts."""
    if "eu_rate" not in match.columns or not found["rates"]:
        return match, reading
    header = quoted(headers["eu_rate"])
    below, above, beyond = (found[name] for name in ("rates_below_one", "rates_above_one", "rates_above_hundred"))
    choices = (
        Choice("pourcentage", "des pourcentages\u202f: 60 vaut 60\u202f%"),
        Choice("rapport", "des rapports\u202f: 0,6 vaut 60\u202f%"),
        Choice("melange", "les deux\u202f: jusqu'à 1 des rapports, au-dessus des pourcentages"),
    )
    values = {"pourcentage": PERCENTAGE, "rapport": RATIO, "melange": MIXED_RATES}
    if beyond:
        return _beyond(found, headers, match, reading, verdicts)
    low = below + found["rates_of_one"]
    if low and above:
        value = verdicts.settle(
            "taux.eu_rate",
            f"{header} a {integer(low)} taux de 1 ou moins et {integer(above)} au-dessus\u202f: que sont-ils\u202f?",
            (choices[2], choices[0]),
        )
    else:
        value = "pourcentage" if above else "rapport"
        said = (
            f"{header} est un taux"
            f" ({'de 0 à 100' if above else 'de 0 à 1'}, {plural(found['rates'], 'cellule')})\u202f: "
            + (
                "il est comparé au montant UE."
                if "eu_amount" in match.columns
                else "le montant UE est le taux × le coût total, et il est dit déduit."
            )
        )
        value = verdicts.prove("taux.eu_rate", value, said, choices, 0 if "eu_amount" not in match.columns else 2)
    if value == "melange" or (value == "rapport" and not above) or (value == "pourcentage" and not low):
        # As they are already read: up to 1 ratios, above 1 percentages.
        return match, reading
    return match, replace(reading, rates={**reading.rates, "eu_rate": values[value]})


def _beyond(
    found: Mapping[str, Any], headers: Mapping[str, str], match: Match, reading: Reading, verdicts: Verdicts
) -> tuple[Match, Reading]:
    """A column of rates where some exceed 100: amounts, or rates with a slip of the keyboard."""
    header, beyond, rates = quoted(headers["eu_rate"]), found["rates_above_hundred"], found["rates"]
    others = {field: position for field, position in match.columns.items() if field != "eu_rate"}
    said = f"{header} dépasse 100 dans {plural(beyond, 'ligne')} sur {integer(rates)}\u202f: "
    if "eu_amount" in match.columns:
        verdicts.tell(f"{said}ce n'est pas un taux, la colonne n'est pas utilisée.", 1)
        return replace(match, columns=others), reading
    if beyond * 2 > rates:
        verdicts.tell(f"{said}la colonne est lue comme un montant en euros.", 0)
    else:
        value = verdicts.settle(
            "taux.eu_rate",
            f"{said}la colonne contient-elle des taux ou des montants\u202f?",
            (
                Choice("pourcentage", "des taux, et une ligne qui dépasse 100 reste sans montant UE"),
                Choice("euros", "des montants UE en euros"),
            ),
        )
        if value == "pourcentage":
            return match, replace(reading, rates={**reading.rates, "eu_rate": PERCENTAGE})
    return replace(match, columns=others | {"eu_amount": match.columns["eu_rate"]}), reading


def _amounts(
    found: Mapping[str, Any],
    headers: Mapping[str, str],
    reading: Reading,
    silent: frozenset[str],
    verdicts: Verdicts,
) -> Reading:
    """Whether the column of the EU amount holds rates, or amounts in another unit than the costs."""
    if not found["positive_amounts"] or not found["costs"]:
        return reading
    header, cost_header = quoted(headers["eu_amount"]), quoted(headers["total_cost"])
    if (
        found["amounts_to_hundred"] == found["positive_amounts"]
        and found["cost"] >= _COST_OF_THOUSANDS
        and reading.units.get("eu_amount", 1) == 1
    ):
        return _rates_for_amounts(found, headers, reading, verdicts)
    share = found["share"]
    if not share or found["shares"] < 1:
        return reading
    if not _LEAST_SHARE <= share <= 10 * _MOST_SHARE:
        rate = float(found["eu_rate"] or 0)
        if rate and "eu_amount" in silent and abs(share / 100 - rate) < _CLOSE * rate:
            value = verdicts.settle(
                "unite.eu_amount",
                f"{header} vaut {percent(share, 0)} de {cost_header} dans une ligne sur deux, cent fois {quoted(headers['eu_rate'])}\u202f: "
                "serait-il en centimes d'euro\u202f?",
                between("centimes"),
            )
            return replace(reading, units={**reading.units, "eu_amount": VALUES[value]})
        for field in AMOUNTS:
            likely = [
                choice.value
                for choice in CHOICES
                if choice.value != "euros"
                and _LEAST_SHARE <= _share_in(field, VALUES[choice.value], share) <= _MOST_SHARE
                and field in silent
            ]
            if likely:
                name = likely[0]
                value = verdicts.settle(
                    f"unite.{field}",
                    f"{header} vaut {percent(share, 2)} de {cost_header} dans une ligne sur deux\u202f: "
                    f"{quoted(headers[field])} serait-il en {UNIT_WORDS[VALUES[name]]}\u202f?",
                    between(name),
                )
                return replace(reading, units={**reading.units, field: VALUES[value]})
    return reading


def _share_in(field: str, unit: Unit, share: float) -> float:
    """The share of the EU in the costs if one column were in another unit."""
    return share * float(unit) if field == "eu_amount" else share / float(unit)


def _sizes(
    found: Mapping[str, Any],
    headers: Mapping[str, str],
    match: Match,
    reading: Reading,
    silent: frozenset[str],
    verdicts: Verdicts,
) -> Reading:
    """Costs that no operation has: so large that the unit which the file says is in doubt, or so small that one is missing."""
    # Amounts whose decimals are in doubt say nothing of their size.
    if not found["costs"] or any(doubt.key == "decimales" for doubt in verdicts.doubts):
        return reading
    header, cost = quoted(headers["total_cost"]), float(found["cost"])
    stated = {field: unit for field, unit in reading.units.items() if unit > 1 and field in match.columns}
    if "total_cost" in stated and cost > _LARGE_COST:
        units = dict(reading.units)
        for field, unit in stated.items():
            value = verdicts.settle(
                f"unite.{field}",
                f"{quoted(headers[field])} serait en {UNIT_WORDS[unit]}, mais {header} vaudrait alors au moins {euros(cost, 0)} "
                "dans une ligne sur deux\u202f: en quelle unité sont les montants\u202f?",
                between(NAMES[unit]),
            )
            units[field] = VALUES[value]
        return replace(reading, units=units)
    asked = [field for field in AMOUNTS if field in match.columns and field in silent]
    if (
        found["costs"] >= _ENOUGH_COSTS
        and cost > _LARGE_WHOLE_COST
        and "total_cost" in asked
        and not found["amounts_with_cents"]
    ):
        units = dict(reading.units)
        for field in asked:
            which = "est-ce" if field == "total_cost" else f"{quoted(headers[field])} est-il aussi"
            value = verdicts.settle(
                f"unite.{field}",
                f"{header} dépasse {euros(_LARGE_WHOLE_COST, 0)} dans une ligne sur deux et aucun montant n'a de décimales\u202f: "
                f"{which} en centimes d'euro\u202f?",
                between("centimes"),
            )
            units[field] = VALUES[value]
        return replace(reading, units=units)
    if found["costs"] >= _ENOUGH_COSTS and cost > _LARGE_COST:
        verdicts.tell(
            f"{header} dépasse {euros(_LARGE_COST, 0)} dans une ligne sur deux\u202f: vérifiez que ce sont des euros, non des centimes.",
            0,
        )
    elif found["costs"] >= _ENOUGH_COSTS and 0 < cost < _COST_OF_THOUSANDS and "total_cost" in silent:
        verdicts.tell(
            f"{header} ne dit pas son unité et ne dépasse pas {euros(cost, 0)} dans une ligne sur deux\u202f: "
            "vérifiez que ce sont des euros, non des milliers.",
            0,
        )
    if found["most_cost"] >= _BILLION:
        rows = found["costs_of_billions"]
        verdicts.tell(
            f"{header} atteint un milliard d'euros ou plus dans {plural(rows, 'ligne')} (jusqu'à {euros(float(found['most_cost']), 0)})\u202f: "
            f"{'vérifiez-la' if rows == 1 else 'vérifiez-les'}.",
            0,
        )
    return reading


def _rates_for_amounts(
    found: Mapping[str, Any], headers: Mapping[str, str], reading: Reading, verdicts: Verdicts
) -> Reading:
    header = quoted(headers["eu_amount"])
    ratio = found["amounts_to_one"] == found["positive_amounts"]
    rate = RATIO if ratio else PERCENTAGE
    rates = replace(reading, has_rates=True, rates={**reading.rates, "eu_amount": rate})
    share = float(found["share"] or 0)
    cost_header = quoted(headers["total_cost"])
    choices = (
        Choice("taux", "des taux\u202f: le montant UE est le taux × le coût total"),
        Choice("euros", "des montants en euros", f"{euros(float(found['amount_sum']))} en tout"),
        Choice("milliers", "des montants en milliers d'euros", f"{euros(float(found['amount_sum']) * 1_000)} en tout"),
    )
    said = (
        f"{header} ne dépasse jamais {'1' if ratio else '100'} alors que {cost_header} est d'au moins {euros(float(found['cost']), 0)} "
        "dans une ligne sur deux"
    )
    words = set(header.lower().replace("-", " ").split())
    in_thousands = _LEAST_SHARE <= share * 1_000 <= _MOST_SHARE
    are_no_euros = found["positive_amounts"] >= _ENOUGH_RATES and share < _LEAST_SHARE
    if words & {"rate", "taux"} or (are_no_euros and not in_thousands):
        value = verdicts.prove(
            "taux.eu_amount",
            "taux",
            f"{said}\u202f: ce sont des taux, le montant UE est le taux × le coût total.",
            choices,
        )
    else:
        value = verdicts.settle("taux.eu_amount", f"{said}\u202f: que contient cette colonne\u202f?", choices)
    if value == "milliers":
        return replace(reading, units={**reading.units, "eu_amount": 1_000})
    return rates if value == "taux" else reading


def _exchanged(
    found: Mapping[str, Any], headers: Mapping[str, str], match: Match, verdicts: Verdicts, *, same_unit: bool
) -> Match:
    """Two columns that the rows say to be in each other's place."""
    columns = dict(match.columns)
    choices = (Choice(KEPT, "non, les garder telles quelles"), Choice(EXCHANGED, "oui, les échanger"))
    for key, one, other, wrong, known, said in (
        ("colonnes", "total_cost", "eu_amount", found["above"], found["shares"], "la seconde dépasse la première"),
        ("periodes", "start_date", "end_date", found["inverted"], found["periods"], "la seconde précède la première"),
    ):
        if known >= 2 and wrong * 2 > known and {one, other} <= columns.keys() and (same_unit or key != "colonnes"):
            value = verdicts.settle(
                key,
                f"Les colonnes {quoted(headers[one])} et {quoted(headers[other])} sont-elles interverties\u202f? {said[0].upper()}{said[1:]} "
                f"dans {plural(wrong, 'ligne')} sur {integer(known)}.",
                choices,
            )
            if value == EXCHANGED:
                columns[one], columns[other] = columns[other], columns[one]
    return replace(match, columns=columns)
