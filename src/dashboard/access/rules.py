"""What the configuration says about access: the mode, the roles, how long a login lasts, or why nothing opens.

`DASHBOARD_AUTH` is `local`, `required` or `demo`. Unset, it is `local` where no secrets file mentions access, else `required`.
The secrets files are Streamlit's, read here once more because Streamlit takes one it can't read for an absent one:

```toml
[auth]            # as Streamlit documents it
[roles]           # role → e-mail addresses, "groupe:…" as the provider names its groups, or "*" for whoever is logged in
"lecteur" = ["*"]
"gestionnaire de données" = ["prenom.nom@exemple.gouv.fr", "groupe:donnees"]
[access]          # optional
session_hours = 10                # how long a login lasts
unverified_addresses = false      # true: accept a provider that says nothing of `email_verified`
groups_claim = "groups"           # the claim that lists a person's groups
```
"""

import difflib
import logging
import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from dashboard.access.roles import EVERYONE, GROUP, Role, address_of
from dashboard.access.secrets import SecretsError, named, read_secrets

logger = logging.getLogger(__name__)

VARIABLE: Final = "DASHBOARD_AUTH"
SESSION_HOURS: Final = 10.0
GROUPS_CLAIM: Final = "groups"
SECTIONS: Final = ("auth", "roles", "access")
"""The sections about access, spelt as they must be."""

_OURS: Final = frozenset({*SECTIONS, "connections", "accessibility"})
_LIKE: Final = ("auth", "authentication", "authentification", "oidc", "login", "role", "roles", "access")
_LIKENESS: Final = 0.75
_PROVIDER_KEYS: Final = ("client_id", "client_secret", "server_metadata_url")
_SHARED_KEYS: Final = ("redirect_uri", "cookie_secret")
_SHORTEST_SECRET: Final = 32
"""Anyone may ask for something that `cookie_secret` signs, and try words on it at leisure."""
_ACCESS_KEYS: Final = ("session_hours", "unverified_addresses", "groups_claim")


class Mode(StrEnum):
    """Who may come in at all."""

    LOCAL = "local"
    """This machine alone; everyone has every role."""
    REQUIRED = "required"
    """Whoever is logged in and has a role."""
    DEMO = "demo"
    """Anyone, to read the demonstration extract."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the configuration says at one moment. `problem` is a French sentence: while there is one, nothing opens."""

    mode: Mode
    problem: str | None = None
    roles: Mapping[Role, frozenset[str]] = field(default_factory=dict)
    groups: Mapping[Role, frozenset[str]] = field(default_factory=dict)
    providers: tuple[str, ...] = ()
    redirect_uri: str = ""
    session_hours: float = SESSION_HOURS
    unverified_addresses: bool = False
    groups_claim: str = GROUPS_CLAIM

    @property
    def secure(self) -> bool:
        """Whether people come by TLS, at a proxy or here."""
        return self.redirect_uri.startswith("https://")


class Watch:
    """The rules as the files stand at each asking. Once a login was required it stays so until the process ends."""

    def __init__(self, files: Sequence[Path], declared: str | None) -> None:
        self._files, self._declared = tuple(files), declared
        self._seen: tuple[object, ...] | None = None
        self._rules = Rules(Mode.REQUIRED, "les règles d'accès n'ont pas encore été lues.")
        self._required = False
        self._lock = threading.Lock()

    def rules(self) -> Rules:
        """The rules of this moment; the files are read again only where one has changed. Safe to call from any thread."""
        with self._lock:
            signature = tuple(_signature(path) for path in self._files)
            if signature != self._seen:
                self._rules = read_rules(self._files, self._declared, required=self._required)
                self._required = self._rules.mode is Mode.REQUIRED
                self._seen = signature
            return self._rules


def read_rules(files: Sequence[Path], declared: str | None, *, required: bool = False) -> Rules:
    """The rules that the secrets files and the value of `DASHBOARD_AUTH` make. `required`: a login was required before."""
    if declared is not None and declared not in tuple(Mode):
        choices = ", ".join(f"«\u202f{mode.value}\u202f»" for mode in Mode)
        return Rules(
            Mode.REQUIRED, f"{VARIABLE} vaut «\u202f{declared}\u202f»\u202f: choisissez {choices}, ou retirez-la."
        )
    if declared in (Mode.LOCAL, Mode.DEMO) and not required:
        return Rules(Mode(declared))
    try:
        found = {path: read_secrets(path) for path in files if path.exists()}
        if declared is None and not required and not any(_speaks_of_access(content) for content in found.values()):
            return Rules(Mode.LOCAL)
        return _required_rules(found)
    except SecretsError as refusal:
        return Rules(Mode.REQUIRED, str(refusal))


def _signature(path: Path) -> object:
    try:
        status = path.stat()
    except OSError as error:
        return type(error)
    return status.st_mtime_ns, status.st_size, status.st_ino, status.st_mode


def _speaks_of_access(content: Mapping[str, Any]) -> bool:
    return any(_like_access(name) for name, _ in _sections(content, nested=True)) or any(
        set(_PROVIDER_KEYS) & set(section) for _, section in _sections(content, nested=True)
    )


def _sections(content: Mapping[str, Any], *, nested: bool = False) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, value in content.items():
        section = value if isinstance(value, dict) else {}
        yield name, section
        if nested and section and name not in ("connections", "accessibility"):
            yield from _sections(section, nested=True)


