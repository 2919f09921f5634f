"""The public list of 2021-2027, written by the test: its columns, the day of its edition, programmes, places, shares, types, rates."""

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter

from dashboard.cli.report import report_text
from dashboard.domain.operation import Decided
from dashboard.domain.selection import BY_FIELD, Selection
from dashboard.ingest.columns import recognise
from dashboard.ingest.errors import DoubtfulFile, MisplacedWave, UndatedEdition
from dashboard.ingest.formats import list_2021_2027
from dashboard.ingest.importer import ImportRequest, Report, rehearse, run_import
from dashboard.ingest.public_list import days_in
from dashboard.ingest.report import waves_in_words
from dashboard.warehouse.build import connect
from dashboard.warehouse.indicators import Dimension, indicators, of_wave
from dashboard.warehouse.listing import Column, count, export_columns, operations, operations_frame
from dashboard.warehouse.options_query import filter_options
from dashboard.warehouse.state import State
from dashboard.warehouse.territories import Level, Location, location, territories

[HEADERS] = list_2021_2027.VALID_EXAMPLES
FIELDS = dict(zip(list_2021_2027.PUBLISHED, HEADERS, strict=True))
BRETAGNE, NORMANDIE, NATIONAL = "2021FR16FFPR016", "2021FR16FFPR006", "2021FR05SFPR001"
LABELS = {
    BRETAGNE: "Programme Bretagne FEDER-FSE+ 2021-2027",
    NORMANDIE: "Programme Normandie FEDER-FSE+-FTJ 2021-2027",
    NATIONAL: "Programme national FSE+ Emploi - Inclusion - Jeunesse - Compétences",
}
ROW = {
    "programme_cci": NATIONAL, "title": "Atelier fictif", "description": "Texte fictif", "beneficiary": "Association fictive",
    "start_date": "2023-01-01", "end_date": "2024-12-31", "country": "France", "fund": "FSE+",
    "intervention_category": "140 - Soutien à l'adéquation", "specific_objective": "ESO4.8",
    "specific_objective_label": "ESO4.8 Favoriser l'inclusion active", "policy_objective": "4. Europe plus sociale",
    "total_cost": "1000.0", "eu_rate": "0.5", "eu_amount": "500.0", "first_agreement_date": "2023-03-01",
}  # fmt: skip
NAME = "20260316_liste_operations_conventionnees.csv"

Rows = Sequence[Mapping[str, str]]


