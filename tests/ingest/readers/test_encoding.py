"""What a text file is encoded in, judged on all of it."""

from pathlib import Path

from dashboard.ingest.readers import _encoding as encoding
from tests.ingest.readers.conftest import Load

HEADER = "num_dossier;titre;montant\n"
SENTENCES = {
    "usual": "Insertion à l'école - accès, égalité ; Fédération des détenus, où être reçu ; Établissement à Nîmes",
    "capitals": "DÉVELOPPEMENT ÉCONOMIQUE ; MARCHÉ DE LA FORÊT ; RÉUNION",
    "one accent": "Cité",
    "one capital": "ÉCOLE DE LA MER",
    "spaces and quotes": "« Réussir » à 1\u00a0250,00",
    "boxes": "Étude des métiers · élèves",
}


def test_letters_far_apart_are_not_taken_for_one_encoded_twice(tmp_path: Path) -> None:
    """« â » then « ° » would be: the whole file would be read and written once more for nothing."""
    for text, marred in (("Les Châtaigniers, lot n° 3", False), ("Les ChÃ¢taigniers", True), ("Ecole Âº", True)):
        path = tmp_path / "liste.csv"
        path.write_text(f"Porteur\n{text}\n", encoding="utf-8")
        assert encoding.survey(path).is_marred is marred, text


def test_each_eight_bit_encoding_is_told_by_its_letters(load: Load) -> None:
    for name, sentence in SENTENCES.items():
        for written in encoding.EIGHT_BITS:
            for end in ("\n", "\r\n", "\r"):
                lines = [
                    HEADER,
                    *(f"{rank};texte simple;10\n" for rank in range(300)),
                    f"301;{sentence.replace(';', ',')};3\n",
                ]
                table, rows = load("".join(lines).replace("\n", end).encode(written))
                case = (name, written, end)
                assert rows[-1][2] == sentence.replace(";", ","), case
                assert (table.encoding, table.doubts) == (written, ()), case
                assert table.findings[0].key == "encodage", case
                assert table.findings[0].value == written, case


def test_the_finding_shows_a_word_and_offers_the_other_encodings(load: Load) -> None:
    table, _ = load((HEADER + "1;La Fédération des œuvres;10\n").encode("mac-roman"))
    (found,) = table.findings
    assert (
        found.text
        == "Le fichier était encodé en MacRoman\u202f: il a été converti en UTF-8 («\u202fFédération\u202f»)."
    )
    assert [(choice.value, choice.outcome) for choice in found.choices] == [
        ("mac-roman", "«\u202fFédération\u202f»"),
        ("cp1252", "«\u202fFŽdŽration\u202f»"),
        ("cp850", "«\u202fFÄdÄration\u202f»"),
    ]


def test_two_encodings_about_as_likely_are_a_question_and_the_answer_wins(load: Load) -> None:
    content = HEADER.encode() + b"1;\x90tre;10\n"
    table, _ = load(content)
    (doubt,) = table.doubts
    assert doubt.key == "encodage"
    assert {choice.value: choice.outcome for choice in doubt.choices} == {
        "cp850": "«\u202fÉtre\u202f»",
        "mac-roman": "«\u202fêtre\u202f»",
    }
    for answer, word in {"mac-roman": "être", "cp850": "Étre", "cp1252": "\x90tre", "utf-8": "\ufffdtre"}.items():
        table, rows = load(content, answers={"encodage": answer})
        assert (rows[0][2], table.doubts, table.encoding) == (word, (), answer)
        assert table.findings[0].value == answer
    assert load(HEADER + "1;été;10\n", answers={"encodage": "cp1252"})[1][0][2] == "Ã©tÃ©".replace("Ã©", "é")


def test_a_last_accent_of_cp1252_is_not_a_cut(load: Load) -> None:
    table, rows = load(b"num_dossier;titre\n1;Cit\xe9")
    assert (rows, table.encoding, table.malformed) == ([(2, "1", "Cité")], "cp1252", ())


def test_a_letter_that_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for content, written, cut in (
        (b"ab", "utf-8", False),
        ("é".encode(), "utf-8", False),
        ("é".encode()[:1], "utf-8", True),
        ("€".encode()[:2], "utf-8", True),
        ("a€".encode(), "utf-8", False),
        (b"", "utf-8", False),
        (b"a\0b", "utf-16-le", True),
        (b"a\0b\0", "utf-16-le", False),
        (b"\xe9", "cp1252", False),
    ):
        path.write_bytes(content)
        assert encoding.ends_within_a_letter(path, written) == cut, content


def test_question_marks_where_accents_stood_are_said(load: Load) -> None:
    table, _ = load(HEADER + "1;Op?ration de r?insertion;10\n")
    (note,) = table.notes
    assert note.startswith("2 lettres semblent remplacées par un point d'interrogation")
    assert "«\u202fOp?ration\u202f»" in note
    assert load(HEADER + "1;Pourquoi ? https://exemple.fr/page?id=2 pourquoi?;10\n")[0].notes == ()