def _like_access(name: str) -> bool:
    folded = "".join(sign for sign in unicodedata.normalize("NFKD", name).casefold() if sign.isalnum())
    return bool(difflib.get_close_matches(folded, _LIKE, n=1, cutoff=_LIKENESS)) or folded.startswith(("auth", "role"))


def _required_rules(found: Mapping[Path, Mapping[str, Any]]) -> Rules:
    if not found:
        raise SecretsError("aucun fichier secrets.toml n'existe\u202f: créez-le, avec les sections [auth] et [roles].")
    given: dict[str, Any] = {}
    for path, content in found.items():
        for name, _ in _sections(content):
            if name not in _OURS and _like_access(name):
                meant = difflib.get_close_matches(name.casefold(), SECTIONS, n=1, cutoff=0)[0]
                raise SecretsError(
                    f"{named(path)} a une section [{name}]\u202f: si c'est [{meant}], écrivez-la ainsi, sinon retirez-la."
                )
        for name in SECTIONS:
            if name in content and name in given:
                raise SecretsError(f"la section [{name}] est dans deux fichiers de secrets\u202f: gardez-en une seule.")
            if name in content:
                if not isinstance(content[name], dict):
                    raise SecretsError(
                        f"{named(path)}\u202f: «\u202f{name}\u202f» doit être une section, écrite [{name}]."
                    )
                given[name] = content[name]
    redirect_uri, providers = _auth(given.get("auth"))
    roles, groups = _roles(given.get("roles"))
    return Rules(
        Mode.REQUIRED,
        roles=roles,
        groups=groups,
        providers=providers,
        redirect_uri=redirect_uri,
        **_options(given.get("access", {})),
    )


def _auth(section: Mapping[str, Any] | None) -> tuple[str, tuple[str, ...]]:
    """The address of return and the names of the providers; none where [auth] itself describes the only one."""
    if section is None:
        raise SecretsError("la section [auth] manque\u202f: ajoutez-la à secrets.toml.")
    named = {name: value for name, value in section.items() if isinstance(value, dict) and name != "client_kwargs"}
    providers: Mapping[str, Mapping[str, Any]] = named or {"": section}
    for name, provider in providers.items():
        for key in (*_SHARED_KEYS, *_PROVIDER_KEYS):
            value = section.get(key) if key in _SHARED_KEYS else provider.get(key)
            if not isinstance(value, str) or not value.strip():
                place = f"[auth.{name}]" if name and key in _PROVIDER_KEYS else "[auth]"
                raise SecretsError(f"«\u202f{key}\u202f» manque dans {place}\u202f: ajoutez-le.")
    if len(section["cookie_secret"]) < _SHORTEST_SECRET:
        logger.warning(
            "cookie_secret of [auth] can be guessed: give it %d random characters at least", _SHORTEST_SECRET
        )
    redirect_uri = str(section["redirect_uri"])
    if not redirect_uri.startswith(("http://", "https://")) or not redirect_uri.endswith("/oauth2callback"):
        raise SecretsError(
            "«\u202fredirect_uri\u202f» doit être l'adresse complète de l'application suivie de «\u202f/oauth2callback\u202f»."
        )
    return redirect_uri, tuple(named)


def _roles(section: Mapping[str, Any] | None) -> tuple[dict[Role, frozenset[str]], dict[Role, frozenset[str]]]:
    """Role → addresses, and role → groups."""
    known = {role.value: role for role in Role}
    addresses: dict[Role, frozenset[str]] = {}
    groups: dict[Role, frozenset[str]] = {}
    for name, people in (section or {}).items():
        if not isinstance(people, list) or not all(isinstance(person, str) for person in people):
            raise SecretsError(f'le rôle «\u202f{name}\u202f» doit donner une liste d\'adresses, comme ["a@b.fr"].')
        if role := known.get(unicodedata.normalize("NFC", name)):
            groups[role] = frozenset(
                person.removeprefix(GROUP).strip() for person in people if person.startswith(GROUP)
            ) - {""}
            found = [EVERYONE if person.strip() == EVERYONE else address_of(person) for person in people]
            addresses[role] = frozenset(person for person in found if person)
    if not any([*addresses.values(), *groups.values()]):
        names = ", ".join(f"«\u202f{name}\u202f»" for name in known)
        raise SecretsError(f"la section [roles] ne donne aucun rôle\u202f: nommez-y des adresses pour {names}.")
    return addresses, groups


def _options(section: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(section) - set(_ACCESS_KEYS))
    if unknown:
        raise SecretsError(
            f"[access] ne connaît pas «\u202f{unknown[0]}\u202f»\u202f: les clés sont {', '.join(_ACCESS_KEYS)}."
        )
    hours = section.get("session_hours", SESSION_HOURS)
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 < hours <= 24 * 30:
        raise SecretsError("«\u202fsession_hours\u202f» doit être un nombre d'heures entre 0 et 720.")
    unverified = section.get("unverified_addresses", False)
    claim = section.get("groups_claim", GROUPS_CLAIM)
    if not isinstance(unverified, bool) or not isinstance(claim, str) or not claim:
        raise SecretsError(
            "«\u202funverified_addresses\u202f» vaut true ou false, et «\u202fgroups_claim\u202f» est un nom de revendication."
        )
    return {"session_hours": float(hours), "unverified_addresses": unverified, "groups_claim": claim}
