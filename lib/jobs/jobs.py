"""The jobs' front door: submit, read, cancel. Everything that waits happens behind it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lib.forms.catalog import Catalog
from lib.forms.cost import Cost
from lib.forms.draft import Order
from lib.jobs import pace
from lib.jobs.accounts import Accounts
from lib.jobs.clock import Clock
from lib.jobs.desk import Desk
from lib.jobs.record import JobState, Record
from lib.jobs.records import Records, sqlite_url
from lib.jobs.saving import POSTER
from lib.jobs.store import JobStore
from lib.jobs.watching import cancel_there
from lib.jobs.workflow import Workflow
from lib.providers.provider import Account, Provider

HISTORY_LENGTH = 48


@dataclass(frozen=True, kw_only=True)
class JobsConfig:
    """Where jobs live and how fast they go.

    Attributes:
        data_dir: folder of the database, the inputs and the results.
        database_url: SQLAlchemy URL of a shared database, empty for SQLite in the data folder.
        pace: multiplies every wait between requests.
    """

    data_dir: Path
    database_url: str = ""
    pace: float = 1.0


class Jobs:
    """All jobs of this app."""

    def __init__(self, config: JobsConfig, catalog: Catalog, providers: Mapping[str, Provider]) -> None:
        records = Records(config.database_url or sqlite_url(config.data_dir, "jobs.sqlite3"))
        self._desk = Desk(
            records=records,
            store=JobStore.under(config.data_dir),
            accounts=Accounts(),
            providers=providers,
            catalog=catalog,
            clock=Clock(config.pace),
        )
        engine_url = config.database_url or sqlite_url(config.data_dir, "workflows.sqlite3")
        self._workflow = Workflow(self._desk, engine_url)

    def start(self) -> None:
        """Begin to work; hold the owner's accounts first, so that jobs left by a kill find their key."""
        self._workflow.start()
        for record in self._desk.records.unfinished():
            # A process killed between saving the record and queueing it left a job that nothing runs.
            self._workflow.enqueue(record.job, record.account)

    def stop(self) -> None:
        """Stop working; unfinished jobs go on at the next start."""
        self._workflow.stop()
        self._desk.records.close()

    def hold(self, account: Account) -> None:
        """Keep an account's key in memory for its jobs."""
        self._desk.accounts.hold(account)

    def submit(
        self, order: Order, files: Mapping[str, Path], account: Account, *, cost: Cost, visitor: str = ""
    ) -> Record:
        """Make a job. `files` holds the path of each of `order.files()` by sha256. Raises StorageError."""
        desk = self._desk
        now = desk.clock.now()
        sandbox = account.service == "sandbox"
        record = Record(
            job=secrets.token_hex(16),
            visitor=visitor,
            service=account.service,
            base_url="" if sandbox else account.base_url,
            region=account.region,
            account=account.fingerprint,
            order=order,
            message="Waiting to begin.",
            created=now,
            updated=now,
            cost=cost,
        )
        for file in order.files():
            desk.store.take_in(record.job, file, files[file.sha256])
        desk.accounts.hold(account)
        desk.records.add(record)
        self._workflow.enqueue(record.job, record.account)
        return record

    def get(self, job: str) -> Record:
        """Give a job's record. Raises NotFound."""
        return self._desk.records.get(job)

    def of_visitor(self, visitor: str) -> list[Record]:
        """Give a visitor's newest jobs; none for a visitor without a name."""
        return self._desk.records.of_visitor(visitor, limit=HISTORY_LENGTH) if visitor else []

    def cancel(self, job: str) -> Record:
        """Cancel a job where that is still possible, and say where it isn't. Raises NotFound."""
        desk = self._desk
        record = desk.records.get(job)
        if record.state.ended:
            return record
        ended = {"state": JobState.CANCELED, "ended": desk.clock.now(), "cancel_asked": True}
        if desk.records.withdraw(job, message="Canceled before anything was sent.", **ended):
            desk.clock.nudge(job)
            return desk.records.get(job)
        record = desk.records.advance(job, cancel_asked=True)
        if record.ticket is None:
            return desk.records.advance(job, message="Will be canceled as soon as the service has answered.")
        record = cancel_there(desk, record)
        desk.clock.nudge(job)
        return record

    def seconds_left(self, record: Record) -> float | None:
        """Estimate the seconds until the job ends; None where that can't be told."""
        if record.state.ended or record.intent is None:
            return None
        return pace.seconds_left(self._desk.clock.now() - record.intent, self._habit(record))

    def usual_seconds(self, record: Record) -> float:
        """Give the seconds that jobs like this one usually take."""
        return self._habit(record).seconds

    def _habit(self, record: Record) -> pace.Habit:
        return pace.habit(record.service, self._desk.records.durations(record))

    def video_path(self, record: Record) -> Path | None:
        """Give the path of the job's video, None where there is none."""
        return self._existing(record, record.video) if record.video else None

    def poster_path(self, record: Record) -> Path | None:
        """Give the path of the video's poster, None where there is none."""
        return self._existing(record, POSTER) if record.video else None

    def input_path(self, record: Record, sha256: str) -> Path | None:
        """Give the path of one of the job's inputs, None where it is gone."""
        for file in record.order.files():
            if file.sha256 == sha256:
                path = self._desk.store.input(record.job, file)
                return path if path.exists() else None
        return None

    def _existing(self, record: Record, name: str) -> Path | None:
        path = self._desk.store.results / record.job / name
        return path if path.exists() else None
