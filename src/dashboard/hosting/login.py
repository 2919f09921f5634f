"""The login around Streamlit's own: the address to come back to, what the provider adds in `userinfo`, the end of a session.

Streamlit fills `st.user` from the identity token alone. Some providers (ProConnect) put no address there and answer it at
their `userinfo` endpoint, as JSON or as a signed token: it is asked once, at the login, and joins the signed cookie.
"""

import json
import logging
import time
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import urlsplit

from anyio import to_thread
from joserfc import jwt
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from streamlit import config
from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.web.server.server_util import TOKENS_COOKIE_NAME
from streamlit.web.server.starlette import starlette_auth_routes as streamlit_login
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from dashboard.access.logins import end_login
from dashboard.hosting.visitors import claims_of
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.installation import login_required, store

logger = logging.getLogger(__name__)

RETURN_COOKIE: Final = "retour"
RETURN_SECONDS: Final = 900
SIGNATURES: Final = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384")
"""How a provider may sign: never with a shared key, never not at all."""

UNREACHABLE: Final = "Le fournisseur d'identité ne répond pas\u202f: réessayez dans quelques minutes, ou prévenez l'administrateur de l'application."

_HOME: Final = "/"


async def begin_login(request: Request) -> Response:
    """Sends a person to the provider, and remembers the page that they came from."""
    if not login_required():
        return RedirectResponse(_base(), 302)
    response = await streamlit_login._auth_login(request, _base_option())
    if response.status_code >= 400:
        return PlainTextResponse(UNREACHABLE, 502)
    came_from = _own_address(request)
    if came_from:
        response.set_cookie(
            RETURN_COOKIE, came_from, max_age=RETURN_SECONDS, path=_base(), httponly=True, samesite="lax"
        )
    return response


async def finish_login(request: Request) -> Response:
    """Takes what the provider answers, and leads back to the page that the person came from."""
    if not login_required():
        return RedirectResponse(_base(), 302)
    answer = await streamlit_login._auth_callback(request, _base_option())
    claims, tokens = _written(answer)
    if claims:
        if not claims.get("email"):
            claims |= await _userinfo(str(claims.get("provider")), claims, tokens)
        # Revocations are dated by our clock: a provider whose clock is ahead would date its logins after them.
        claims["iat"] = int(time.time())
        response = RedirectResponse(_back(request), 302)
        await streamlit_login._set_auth_cookie(response, claims, tokens)
    else:
        response = RedirectResponse(_base(), 302)
        response.raw_headers += [pair for pair in answer.raw_headers if pair[0] == b"set-cookie"]
    response.delete_cookie(RETURN_COOKIE, path=_base())
    return response


async def end_session(request: Request) -> Response:
    """Ends the login in every tab and process, then goes out as Streamlit does."""
    claims = claims_of(request.cookies)
    if claims:
        try:
            await to_thread.run_sync(lambda: end_login(store(), claims))
        except ReviewsError:
            logger.exception("A login could not be ended elsewhere than in this browser")
    return await streamlit_login._auth_logout(request, _base_option())


def _written(answer: Response) -> tuple[dict[str, Any], dict[str, Any]]:
    """The claims and the tokens that Streamlit's answer puts in signed cookies; empty where the login failed."""
    jar = SimpleCookie()
    for header, value in answer.raw_headers:
        if header == b"set-cookie":
            jar.load(value.decode("latin-1"))
    cookies = {name: morsel.value for name, morsel in jar.items()}
    found = []
    for name in (USER_COOKIE_NAME, TOKENS_COOKIE_NAME):
        signed = _get_signed_cookie_with_chunks(cookies, name)
        found.append(dict(json.loads(signed)) if signed else {})
    return found[0], found[1]


async def _userinfo(provider: str, claims: dict[str, Any], tokens: dict[str, Any]) -> dict[str, Any]:
    """What the provider's `userinfo` says of the same person, its signature checked where it is a token; empty where it doesn't."""
    try:
        client, _ = streamlit_login._create_oauth_client(provider)
        metadata = await client.load_server_metadata()
        answer = await client.get(
            metadata["userinfo_endpoint"], token={"access_token": tokens["access_token"], "token_type": "Bearer"}
        )
        answer.raise_for_status()
        if answer.headers.get("content-type", "").startswith("application/jwt"):
            keys = KeySet.import_key_set(await client.fetch_jwk_set())
            said = jwt.decode(answer.text.strip(), keys, registry=JWSRegistry(algorithms=list(SIGNATURES))).claims
            _check_addressee(said, str(metadata["issuer"]), client.client_id)
        else:
            said = answer.json()
        _check_person(said["sub"], claims["sub"])
    except Exception:  # any fault of the provider ends here: the person is told that their address isn't known
        logger.exception("The provider's userinfo could not be used")
        return {}
    # What proves the login (issuer, time, nonce) stays the identity token's.
    return {name: value for name, value in said.items() if name not in claims}


def _check_person(said: object, known: object) -> None:
    if said != known:
        raise ValueError("the userinfo of another person")


def _check_addressee(said: dict[str, Any], issuer: str, client: str) -> None:
    audience = said.get("aud", client)
    if said.get("iss", issuer) != issuer or client not in (audience if isinstance(audience, list) else [audience]):
        raise ValueError("a userinfo token for another application")


def _own_address(request: Request) -> str:
    """The page that asked for the login, as a path of this application; empty where it isn't one."""
    found = urlsplit(request.headers.get("referer", ""))
    if f"{found.scheme}://{found.netloc}" != get_origin_from_redirect_uri():
        return ""
    return _path(f"{found.path}?{found.query}" if found.query else found.path)


def _back(request: Request) -> str:
    return _path(request.cookies.get(RETURN_COOKIE, "")) or _base()


def _path(given: str) -> str:
    """A path of this application, or nothing: never another host, whatever stands in a cookie.

    After a first slash, browsers take any number of slashes, of either kind, for the beginning of a host.
    """
    safe = given.startswith(_base()) and given[1:2] not in ("/", "\\")
    return given if safe and given.isascii() and given.isprintable() and len(given) <= 2000 else ""


def _base_option() -> str:
    return config.get_option("server.baseUrlPath") or ""


def _base() -> str:
    base = _base_option().strip("/")
    return f"/{base}/" if base else _HOME
