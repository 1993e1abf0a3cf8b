"""What outlives the process: tasks and uploads, in one SQLite file of the data folder."""

import secrets
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from lib.sandbox.task import Generation, Status, Task

TASK_SECONDS = 24 * 3600  # a task's id, and its result, are valid for a day (api-facts 1.6)
UPLOAD_SECONDS = 48 * 3600  # an uploaded file is valid for two (api-facts 3)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS secret (one INTEGER PRIMARY KEY CHECK (one = 1), bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS uploads (
    key TEXT PRIMARY KEY, account TEXT NOT NULL, model TEXT NOT NULL, path TEXT NOT NULL, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS tasks (
    task_id TEXT PRIMARY KEY, account TEXT NOT NULL, model TEXT NOT NULL, request_id TEXT NOT NULL,
    status TEXT NOT NULL, created REAL NOT NULL, started REAL, ended REAL, code TEXT NOT NULL, message TEXT NOT NULL,
    generation TEXT, due REAL NOT NULL, owner TEXT NOT NULL DEFAULT '', leased_until REAL NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS tasks_by_account ON tasks (account, created);
"""
_TASK = "task_id, account, model, request_id, status, created, started, ended, code, message, generation"


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that was posted. `path` is relative to the data folder, `created` epoch seconds."""

    key: str
    account: str
    model: str
    path: str
    created: float


class Store:
    """Tasks and uploads on disk. Safe for several threads, and for several processes on one folder.

    A process that renders a task holds a lease on it and renews it. A lease that runs out belongs to a process that
    died, so another one takes the task over.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.uploads_folder = folder / "uploads"
        self.results_folder = folder / "results"
        for made in (self.uploads_folder, self.results_folder):
            made.mkdir(parents=True, exist_ok=True)
        with closing(self._connect()) as database:
            database.executescript(_SCHEMA)

    def secret(self) -> bytes:
        """Give the folder's own signing secret, made once."""
        with self._transaction() as database:
            database.execute("INSERT OR IGNORE INTO secret VALUES (1, ?)", (secrets.token_bytes(32),))
            return bytes(database.execute("SELECT bytes FROM secret").fetchone()["bytes"])

    def add_upload(self, upload: Upload) -> bool:
        """Keep an upload; False where its key is taken, since nothing is ever overwritten."""
        with self._transaction() as database:
            row = (upload.key, upload.account, upload.model, upload.path, upload.created)
            return database.execute("INSERT OR IGNORE INTO uploads VALUES (?, ?, ?, ?, ?)", row).rowcount == 1

    def upload(self, key: str) -> Upload | None:
        """Give an upload by its key; its age and owner are for the caller to judge."""
        with closing(self._connect()) as database:
            row = database.execute("SELECT * FROM uploads WHERE key = ?", (key,)).fetchone()
        return None if row is None else Upload(**dict(row))

    def add_task(self, task: Task, *, due: float) -> None:
        """Keep a new task. It may leave the queue at `due` (epoch seconds)."""
        generation = None if task.generation is None else task.generation.to_json()
        row = {**_row(task), "generation": generation, "due": due}
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        with self._transaction() as database:
            database.execute(f"INSERT INTO tasks ({names}) VALUES ({marks})", row)  # noqa: S608 - our own names

    def task(self, account: str, task_id: str, *, since: float) -> Task | None:
        """Give an account's task that was made after `since`; None for any other id."""
        query = f"SELECT {_TASK} FROM tasks WHERE task_id = ? AND account = ? AND created > ?"  # noqa: S608 - a constant
        with closing(self._connect()) as database:
            row = database.execute(query, (task_id, account, since)).fetchone()
        return None if row is None else _task(row)

    def tasks(self, account: str, *, since: float, until: float) -> list[Task]:
        """Give an account's tasks made between two moments (epoch seconds), the newest first."""
        query = (
            f"SELECT {_TASK} FROM tasks WHERE account = ? AND created BETWEEN ? AND ? "  # noqa: S608 - a constant
            "ORDER BY created DESC, rowid DESC"
        )
        with closing(self._connect()) as database:
            return [_task(row) for row in database.execute(query, (account, since, until))]

    def cancel(self, account: str, task_id: str, *, now: float) -> bool:
        """Cancel an account's task; False where it is not PENDING any more."""
        with self._transaction() as database:
            return (
                database.execute(
                    "UPDATE tasks SET status = 'CANCELED', ended = ? "
                    "WHERE task_id = ? AND account = ? AND status = 'PENDING'",
                    (now, task_id, account),
                ).rowcount
                == 1
            )

    def claim(self, owner: str, *, now: float, lease: float, wall: float) -> Task | None:
        """Take the oldest task that is due, or whose process died, and make it RUNNING.

        One that nobody can see any more, after 24 hours, is left alone.

        Args:
            owner: the process that takes it.
            now: the time of the stand-in's clock, which rules what is due.
            lease: how many seconds of wall time it is held for.
            wall: the wall time. Leases are about processes, so no other clock will do.
        """
        query = (
            f"SELECT {_TASK} FROM tasks WHERE created > ? "  # noqa: S608 - a constant
            "AND (status = 'PENDING' AND due <= ? OR status = 'RUNNING' AND leased_until < ?) "
            "ORDER BY created, rowid LIMIT 1"
        )
        with self._transaction() as database:
            row = database.execute(query, (now - TASK_SECONDS, now, wall)).fetchone()
            if row is None:
                return None
            task = _task(row)
            task = replace(task, status=Status.RUNNING, started=now if task.started is None else task.started)
            database.execute(
                "UPDATE tasks SET status = 'RUNNING', started = ?, owner = ?, leased_until = ? WHERE task_id = ?",
                (task.started, owner, wall + lease, task.task_id),
            )
            return task

    def renew(self, owner: str, task_ids: Collection[str], *, until: float) -> None:
        """Hold on to tasks that `owner` runs until another moment of wall time; a past one lets go."""
        if not task_ids:
            return
        with self._transaction() as database:
            database.executemany(
                "UPDATE tasks SET leased_until = ? WHERE task_id = ? AND owner = ? AND status = 'RUNNING'",
                [(until, task_id, owner) for task_id in task_ids],
            )

    def end(self, task: Task) -> None:
        """Write down how a running task ended."""
        with self._transaction() as database:
            database.execute(
                "UPDATE tasks SET status = ?, ended = ?, code = ?, message = ? "
                "WHERE task_id = ? AND status = 'RUNNING'",
                (task.status, task.ended, task.code, task.message, task.task_id),
            )

    def next_due(self, *, now: float) -> float | None:
        """Give the moment at which the next task may leave the queue; None where none waits."""
        with closing(self._connect()) as database:
            row = database.execute(
                "SELECT min(due) AS due FROM tasks WHERE status = 'PENDING' AND created > ?", (now - TASK_SECONDS,)
            ).fetchone()
        return None if row["due"] is None else float(row["due"])

    def sweep(self, *, now: float) -> None:
        """Forget what is older than an upload may be, and every file of that age, whoever left it there."""
        oldest = now - UPLOAD_SECONDS
        with self._transaction() as database:
            database.execute("DELETE FROM uploads WHERE created < ?", (oldest,))
            database.execute("DELETE FROM tasks WHERE created < ?", (oldest,))
        for folder in (self.uploads_folder, self.results_folder):
            for path in folder.iterdir():
                if path.stat().st_mtime < oldest:
                    path.unlink(missing_ok=True)

    def result(self, task_id: str) -> Path:
        """Give the place of a task's video, whether it is there or not."""
        return self.results_folder / f"{task_id}.mp4"

    def _connect(self) -> sqlite3.Connection:
        # A connection for each operation: it is cheap (0.1 ms), and nothing is shared between threads.
        database = sqlite3.connect(self.folder / "sandbox.sqlite", timeout=30, isolation_level=None)
        database.row_factory = sqlite3.Row
        return database

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with closing(self._connect()) as database:
            database.execute("BEGIN IMMEDIATE")
            with database:
                yield database


def _row(task: Task) -> dict[str, object]:
    names = (name.strip() for name in _TASK.split(","))
    return {name: getattr(task, name) for name in names}


def _task(row: sqlite3.Row) -> Task:
    fields = dict(row)
    generation = fields["generation"]
    fields["generation"] = None if generation is None else Generation.from_json(generation)
    return Task(**{**fields, "status": Status(fields["status"])})
