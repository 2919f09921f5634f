"""Who may do what. With OIDC configured the roles come from `secrets.toml`; without it the app is local and open.

```toml
[auth]            # as Streamlit documents it
[roles]           # role → e-mail addresses; "*" stands for whoever is logged in
"lecteur" = ["*"]
"gestionnaire de données" = ["prenom.nom@exemple.gouv.fr"]
```
"""

from enum import StrEnum

import streamlit as st

LOCAL_NOTICE = (
    "Application locale, sans authentification\u202f: chacun y a tous les rôles, et l'aveugle entre évaluateurs "
    "repose sur la confiance."
)


class Role(StrEnum):
    """What a person may do."""

    READER = "lecteur"
    REVIEWER = "évaluateur"
    ARBITER = "arbitre"
    DATA_MANAGER = "gestionnaire de données"


def authentication_configured() -> bool:
    """Whether `secrets.toml` holds an OIDC configuration."""
    return bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets


def require_login() -> None:
    """Where OIDC is configured, stops the run for whoever isn't logged in or has no role at all."""
    if not authentication_configured():
        return
    if not st.user.is_logged_in:
        st.markdown("# Innovation sociale et FSE")
        st.markdown("Connectez-vous pour consulter les indicateurs.")
        st.button("Se connecter", on_click=st.login, type="primary")
        st.stop()
    if not roles():
        st.markdown("# Innovation sociale et FSE")
        st.error("Votre compte n'a aucun rôle ici\u202f: demandez-en un à l'administrateur de l'application.")
        st.button("Se déconnecter", on_click=st.logout)
        st.stop()


def roles() -> frozenset[Role]:
    """The roles of the person at the screen."""
    if not authentication_configured():
        return frozenset(Role)
    given = st.secrets.get("roles", {})
    email = str(st.user.get("email") or "").strip().lower()
    known = {email, "*"} - {""}
    return frozenset(
        role for role in Role if known & {str(address).strip().lower() for address in given.get(role.value, ())}
    )


def may(role: Role) -> bool:
    """Whether the person at the screen has a role."""
    return role in roles()


def require(role: Role) -> None:
    """Stops the page with a sentence for whoever lacks the role."""
    if not may(role):
        st.error(
            f"Cette page est réservée au rôle «\u202f{role.value}\u202f»\u202f: demandez-le à l'administrateur de l'application."
        )
        st.stop()


def person() -> str:
    """The name under which an action is recorded."""
    if not authentication_configured():
        return "utilisateur local"
    return str(st.user.get("name") or st.user.get("email") or "utilisateur connecté")
