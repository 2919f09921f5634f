"""The journal: rows that only a finished year takes away, into a file that holds them all."""

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import DBAPIError

from dashboard.domain.acts import Act, Caller
from dashboard.reviews import audit
from dashboard.reviews.audit import Asked, altered_archives, archive, archives, entries, people, record
from dashboard.reviews.errors import StoreUnavailable
from dashboard.reviews.tables import AUDIT

ANNE, TERMINAL = Caller("anne@exemple.test", "192.0.2.7"), Caller("root", "terminal")


def written_in(engine: Engine, *days: str) -> None:
    """Rows of other days: the product dates its own by itself."""
    with engine.begin() as connection:
        for day in days:
            row = {
                "created_at": f"{day}T23:59:59+00:00",
                "account": "bob@exemple.test",
                "address": "::1",
                "act": "import",
            }
            connection.execute(insert(AUDIT).values(row | {"subject": f"du {day}"}))


def subjects(engine: Engine, **asked: object) -> list[str]:
    return [entry.subject for entry in entries(engine, Asked(**asked))]  # type: ignore[arg-type]


def test_rows_are_found_by_person_act_and_day_and_none_is_changed(engine: Engine):
    written_in(engine, "2026-03-01", "2026-03-02")
    record(engine, ANNE, Act.PURGE, "liste\0 \udcff" + "x" * 3000)
    [newest, *older] = entries(engine, Asked())
    assert (newest.account, newest.address, newest.act) == (ANNE.account, ANNE.address, "purge")
    assert newest.subject.startswith(r"liste\x00 \udcffx")
    assert len(newest.subject) == audit.LONGEST
    assert [entry.subject for entry in older] == ["du 2026-03-02", "du 2026-03-01"]
    assert people(engine) == [ANNE.account, "bob@exemple.test"]
    assert subjects(engine, account="bob@exemple.test", until=date(2026, 3, 1)) == ["du 2026-03-01"]
    assert subjects(engine, act=Act.IMPORT, since=date(2026, 3, 2)) == ["du 2026-03-02"]
    assert subjects(engine, act=Act.FREEZE) == []
    assert len(subjects(engine, since=date.min, until=date.max)) == 3
    assert len(entries(engine, Asked(), most=1)) == 1
    for statement in ("update audit_entry set subject = ''", "delete from audit_entry", "delete from audit_archive"):
        if "archive" in statement:
            archived(engine, "2020")
        with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text(statement))
    assert len(entries(engine, Asked())) == 3


def archived(engine: Engine, year: str) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "insert into audit_archive (year, file, sha256, entries, created_at) "
                f"values ('{year}', 'journal-{year}.jsonl.gz', '0', 0, '2026-01-01')"
            )
        )


def test_finished_years_leave_for_files_that_hold_every_row(engine: Engine, tmp_path: Path, monkeypatch):
    written_in(engine, "2023-12-31", "2024-01-01", "2024-06-01")
    record(engine, ANNE, Act.IMPORT, "l'« édition » de mars")
    before = entries(engine, Asked())
    (tmp_path / "full").write_text("", encoding="utf-8")
    with pytest.raises(StoreUnavailable, match="rien n'a quitté la base"):
        archive(engine, tmp_path / "full", TERMINAL)
    monkeypatch.setattr(audit, "delete", lambda _table: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        archive(engine, tmp_path, TERMINAL)
    assert entries(engine, Asked()) == before
    left_half_way = archives(tmp_path)[0].read_bytes()
    monkeypatch.undo()
    # On the first of January, rows of the day before may still be on their way in.
    made = [*archive(engine, tmp_path, TERMINAL, today=date(2025, 1, 1)), *archive(engine, tmp_path, TERMINAL)]
    assert [path.name for path in made] == ["journal-2023.jsonl.gz", "journal-2024.jsonl.gz"]
    assert archives(tmp_path) == made[::-1]
    assert left_half_way == made[0].read_bytes()
    held = [json.loads(line) for path in made for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
    kept = entries(engine, Asked())
    assert [entry["subject"] for entry in held] == ["du 2023-12-31", "du 2024-01-01", "du 2024-06-01"]
    assert [entry.act for entry in kept] == [Act.ARCHIVING, Act.ARCHIVING, Act.IMPORT]
    assert archive(engine, tmp_path, TERMINAL) == []
    assert altered_archives(engine, tmp_path) == []
    made[0].unlink()
    made[1].write_bytes(left_half_way)
    assert altered_archives(engine, tmp_path) == ["journal-2023.jsonl.gz", "journal-2024.jsonl.gz"]
    with pytest.raises(DBAPIError, match="archived year"):
        written_in(engine, "2024-12-31")


def test_clock_that_stands_in_an_archived_year_is_said(engine: Engine):
    archived(engine, str(datetime.now(UTC).year))
    with pytest.raises(StoreUnavailable, match=r"est déjà rangé.*rien n'a été écrit.*vérifiez la date de la machine"):
        record(engine, ANNE, Act.IMPORT, "liste.csv")
    assert entries(engine, Asked()) == []
