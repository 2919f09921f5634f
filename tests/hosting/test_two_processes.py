"""What an office runs: nginx as it is shipped, two processes, PostgreSQL, one state folder."""

import configparser
import getpass
import io
import os
import re
import shutil
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed

from dashboard.reviews.campaigns import create_campaign
from dashboard.reviews.store import open_engine
from dashboard.ui.uploads import MEGABYTE
from dashboard.warehouse.state import State
from tests.conftest import copy_of
from tests.hosting.actions import EXTRACT, import_file
from tests.hosting.conftest import PEOPLE, ROLES
from tests.hosting.server import PATIENCE, ROOT, Provider, Server, configuration, free_port, serving
from tests.hosting.session import Browser, Tab
from tests.hosting.test_files import ARCHIVE, FROZEN, link_of, send
from tests.hosting.test_login import REFUSAL, RESERVED
from tests.pages.campaigns import grid_named, population
from tests.reviews import postgresql

DEPLOY = ROOT / "deploy"
PORTS = ("8501", "8502")
"""Of the two processes, in the files that are shipped."""


@dataclass
class Office:
    """What answers at one address: the proxy, the processes behind it, where the reviews are."""

    proxy: Server
    processes: Mapping[str, Server]
    """By what the proxy's cookie calls them."""
    reviews: str

    def other(self, process: str) -> Server:
        return next(server for name, server in self.processes.items() if name != process)


def missing() -> str | None:
    """What these tests lack here; None where they can run."""
    return "nginx is not installed" if shutil.which("nginx") is None else postgresql.missing()


@pytest.fixture(scope="module")
def proxy_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place for nginx as /etc/nginx is one: its main file, and a certificate where the shipped file looks for it."""
    if lacking := missing():
        if os.environ.get("E2E") == "1":
            pytest.fail(f"the full run needs nginx and PostgreSQL: {lacking}")
        pytest.skip(lacking)
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "dashboard").mkdir()
    command = ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost "
               "-keyout dashboard/key.pem -out dashboard/certificate.pem")  # fmt: skip
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder


def write_main_file(folder: Path, included: Path) -> list[str]:
    """Writes nginx's main file around a site; the command that reads it."""
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"user {getpass.getuser()}; worker_processes 2; daemon off; pid {folder}/pid; error_log {folder}/error.log;"
        f"events {{}} http {{ access_log off; {places} include {included}; }}",
        encoding="utf-8",
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


