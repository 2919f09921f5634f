"""Text encoded twice, in every container."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.ingest.readers._double_encoding import may_be_double, single
from tests.ingest.readers.conftest import Load

HEADER = "num_dossier;titre;montant\n"
TITLE = "Opération à l’école « œuvres » – MARCHÉ À 50 €, Noël, ça, où, être, Île"


def wrongly(text: str, codec: str) -> str:
    """UTF-8 taken for another encoding, where undefined bytes stay what they are."""
    return "".join(bytes([byte]).decode(codec, errors="ignore") or chr(byte) for byte in text.encode())


def test_each_wrong_encoding_is_undone() -> None:
    for codec in ("cp1252", "latin-1", "mac-roman", "cp850"):
        assert may_be_double(wrongly(TITLE, codec)), codec
        assert single(wrongly(TITLE, codec))[0] == TITLE, codec
    assert single(wrongly(wrongly(TITLE, "cp1252"), "cp1252"))[0] == TITLE


def test_the_half_that_a_space_replaced() -> None:
    for written, meant in {
        "dÃ©jÃ  lÃ": "déjà là",
        "Ã l'Ã©cole": "à l'école",
        "Ã  l'Ã©cole": "à l'école",
        "Insertion Ã Nantes": "Insertion à Nantes",
    }.items():
        assert single(written)[0] == meant


def test_real_letters_stay() -> None:
    for text in ("São Paulo", "SÃO JOÃO", "IRMÃ MARIA", "Âge", "Ålesund", "CÔTE", "a ¬ b", "√2", TITLE, "├─ ┼"):
        assert single(text) == (text, 0)


def test_a_file_in_part_double_is_mended_and_said(load: Load) -> None:
    for codec in ("cp1252", "mac-roman", "cp850"):
        written = f"{HEADER}1;{TITLE};10\n2;{wrongly(TITLE, codec)};20\n3;Forêt;30\n"
        table, rows = load(written)
        assert [row[2] for row in rows] == [TITLE, TITLE, "Forêt"], codec
        (note,) = table.notes
        assert note.startswith("Du texte avait été encodé deux fois\u202f: "), codec
        sample = f"(«\u202f{wrongly('Opération', codec)}\u202f» se lit «\u202fOpération\u202f»)."
        assert note.endswith(sample), codec


def test_double_headers_are_known(load: Load) -> None:
    table, rows = load(wrongly("\ufeffnum_dossier;titre;début;région\n1;a;b;c\n", "cp1252"))
    assert (table.headers, len(rows)) == (("num_dossier", "titre", "début", "région"), 1)


def test_lost_letters_are_counted_and_shown(load: Load) -> None:
    table, rows = load(f"{HEADER}1;Op\ufffdration de r\ufffdinsertion;10\n2;OpÃ¯Â¿Â½ration;20\n")
    assert rows[0][2] == "Op\ufffdration de r\ufffdinsertion"
    assert "3 caractères étaient déjà perdus dans le fichier («\u202fOp\ufffdration\u202f»)" in table.notes[-1]


def test_parquet_is_mended_too(load: Load, tmp_path: Path) -> None:
    columns = {"num_dossier": ["1", "2", "3"], wrongly("début", "cp1252"): ["a", "Forêt", wrongly(TITLE, "mac-roman")]}
    pq.write_table(pa.table(columns), tmp_path / "liste.parquet")
    table, rows = load(tmp_path / "liste.parquet")
    assert table.headers == ("num_dossier", "début")
    assert [row[2] for row in rows] == ["a", "Forêt", TITLE]
    assert "encodé deux fois" in table.notes[0]


def test_three_times_through_latin_1(load: Load) -> None:
    text = f"{HEADER}1;Chantier d’insertion à l’école;10\n"
    for _ in range(2):
        text = text.encode().decode("latin-1")
    _, rows = load(text)
    assert rows[0][2] == "Chantier d’insertion à l’école"