def written(folder: Path, rows: Rows, headers: Mapping[str, str] = FIELDS, name: str = NAME) -> Path:
    """A list in the public columns: one invented operation for each mapping of changes to an ordinary row."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headers.values())
        for rank, changes in enumerate(rows):
            row = {**ROW, "num_dossier": f"F{rank:04}", **changes}
            row = {"programme": LABELS.get(row["programme_cci"], ""), **row}
            writer.writerow([row.get(field, "") for field in headers])
    return path


def imported(state: State, folder: Path, rows: Rows, **request: Any) -> Report:
    return run_import(state, ImportRequest(written(folder, rows), **request))


def found(state: State, columns: str) -> list[Any]:
    with opened(state) as connection:
        rows = connection.execute(f"select {columns} from operation order by num_dossier").fetchall()
    return [row[0] if len(row) == 1 else row for row in rows]


def opened(state: State) -> duckdb.DuckDBPyConnection:
    current = state.current()
    assert current is not None
    return connect(state, current)


def warned(report: Report) -> dict[str, int]:
    """The warnings of a report, but those on the postcode that most rows here leave out."""
    return {rule: rows for rule, rows in report.manifest["warnings"].items() if rule != "missing_postcode"}


def told(report: Report) -> list[str]:
    return [str(one["text"]).replace("\u202f", " ") for one in report.manifest["findings"]]


# -- Columns


def test_the_columns_are_read_in_any_order_and_spelling() -> None:
    spellings: list[Sequence[str]] = [
        HEADERS,
        HEADERS[::-1],
        [header.replace("'", "’") for header in HEADERS],
        [header.replace("’", "'").upper() for header in HEADERS],
        [header.replace("é", "e").replace(" ", "_") for header in HEADERS],
    ]
    for headers in spellings:
        match = recognise(headers)
        assert match is not None, headers
        assert match.source.NAME == list_2021_2027.NAME, headers
        assert match.columns.keys() == FIELDS.keys()
        assert match.extra == ()


def test_each_usual_name_of_a_column_stands_for_it() -> None:
    for field, names in list_2021_2027.PUBLISHED.items():
        for name in names:
            match = recognise([name if field == each else header for each, header in FIELDS.items()])
            assert match is not None, name
            assert match.source.NAME == list_2021_2027.NAME, name
            assert match.columns[field] == list(FIELDS).index(field), name


def test_an_ordinary_file_tells_nothing_of_its_columns(state: State, tmp_path: Path) -> None:
    report = imported(state, tmp_path, [{}])
    assert report.manifest["format"] == list_2021_2027.NAME
    assert [text for text in told(report) if "colonne" in text.lower()] == []
    assert warned(report) == {}


def test_missing_new_and_renamed_columns_are_named(state: State, tmp_path: Path) -> None:
    headers = {field: header for field, header in FIELDS.items() if field not in ("zone", "operation_postcode")}
    headers["title"] = "Nom de l'opération"
    headers["operation_postcode "] = "Code postal du lieu de l’opération"
    headers["innovation"] = "Marqueur"
    report = run_import(state, ImportRequest(written(tmp_path, [{}], headers)))
    texts = told(report)
    assert "La colonne « Zone » manque : le lieu se lit des autres colonnes." in texts
    assert "La colonne « Intitulé du projet » s'appelle ici « Nom de l'opération »." in texts
    assert (
        "La colonne « Marqueur » est nouvelle dans ce format : elle n'est pas lue, ses cellules sont gardées à part."
        in texts
    )
    [near] = [text for text in texts if "Code postal du lieu" in text]
    assert "elle ressemble à « Code postal de l'opération », qui manque" in near
    assert found(state, "title") == ["Atelier fictif"]


def test_a_list_without_its_fund_says_what_it_looks_like(state: State, tmp_path: Path) -> None:
    """Its operations of the FEDER would enter with the others."""
    headers = {field: header for field, header in FIELDS.items() if field != "fund"}
    report = run_import(state, ImportRequest(written(tmp_path, [{}], headers)))
    assert report.manifest["format"] != list_2021_2027.NAME
    assert any("ressemble à la liste publique 2021-2027" in text and "« Fonds »" in text for text in told(report))


def test_objectives_are_read_in_each_spelling(state: State, tmp_path: Path) -> None:
    wanted = {
        "ESO4.8": "h", "ESO4.08": "h", "ESO4.01": "a", "4.8": "h", "ESO 4.8": "h", "4.h": "h", "h": "h", "H": "h", "ESO4.13": "m",
        "ESO4.8 Favoriser l'inclusion active": "h", "": "f",
    }  # fmt: skip
    rows = [{"specific_objective": text, "specific_objective_label": "ESO4.6 Promouvoir"} for text in wanted]
    rows += [
        {"specific_objective": "", "specific_objective_label": label}
        for label in ("ESO4.12 Intégration", "Promouvoir", "")
    ]
    report = imported(state, tmp_path, rows)
    assert found(state, "os_code") == [*wanted.values(), "l", "", ""]
    assert warned(report) == {}
    assert report.manifest["rejected"] == 0


# -- Edition


def test_no_wave_is_given_to_the_list_nor_one_of_2014_to_operations_of_2021(state: State, tmp_path: Path) -> None:
    for wave in ("2019", "2024", "Premier semestre"):
        with pytest.raises(MisplacedWave, match=f"^La vague «\u202f{wave}\u202f» ne peut pas être donnée à la liste"):
            imported(state, tmp_path, [{}], wave=wave)
    path = tmp_path / "extrait.csv"
    row = f"1;{LABELS[NATIONAL]};6;4;h;Bretagne;Projet fictif;Association fictive;1000;600;FSE+"
    path.write_text(
        f"num_dossier;Libellé_po;Priorité;OT;PI;Région;Lib_opé;Lib_org;Coût total;Montant UE;Fonds\n{row}\n",
        encoding="utf-8",
    )
    with pytest.raises(MisplacedWave, match="n'est pas de la programmation 2021-2027"):
        run_import(state, ImportRequest(path, wave="2019"))
    assert state.current() is None
    run_import(state, ImportRequest(path, wave="2024"))
    assert found(state, "wave") == ["2024"]


def test_the_report_speaks_of_years_of_agreement_and_never_of_waves(state: State, tmp_path: Path) -> None:
    report = imported(state, tmp_path, [{}, {"first_agreement_date": ""}])
    assert waves_in_words(report.manifest) == "année de convention 2023 (1), sans date de convention (1)"
    again = imported(state, tmp_path, [{}, {"num_dossier": "F0009"}], mode="compléter")
    assert again.manifest["left_aside_reasons"] == {"déjà importée": 1}
    assert "vague" not in report_text(report) + report_text(again)


def test_names_hold_a_day_in_many_shapes() -> None:
    day = date(2026, 3, 16)
    for text in (
        "20260316_liste", "liste 2026-03-16", "liste_2026_03_16", "liste 16-03-2026", "liste_16_03_2026", "16/03/2026", "16032026", "Situation au 16 mars 2026",
        "liste_2021_2027_20260316",
    ):  # fmt: skip
        assert set(days_in(text)) == {day}, text
    for text in ("liste_operations_2021_2027", "20212027", "2021-2027", "F20260316123", "19990101", "20261316"):
        assert list(days_in(text)) == [], text


def test_the_edition_is_dated_by_the_file_the_sheet_or_somebody(state: State, tmp_path: Path) -> None:
    report = imported(state, tmp_path, [{}])
    assert report.manifest["extract_date"] == date(2026, 3, 16)
    assert "Édition du 16 mars 2026, dit le nom du fichier." in told(report)
    nameless = written(tmp_path, [{}], name="liste_2021_2027.csv")
    with pytest.raises(UndatedEdition, match="--extract-date"):
        run_import(state, ImportRequest(nameless))
    rehearsal = rehearse(state, ImportRequest(nameless), tmp_path / "essai")
    assert rehearsal.manifest["extract_date"] is None
    for request in ({"extract_date": date(2025, 12, 1)}, {"answers": {"edition": "2025-12-01"}}):
        report = run_import(state, ImportRequest(nameless, **request))
        assert report.manifest["extract_date"] == date(2025, 12, 1)
        assert [text for text in told(report) if "n'a pas servi" in text] == []
    saved = (report.folder / "manifest.json").read_text(encoding="utf-8")
    assert '"extract_date": "2025-12-01"' in saved
    with opened(state) as connection:
        assert connection.execute("select max(extract_date) from active_import").fetchone() == (date(2026, 3, 16),)


def test_a_day_that_cannot_be_waits_for_a_word(state: State, tmp_path: Path) -> None:
    later = datetime.now(UTC).date() + timedelta(days=40)
    path = written(tmp_path, [{}], name=f"{later:%Y%m%d}_liste.csv")
    key = f"edition.{later}"
    with pytest.raises(DoubtfulFile, match="après aujourd'hui") as asked:
        run_import(state, ImportRequest(path))
    assert [(doubt.key, [choice.value for choice in doubt.choices]) for doubt in asked.value.doubts] == [
        (key, ["garder", "autre"])
    ]
    with pytest.raises(UndatedEdition, match="qui n'est pas le jour de cette édition"):
        run_import(state, ImportRequest(path, answers={key: "autre"}))
    with pytest.raises(DoubtfulFile, match="avant le début de la programmation"):
        run_import(state, ImportRequest(path, extract_date=date(2019, 3, 9)))
    assert state.current() is None
    report = run_import(state, ImportRequest(path, answers={key: "garder"}))
    assert report.manifest["extract_date"] == later
    assert [text for text in told(report) if "n'a pas servi" in text] == []
    # Another day than the one confirmed is asked about again; one that can be isn't.
    with pytest.raises(DoubtfulFile):
        run_import(state, ImportRequest(path, extract_date=later + timedelta(days=1), answers={key: "garder"}))
    assert run_import(state, ImportRequest(path, extract_date=date(2026, 3, 16))).manifest["accepted"] == 1


def test_a_sheet_names_the_day(state: State, tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("16-03-2026")
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(
            1, 0, [({"num_dossier": "F1", "programme": LABELS[NATIONAL]} | ROW).get(field, "") for field in FIELDS]
        )
    report = run_import(state, ImportRequest(path))
    assert report.manifest["extract_date"] == date(2026, 3, 16)
    assert "Édition du 16 mars 2026, dit le nom de la feuille." in told(report)


def test_a_day_that_the_file_contradicts_is_told(state: State, tmp_path: Path) -> None:
    report = imported(state, tmp_path, [{}], extract_date=date(2025, 3, 16))
    assert report.manifest["extract_date"] == date(2025, 3, 16)
    assert any("alors que le nom du fichier dit le 16 mars 2026" in text for text in told(report))


def test_a_title_of_another_day_is_told(state: State, tmp_path: Path) -> None:
    path = written(tmp_path, [{}])
    path.write_text("Situation au 31/12/2025\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    report = run_import(state, ImportRequest(path))
    assert report.manifest["extract_date"] == date(2026, 3, 16)
    assert any("alors que le titre du tableau dit le 31 décembre 2025" in text for text in told(report))


def test_a_name_of_two_days_says_them(state: State, tmp_path: Path) -> None:
    path = written(tmp_path, [{}], name="20260316_liste_20251114.csv")
    with pytest.raises(
        UndatedEdition, match=r"^Le nom du fichier porte plusieurs dates, 14 novembre 2025 et 16 mars 2026, "
    ):
        run_import(state, ImportRequest(path))
    assert state.current() is None


def test_agreements_that_cannot_be_are_told(state: State, tmp_path: Path) -> None:
    days = ["31/02/2024", "1900-01-01", "2024-06", "bientôt", "", "2024-02-29", "2026-04-01", "2029-06-01"]
    report = imported(state, tmp_path, [{"first_agreement_date": day} for day in days])
    assert warned(report) == {"impossible_date": 4}
    assert found(state, "wave") == ["sans date de convention"] * 5 + ["2024", "2026", "2029"]
    late = "« Date première convention » : 2 dates sont postérieures à l'édition du 16 mars 2026, jusqu'au 1er juin 2029, vérifiez-les."
    assert late in told(report)


# -- Amounts


def test_cents_are_never_taken_for_euros_in_silence(state: State, tmp_path: Path) -> None:
    with pytest.raises(DoubtfulFile, match="cent fois «\u202fTaux de cofinancement\u202f»"):
        imported(state, tmp_path, [{"eu_amount": "50000"}] * 3)
    rows = [{"total_cost": "25000000.5", "eu_amount": "12500000"}] * 3
    report = imported(state, tmp_path, [{**row, "num_dossier": str(rank)} for rank, row in enumerate(rows)])
    assert any("non des centimes" in text for text in told(report))


# -- Programmes and funds


def test_the_cci_names_the_programme_before_the_label(state: State, tmp_path: Path) -> None:
    report = imported(
        state,
        tmp_path,
        [
            {"programme_cci": BRETAGNE},
            {"programme_cci": BRETAGNE.lower(), "programme": "Intitulé sans rapport"},
            {"programme_cci": "2021 FR 16 FFPR\u00a0016", "programme": "Intitulé sans rapport"},
            {"programme_cci": "2021-FR16FFPR016", "programme": "Intitulé sans rapport"},
            {"programme_cci": BRETAGNE, "programme": LABELS[NORMANDIE]},
            {"programme_cci": "", "programme": LABELS[NORMANDIE]},
            {"programme_cci": "2021FR99XXPR999", "programme": LABELS[NORMANDIE]},
            {"programme_cci": "2021FR99XXPR999", "programme": "Programme de nulle part 2021-2027"},
        ],
    )
    assert found(state, "programme") == [
        *["PR Bretagne"] * 5, "PR Normandie", "PR Normandie", "Programme de nulle part 2021-2027",
    ]  # fmt: skip
    assert set(found(state, "period")) == {"2021-2027"}
    assert warned(report) == {"contradictory_programme": 1, "unknown_cci": 2, "unknown_programme": 1}
    [conflict] = [message for *_, message in report.flagged() if "libellé dit" in message]
    assert "Le code CCI dit «\u202fPR Bretagne\u202f», le libellé dit «\u202fPR Normandie\u202f»." in conflict


def test_a_fund_of_another_period_than_its_programme_is_told(state: State, tmp_path: Path) -> None:
    report = imported(state, tmp_path, [{}, {"fund": "FSE"}, {"programme_cci": "2014FR05SFOP001"}])
    assert warned(report)["contradictory_fund"] == 2
    assert [(line, header, value) for line, header, value, _ in report.flagged()] == [
        (3, "Fonds", "FSE"),
        (4, "Fonds", "FSE+"),
    ]
    assert "Le code CCI est de 2021-2027, le fonds de 2014-2020." in report.flagged()[0][3]


def test_operations_of_other_countries_are_left_aside(state: State, tmp_path: Path) -> None:
    abroad = {"programme": "Fundusze Europejskie", "country": "Polska"}
    report = imported(
        state,
        tmp_path,
        [
            {"country": "Belgique"}, {"country": "FR"}, {"programme_cci": "2021TC16RFIR001"},
            {**abroad, "programme_cci": "2021PL05SFPR001"}, {**abroad, "programme_cci": ""},
            {**abroad, "programme_cci": "", "country": "La Réunion"},
        ],
    )  # fmt: skip
    assert report.manifest["left_aside_reasons"] == {"autre pays\u202f: PL": 1, "autre pays\u202f: Polska": 1}
    assert report.manifest["accepted"] == 4


def test_the_other_funds_are_counted_and_left_aside(state: State, tmp_path: Path) -> None:
    report = imported(state, tmp_path, [{}, {"fund": "FEDER", "specific_objective": "RSO2.7"}, {"fund": "FTJ"}])
    assert (report.manifest["accepted"], report.manifest["left_aside"]) == (1, 2)
    assert {reason.rpartition(" ")[2] for reason in report.manifest["left_aside_reasons"]} == {"FEDER", "FTJ"}


# -- Places

PLACES: list[tuple[Mapping[str, str], str, str | None, str, str]] = [
    # cells, present region, département, what tells the region, what tells the département
    ({"region": "53/Bretagne"}, "Bretagne", None, "région", "aucune"),
    ({"region": " | 28/Normandie"}, "Normandie", None, "région", "aucune"),
    ({"region": "Volet national"}, "Volet national du FSE", None, "région", "aucune"),
    ({"region": "53/Bretagne", "zone": "COMM/35238/RENNES | REG/53/Bretagne | PAYS/France"}, "Bretagne", "35", "région", "zone"),
    ({"department": "025/Doubs", "zone": "DEPT/025/Doubs"}, "Bourgogne-Franche-Comté", "25", "département", "département"),
    ({"zone": "REG/24/Centre-Val de Loire | PAYS/France"}, "Centre-Val de Loire", None, "zone", "aucune"),
    ({"zone": "REG/31/Nord-Pas-de-Calais"}, "Hauts-de-France", None, "zone", "aucune"),
    ({"zone": "REG/99/Bretagne"}, "Bretagne", None, "zone", "aucune"),
    ({"zone": "DEPT/02A/Corse-du-Sud"}, "Corse", "2A", "zone", "zone"),
    ({"zone": "DEP/2B"}, "Corse", "2B", "zone", "zone"),
    ({"zone": "DEPT/974/La Réunion"}, "La Réunion", "974", "zone", "zone"),
    ({"zone": "COMM/44168/SAINT JOACHIM"}, "Pays de la Loire", "44", "zone", "zone"),
    ({"zone": "COMM/3254/Saint-Pourçain-sur-Sioule"}, "Auvergne-Rhône-Alpes", "03", "zone", "zone"),
    ({"zone": "COMM/2A004/Ajaccio"}, "Corse", "2A", "zone", "zone"),
    ({"zone": "COMM/97608/Dzaoudzi"}, "Mayotte", "976", "zone", "zone"),
    ({"zone": "ARRDT/0631/Ambert"}, "Auvergne-Rhône-Alpes", "63", "zone", "zone"),
    ({"zone": "ARRDT/0033/Vichy"}, "Auvergne-Rhône-Alpes", "03", "zone", "zone"),
    ({"zone": "ARRDT/631/Ambert"}, "Auvergne-Rhône-Alpes", "63", "zone", "zone"),
    ({"zone": "ARRDT/033/Vichy"}, "Auvergne-Rhône-Alpes", "03", "zone", "zone"),
    ({"zone": "ARRDT/9741/Saint-Denis"}, "La Réunion", "974", "zone", "zone"),
    ({"zone": "QUAR/721811601/Université"}, "Pays de la Loire", "72", "zone", "zone"),
    ({"zone": "ARRDT/0595/Lille | COMM/59632/Wallers"}, "Hauts-de-France", "59", "zone", "zone"),
    ({"zone": "COMM/13001/Aix | COMM/84007/Avignon"}, "Provence-Alpes-Côte d'Azur", "Plusieurs départements", "zone", "zone"),
    ({"zone": "COMM/13001/Aix, COMM/84007/Avignon"}, "Provence-Alpes-Côte d'Azur", "Plusieurs départements", "zone", "zone"),
    ({"zone": "COMM/13001/Aix\nCOMM/84007/Avignon"}, "Provence-Alpes-Côte d'Azur", "Plusieurs départements", "zone", "zone"),
    ({"zone": "COMM/35238/RENNES, ROAZHON"}, "Bretagne", "35", "zone", "zone"),
    ({"operation_postcode": "69100 | 13001"}, "Plusieurs régions", "Plusieurs départements", "code postal de l'opération", "code postal de l'opération"),
    ({"operation_postcode": "13001;13002"}, "Provence-Alpes-Côte d'Azur", "13", "code postal de l'opération", "code postal de l'opération"),
    ({"region": "53/Bretagne | 28/Normandie", "operation_postcode": "35000"}, "Plusieurs régions", None, "région", "aucune"),
    ({"zone": "PAYS/France", "operation_postcode": "69100"}, "Auvergne-Rhône-Alpes", "69", "code postal de l'opération", "code postal de l'opération"),
    ({"zone": "PAMANDZI, DZAOUDZI", "beneficiary_postcode": "97615"}, "Mayotte", "976", "code postal", "code postal"),
    ({"zone": "REG", "beneficiary_postcode": "3200"}, "Auvergne-Rhône-Alpes", "03", "code postal", "code postal"),
    ({"zone": "COMM/99999/Nulle part | EPCI/200046977/Lyon"}, "Non renseigné", None, "aucune", "aucune"),
    ({"operation_postcode": "75012", "beneficiary_postcode": "13001"}, "Île-de-France", "75", "code postal de l'opération", "code postal de l'opération"),
    ({"region": "53/Bretagne", "operation_postcode": "75012", "beneficiary_postcode": "35000"}, "Bretagne", "35", "région", "code postal"),
    # A regional programme holds its operations to its region, unless the zone or the postcode of the operation says otherwise.
    ({"programme_cci": BRETAGNE}, "Bretagne", None, "programme", "aucune"),
    ({"programme_cci": BRETAGNE, "beneficiary_postcode": "35000"}, "Bretagne", "35", "code postal", "code postal"),
    ({"programme_cci": BRETAGNE, "beneficiary_postcode": "75012"}, "Bretagne", None, "programme", "aucune"),
    ({"programme_cci": BRETAGNE, "zone": "DEPT/029/Finistère", "beneficiary_postcode": "75012"}, "Bretagne", "29", "zone", "zone"),
    ({}, "Non renseigné", None, "aucune", "aucune"),
]  # fmt: skip


def test_each_operation_is_placed_by_the_surest_indication(state: State, tmp_path: Path) -> None:
    report = imported(state, tmp_path, [cells for cells, *_ in PLACES])
    assert report.manifest["accepted"] == len(PLACES)
    rows = found(state, "region_2016, department, location_source, department_source")
    assert [(cells, row) for (cells, *wanted), row in zip(PLACES, rows, strict=True) if row != tuple(wanted)] == []
    assert {source for row in rows for source in row[2:]} <= set(Location)
    assert warned(report).keys() <= {"several_places"}
    with opened(state) as connection:
        told_of = location(connection, Selection(period="2021-2027"))
    sources = {(row["level"], row["source"]): row["programme_operations"] for row in told_of}
    assert sources["region", "zone"] == sum(wanted == "zone" for *_, wanted, _ in PLACES)
    assert sum(count for (level, _), count in sources.items() if level == "region") == len(PLACES)


def test_places_that_disagree_are_told_and_the_region_cell_stands(state: State, tmp_path: Path) -> None:
    report = imported(
        state,
        tmp_path,
        [
            {"region": "24/Centre-Val de Loire", "zone": "REG/24/Centre-Val de Loire | COMM/3254/Saint-Pourçain"},
            {"department": "029/Finistère", "zone": "COMM/35238/RENNES"},
            {"programme_cci": NORMANDIE, "zone": "QUAR/721811601/Université"},
            {"programme_cci": NORMANDIE, "operation_postcode": "35000"},
        ],
    )
    assert report.manifest["warnings"]["contradictory_places"] == 4
    assert found(state, "region_2016, department") == [
        ("Centre-Val de Loire", None), ("Bretagne", "29"), ("Pays de la Loire", "72"), ("Bretagne", "35"),
    ]  # fmt: skip
    said = {
        line: (column, message.replace("\u202f", " ").partition("écrits. ")[2])
        for line, column, _, message in report.flagged()
        if "ne se recoupent pas" in message
    }
    assert said == {
        2: ("Zone", "La région dit « 24/Centre-Val de Loire », la zone dit « Allier (03), Auvergne-Rhône-Alpes, Centre-Val de Loire »."),
        3: ("Zone", "Le département dit « Finistère (29) », la zone dit « Ille-et-Vilaine (35), Bretagne »."),
        4: ("Zone", "Le programme dit « Normandie », la zone dit « Sarthe (72), Pays de la Loire »."),
        5: ("Code postal de l’opération", "Le programme dit « Normandie », le code postal de l'opération dit « Ille-et-Vilaine (35), Bretagne »."),
    }  # fmt: skip


# -- Several regions

SEVERAL: Rows = [
    {"region": "53/Bretagne | 28/Normandie", "eu_amount": "400.0", "eu_rate": "0.4"},
    {"zone": "REG/53/Bretagne | REG/28/Normandie | REG/52/Pays de la Loire", "eu_amount": "300.0", "eu_rate": "0.3"},
    {"region": "53/Bretagne", "eu_amount": "100.0", "eu_rate": "0.1"},
    # Two former regions in one present region.
    {"region": "82/Rhône-Alpes | 83/Auvergne"},
]


def test_several_regions_count_once_and_show_their_share_in_each(state: State, tmp_path: Path) -> None:
    report = imported(state, tmp_path, SEVERAL)
    assert warned(report) == {"several_places": 2}
    everything = Selection(period="2021-2027", decision=Decided.UNEXAMINED)
    with opened(state) as connection:
        figures = territories(connection, everything, Level.REGION_2016)
        former = territories(connection, everything, Level.REGION)
        total = indicators(connection, everything).total
        listed = operations(connection, everything, columns=[Column.REGION_SHARES, Column.REGION_2016])
        kept = {
            name: count(connection, everything.narrowed(regions_2016=(name,))) for name in ("Bretagne", "Normandie")
        }
    rows = {row["name"]: row for row in (*figures.of_wave(), *figures.apart_in())}
    assert sum(row["operations"] for row in rows.values()) == total["operations"] == 4
    assert rows["Plusieurs régions"]["operations"] == 2
    shares = {
        name: (row["operations"], row["shared_operations"], row["shared_eu_amount"], round(row["shared_total_cost"], 2))
        for name, row in rows.items()
        if row["shared_operations"]
    }
    assert shares == {
        "Bretagne": (1, 2, 300.0, 833.33),
        "Normandie": (0, 2, 300.0, 833.33),
        "Pays de la Loire": (0, 1, 100.0, 333.33),
    }
    assert rows["Auvergne-Rhône-Alpes"]["operations"] == 1
    # The shares add up to what stands apart.
    assert sum(row["shared_eu_amount"] for row in figures.of_wave()) == rows["Plusieurs régions"]["eu_amount"]
    assert {row["name"]: row["shared_operations"] for row in former.of_wave() if row["name"] in ("Auvergne", "Rhône-Alpes")} == {
        "Auvergne": 1, "Rhône-Alpes": 1,
    }  # fmt: skip
    assert kept == {"Bretagne": 3, "Normandie": 2}
    assert listed["region_shares"].fillna("").tolist() == [
        "Bretagne (1/2), Normandie (1/2)", "Bretagne (1/3), Normandie (1/3), Pays de la Loire (1/3)", "", "",
    ]  # fmt: skip


# -- Types of intervention


def test_types_of_intervention_are_told_by_their_code(state: State, tmp_path: Path) -> None:
    cells = [
        "140 - Soutien à\xa0l'adéquation au marché du travail",
        "140 – Soutien à l'adéquation au marché du travail",
        "140 - soutien a l adequation",
        "140",
        "140 - Soutien à l'adéquation au marché du travail | 153 - Parcours d'insertion (hormis, par exemple, les stages)",
        "140 - Soutien à l'adéquation au marché du travail, 153 - Parcours d'insertion (hormis, par exemple, les stages)",
        "Sans code",
        "",
    ]
    imported(state, tmp_path, [{"intervention_category": cell} for cell in cells])
    first, second = (
        "140 – Soutien à l'adéquation au marché du travail",
        "153 – Parcours d'insertion (hormis, par exemple, les stages)",
    )
    several = ("Plusieurs types", [first, second])
    assert found(state, "intervention_type, intervention_types") == [
        *[(first, None)] * 4, several, several, ("Sans code", None), (None, None),
    ]  # fmt: skip
    everything = Selection(period="2021-2027")
    with opened(state) as connection:
        options = filter_options(connection, "2021-2027")
        assert options.of("intervention_types") == (first, second, "Sans code", "Plusieurs types", "Non renseigné")
        one = next(one for one in everything.__dataclass_fields__ if one == "intervention_types")
        kept = {
            value: count(connection, everything.narrowed(**{one: (value,)}))
            for value in options.of("intervention_types")
        }
        assert options.named(BY_FIELD["intervention_types"], "153") == second
        by_type = of_wave(
            indicators(connection, everything, (Dimension.INTERVENTION_TYPE,)).by[Dimension.INTERVENTION_TYPE]
        )
        listed = operations(connection, everything, columns=[Column.INTERVENTION_TYPE])["intervention_type"]
    assert kept == {first: 6, second: 2, "Sans code": 1, "Plusieurs types": 2, "Non renseigné": 1}
    assert {row["value"]: row["programme_operations"] for row in by_type} == {
        first: 4, "Plusieurs types": 2, "Sans code": 1, "Non renseigné": 1,
    }  # fmt: skip
    assert listed[4] == f"{first} ; {second}"


# -- The hint on rates


def test_a_high_rate_is_a_hint_for_operations_of_the_national_programme_in_a_known_region(
    state: State, tmp_path: Path
) -> None:
    cases: list[tuple[Mapping[str, str], str, float | None, bool]] = [
        ({"region": "11/Île-de-France"}, "0.40", 0.4, False),
        # Lists round rates: half a point above the ceiling is no higher.
        ({"region": "11/Île-de-France"}, "0.404", 0.4, False),
        ({"region": "11/Île-de-France"}, "0.41", 0.4, True),
        ({"region": "82/Rhône-Alpes"}, "0.50", 0.4, True),
        ({"region": "83/Auvergne"}, "0.50", 0.6, False),
        # Nothing says on which side of the present region it lies.
        ({"region": "84/Auvergne-Rhône-Alpes"}, "0.50", 0.6, False),
        ({"region": "53/Bretagne"}, "0.95", 0.6, True),
        ({"region": "06/Mayotte"}, "0.85", 0.85, False),
        ({"region": "06/Mayotte"}, "0.95", 0.85, True),
        ({"region": "Volet national"}, "0.95", None, False),
        ({"region": "53/Bretagne | 28/Normandie"}, "0.95", None, False),
        ({}, "0.95", None, False),
        ({"region": "53/Bretagne", "programme_cci": BRETAGNE}, "0.95", None, False),
    ]
    imported(
        state,
        tmp_path,
        [{**cells, "eu_rate": rate, "eu_amount": str(float(rate) * 1000)} for cells, rate, *_ in cases],
    )
    assert found(state, "rate_ceiling, high_rate") == [(ceiling, high) for *_, ceiling, high in cases]
    everything = Selection(period="2021-2027")
    with opened(state) as connection:
        ranked = operations(connection, everything, Column.HIGH_RATE, True, columns=[Column.HIGH_RATE])["high_rate"]
        frame = operations_frame(connection, everything)
        decided = set(connection.execute("select distinct decision, retained, provenance from operation").fetchall())
    highest = sum(high for *_, high in cases)
    assert ranked.fillna("").tolist() == ["oui"] * highest + [""] * (len(cases) - highest)
    assert frame.columns.tolist() == [column.value for column in export_columns("2021-2027")]
    assert decided == {("non examinée", False, None)}
    assert not {"high_rate", "region_shares", "intervention_type"} & set(export_columns("2014-2020"))