@contextmanager
def proxying(folder: Path, ports: Mapping[str, int]) -> Iterator["subprocess.Popen[bytes]"]:
    """nginx with the shipped file, on other ports."""
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for shipped, used in ports.items():
        assert shipped in site
        site = site.replace(shipped, str(used))
    (folder / "site.conf").write_text(site, encoding="utf-8")
    process = subprocess.Popen(write_main_file(folder, folder / "site.conf"))
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def office(
    proxy_folder: Path, provider: Provider, demonstration_state: State, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    state = copy_of(demonstration_state, folder).root
    entry, ports = free_port(), [free_port() for _ in PORTS]
    origin = f"https://localhost:{entry}"
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        reviews = f"{stack.enter_context(postgresql.cluster())}/postgres"
        places = [folder / shipped for shipped in PORTS]
        for place in places:
            place.mkdir()
            secrets = configuration(f"{origin}/fse", provider, ROLES)
            (place / "secrets.toml").write_text(secrets, encoding="utf-8")
        # Both at once, on an empty database.
        found = pool.map(
            lambda given: stack.enter_context(
                serving(given[0], state, port=given[1], origin=origin, base="fse", reviews=reviews)
            ),
            zip(places, ports, strict=True),
        )
        processes = dict(zip(("1", "2"), found, strict=True))
        listens = {
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443 ssl;": f"listen 127.0.0.1:{entry} ssl;",
        }
        nginx = stack.enter_context(proxying(proxy_folder, listens | dict(zip(PORTS, ports, strict=True))))
        proxy = Server(entry, state, places[0], proxy_folder / "error.log", nginx, origin, "/fse", scheme="https")
        wait_for(proxy)
        yield Office(proxy, processes, reviews)


def wait_for(proxy: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            assert proxy.get("/fse/sante").status_code == 200
        except httpx.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


@pytest.fixture(scope="module")
def logged_in(office: Office) -> Mapping[str, Browser]:
    """One browser a person, each logged in at the provider through the proxy."""
    return {name: Browser(office.proxy).log_in(name) for name in PEOPLE}


def fetch(tab: Tab, browser: Browser, label: str) -> httpx.Response:
    """The file of a download button, as a browser gets it: the tab asks for an address, which is then fetched."""
    message = BackMsg()
    asked = message.backend_operation_request
    asked.request_id, asked.session_id = "1", tab.session
    [asked.deferred_file.file_id] = [
        found.deferred_file_id for found in tab.of("download_button") if found.label == label
    ]
    return browser.get(f"/fse{tab.send(message).backend_operation_response.deferred_file.url}")


def test_shipped_files_are_read_by_the_programs_they_are_for(proxy_folder: Path, tmp_path: Path):
    site = DEPLOY / "nginx.conf"
    if os.geteuid():  # ports under 1024 are root's
        site = tmp_path / "site.conf"
        changed = re.sub(r"listen (80|443)", "listen 127.0.0.1:0", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
        site.write_text(changed, encoding="utf-8")
    read = subprocess.run([*write_main_file(proxy_folder, site), "-t"], capture_output=True, text=True, check=False)
    assert (read.returncode, "warn" in read.stderr) == (0, False), read.stderr
    unit = (DEPLOY / "dashboard@.service").read_text(encoding="utf-8")
    parsed = configparser.ConfigParser(interpolation=None, strict=True)
    parsed.optionxform = str  # type: ignore[assignment]
    parsed.read_string(unit)
    service = parsed["Service"]
    assert service["ExecStart"].split()[1:5] == ["-m", "streamlit", "run", "app.py"]
    assert {"Restart": "always", "PrivateTmp": "true", "ProtectSystem": "strict"}.items() <= dict(service).items()
    names = re.findall(r"^#?(\w+)=", (DEPLOY / "environment").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"DASHBOARD_STATE", "DASHBOARD_AUTH", "DASHBOARD_REVIEWS_URL"} <= set(names)
    if shutil.which("systemd-analyze"):
        # The program and the account are the office's.
        here = unit.replace(service["ExecStart"].split()[0], "/bin/true").replace("=dashboard\n", "=root\n", 2)
        for instance in ("", "8501"):
            (tmp_path / f"dashboard@{instance}.service").write_text(here, encoding="utf-8")
        verify = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "dashboard@8501.service")]
        said = subprocess.run(verify, capture_output=True, text=True, check=False)
        assert (said.returncode, said.stderr) == (0, "")


def test_every_process_is_ready_and_says_so_to_whoever_watches_it(office: Office):
    for server in office.processes.values():
        assert server.get("/fse/pret").json() == {"pret": True, "raisons": []}
    assert office.proxy.get("/fse/sante").json() == {"vivant": True}
    for path in ("pret", "_stcore/metrics"):
        answer = office.proxy.get(f"/fse/{path}")
        assert (answer.status_code, "nginx" in answer.text) == (404, True), path


def test_people_log_in_through_the_proxy_and_keep_their_roles(office: Office, logged_in: Mapping[str, Browser]):
    assert {browser.cookies["processus"] for browser in logged_in.values()} == set(office.processes)
    for name, browser in logged_in.items():
        with browser.tab() as tab:
            for page, allowed in RESERVED.items():
                assert (REFUSAL in tab.leave_for(page).run().text()) != (name in allowed), (name, page)
    answer = Browser(office.proxy).get("/fse/_stcore/health")
    for line in answer.headers.get_list("set-cookie"):
        assert "; secure" in line.lower(), line
    # Whatever a visitor says of themselves, the proxy's own words reach the process.
    forged = office.proxy.get("/fse/_stcore/health", **{"X-Forwarded-Proto": "http", "X-Forwarded-For": "127.0.0.1"})
    assert [line for line in forged.headers.get_list("set-cookie") if "; secure" not in line.lower()] == []


def test_files_reach_the_tab_that_sends_them_and_come_from_the_one_that_asks(office: Office, provider: Provider):
    with ExitStack() as stack:
        browsers = [Browser(office.proxy).log_in("gestionnaire") for _ in range(4)]
        assert sorted(browser.cookies["processus"] for browser in browsers) == ["1", "1", "2", "2"]
        tabs = [stack.enter_context(browser.tab("imports")) for browser in browsers]
        for browser, tab in zip(browsers, tabs, strict=True):
            tab.run().attach(browser, "fichier", "projets.csv", EXTRACT).run()
            assert "1 ligne lue" in tab.text()
            given = fetch(tab, browser, "Modèle d'extrait complet")
            assert (given.status_code, zipfile.is_zipfile(io.BytesIO(given.content))) == (200, True)
            link = link_of(tab.leave_for("campagnes").run(FROZEN).click(ARCHIVE))
            assert browser.at(office.other(browser.cookies["processus"])).get(f"/fse{link}").status_code == 410
            assert browser.get(f"/fse{link}").status_code == 200
            assert browser.get(f"/fse{link}").status_code == 410
        # More than nginx lets through of itself.
        assert send(browser, tab.leave_for("imports").run().session, 2 * MEGABYTE).status_code == 204


def test_an_import_made_through_one_process_is_seen_by_the_other(office: Office):
    manager = Browser(office.proxy).log_in("gestionnaire")
    elsewhere = manager.at(office.other(manager.cookies["processus"]))
    with manager.tab("imports") as tab, elsewhere.tab("operations") as far:
        assert "projets.csv" not in far.run("q=Atelier+fictif").text()
        tab.run().run(triggers=import_file(tab, manager))
        assert "Source\u202f: projets.csv" in far.run().text()
        assert "**1 opération**" in far.text()


def test_nothing_confirmed_is_lost_when_a_process_is_killed_while_a_reviewer_writes(office: Office):
    engine = open_engine(office.reviews)
    create_campaign(
        engine, campaign_id="longue", name="Essai", grid=grid_named("csess"), lexicon_hash="", lexicon_text="", extracts=[],
        operations=population([f"D{rank}" for rank in range(200)]), reviewers=["evaluatrice@exemple.test", "b@exemple.test"], by="Gérard",
    )  # fmt: skip
    reviewer = Browser(office.proxy).log_in("evaluatrice")
    process = reviewer.cookies["processus"]
    killed = office.processes[process]
    # At whatever moment of a later submission.
    timer = threading.Timer(0.2, killed.process.kill)
    confirmed = 0

    def submit(tab: Tab) -> None:
        nonlocal confirmed
        tab.put("Avis", "Non retenue").run().click("Soumettre")
        assert "Évaluation soumise" in tab.text()
        confirmed += 1

    def write_on() -> None:
        with reviewer.tab("evaluer") as tab:
            tab.run("campagne=longue")
            for rank in count():
                submit(tab)
                if rank == 2:
                    timer.start()

    with pytest.raises((ConnectionClosed, OSError)):
        write_on()
    killed.process.wait()
    with reviewer.tab("evaluer") as tab:
        submit(tab.run("campagne=longue"))
        assert reviewer.cookies["processus"] != process
    with engine.connect() as connection:
        kept = connection.execute(
            text("select count(*) from review_event where status = 'soumise' and campaign_id = 'longue'")
        ).scalar_one()
    engine.dispose()
    # What was under way when the process died may be there too.
    assert confirmed <= kept <= confirmed + 1
    # Files follow the tab to the process that is left, for those who were at the other one too.
    manager = Browser(office.proxy).log_in("gestionnaire")
    manager.cookies["processus"] = process
    with manager.tab("imports") as tab:
        tab.run().attach(manager, "fichier", "projets.csv", EXTRACT).run()
        assert fetch(tab, manager, "Modèle d'extrait complet").status_code == 200
