"""What the application's own addresses answer when something else fails."""

from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from streamlit.web.server.starlette import starlette_auth_routes as streamlit_login

from dashboard.access.downloads import LINKS, Download
from dashboard.access.logins import LOCAL_ACCOUNT
from dashboard.access.roles import Role
from dashboard.hosting.login import begin_login
from dashboard.hosting.routes import download, to_first_page
from dashboard.reviews.errors import StoreUnavailable
from tests.conftest import Configure
from tests.hosting.loops import in_own_loop


def request(path: str, **parameters: str) -> Request:
    return Request(
        {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "path_params": parameters}
    )


def unreadable() -> bytes:
    raise StoreUnavailable("La base des évaluations ne répond pas.")


def test_file_that_cannot_be_made_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("DASHBOARD_AUTH", "local")
    monkeypatch.setenv("DASHBOARD_STATE", str(tmp_path))
    token = LINKS.offer(LOCAL_ACCOUNT, Download("campagne.zip", "application/zip", Role.DATA_MANAGER, unreadable))
    answer = in_own_loop(download(request("/telechargement", token=token)))
    assert (answer.status_code, bytes(answer.body).decode()) == (503, "La base des évaluations ne répond pas.")


def test_provider_that_does_not_answer_is_one_sentence(configured: Configure, monkeypatch: pytest.MonkeyPatch):
    async def fails(*_: Any) -> Response:
        return Response("Authentication error", 400)

    configured()
    monkeypatch.setattr(streamlit_login, "_auth_login", fails)
    answer = in_own_loop(begin_login(request("/auth/login")))
    assert answer.status_code == 502
    assert "Le fournisseur d'identité ne répond pas" in bytes(answer.body).decode()


def test_address_of_the_first_page_leads_to_the_root_with_its_filters():
    for query, expected in ((b"periode=2021-2027&q=a%26b", "./?periode=2021-2027&q=a%26b"), (b"", "./")):
        scope = {**request("/synthese").scope, "query_string": query, "server": ("testserver", 80), "scheme": "http"}
        answer = in_own_loop(to_first_page(Request(scope)))
        assert (answer.status_code, answer.headers["location"]) == (307, expected)
