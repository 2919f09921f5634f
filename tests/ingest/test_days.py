"""Order of day and month, serial numbers, time zones: the columns of dates decide together."""

from datetime import date

from tests.ingest.staged import AMOUNT, COST, keys, said, table

START, END = "Date début réalisation", "Date fin réalisation"


def cells(count: int) -> dict[str, list[str]]:
    return {COST: ["1000"] * count, AMOUNT: ["500"] * count}


def test_one_date_decides_the_order_of_all() -> None:
    with table() as one:
        american = one.stage({**cells(2), START: ["12/31/2016", "03/04/2017"], END: ["12/30/2017", "2/1/2018"]})
        assert keys(american) == []
        assert one.read("start_date", "end_date") == [
            (date(2016, 12, 31), date(2017, 12, 30)), (date(2017, 3, 4), date(2018, 2, 1)),
        ]  # fmt: skip
        assert "à l'américaine" in said(american)
        # The other column of dates proves it too.
        french = one.stage({**cells(1), START: ["03/04/2017"], END: ["31/12/2017"]})
        assert (keys(french), said(french)) == ([], "")
        assert one.read("start_date") == [date(2017, 4, 3)]


def test_dates_that_nothing_decides_are_asked_about() -> None:
    columns = {**cells(2), START: ["03/04/2017", "05.05.2017"], END: ["11/12/2017", "01-02-18"]}
    with table() as one:
        assert keys(one.stage(columns)) == ["dates"]
        for answer, day in (("jour-mois", date(2017, 4, 3)), ("mois-jour", date(2017, 3, 4))):
            assert keys(one.stage(columns, {"dates": answer})) == []
            assert one.read("start_date")[0] == day
        # The same day and month, or a date written in another way, leave no doubt.
        assert keys(one.stage({**cells(3), START: ["05/05/2017", "2017-03-04", "3 avril 2017"]})) == []
        assert keys(one.stage({**cells(1), f"{START} (jj/mm/aaaa)": ["03/04/2017"]})) == []


def test_dates_of_both_orders() -> None:
    with table() as one:
        clear = one.stage({**cells(2), START: ["31/12/2016", "12/31/2016"]})
        assert keys(clear) == []
        assert one.read("start_date") == [date(2016, 12, 31)] * 2
        assert keys(one.stage({**cells(3), START: ["31/12/2016", "12/31/2016", "03/04/2017"]})) == ["dates"]


def test_dates_that_a_spreadsheet_may_have_turned_are_said() -> None:
    with table() as one:
        turned = one.stage({**cells(3), START: ["12/31/2016", "2017-04-03", "2017-11-12"]})
        assert "retournées par un tableur" in said(turned)


def test_serial_numbers() -> None:
    with table() as one:
        beside = one.stage({**cells(2), START: ["42767", "42800"], END: ["31/12/2017", "30/06/2018"]})
        assert keys(beside) == []
        assert one.read("start_date") == [date(2017, 2, 1), date(2017, 3, 6)]
        assert "comptés depuis 1900" in said(beside)
        mac = one.stage({**cells(2), START: ["41305", "41338"], END: ["31/12/2017", "30/06/2018"]})
        assert keys(mac) == []
        assert one.read("start_date") == [date(2017, 2, 1), date(2017, 3, 6)]
        alone = {**cells(2), START: ["42767", "42800"]}
        assert keys(one.stage(alone)) == ["jours"]
        assert keys(one.stage(alone, counts_from_1904=False)) == []
        for options in ({"answers": {"jours": "1904"}}, {"counts_from_1904": True}):
            assert keys(one.stage(alone, **options)) == []
            assert one.read("start_date") == [date(2021, 2, 2), date(2021, 3, 7)]


def test_an_instant_belongs_to_its_day_in_paris() -> None:
    instants = {
        "2017-01-31T23:00:00Z": date(2017, 2, 1), "2017-06-30T22:00:00+00:00": date(2017, 7, 1), "2017-02-01T00:00:00+01:00": date(2017, 2, 1),
        "2017-01-31 12:00:00Z": date(2017, 1, 31), "2017-01-31T23:30:00.000Z": date(2017, 2, 1), "2017-01-31T20:00:00-05:00": date(2017, 2, 1),
        "2017-01-31 23:00:00 UTC": date(2017, 2, 1), "2017-01-31T23:00:00": date(2017, 1, 31), "2017-01-31 08:15": date(2017, 1, 31),
    }  # fmt: skip
    with table() as one:
        one.stage({**cells(len(instants)), START: list(instants)})
        assert dict(zip(instants, one.read("start_date"), strict=True)) == instants
        utc = one.stage({**cells(2), START: ["2016-12-31 23:00:00", "2017-06-30 22:00:00"]})
        assert one.read("start_date") == [date(2017, 1, 1), date(2017, 7, 1)]
        assert "à l'heure universelle" in said(utc)


def test_two_dates_in_a_cell_are_none() -> None:
    texts = {
        "31/12/2017 - 31/12/2018": None, "01/02/2017 au 03/04/2017": None, "01/02/17 au 03/04/17": None,
        "31/12/2017 à 14h30": date(2017, 12, 31), "31/12/2017 (prévisionnel)": date(2017, 12, 31), "31/12/2017 00:00:00": date(2017, 12, 31),
        "01-MAY-18": date(2018, 5, 1), "15 February 2017": date(2017, 2, 15),
    }  # fmt: skip
    with table() as one:
        one.stage({**cells(len(texts)), START: list(texts)})
        assert dict(zip(texts, one.read("start_date"), strict=True)) == texts


def test_the_order_that_a_header_says_is_told_with_it() -> None:
    with table() as one:
        staged = one.stage({**cells(1), f"{START} (MM/JJ/AAAA)": ["01/02/2017"]})
        assert keys(staged) == []
        assert one.read("start_date") == [date(2017, 1, 2)]
        assert f"le mois vient d'abord, dit l'en-tête « {START} (MM/JJ/AAAA) »" in said(staged)
