"""One line of the log for each page and each address of the application's own, and nothing of what people type."""

import json
import logging
import sys
from collections.abc import Mapping

import pytest

from dashboard.hosting.logs import Json, Text
from dashboard.ui.served import logger, say_served, served
from tests.hosting.server import Server
from tests.hosting.session import Browser


def test_page_and_address_leave_one_line_each(server: Server, people: Mapping[str, Browser]):
    before = len(server.written())
    with people["lectrice"].tab("synthese") as tab:
        tab.run("recherche=Mot-Confidentiel&region=Bretagne")
    assert people["lectrice"].get("/donnees/inconnue.csv?recherche=Mot-Confidentiel").status_code == 404
    assert people["lectrice"].get("/donnees/a%20account=autre%1b[2J.csv").status_code == 404
    assert people["lectrice"].get("/telechargement/secret-de-cinq-minutes").status_code == 410
    assert server.get("/sante").status_code == 200
    written = server.written()[before:]
    lines = [
        line.split(" dashboard.served ")[1].split() for line in written.splitlines() if " dashboard.served " in line
    ]
    own = [line for line in lines if "account=lectrice@exemple.test" in line]
    assert [(line[0], *line[4:]) for line in own] == [
        ("synthese",),
        ("donnees/inconnue.csv", "status=404"),
        ("donnees/a%20account%3Dautre%1B%5B2J.csv", "status=404"),
        ("telechargement/…", "status=410"),
    ]
    assert all(line[1].startswith("ms=") and line[2].startswith("rows=") for line in own)
    assert not any(word in written for word in ("Mot-Confidentiel", "secret-de-cinq-minutes", "Bretagne"))


def test_line_of_json_holds_the_facts_and_a_traceback(caplog: pytest.LogCaptureFixture):
    with (
        caplog.at_level(logging.INFO, logger.name),
        pytest.raises(ZeroDivisionError),
        served("synthese", "anne@exemple.test"),
    ):
        1 / 0  # noqa: B018 - a page that fails
    say_served("pret", "utilisateur local", 0.0, 0, 503)
    try:
        1 / 0  # noqa: B018 - anything that fails
    except ZeroDivisionError:
        failure = logging.LogRecord("dashboard.ui", logging.ERROR, "", 0, "Échec\nde %s", ("rien",), sys.exc_info())
    page, probe = (json.loads(Json().format(record)) for record in (caplog.records[0], failure))
    assert {name: page[name] for name in ("level", "page", "rows", "account")} == {
        "level": "INFO", "page": "synthese", "rows": 0, "account": "anne@exemple.test",
    }  # fmt: skip
    assert set(page) == {"time", "level", "logger", "page", "ms", "rows", "account"}
    assert probe["message"] == "Échec\nde rien"
    assert "ZeroDivisionError" in probe["traceback"]
    assert "\n" not in Json().format(failure)
    assert "INFO dashboard.served synthese ms=" in Text().format(caplog.records[0])
