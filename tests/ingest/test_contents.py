"""What columns hold is told by all their values."""

from dashboard.ingest.columns import ContentKind
from dashboard.ingest.contents import content_kinds
from dashboard.ingest.staging import staging_connection

COLUMNS = {
    "costs": (["125 000,00", "89500", "1 250 400"], ContentKind.AMOUNT),
    "costs of whole euros": (["125000", "8950", "1250400"], ContentKind.AMOUNT),
    "costs with their sign": (["125 000,00 €", "€ 89,5", "12"], ContentKind.AMOUNT),
    "rates of 100": (["60", "50,5", "16,67"], ContentKind.RATE),
    "rates of 1": (["0.6", "0.5", "1"], ContentKind.RATE),
    "rates with their sign": (["60 %", "50%", "100 %"], ContentKind.RATE),
    "dates": (["01/02/2017", "2017-02-01", "2017-02-01 00:00:00"], ContentKind.DATE),
    "numbers of operations": (["201700001", "201700002", "201700003"], ContentKind.CODE),
    "numbers with a rank": (["00007520-1", "00007521", "00007522"], ContentKind.CODE),
    "postcodes": (["35000", "01000", "75011"], ContentKind.POSTCODE),
    "participants": (["10", "0", "250"], ContentKind.COUNT),
    "titles": (["Chantier d'insertion", "Tiers-lieu", "Atelier 3"], ContentKind.TEXT),
    "nothing": ([None, None, None], ContentKind.EMPTY),
}


def test_each_column_is_of_the_kind_of_its_values() -> None:
    with staging_connection() as connection:
        columns = ", ".join(f"c{position} varchar" for position in range(len(COLUMNS)))
        connection.execute(f"create table raw (line bigint, {columns})")
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        rows = [
            [line, *cells] for line, cells in enumerate(zip(*(cells for cells, _ in COLUMNS.values()), strict=True))
        ]
        connection.executemany(f"insert into raw values ({marks})", rows)
        found = content_kinds(connection, tuple(COLUMNS))
    assert dict(zip(COLUMNS, found, strict=True)) == {name: kind for name, (_, kind) in COLUMNS.items()}
