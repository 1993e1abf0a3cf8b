"""A real Postgres for the tests: on loopback, a free port, a folder of its own; one for all workers of a test run."""

import json
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from filelock import FileLock

from tests.ensure_postgres import postgres_programs
from tests.programs import free_port

USER = "r2v"
# Never a part of a log or of a file that the app writes; tests look for it.
PASSWORD = "hunter2-of-postgres"
# Quick rather than safe from a power cut, and nothing but TCP, so that no path is too long for a socket.
OPTIONS = "-c fsync=off -c full_page_writes=off -c max_connections=200 -c unix_socket_directories=''"
PORTS_TRIED = 5


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """A running server; `folder` holds the data and the log."""

    folder: Path
    port: int

    def url(self, database: str) -> str:
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def new_database(self) -> Iterator[str]:
        """Make an empty database, give its URL, and drop it at the end, whoever is still connected."""
        name = f"t_{uuid.uuid4().hex[:12]}"
        self.run(f'CREATE DATABASE "{name}"')
        yield self.url(name)
        self.run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def run(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement of the test's own, and give its rows."""
        with psycopg.connect(self.url(database), autocommit=True) as db:
            # The statements are the tests' own, with names that they made.
            found = db.execute(statement.encode())
            return found.fetchall() if found.description else []

    @contextmanager
    def away(self, url: str) -> Iterator[None]:
        """Cut every connection to a database and let nobody in, as while the server is restarted."""
        name = url.rpartition("/")[2]
        self.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        self.cut(name)
        yield
        self.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')

    def cut(self, database: str, more: str = "true") -> None:
        """Cut the connections to a database, or those for which a condition on `pg_stat_activity` holds too."""
        self.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "  # noqa: S608 - the test's own words
            f"WHERE datname = '{database}' AND {more}"
        )

    def cut_first_lock(self, url: str, kind: int) -> None:
        """Cut the oldest connection to a database that holds an advisory lock of a kind."""
        name = url.rpartition("/")[2]
        holders = f"pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = {kind})"  # noqa: S608
        oldest = f"SELECT min(backend_start) FROM pg_stat_activity WHERE datname = '{name}' AND {holders}"  # noqa: S608
        self.cut(name, f"{holders} AND backend_start = ({oldest})")


@contextmanager
def shared_postgres(root: Path) -> Iterator[Postgres]:
    """Give the server of a test run whose workers share `root`; who comes first starts it, who leaves last stops it."""
    note, lock = root / "postgres.json", FileLock(root / "postgres.lock")
    with lock:
        known = json.loads(note.read_text()) if note.exists() else None
        if known is None:
            server = _start()
            known = {"folder": str(server.folder), "port": server.port, "users": []}
        known["users"].append(os.getpid())
        note.write_text(json.dumps(known))
    server = Postgres(folder=Path(known["folder"]), port=known["port"])
    yield server
    with lock:
        known = json.loads(note.read_text())
        # A worker that crashed has not signed off.
        known["users"] = [user for user in known["users"] if user != os.getpid() and Path(f"/proc/{user}").exists()]
        note.write_text(json.dumps(known))
        if not known["users"]:
            note.unlink()
            _pg_ctl(server.folder, "stop", "-m", "immediate")
            shutil.rmtree(server.folder)


def _start() -> Postgres:
    # Below the machine's temporary folder: pytest's own is closed to the user that Postgres runs as.
    folder = Path(tempfile.mkdtemp(prefix="r2v-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, _unprivileged())
    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    _as_postgres("initdb", "-D", str(folder / "data"), "-U", USER, "-A", "scram-sha-256", "--pwfile", str(secret), "-N")
    for _ in range(PORTS_TRIED):
        port = free_port()
        try:
            _pg_ctl(folder, "start", "-l", str(folder / "log"), "-o", _options(port))
        except AssertionError:
            # Somebody took the port meanwhile.
            continue
        return Postgres(folder=folder, port=port)
    raise AssertionError((folder / "log").read_text())


def _options(port: int) -> str:
    return f"-h 127.0.0.1 -p {port} {OPTIONS}"


def _pg_ctl(folder: Path, verb: str, *options: str) -> None:
    _as_postgres("pg_ctl", verb, "-D", str(folder / "data"), "-w", *options)


def _as_postgres(program: str, *arguments: str) -> None:
    """Run one of Postgres's programs, which refuse to run as root."""
    programs = postgres_programs()
    assert programs is not None, "there is no Postgres: python -m tests.ensure_postgres finds or installs one"
    user = _unprivileged() if os.geteuid() == 0 else None
    # A server that goes on would hold a pipe open for ever, so what is said goes into a file.
    with tempfile.TemporaryFile() as said:
        ran = subprocess.run(
            [programs / program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd="/",
            user=user,
            group=None if user is None else pwd.getpwnam(user).pw_gid,
            extra_groups=None if user is None else [],
            check=False,
            timeout=60,
        )
        said.seek(0)
        assert ran.returncode == 0, f"{program} failed:\n{said.read().decode()}"


def _unprivileged() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
