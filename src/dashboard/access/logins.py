"""One login: which it is, how old it is, whether it was ended, and the roles that it gives."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Engine, Row, and_, insert, or_, select

from dashboard.access.roles import EVERYONE, Role, address_of
from dashboard.access.rules import Mode, Rules
from dashboard.reviews.store import read, write
from dashboard.reviews.tables import REVOCATION

CLOCK_SECONDS: Final = 300
"""How far the provider's clock may run before ours."""

LOCAL_ACCOUNT: Final = "utilisateur local"

_IDENTIFYING: Final = ("iss", "sub", "provider", "iat", "auth_time", "nonce", "jti", "sid", "at_hash")


class Refusal(StrEnum):
    """Why a login opens nothing, as a French sentence."""

    UNKNOWN = "Connectez-vous pour consulter les indicateurs."
    EXPIRED = "Votre session a atteint sa durée maximale\u202f: reconnectez-vous."
    REVOKED = "Votre session a été fermée\u202f: reconnectez-vous."
    UNVERIFIED = (
        "Votre fournisseur d'identité n'a pas vérifié votre adresse électronique\u202f: faites-la vérifier, ou demandez à "
        "l'administrateur de l'application."
    )
    NO_ROLE = "Votre compte n'a aucun rôle ici\u202f: demandez-en un à l'administrateur de l'application."


@dataclass(frozen=True, slots=True)
class Admission:
    """What a login opens: roles, or the reason why there is none."""

    roles: frozenset[Role]
    refusal: Refusal | None = None


def admit(rules: Rules, claims: Mapping[str, Any], engine: Engine | None) -> Admission:
    """The roles of a person. `claims` are those of the login, empty where there is none; `engine` is the reviews' database.

    Raises ReviewsError where the database of revocations doesn't answer: nobody comes in on a login that may have been ended.
    """
    if rules.mode is not Mode.REQUIRED and not rules.problem:
        return Admission(frozenset(Role) if rules.mode is Mode.LOCAL else frozenset({Role.READER}))
    if rules.problem or engine is None or claims.get("is_logged_in") is not True:
        return Admission(frozenset(), Refusal.UNKNOWN)
    refusal = _refusal(rules, claims, engine)
    given = frozenset[Role]() if refusal else _roles(rules, claims)
    return Admission(given, refusal or (None if given else Refusal.NO_ROLE))


def account_of(rules: Rules, claims: Mapping[str, Any]) -> str:
    """What tells a person from others: their address, or the same words for all where nobody logs in."""
    if rules.mode is not Mode.REQUIRED:
        return LOCAL_ACCOUNT
    return address_of(claims.get("email")) or login_of(claims)


def login_of(claims: Mapping[str, Any]) -> str:
    """What tells this login from any other, the person's later ones included: 64 hexadecimal digits."""
    text = json.dumps({name: claims.get(name) for name in _IDENTIFYING}, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def end_login(engine: Engine, claims: Mapping[str, Any]) -> None:
    """Ends one login, in every tab and every process."""
    _record(engine, login=login_of(claims), address=None)


def end_logins_of(engine: Engine, address: str) -> None:
    """Ends every login of an address that was made until now. Raises ValueError where it is no address."""
    found = address_of(address)
    if found is None:
        raise ValueError(address)
    _record(engine, login=None, address=found)


def is_revoked(engine: Engine, claims: Mapping[str, Any]) -> bool:
    """Whether this login was ended, by itself or with all those of its address."""
    ended = REVOCATION.c.login == login_of(claims)
    if address := address_of(claims.get("email")):
        made_at = datetime.fromtimestamp(float(claims["iat"]), UTC).isoformat(timespec="seconds")
        ended = or_(ended, and_(REVOCATION.c.address == address, REVOCATION.c.created_at >= made_at))
    query = select(REVOCATION.c.sequence).where(ended).limit(1)
    found: Row[Any] | None = read(engine, lambda connection: connection.execute(query).first())
    return found is not None


def _record(engine: Engine, **values: str | None) -> None:
    row = values | {"created_at": datetime.now(UTC).isoformat(timespec="seconds")}
    write(engine, lambda connection: connection.execute(insert(REVOCATION).values(row)))


def _refusal(rules: Rules, claims: Mapping[str, Any], engine: Engine) -> Refusal | None:
    if not _is_recent(claims, rules):
        return Refusal.EXPIRED
    if is_revoked(engine, claims):
        return Refusal.REVOKED
    return None if _address(rules, claims) else Refusal.UNVERIFIED


def _is_recent(claims: Mapping[str, Any], rules: Rules) -> bool:
    made_at = claims.get("iat")
    if isinstance(made_at, bool) or not isinstance(made_at, int | float):
        return False
    return -CLOCK_SECONDS <= time.time() - made_at <= rules.session_hours * 3600


def _address(rules: Rules, claims: Mapping[str, Any]) -> str | None:
    """The address that roles are given to: one that the provider verified, or doesn't mention where that is accepted."""
    verified = claims.get("email_verified")
    accepted = verified in (True, "true") or (verified is None and rules.unverified_addresses)
    return address_of(claims.get("email")) if accepted else None


def _roles(rules: Rules, claims: Mapping[str, Any]) -> frozenset[Role]:
    known = {_address(rules, claims), EVERYONE}
    listed = claims.get(rules.groups_claim)
    several = listed if isinstance(listed, list) else [listed]
    groups = {name for name in several if isinstance(name, str)}
    return frozenset(
        role
        for role in Role
        if known & rules.roles.get(role, frozenset()) or groups & rules.groups.get(role, frozenset())
    )
