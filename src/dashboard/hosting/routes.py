"""The addresses that the application answers itself, beside Streamlit's."""

import time
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Final
from urllib.parse import quote

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit import config
from streamlit.url_util import make_url_path

from dashboard.access.downloads import LINKS, Download
from dashboard.access.logins import account_of
from dashboard.access.roles import Role
from dashboard.domain.acts import Act, Caller
from dashboard.domain.french import quoted
from dashboard.exports.by_address import AddressError, csv_at
from dashboard.hosting.login import begin_login, end_session, finish_login
from dashboard.hosting.visitors import admission_of, claims_of
from dashboard.ingest.errors import IngestError
from dashboard.reviews.audit import record
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.installation import OWN_MACHINE, login_required, rules, state, store
from dashboard.ui.links import DATA_PATH, DOWNLOAD_PATH, FIRST_PAGE
from dashboard.ui.served import say_served
from dashboard.warehouse.query import rows_read
from dashboard.warehouse.state import StateError

Endpoint = Callable[[Request], Awaitable[Response]]

LONGEST_PATH: Final = 200
"""Characters of an address in the log."""
LOOPBACK: Final = ("127.0.0.1", "::1", "")


def routes() -> list[Route]:
    """The routes, under `server.baseUrlPath`. Those of the login stand in the place of Streamlit's, which they call."""
    base = config.get_option("server.baseUrlPath") or ""
    return [
        Route(make_url_path(base, path), _said(endpoint), methods=["GET"])
        for path, endpoint in (
            ("sante", alive),
            ("pret", ready),
            (FIRST_PAGE, to_first_page),
            (f"{DOWNLOAD_PATH}/{{token}}", download),
            (f"{DATA_PATH}/{{figure}}.csv", data),
            ("auth/login", begin_login),
            ("auth/logout", end_session),
            ("oauth2callback", finish_login),
        )
    ]


async def alive(_request: Request) -> Response:
    """Says that the process answers, and nothing more."""
    return JSONResponse({"vivant": True})


async def to_first_page(request: Request) -> Response:
    """The first page answers at the root: its own address leads there, filters kept."""
    query = request.url.query
    return RedirectResponse(f"./?{query}" if query else "./")


async def ready(_request: Request) -> Response:
    """200 where this process can serve, else 503 with the reasons."""
    # Not at the top, as in startup.py: what it imports wants Streamlit's runtime.
    from dashboard.hosting.readiness import reasons  # noqa: PLC0415 - said above

    found = await to_thread.run_sync(reasons)
    return JSONResponse({"pret": not found, "raisons": found}, 503 if found else 200)


async def download(request: Request) -> Response:
    """The file behind a link that works once, for the person whom it was made for."""
    claims = claims_of(request.cookies)
    address = request.client.host if request.client else ""
    caller = Caller(account_of(rules(), claims), OWN_MACHINE if address in LOOPBACK else address)
    found = LINKS.take(request.path_params["token"], caller.account)
    try:
        if found and found.role not in (await to_thread.run_sync(admission_of, claims)).roles:
            await to_thread.run_sync(_refused, found, caller)
            found = None
        if found is None:
            return PlainTextResponse(
                "Ce lien a déjà servi, a dépassé cinq minutes ou appartient à quelqu'un d'autre\u202f: préparez le fichier à nouveau.",
                410,
            )
        content = await to_thread.run_sync(_built, found, caller)
    except ReviewsError as error:
        return PlainTextResponse(str(error), 503)
    return Response(
        content,
        media_type=found.mime,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.file_name, safe='')}",
            "Cache-Control": "no-store",
        },
    )


def _said(endpoint: Endpoint) -> Endpoint:
    """The endpoint, each of its answers one line of the log. Whoever asks every ten seconds whether all is well leaves none."""

    @wraps(endpoint)
    async def answered(request: Request) -> Response:
        started = time.perf_counter()
        response = await endpoint(request)
        if endpoint not in (alive, ready) or response.status_code >= 400:
            # The part of the address that opens a file is a secret for five minutes.
            path = request.url.path.replace(request.path_params.get("token") or "\0", "\0")
            # Anybody chooses an address: as it was sent, it says nothing that a line of the log could be taken for.
            path = quote(path.lstrip("/")).replace("%00", "…")[:LONGEST_PATH]
            claims = claims_of(request.cookies)
            account = account_of(rules(), claims) if claims or not login_required() else "personne"
            say_served(path, account, started, getattr(request.state, "rows", 0), response.status_code)
        return response

    return answered


def _refused(found: Download, caller: Caller) -> None:
    """Writes in the journal that the role which the link asks for has been lost since."""
    record(store(), caller, Act.REFUSAL, f"fichier réservé au rôle {quoted(found.role.value)} ({found.file_name})")


def _built(found: Download, caller: Caller) -> bytes:
    """The file, once the journal holds that it goes out."""
    record(store(), caller, Act.NAMED_EXPORT, found.file_name)
    return found.build()


async def data(request: Request) -> Response:
    """The CSV of a figure under the filters of the address, for whoever may see the pages; an error in one sentence."""
    if Role.READER not in (await to_thread.run_sync(admission_of, claims_of(request.cookies))).roles:
        return PlainTextResponse("Connectez-vous à l'application pour obtenir ces données.", 403)
    figure, query = request.path_params["figure"], request.query_params.multi_items()
    headers = {"Cache-Control": "no-store"}
    try:
        content, request.state.rows = await to_thread.run_sync(_csv, figure, query)
    except AddressError as error:
        return PlainTextResponse(str(error), error.status, headers)
    except (IngestError, StateError) as error:
        return PlainTextResponse(str(error), 503, headers)
    disposition = f"inline; filename*=UTF-8''{quote(figure, safe='')}.csv"
    return Response(content, media_type="text/csv", headers={"Content-Disposition": disposition, **headers})


def _csv(figure: str, query: list[tuple[str, str]]) -> tuple[bytes, int]:
    """The file, and how many rows it was made from."""
    # Not at the top either: the caches of that module want Streamlit's runtime.
    from dashboard.ui.data import published_warehouse  # noqa: PLC0415 - said above

    warehouse, before = published_warehouse(), rows_read()
    content = csv_at(figure, query, state(), warehouse.publication, warehouse.connection)
    return content, rows_read() - before
