"""An OpenID Connect provider that tests log in at, and what it answers at `userinfo`. Run as a program: prints its port.

A person's claim `userinfo`, where there is one, says what that endpoint answers and how: `as` is `json`, `jwt` (signed with
the key that the provider publishes), `another key`, `another subject`, `list` or `error`.
"""

import time
from typing import Any

import flask
from authlib.jose import jwt
from joserfc import jwt as other_jwt
from joserfc.jwk import RSAKey
from oidc_provider_mock import app as provider
from oidc_provider_mock._app import storage
from werkzeug.serving import make_server

CLIENT = "tableau-de-bord"
STRANGER = RSAKey.generate_key(2048, private=True)


def application() -> flask.Flask:
    """The provider, with its answers to `userinfo` replaced for whoever has a claim of that name."""
    found = provider()
    found.before_request(answer_userinfo)
    return found


def answer_userinfo() -> Any:
    """The answer that a person's claim asks for; None leaves the request to the provider."""
    if flask.request.path != "/userinfo":
        return None
    token = storage.get_access_token(flask.request.headers["Authorization"].removeprefix("Bearer "))
    user = token.get_user() if token else None
    wanted = user.claims.get("userinfo") if user else None
    if not user or not isinstance(wanted, dict):
        return None
    said = {"sub": user.sub, **wanted["claims"]}
    signed = {"iss": flask.request.host_url.rstrip("/"), "aud": CLIENT, "iat": int(time.time()), **said}
    key = storage.jwk
    answers: dict[str, Any] = {
        "json": lambda: flask.jsonify(said),
        "list": lambda: flask.jsonify([said]),
        "another subject": lambda: flask.jsonify(said | {"sub": "quelqu'un d'autre"}),
        "jwt": lambda: as_jwt(jwt.encode({"alg": "RS256", "kid": key.thumbprint()}, signed, key).decode()),
        "another key": lambda: as_jwt(other_jwt.encode({"alg": "RS256", "kid": key.thumbprint()}, signed, STRANGER)),
        "error": lambda: ("en panne", 500),
    }
    return answers[wanted["as"]]()


def as_jwt(text: str) -> flask.Response:
    """A signed answer, as ProConnect gives it."""
    return flask.Response(text, content_type="application/jwt")


if __name__ == "__main__":
    server = make_server("localhost", 0, application(), threaded=True)
    print(server.server_port, flush=True)
    server.serve_forever()
