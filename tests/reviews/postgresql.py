"""A private PostgreSQL cluster on loopback, run by an unprivileged user because the server refuses root."""

import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.patience import PATIENCE

FOLDER = Path("/usr/lib/postgresql")
ACCOUNTS = ("postgres", "nobody")


def binaries() -> Path | None:
    """The newest installed server's programs."""
    found = [path.parent for path in FOLDER.glob("*/bin/initdb") if (path.parent / "pg_ctl").is_file()]
    return max(found, key=lambda path: int(path.parent.name.split(".")[0]), default=None)


def account() -> str | None:
    """Who runs the server: ourselves, or an unprivileged account when we are root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ACCOUNTS if name in known), None)


def missing() -> str | None:
    """What the tests on PostgreSQL lack here, None when they can run."""
    if binaries() is None:
        return f"no initdb and pg_ctl under {FOLDER}/*/bin: install Debian's package postgresql"
    if account() is None:
        return f"running as root and none of the accounts {', '.join(ACCOUNTS)} exists"
    if importlib.util.find_spec("psycopg") is None:
        return "the Python package psycopg is not installed"
    return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster() -> Iterator[str]:
    """The URL of a running server, without a database name; stopped and deleted at the end."""
    programs, name = binaries(), account()
    assert programs is not None
    assert name is not None
    user = None if os.geteuid() != 0 else name
    # pytest's own folder is closed to other accounts.
    folder = Path(tempfile.mkdtemp(prefix="reviews-postgresql-"))
    password, port = secrets.token_hex(8), _free_port()
    (folder / "password").write_text(password, encoding="utf-8")
    if user:
        for path in (folder, folder / "password"):
            shutil.chown(path, user)
    data = str(folder / "data")

    def call(*command: str) -> None:
        done = subprocess.run(
            command, cwd=folder, user=user, group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PGCTLTIMEOUT": str(PATIENCE)},
            stdin=subprocess.DEVNULL, stdout=(log := (folder / "log").open("ab")), stderr=log, check=False,
        )  # fmt: skip
        log.close()
        assert done.returncode == 0, (folder / "log").read_text(encoding="utf-8")

    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c max_connections=60"
    try:
        call(
            str(programs / "initdb"), "-D", data, "-U", "tests", "-A", "scram-sha-256",
            "--pwfile", str(folder / "password"), "-E", "UTF8", "--no-sync",
        )  # fmt: skip
        call(str(programs / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "server.log"), "-o", options, "start")
        yield f"postgresql://tests:{password}@127.0.0.1:{port}"
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            call(str(programs / "pg_ctl"), "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder)
