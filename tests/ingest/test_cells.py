"""Cells that say nothing, and the spellings of the funds."""

from dashboard.ingest.staging import staging_connection

BLANK = ["nan", "NaN", "None", "NULL", "null", "N/A", "NaT", "<NA>", " nan "]
ERRORS = ["#REF!", "#N/A", "#DIV/0!", "#VALEUR!", "#NOM?", "#NOM ?", "#NUL!", "#NOMBRE!", "#VALUE!", "#NAME?", "#NUM!", "#SPILL!", "Err:502", "#####"]  # fmt: skip
WORDS = [
    "DIRECCTE nan",
    "Nantes",
    "Nan de Loire",
    "#",
    "#1 emploi",
    "Errance",
    "Erreur",
    "None of these",
    "N/A à Paris",
    "A",
]
FUNDS = {
    "FSE": ["FSE", "fse", "F.S.E.", "ESF", "European Social Fund", "Fonds Social Européen", "02 - FSE", "FSE REACT-EU"],
    "FSE+": ["FSE+", "FSE +", "FSE plus", "FSEplus", "FSE＋", "F.S.E.+", "ESF+", "ESF Plus", "European Social Fund Plus", "Fonds social européen plus (FSE+)"],
    "IEJ": ["IEJ", "FSE/IEJ", "YEI", "Youth Employment Initiative"],
    "FEDER": ["FEDER", "ERDF", "European Regional Development Fund", "FEDER (hors FSE)"],
    "FTJ": ["FTJ", "JTF", "Just Transition Fund"],
    "HORS FSE": ["Hors FSE"],
    "FC": ["FC"],
    None: ["FEDER-FSE", "FSE+/FTJ", "REACT-EU", "nan", "#N/A", "-", "0"],
}  # fmt: skip


def test_a_cell_that_says_nothing_is_blank_and_one_that_holds_the_word_is_not() -> None:
    query = "select one_line($text), paragraphs($text), is_error_cell($text)"
    with staging_connection() as connection:
        found = {text: connection.execute(query, {"text": text}).fetchone() for text in (*BLANK, *ERRORS, *WORDS)}
    assert found == (
        dict.fromkeys(BLANK, (None, None, False))
        | dict.fromkeys(ERRORS, (None, None, True))
        | {text: (text, text, False) for text in WORDS}
    )


def test_every_spelling_of_a_fund_is_the_fund() -> None:
    with staging_connection() as connection:
        found = {
            text: connection.execute("select fund_name(one_line($text))", {"text": text}).fetchone()
            for texts in FUNDS.values()
            for text in texts
        }
    assert found == {text: (fund,) for fund, texts in FUNDS.items() for text in texts}
