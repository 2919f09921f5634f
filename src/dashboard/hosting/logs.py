"""How the log is written: a line of text each, or of JSON where `DASHBOARD_LOG=json`; Streamlit's and the server's lines too."""

import json
import logging
import os
import sys
from datetime import UTC, datetime
from typing import Any, Final

from streamlit import logger as streamlit_log

from dashboard.ui.served import logger as served

VARIABLE: Final = "DASHBOARD_LOG"
JSON: Final = "json"


class Text(logging.Formatter):
    """`2026-03-16T09:00:00+00:00 INFO dashboard.served synthese ms=182 rows=26 account=anne@exemple.gouv.fr`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the traceback below it where there is one."""
        facts = "".join(f" {name}={value}" for name, value in _facts(record).items() if name != "page")
        return f"{_moment(record)} {record.levelname} {record.name} {super().format(record)}{facts}"


class Json(logging.Formatter):
    """The same as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the message holds."""
        line = {"time": _moment(record), "level": record.levelname, "logger": record.name}
        said = _facts(record) or {"message": record.getMessage()}
        traceback = {"traceback": self.formatException(record.exc_info)} if record.exc_info else {}
        return json.dumps(line | said | traceback, ensure_ascii=False, default=str)


def configure() -> None:
    """Sends what is logged to the error output. Said once, by the application's start-up."""
    formatter: logging.Formatter = Json() if os.environ.get(VARIABLE, "").strip().lower() == JSON else Text()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    served.setLevel(logging.INFO)
    if isinstance(formatter, Json):
        for known in streamlit_log._loggers.values():
            known.streamlit_console_handler.setFormatter(formatter)  # type: ignore[attr-defined]


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    facts: dict[str, Any] = getattr(record, "facts", {})
    return facts


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
