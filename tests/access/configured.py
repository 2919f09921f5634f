"""Secrets files as an office writes them, and logins as a provider makes them."""

import time
from typing import Any

READER = "lectrice@exemple.test"
MANAGER = "gestionnaire@exemple.test"
AUTH = """\
[auth]
redirect_uri = "http://localhost:8501/oauth2callback"
cookie_secret = "un-secret-assez-long-pour-signer-des-essais"
client_id = "essai"
client_secret = "essai"
server_metadata_url = "http://localhost:9/.well-known/openid-configuration"
"""
ROLES = f"""\
[roles]
"lecteur" = ["*"]
"gestionnaire de données" = [" {MANAGER.upper()} "]
"""


def login(email: str | None = READER, **claims: Any) -> dict[str, Any]:
    """The claims of somebody who logged in just now; an explicit None leaves a claim out."""
    given: dict[str, Any] = {
        "is_logged_in": True, "iss": "http://localhost:9", "sub": str(email), "email": email, "email_verified": True,
        "iat": int(time.time()), "nonce": "essai",
    } | claims  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}
