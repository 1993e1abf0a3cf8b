"""The records in the database: SQLite in the data folder, or Postgres."""

import json
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from lib.errors import Failure, NotFound, StorageError
from lib.forms.draft import Order
from lib.jobs.journal import Journal
from lib.jobs.record import ENDS, JobState, Record
from lib.jobs.rows import plain, record_of, row_of
from lib.jobs.schema import JOBS, bring_up_to_date
from lib.jobs.search import words_of
from lib.jobs.spending import release, settle
from lib.providers.provider import Ticket

_ENDED = tuple(str(end) for end in ENDS)


def sqlite_url(folder: Path, name: str) -> str:
    """Give the SQLAlchemy URL of an embedded database in a folder."""
    return f"sqlite:///{folder / name}"


class DatabaseAway(StorageError):
    """The database can't be asked at this moment: time mends it, and nothing of the transaction was done."""


class TaskTaken(StorageError):
    """A ticket that another record holds."""


class Records:
    """Reads and writes records. Every method is one short transaction; raises StorageError where it fails.

    Attributes:
        worker: the process in whose name new jobs are saved, and those at work on are changed.
        journal: is told each job's state.
    """

    def __init__(self, url: str, worker: str = "") -> None:
        self.worker = worker
        self.journal = Journal()
        self._engine = _engine(url)
        with self._failing_plainly():
            bring_up_to_date(self._engine)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def add(self, record: Record) -> None:
        """Save a new record."""
        with self._connection() as db:
            self.add_in(db, record)
        self.journal.made(record)

    def add_in(self, db: Connection, record: Record) -> None:
        """Save a new record within a transaction."""
        db.execute(sa.insert(JOBS).values({**row_of(record), "worker": record.worker or self.worker}))

    def transaction(self) -> AbstractContextManager[Connection]:
        """Begin a transaction that ends with the block. Raises StorageError."""
        return self._connection()

    def get(self, job: str) -> Record:
        """Give a record. Raises NotFound."""
        with self._connection() as db:
            return self._get_in(db, job)

    def _get_in(self, db: Connection, job: str) -> Record:
        row = db.execute(sa.select(JOBS).where(JOBS.c.job == str(job))).one_or_none()
        if row is None:
            raise NotFound(
                Failure(
                    code="Studio.NoSuchJob",
                    message="There is no job of that name here.",
                    advice="Check the name, which is the one that /submit gave.",
                    field="job",
                )
            )
        return record_of(row)

    def advance(self, job: str, *, mine: bool = False, **changes: Any) -> Record:  # noqa: ANN401 - the columns' own types
        """Change some columns of a job that has not ended, and give the record as it is then, changed or not.

        `mine` changes it only while it is this worker's.
        """
        condition: sa.ColumnElement[bool] = JOBS.c.state.not_in(_ENDED)
        if mine:
            condition = sa.and_(condition, JOBS.c.worker == self.worker)
        with self._connection() as db:
            # In one transaction: whoever else works on the job may write between two.
            changed = self._update_in(db, job, condition, changes)
            record = self._get_in(db, job)
        if changed:
            self.journal.note(job, changes, record)
        return record

    def claim(self, job: str, former: Collection[str], **changes: Any) -> bool:  # noqa: ANN401 - as above
        """Make a job this worker's, where it was that of one of the former; False where it is not, or has ended."""
        condition = sa.and_(JOBS.c.state.not_in(_ENDED), JOBS.c.worker.in_(former))
        return self._update(job, condition, {"worker": self.worker, **changes})

    def learn(self, record: Record, order: Order) -> None:
        """Write down what is known by now of an adopted task's order, by which it is then found."""
        self._update(record.job, sa.true(), {"order": order, "words": words_of(record.visitor, order)})

    def accept(self, job: str, ticket: Ticket, **changes: Any) -> Record | None:  # noqa: ANN401 - as above
        """Save the ticket, and give the record as it is then; None where the task belongs to another job already.

        A ticket is never dropped: one that comes after another process has given the request up for lost brings the
        job back, for whoever has its key.
        """
        given_up = sa.and_(JOBS.c.state == str(JobState.LOST), JOBS.c.task_id.is_(None))
        back = {"ticket": ticket, "error": None, "ended": None, "worker": "", **changes}
        try:
            record = self.advance(job, ticket=ticket, **changes)
            return self.get(job) if self._update(job, given_up, back) else record
        except TaskTaken:
            return None

    def change_in(self, job: str, states: Collection[JobState], **changes: Any) -> bool:  # noqa: ANN401 - as above
        """Change some columns of a job that is in one of these states; False where it is in another."""
        return self._update(job, JOBS.c.state.in_([str(state) for state in states]), changes)

    def revive(self, job: str, **changes: Any) -> bool:  # noqa: ANN401 - as above
        """Let a lost job go on; False where it is not lost."""
        fresh = {"error": None, "ended": None, "worker": self.worker}
        return self.change_in(job, (JobState.LOST,), **{**fresh, **changes})

    def prompts_without_answer(self, record: Record) -> list[str]:
        """Give the prompts of the account's and model's other jobs that sent their request and know of no task yet."""
        query = sa.select(JOBS.c.order).where(
            JOBS.c.account == record.account,
            JOBS.c.model == record.order.model,
            JOBS.c.job != record.job,
            JOBS.c.state.not_in(_ENDED),
            JOBS.c.intent.is_not(None),
            JOBS.c.task_id.is_(None),
        )
        with self._connection() as db:
            return [Order.from_json(json.loads(order)).prompt for (order,) in db.execute(query)]

    def withdraw(self, job: str, **changes: Any) -> bool:  # noqa: ANN401 - the columns' own types
        """End a job whose paid request was never sent; False where it was."""
        return self._update(job, sa.and_(JOBS.c.state.not_in(_ENDED), JOBS.c.intent.is_(None)), changes)

    def _update(self, job: str, condition: sa.ColumnElement[bool], changes: dict[str, Any]) -> bool:
        with self._connection() as db:
            changed = self._update_in(db, job, condition, changes)
        if changed:
            self.journal.note(job, changes)
        return changed

    def _update_in(self, db: Connection, job: str, condition: sa.ColumnElement[bool], changes: dict[str, Any]) -> bool:
        row = {name: plain(name, value) for name, value in changes.items()}
        if "ticket" in changes:
            row["task_id"] = changes["ticket"].task_id if changes["ticket"] is not None else None
        statement = (
            sa.update(JOBS)
            .where(JOBS.c.job == job, condition)
            .values(updated=time.time(), version=JOBS.c.version + 1, **row)
        )
        changed = db.execute(statement).rowcount == 1
        if changed and changes.get("state") in ENDS:
            settle(db, job, changes["state"])
        return changed

    def of_visitor(self, visitor: str, *, limit: int) -> list[Record]:
        """Give a visitor's newest records."""
        mine = sa.and_(JOBS.c.visitor == visitor, JOBS.c.removed.is_(None))
        query = sa.select(JOBS).where(mine).order_by(JOBS.c.place.desc()).limit(limit)
        with self._connection() as db:
            return [record_of(row) for row in db.execute(query)]

    def of_task(self, service: str, task_id: str) -> Record | None:
        """Give the record of a task of a service, None where there is none."""
        query = sa.select(JOBS).where(JOBS.c.service == service, JOBS.c.task_id == task_id)
        with self._connection() as db:
            row = db.execute(query).one_or_none()
        return None if row is None else record_of(row)

    def known_tasks(self, task_ids: Sequence[str]) -> set[str]:
        """Tell which of these task ids belong to a record."""
        query = sa.select(JOBS.c.task_id).where(JOBS.c.task_id.in_(task_ids))
        with self._connection() as db:
            return {str(task_id) for (task_id,) in db.execute(query)}

    def known(self, jobs: Collection[str]) -> set[str]:
        """Tell which of these jobs have a record."""
        with self._connection() as db:
            return {str(job) for (job,) in db.execute(sa.select(JOBS.c.job).where(JOBS.c.job.in_(jobs)))}

    def durations(self, like: Record, *, limit: int = 50) -> list[float]:
        """Give the seconds that the newest successes of the same service, model, resolution and length took.

        Of a record of an earlier version it is the time until its video was here.
        """
        row = row_of(like)
        query = (
            sa.select(sa.func.coalesce(JOBS.c.took, JOBS.c.ended - JOBS.c.intent))
            .where(
                *(JOBS.c[name] == row[name] for name in ("service", "model", "resolution", "duration")),
                JOBS.c.state == JobState.SUCCEEDED,
                JOBS.c.intent.is_not(None),
                JOBS.c.ended.is_not(None),
            )
            .order_by(JOBS.c.ended.desc())
            .limit(limit)
        )
        with self._connection() as db:
            return [float(seconds) for (seconds,) in db.execute(query)]

    def by_state(self) -> dict[str, int]:
        """Count all records by their state."""
        query = sa.select(JOBS.c.state, sa.func.count()).group_by(JOBS.c.state)
        with self._connection() as db:
            return {str(state): int(count) for state, count in db.execute(query)}

    def ping(self) -> None:
        """Ask the database the least that can be asked. Raises StorageError."""
        with self._connection() as db:
            db.execute(sa.select(sa.func.count()).where(JOBS.c.job == ""))

    def is_idle(self, account: str) -> bool:
        """Tell whether no job of an account is under way."""
        query = sa.select(sa.func.count()).where(JOBS.c.account == account, JOBS.c.state.not_in(_ENDED))
        with self._connection() as db:
            return int(db.execute(query).scalar_one()) == 0

    def ended_before(self, moment: float) -> list[str]:
        """Give the jobs that ended before a moment, in seconds since 1970; favourites are kept."""
        old = (JOBS.c.state.in_(_ENDED), JOBS.c.ended < moment, JOBS.c.favourite.is_(sa.false()))
        query = sa.select(JOBS.c.job).where(*old)
        with self._connection() as db:
            return [str(job) for (job,) in db.execute(query)]

    def remove(self, job: str) -> None:
        """Take a record away; what was reserved for a job that has not ended is free again."""
        with self._connection() as db:
            release(db, job)
            db.execute(sa.delete(JOBS).where(JOBS.c.job == job))

    def unfinished(self) -> list[Record]:
        """Give every record that has not ended, oldest first."""
        query = sa.select(JOBS).where(JOBS.c.state.not_in(_ENDED)).order_by(JOBS.c.created)
        with self._connection() as db:
            return [record_of(row) for row in db.execute(query)]

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        with self._failing_plainly(), self._engine.begin() as db:
            yield db

    @contextmanager
    def _failing_plainly(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.IntegrityError:
            raise TaskTaken(Failure(code="Studio.TaskTaken", message="The task belongs to another job.")) from None
        except sa.exc.SQLAlchemyError as error:
            # What time mends: a server that is away, a connection that broke, a disk that is full, none left to be had.
            passing = isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError | sa.exc.TimeoutError)
            kind = DatabaseAway if passing else StorageError
            # The driver's text can hold the whole statement with its values.
            raise kind(
                Failure(
                    code="Studio.Database",
                    message=f"The database failed ({type(error).__name__}).",
                    advice="Look whether its disk is full or its server is up, then try again.",
                    retryable=True,
                )
            ) from None


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), pool_pre_ping=True)
    engine = sa.create_engine(url, connect_args={"timeout": 30})

    @sa.event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's connection
        # WAL lets readers go on while one writes; FULL keeps an intent through a power cut, or it would be sent twice.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    return engine
