"""How DuckDB is opened."""

from dashboard.warehouse.database import open_database


def test_connections_and_their_cursors_print_nothing_and_fetch_nothing(tmp_path):
    """On a busy machine a command's JSON began with a progress bar."""
    for path in (None, tmp_path / "base.duckdb"):
        with open_database(path) as connection, connection.cursor() as cursor:
            for asked in (connection, cursor):
                settings = asked.execute(
                    "select current_setting('enable_progress_bar'), current_setting('autoinstall_known_extensions')"
                ).fetchone()
                assert settings == (False, False), path
