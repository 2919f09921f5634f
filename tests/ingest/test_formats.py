"""Lists that say the same in other columns: article 49, Kohesio, regions outside Synergie."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dashboard.ingest.formats import article_49, eu_list, kohesio
from dashboard.ingest.staging import Staged, match_columns, read_raw, stage, staging_connection
from dashboard.warehouse.sql_files import fill, sql


def derived_rows(
    path: Path, headers: Sequence[str], rows: Sequence[dict[str, str]], columns: str
) -> list[tuple[Any, ...]]:
    """The columns of the staged rows of a list of these headers, empty where a row doesn't fill them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    with staging_connection() as connection:
        table = read_raw(connection, path)
        connection.execute("create table known_numbers (num_dossier varchar, wave varchar)")
        stage(connection, Staged(table, match_columns(table)))
        query = f"select {columns} from ({fill(sql('derived'), rows='parsed')}) order by line"
        return connection.execute(query).fetchall()


def test_the_minimum_of_article_49_is_read_in_french_and_in_english(tmp_path: Path) -> None:
    """The first row of each language, then the same place by a NUTS code of the first level, and the objective by its letter."""
    values = [
        ("Association fictive", "Chantier", "Atelier pour 40 personnes", "01/01/2023", "31/12/2024", "250 000,00", "FSE+", "ESO4.8", "60", "FRH0 Bretagne", "153 - Parcours"),
        ("Coopérative fictive", "Tiers-lieu", "Expérimentation", "01/03/2023", "31/12/2025", "120 000,00", "ESF+", "h", "50", "FRD Normandie", "163"),
    ]  # fmt: skip
    columns = "num_dossier, description, period, fund, investment_priority, region_2016, intervention_category, total_cost::integer"
    for headers in article_49.VALID_EXAMPLES:
        rows = [dict(zip(headers, cells, strict=True)) for cells in values]
        first, second = derived_rows(tmp_path / "article_49.csv", headers, rows, columns)
        assert first[1:] == (
            "Atelier pour 40 personnes",
            "2021-2027",
            "FSE+",
            "4.h",
            "Bretagne",
            "153 - Parcours",
            250000,
        )
        assert second[1:] == ("Expérimentation", "2021-2027", "FSE+", "4.h", "Normandie", "163", 120000)
        assert first[0].startswith("UE-")
        assert first[0] != second[0]


def test_a_file_of_kohesio_gives_its_own_numbers_and_funds(tmp_path: Path) -> None:
    row = {
        "Operation_Unique_Identifier": "Q1", "Operation_Name_English": "Social coop", "Operation_Name_Programme_Language": "Coopérative",
        "Total_Eligible_Expenditure_amount": "10000.5", "Cofinancing_Rate": "50.0", "Project_EU_Budget": "5000.25",
        "Fund_Code": "ESF", "Fund_Name": "European Social Fund", "Programme_Name": "PON FSE",
    }  # fmt: skip
    other = row | {"Operation_Unique_Identifier": "Q2", "Fund_Code": "ERDF", "Programme_Name": "PO"}
    columns = "num_dossier, title, fund, programme, eu_amount::varchar"
    found = derived_rows(tmp_path / "kohesio.csv", kohesio.VALID_EXAMPLES[0], [row, other], columns)
    assert found == [
        ("Q1", "Coopérative", "FSE", "PON FSE", "5000.25"),
        ("Q2", "Coopérative", "FEDER", "PO", "5000.25"),
    ]


def test_a_list_of_a_region_is_read_with_its_own_words(tmp_path: Path) -> None:
    normandie = next(headers for headers in eu_list.VALID_EXAMPLES if "Siège / City" in headers)
    row = {
        "Programme": "PO Haute-Normandie", "n° Dossier": "15E00020", "Intitulé du projet - Operation name": "Plateforme",
        "Nom du bénéficiaire - Beneficiary name": "Université fictive", "CP / zip code": "14000", "Fond": "FSE",
        "Contexte, présentation générale de l'opération": "Formation", "Total des dépenses éligibles - Total eligible costs": "1000",
        "Montant UE programmé": "480", "date début op. / start": "01/02/2016", "date fin d'op. / end": "31/12/2018",
    }  # fmt: skip
    columns = "num_dossier, title, beneficiary, beneficiary_postcode, description, end_date::varchar, region, eu_amount::integer"
    assert derived_rows(tmp_path / "region.csv", normandie, [row], columns) == [
        ("15E00020", "Plateforme", "Université fictive", "14000", "Formation", "2018-12-31", "Haute-Normandie", 480)
    ]
