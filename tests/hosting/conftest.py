"""One application that asks for a login, one provider of identities, and the people who log in there."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.hosting.server import Provider, Server, configuration, free_port, providing, rewrite, serving
from tests.hosting.session import Browser

ROLES = """\
"lecteur" = ["*"]
"évaluateur" = ["evaluatrice@exemple.test", "toutes@exemple.test"]
"arbitre" = ["arbitre@exemple.test", "groupe:comite", "toutes@exemple.test"]
"gestionnaire de données" = ["gestionnaire@exemple.test", "klaus@exemple.test", "toutes@exemple.test"]
"""
PEOPLE = ("lectrice", "evaluatrice", "arbitre", "gestionnaire")


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    with providing() as found:
        for name in PEOPLE:
            address = f"{name}@exemple.test"
            found.enrol(name, email=address, email_verified=True, name=name.capitalize())
        yield found


@pytest.fixture(scope="session")
def left_behind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a file that a process was reading when it was killed."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    state = tmp_path_factory.mktemp("hosting") / "state"
    folder = state / "uploads" / f"upload-{socket.gethostname()}-{process.pid}-0123456789abcdef"
    folder.mkdir(parents=True)
    (folder / "liste.csv").write_bytes(b"a")
    return folder


@pytest.fixture(scope="session")
def server(provider: Provider, left_behind: Path) -> Iterator[Server]:
    """An application that asks for a login."""
    state, port = left_behind.parents[1], free_port()
    secrets = state.parent / "secrets.toml"
    secrets.write_text(configuration(f"http://localhost:{port}", provider, ROLES), encoding="utf-8")
    with serving(state.parent, state, port=port) as found:
        yield found


@dataclass(frozen=True)
class Closed:
    """What a process answers whose secrets nobody can read."""

    page: str
    buttons: frozenset[str]
    login: httpx.Response
    media: httpx.Response
    ready: httpx.Response
    alive: httpx.Response


@pytest.fixture(scope="session")
def started_closed(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Closed]]:
    """Another process of the same application, as behind a balancer, under a path. It starts with secrets that are cut short."""
    folder = tmp_path_factory.mktemp("second")
    secrets = server.secrets.read_text(encoding="utf-8").replace("/oauth2callback", "/fse/oauth2callback")
    (folder / "secrets.toml").write_text(secrets.replace("[auth]", "[auth"), encoding="utf-8")
    with serving(folder, server.state, origin=server.origin, base="fse") as found:
        with Browser(found).tab("imports") as tab:
            tab.run()
            page, buttons = tab.text(), frozenset(tab.buttons())
        answers = [found.get(f"/fse/{path}") for path in ("auth/login", "media/inconnu", "pret", "sante")]
        rewrite(found.secrets, secrets)
        yield found, Closed(page, buttons, *answers)


@pytest.fixture(scope="session")
def second(started_closed: tuple[Server, Closed]) -> Server:
    """That other process, its secrets mended."""
    return started_closed[0]


@pytest.fixture(scope="session")
def people(server: Server, provider: Provider) -> Mapping[str, Browser]:
    """Their browsers, each logged in, and the browser of somebody who isn't."""
    return {name: Browser(server).log_in(name) for name in PEOPLE} | {"personne": Browser(server)}


@pytest.fixture
def roles(server: Server) -> Iterator[Path]:
    """The secrets of the application, as they were once the test is over."""
    before = server.secrets.read_text(encoding="utf-8")
    yield server.secrets
    rewrite(server.secrets, before)
