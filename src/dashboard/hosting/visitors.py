"""Who sends a request, from its signed cookies."""

import json
from collections.abc import Mapping
from typing import Any

from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from dashboard.access.logins import Admission, Refusal, admit
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.installation import login_required, rules, store


def claims_of(cookies: Mapping[str, str]) -> dict[str, Any]:
    """What the provider said of a person, from the cookie that Streamlit signed at the login; empty where there is none.

    The signature and the origin are checked as Streamlit does before it fills `st.user`.
    """
    if not login_required():
        return {}
    signed = _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    try:
        claims = json.loads(signed) if signed else {}
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) and claims.get("origin") == get_origin_from_redirect_uri() else {}


def admission_of(claims: Mapping[str, Any]) -> Admission:
    """What the sender of a request may do: nothing while the database of revocations doesn't answer. Waits for that database."""
    try:
        return admit(rules(), claims, store() if login_required() else None)
    except ReviewsError:
        return Admission(frozenset(), Refusal.UNKNOWN)
