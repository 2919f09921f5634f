"""The synthetic list of 2021-2027: two editions in the columns of the public list, a table that completes it, decisions.

Everything in it is invented, and its numbers say so (`SYN…`). Its shape is that of the published list: funds, programmes,
filled cells, spellings of regions (`fse_plus.toml`).
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.demo import places, texts
from dashboard.demo.amounts import lognormal_weight
from dashboard.demo.beneficiaries import Beneficiary, Register
from dashboard.demo.sources import read_csv, read_list, stream
from dashboard.domain.operation import SYNTHETIC_PROVENANCE

FIRST_EDITION: Final = date(2025, 11, 14)
SECOND_EDITION: Final = date(2026, 3, 16)

COLUMNS: Final = (
    "Numéro Opération", "NUMCCI", "Libellé Programme", "Intitulé du projet", "Objectifs et réalisations escomptés et effectifs",
    "Nom du bénéficiaire", "Code postal du bénéficiaire", "Date de début de l'opération", "Date de fin de l'opération",
    "Code postal de l’opération", "Zone", "Département de l’opération", "Région de l'opération", "Pays", "Type d'intervention",
    "Fonds", "Objectif spécifique", "Objectif spécifique (Code et libellé)", "Objectif stratégique",
    "Total des dépenses éligibles", "Taux de cofinancement", "Montant UE", "Date première convention",
    "Provenance", "Champs synthétiques",
)  # fmt: skip
"""Those of the public list, then two that say that nothing in it is real."""

COMPLETED: Final = (
    "Numéro de dossier",
    "Priorité",
    "Service gestionnaire",
    "Appel à projets",
    "Participants prévisionnels",
)
DECISION_COLUMNS: Final = ("num_dossier", "retained", "category", "reason", "source")

_LISTS = read_list("fse_plus")
_REASONS = {
    True: "Opération retenue du jeu de démonstration.",
    False: "Opération examinée et non retenue du jeu de démonstration.",
}
_NATIONAL_CCI, _TRANSITION_CCI = "2021FR05SFPR001", "2021FR05JTPR001"
_LETTERS = "abcdefghijklm"
_INNOVATIVE = {"6": 92}
"""How many operations of a priority innovate, in percent; 2 elsewhere."""
_ELSEWHERE = 2
_DEVELOPED, _OVERSEAS = (
    ("Île-de-France", "Rhône-Alpes"),
    ("Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"),
)
_NEW_SHARE, _AMENDED_SHARE, _COMPLETED_SHARE = 0.06, 0.03, 0.85
_DEPARTED = 6
_CENTS = Decimal("0.01")
_SYNTHETIC = (
    "num_dossier", "title", "description", "beneficiary", "beneficiary_postcode", "start_date", "end_date", "region", "zone",
    "operation_postcode", "intervention_category", "specific_objective", "total_cost", "eu_amount", "first_agreement_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One operation of the list, with what only the completing table and the decisions say of it."""

    cells: Mapping[str, Any]
    priority: str = ""
    managing_body: str = ""
    call: str = ""
    participants: int | None = None
    retained: bool | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class FsePlusList:
    """The two editions, oldest first, the completing table and the decisions."""

    editions: Mapping[date, Sequence[Mapping[str, Any]]]
    completing: Sequence[Mapping[str, Any]] = field(default=())
    decisions: Sequence[Mapping[str, str]] = field(default=())

    def write(self, folder: Path) -> None:
        """Writes the four files into the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for day, rows in self.editions.items():
            table = pa.table({column: [row[column] for row in rows] for column in COLUMNS})
            path = folder / f"{day:%Y%m%d}_liste_operations_conventionnees_synthetique.parquet"
            pq.write_table(table, path, compression="zstd", compression_level=19)
        _write(folder / "fse_plus_completion.csv", COMPLETED, self.completing)
        _write(folder / "fse_plus_decisions.csv", DECISION_COLUMNS, self.decisions)


def generate_list(reference: Path) -> FsePlusList:
    """The synthetic list of 2021-2027. `reference` holds the programmes and the places."""
    rows = _Teller(reference).rows()
    random = stream("FSE+ editions")
    latest = list(rows)
    newest = {index for index, row in enumerate(latest) if _is_new(random, row)}
    former = [_before(random, row) for index, row in enumerate(latest) if index not in newest]
    departing = _departing(random, latest, newest)
    latest = [row for index, row in enumerate(latest) if index not in departing]
    twice = _LISTS["repeated_numbers"]
    return FsePlusList(
        {
            FIRST_EDITION: [row.cells for row in (*former, *former[:twice])],
            SECOND_EDITION: [row.cells for row in (*latest, *latest[:twice])],
        },
        [_completion(row) for row in rows if row.priority and random.random() < _COMPLETED_SHARE],
        [_decision(row) for row in rows if row.retained is not None],
    )


def _is_new(random: Random, row: Row) -> bool:
    agreed = row.cells["Date première convention"]
    return bool(agreed > FIRST_EDITION if agreed else random.random() < _NEW_SHARE)


def _departing(random: Random, rows: Sequence[Row], newest: set[int]) -> set[int]:
    """A few operations that were given up: ordinary ones of the FSE+ that the first edition held."""
    held = [
        index
        for index, row in enumerate(rows)
        if index not in newest and row.cells["Fonds"] == "FSE+" and row.retained is None
    ]
    return set(random.sample(held, _DEPARTED))


def _before(random: Random, row: Row) -> Row:
    """What the first edition said of an operation: a few were amended since."""
    if random.random() >= _AMENDED_SHARE:
        return row
    cells = dict(row.cells)
    drawn = random.random()
    if drawn < 0.5:
        cells["Total des dépenses éligibles"] = (
            cells["Total des dépenses éligibles"] * Decimal(random.randint(80, 98)) / 100
        ).quantize(_CENTS)
        cells["Montant UE"] = (cells["Total des dépenses éligibles"] * cells["Taux de cofinancement"]).quantize(_CENTS)
    elif drawn < 0.8:
        cells["Date de fin de l'opération"] -= timedelta(days=184)
    else:
        cells["Date première convention"] = None
    return replace(row, cells=cells)


def _completion(row: Row) -> dict[str, Any]:
    values = (
        row.cells["Numéro Opération"],
        row.priority,
        row.managing_body,
        row.call,
        "" if row.participants is None else row.participants,
    )
    return dict(zip(COMPLETED, values, strict=True))


def _decision(row: Row) -> dict[str, str]:
    kept = bool(row.retained)
    values = (
        row.cells["Numéro Opération"], "oui" if kept else "non", row.category if kept else "", _REASONS[kept], "démonstration",
    )  # fmt: skip
    return dict(zip(DECISION_COLUMNS, values, strict=True))


class _Teller:
    def __init__(self, reference: Path) -> None:
        self._programmes = {row["cci"]: row for row in read_csv(reference / "programmes_2021_2027.csv")}
        self._funds = {(row["cci"], row["fund"]) for row in read_csv(reference / "programmes_2021_2027.csv")}
        self._regions = {row["region"]: row for row in read_csv(reference / "regions.csv")}
        self._names = {row["code"]: row["name"] for row in read_csv(reference / "departments.csv")}
        self._objectives = {row["letter"]: row["label"] for row in read_csv(reference / "fse_plus_objectives.csv")}
        self._random = stream("FSE+ list")
        self._words = stream("FSE+ texts")
        self._register = Register(stream("FSE+ beneficiaries"))
        self._projects = texts.Projects(stream("FSE+ projects"))
        self._number = 0

    def rows(self) -> list[Row]:
        """The latest edition, and what was given up since the first."""
        found: list[Row] = []
        for kind, count in _LISTS["funds"].items():
            regions = places.region_quotas(count).elements() if kind in ("PN", "PR") else [None] * count
            found += [self._operation(kind, region) if region else self._other(kind) for region in regions]
        self._random.shuffle(found)
        return found

    def _operation(self, kind: str, region: str) -> Row:
        random, national = self._random, kind == "PN"
        if not national and not self._programme_of(region):
            region = random.choice(self._holding("FSE+"))
        code = _drawn(random, _LISTS["priorities"] if national else _LISTS["regional_letters"])
        priority, letter = code[:-1], code[-1]
        told = [subject for subject in _LISTS["subjects"][letter] if _categories(subject)]
        innovates = bool(told) and random.random() * 100 < _INNOVATIVE.get(priority, _ELSEWHERE)
        subject = random.choice(told if innovates else _LISTS["subjects"][letter])
        agreed, start, end = self._days(national)
        about = texts.subject(self._words, region == places.NATIONAL, start, end, start)
        bearer, text, category = self._told(region, subject, about, innovates=innovates)
        cci = _NATIONAL_CCI if national else self._programme_of(region)
        rate = self._rate(region, priority)
        cells = self._cells(cci, bearer, text.title, text.description, "FSE+", rate, agreed, start, end)
        number = _LETTERS.index(letter) + 1
        types = [_LISTS["interventions"][letter], _LISTS["interventions"]["second"]]
        cells |= {
            "Objectif spécifique": random.choice([f"ESO4.{number}"] * 9 + [f"ESO4.{number:02d}", f"4.{number}"]),
            "Objectif spécifique (Code et libellé)": f"ESO4.{number} {self._objectives[letter]}",
            "Objectif stratégique": "4. Europe plus sociale",
            "Type d'intervention": " | ".join(types[: 2 if random.random() < 0.05 and letter in "hl" else 1]),
            **self._place(bearer),
        }
        body = places.managing_body(random, bearer.kind, subject, region, bearer.department).replace(
            "DIRECCTE", "DREETS"
        )
        call = random.choice(_LISTS["calls"].get(priority, [""])).format(year=start.year)
        examined = innovates or random.random() < 0.015
        return Row(
            cells, priority, body.replace("DIECCTE", "DEETS"), call,
            random.randrange(12, 400) if letter in "ahl" and random.random() < 0.5 else None,
            innovates if examined else None, category,
        )  # fmt: skip

    def _other(self, fund: str) -> Row:
        random = self._random
        everywhere = fund == "FTJ" and random.random() < 0.5
        region = random.choice(places.REGIONS[:-1] if everywhere else self._holding(fund))
        cci = _TRANSITION_CCI if everywhere else self._programme_of(region, fund)
        agreed, start, end = self._days(national=False)
        bearer = self._register.carrier(region, random.choice(["commune", "intercommunalite", "entreprise"]))
        title = random.choice(_LISTS["others"]["titles"])
        cells = self._cells(cci, bearer, title, None, fund, Decimal("0.60"), agreed, start, end)
        objective = random.choice(_LISTS["others"]["objectives"]) if fund == "FEDER" else ""
        return Row(cells | {"Objectif spécifique": objective or None, **self._place(bearer)})

    def _cells(
        self, cci: str, bearer: Beneficiary, title: str, description: str | None, fund: str, rate: Decimal,
        agreed: date | None, start: date, end: date,
    ) -> dict[str, Any]:  # fmt: skip
        self._number += 1
        cost = (
            Decimal(lognormal_weight(self._random, 0.9, bearer.scale) * 14 + self._random.randrange(10_000)).scaleb(-2)
            * 100
        )
        cost = cost.quantize(_CENTS)
        label = self._programmes[cci]["programme"]
        values = dict.fromkeys(COLUMNS)
        return values | {
            "Numéro Opération": f"SYN{self._number:06d}",
            "NUMCCI": cci,
            "Libellé Programme": label if label.startswith("Programme") else f"Programme {label}",
            "Intitulé du projet": texts.typeset(title),
            "Objectifs et réalisations escomptés et effectifs": texts.typeset(description) if description else None,
            "Nom du bénéficiaire": texts.typeset(bearer.name),
            "Code postal du bénéficiaire": bearer.postcode,
            "Date de début de l'opération": start,
            "Date de fin de l'opération": end,
            "Pays": self._random.choice(["FRA", "France"]),
            "Fonds": fund,
            "Total des dépenses éligibles": cost,
            "Taux de cofinancement": rate,
            "Montant UE": (cost * rate).quantize(_CENTS),
            "Date première convention": agreed,
            "Provenance": SYNTHETIC_PROVENANCE,
            "Champs synthétiques": ",".join(_SYNTHETIC),
        }

    def _told(
        self, region: str, subject: str, about: texts.Subject, *, innovates: bool
    ) -> tuple[Beneficiary, texts.Text, str]:
        random = self._words
        if not innovates:
            theme = texts.theme_for(random, subject, national=False)
            text = texts.ordinary(random, theme, subject, about, has_outcome=False)
            if random.random() < 0.04:
                texts.mention(random, text, theme, about)
            return self._register.carrier(region, random.choice(theme["kinds"])), text, ""
        category = random.choice(_categories(subject))
        entry = texts.entry_for(random, subject, category, national=False)
        in_words = random.random() < 0.8
        text = texts.innovative(random, entry, self._projects.of(entry), subject, about, in_words)
        return self._register.carrier(region, random.choice(entry["kinds"])), text, category

    def _days(self, national: bool) -> tuple[date | None, date, date]:
        """First agreement, start and end. A good part of the list gives no first agreement."""
        random = self._random
        start = date(random.choice([2022, 2022, 2023, 2023, 2023, 2024, 2024, 2025]), random.choice([1, 1, 1, 4, 9]), 1)
        end = date(start.year + random.choice([0, 1, 1, 2, 2]), 12, 31)
        share = _LISTS["filled"]["agreement_PN" if national else "agreement_other"]
        agreed = max(start, date(2022, 9, 1)) + timedelta(days=random.randrange(20, 400))
        return (min(agreed, SECOND_EDITION - timedelta(days=10)) if random.random() * 100 < share else None), start, end

    def _rate(self, region: str, priority: str) -> Decimal:
        ceiling = 40 if region in _DEVELOPED else 85 if region in _OVERSEAS else 60
        if priority == "6":
            ceiling = self._random.choice([ceiling, 80, 95, 95])
        return Decimal(max(20, ceiling - self._random.choice([0, 0, 0, 0, 5, 10, 20]))) / 100

    def _programme_of(self, region: str, fund: str = "FSE+") -> str:
        """The regional programme of a region, empty where it has none in that fund: Mayotte has the FEDER alone."""
        present = self._regions[region]["region_2016"]
        named = (
            cci for cci, row in self._programmes.items() if row["region"] == present and (cci, fund) in self._funds
        )
        return next(named, "") if region != places.NATIONAL else ""

    def _holding(self, fund: str) -> list[str]:
        """The regions that have a regional programme of a fund."""
        return [region for region in places.REGIONS if self._programme_of(region, fund)]

    def _place(self, bearer: Beneficiary) -> dict[str, Any]:
        """The cells that say where, as the list fills them: a region in two thirds of the rows, in several spellings."""
        random, filled = self._random, _LISTS["filled"]
        if bearer.region == places.NATIONAL:
            return {"Région de l'opération": "Volet national" if random.random() < 0.7 else None, "Zone": "PAYS/France"}
        row, code = self._regions[bearer.region], bearer.department or ""
        spelling = random.choice(
            [
                f"{row['cog']}/{bearer.region}",
                f"{row['region_2016_cog']}/{row['region_2016']}",
                f" | {row['region_2016_cog']}/{row['region_2016']}",
            ]
        )
        if random.random() < 0.02:
            neighbours = [
                other for other in self._regions.values() if other["kind"] == "métropole" and other is not row
            ]
            beside = random.choice(neighbours)
            spelling = f"{row['cog']}/{bearer.region} | {beside['cog']}/{beside['region']}"
        has_region = random.random() * 100 < filled["region"]
        has_zone = random.random() * 100 < filled["zone"]
        zone = random.choice(
            [f"DEPT/{code:>03}/{self._names[code]}", f"REG/{row['region_2016_cog']}/{row['region_2016']} | PAYS/France"]
        )
        return {
            "Région de l'opération": spelling if has_region else None,
            "Zone": zone if has_zone and "|" not in spelling.strip(" |") else None,
            "Code postal de l’opération": bearer.postcode if not has_region and not has_zone else None,
        }


def _categories(subject: str) -> list[str]:
    """The types of operation that have something to tell of a subject."""
    return [entry["category"] for entry in texts.ENTRIES if subject in entry["codes"]]


def _drawn(random: Random, shares: Mapping[str, int]) -> str:
    return random.choices(list(shares), weights=list(shares.values()))[0]


def _write(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
