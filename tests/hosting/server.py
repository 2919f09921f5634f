"""A server of the application and a provider of identities, each in a process of its own."""

import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
CLIENT = "tableau-de-bord"
SIGNING_WORDS = "un-secret-assez-long-pour-signer-des-essais"
PATIENCE = 120
EVERYBODY_READS = '"lecteur" = ["*"]'
ANY_CERTIFICATE = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Reading the machine's certificates takes longer than a request to a server beside us."""
FOR_TABS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""A tab reads in one thread and writes in another. In TLS 1.3 what a server sends after the handshake makes one of a thousand such
connections wait for ever on a busy machine: Python 3.11 lets both threads into it at once. Other requests speak 1.3."""
FOR_TABS.maximum_version = ssl.TLSVersion.TLSv1_2
for context in (ANY_CERTIFICATE, FOR_TABS):
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE


def ask(method: str, url: str, **options: Any) -> httpx.Response:
    """One request, redirections left to the caller."""
    return httpx.request(method, url, timeout=PATIENCE, trust_env=False, verify=ANY_CERTIFICATE, **options)


@dataclass
class Provider:
    """A running provider of identities."""

    port: int

    def enrol(self, subject: str, **claims: object) -> None:
        """Makes a person known, with what the provider says of them."""
        ask("PUT", f"http://localhost:{self.port}/users/{subject}", json=claims).raise_for_status()


@dataclass
class Server:
    """One running process of the application. `origin` is where people see it: at a proxy, where something stands before it."""

    port: int
    state: Path
    secrets: Path
    log: Path
    process: "subprocess.Popen[bytes]"
    origin: str
    base: str
    scheme: str = "http"

    def written(self) -> str:
        """What the process has logged."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def get(self, path: str, **headers: str) -> httpx.Response:
        """The answer to a request without cookies."""
        return ask("GET", f"{self.scheme}://localhost:{self.port}{path}", headers=headers)


def configuration(address: str, provider: Provider, roles: str, *, access: str = "") -> str:
    """The secrets of an application that people reach at `address`."""
    return f"""\
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "{SIGNING_WORDS}"
client_id = "{CLIENT}"
client_secret = "secret"
server_metadata_url = "http://localhost:{provider.port}/.well-known/openid-configuration"

[roles]
{roles}
[access]
{access}
"""


def without_roles(secrets: str) -> str:
    """The same secrets, where everybody reads and nobody does more."""
    before, _, after = secrets.partition("[roles]")
    return f"{before}[roles]\n{EVERYBODY_READS}\n[access]{after.partition('[access]')[2]}"


def rewrite(secrets: Path, content: str) -> None:
    """Replaces the secrets of a running process in one step: written in place, Streamlit's own watch may find them empty."""
    whole = secrets.with_suffix(".new")
    whole.write_text(content, encoding="utf-8")
    whole.replace(secrets)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("localhost", 0))
        return int(found.getsockname()[1])


def environment(state: Path, mode: str | None = None, reviews: str = "") -> dict[str, str]:
    """What a process of the application on this state folder is started with."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("DASHBOARD_")}
    chosen = {"DASHBOARD_AUTH": mode, "DASHBOARD_REVIEWS_URL": reviews}
    given |= {name: value for name, value in chosen.items() if value}
    return given | {"DASHBOARD_STATE": str(state), "PYTHONUNBUFFERED": "1"}


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider of identities that accepts whoever names themselves."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.hosting.provider"]
    given = os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            yield Provider(int(process.stdout.readline()))
        finally:
            process.terminate()


@contextmanager
def serving(
    folder: Path,
    state: Path,
    *,
    port: int = 0,
    origin: str = "",
    base: str = "",
    mode: str | None = None,
    reviews: str = "",
) -> Iterator[Server]:
    """A process of the application, once it answers. Its secrets are what the file `secrets.toml` of `folder` holds."""
    port, log, secrets = port or free_port(), folder / "server.log", folder / "secrets.toml"
    options = {"headless": "true", "port": str(port)} | ({"baseUrlPath": base} if base else {})
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--secrets.files", str(secrets)]
    command += [part for name, value in options.items() for part in (f"--server.{name}", value)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(state, mode, reviews), stdout=output, stderr=subprocess.STDOUT
        )
    seen_at, path = origin or f"http://localhost:{port}", f"/{base}" if base else ""
    server = Server(port, state, secrets, log, process, seen_at, path)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if server.get(f"{server.base}/_stcore/health").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"the server didn't start: {server.written()[-4000:]}")
