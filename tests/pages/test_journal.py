"""The journal on its page: who, what, when, filtered, for the data manager."""

import gzip
from pathlib import Path

from streamlit.testing.v1 import AppTest

from dashboard.domain.acts import Act, Caller
from dashboard.reviews.audit import FOLDER, record
from dashboard.reviews.store import FILE_NAME, open_store
from dashboard.ui.donnees import journal
from dashboard.warehouse.state import State
from tests.pages.conftest import Opened, run, tables
from tests.pages.declared import page_path
from tests.reviews.test_audit import archived

JOURNAL = page_path("donnees/journal.py")
FORMULA = "=HYPERLINK(1)"


def shown(app: AppTest) -> list[list[str]]:
    """The rows, without their dates and the marks that keep Markdown from reading them."""
    return [row for table in tables(app) for row in table.replace(r"[\\\u2060]", "", regex=True).values.tolist()]


def test_an_empty_journal_says_so_and_blames_no_filter(opened: Opened, own_state: State):
    app = opened(own_state, JOURNAL)
    assert [info.value for info in app.info] == [journal.NOTHING_YET]
    app.selectbox(key="journal-action").set_value(Act.PURGE)
    assert [info.value for info in run(app).info] == [journal.NOTHING_ASKED]


def test_rows_are_filtered_and_leave_as_a_file_that_runs_nothing(opened: Opened, own_state: State, monkeypatch):
    engine = open_store(own_state.root / FILE_NAME)
    record(engine, Caller("anne@exemple.test", "192.0.2.7"), Act.IMPORT, "publication n°\u202f2, import de liste.csv")
    record(engine, Caller("bob@exemple.test", "192.0.2.8"), Act.REFUSAL, FORMULA)
    archived(engine, "2024")
    engine.dispose()
    made: dict[str, bytes] = {}
    monkeypatch.setattr(
        journal, "draw_named_download", lambda _label, build, *, file_name, **_: made.update({file_name: build()})
    )
    kept: Path = own_state.root / FOLDER / "journal-2025.jsonl.gz"
    kept.parent.mkdir()
    kept.write_bytes(gzip.compress(b"{}\n"))
    app = opened(own_state, JOURNAL)
    refusal = ["bob@exemple.test", "192.0.2.8", "Refus", FORMULA]
    granted = ["anne@exemple.test", "192.0.2.7", "Import", "publication n°\u202f2, import de liste.csv"]
    assert shown(app) == [refusal, granted]
    assert made["journal-2025.jsonl.gz"] == kept.read_bytes()
    assert "2024" in app.warning[0].value
    assert "Reprenez-le d'une sauvegarde" in app.warning[0].value
    app.selectbox(key="journal-qui").set_value("bob@exemple.test")
    assert shown(run(app)) == [refusal]
    [header, row] = made["journal.csv"].decode("utf-8-sig").splitlines()
    assert header == "Quand;Qui;Depuis;Action;Objet"
    assert row.endswith(f";bob@exemple.test;192.0.2.8;Refus;'{FORMULA}")
    app.selectbox(key="journal-action").set_value(Act.PURGE)
    assert shown(run(app)) == []
    assert "élargissez les dates" in app.info[0].value
