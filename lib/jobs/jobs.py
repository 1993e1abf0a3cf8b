"""The jobs' front door: submit, read, cancel. Everything that waits happens behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lib.forms.catalog import Catalog
from lib.forms.cost import Cost
from lib.forms.draft import Order
from lib.forms.finding import Finding
from lib.forms.form import ModelForm
from lib.jobs import pace
from lib.jobs.accounts import Accounts
from lib.jobs.admission import Admission
from lib.jobs.aftercare import Aftercare
from lib.jobs.budget import NO_CAPS, Budget, Caps
from lib.jobs.clock import Clock
from lib.jobs.desk import Desk
from lib.jobs.fleet import Fleet
from lib.jobs.history import History
from lib.jobs.keeping import SECONDS_A_DAY, UNDO_SECONDS, kept_until
from lib.jobs.ledger import Ledger
from lib.jobs.line import Line, Standing
from lib.jobs.record import JobState, Record
from lib.jobs.records import Records, sqlite_url
from lib.jobs.recovery import Recovery
from lib.jobs.results import Results
from lib.jobs.room import RESERVE_BYTES, check_room
from lib.jobs.rounds import Rounds
from lib.jobs.seat import LoneSeat, Seat
from lib.jobs.sending import Request, Sending, Sent
from lib.jobs.storage import open_storage
from lib.jobs.store import JobStore
from lib.jobs.submission import CANCELED_UNSENT
from lib.jobs.turnstile import Turnstile
from lib.jobs.vitals import Vitals
from lib.jobs.watching import cancel_there
from lib.jobs.workflow import Workflow
from lib.providers.provider import Account, Provider
from lib.secret import NOTHING, Secret

# A job that has ended stays in the page's list for so long, unless it is taken out.
LISTED_SECONDS = 1800.0
CANCEL_ASKED = "Asking the service to cancel it."


@dataclass(frozen=True, kw_only=True)
class JobsConfig:
    """Where jobs live and how fast they go.

    Attributes:
        data_dir: folder of the database, the inputs and the results.
        seat: which of the processes on the database this is; alone by default.
        database_url: SQLAlchemy URL of a shared database, empty for SQLite in the data folder.
        storage_url: fsspec URL of a store that all processes share, empty for the data folder.
        pace: multiplies every wait between requests.
        keep_days: how long a job is kept after its end.
        reserve_bytes: what must be free on the disk beside a new job's own files.
        caps: on the accounts that are held to the end, the owner's.
    """

    data_dir: Path
    seat: Seat = field(default_factory=LoneSeat)
    database_url: str = ""
    storage_url: Secret = NOTHING
    pace: float = 1.0
    keep_days: int = 30
    reserve_bytes: int = RESERVE_BYTES
    caps: Caps = NO_CAPS


class Jobs:
    """All jobs of this app.

    Attributes:
        history: each visitor's own view of them.
        aftercare: what a person may do with a job whose end isn't known.
        recovery: tasks of an account that have no job here.
        budget: the caps on the owner's key.
        ledger: what was spent on it.
        vitals: how they are, for whoever watches the app.
    """

    def __init__(
        self,
        config: JobsConfig,
        catalog: Catalog,
        providers: Mapping[str, Provider],
        turnstile: Turnstile | None = None,
    ) -> None:
        """Set up; `turnstile` is the providers' own, whose waits end with the jobs."""
        url = config.database_url
        records = Records(url or sqlite_url(config.data_dir, "jobs.sqlite3"), config.seat.name)
        accounts, clock = Accounts(), Clock(config.pace)
        self.budget = Budget(records, accounts, catalog, config.caps, clock.now)
        self._desk = Desk(
            records=records,
            admission=Admission(records),
            budget=self.budget,
            store=JobStore.under(config.data_dir, open_storage(config.storage_url)),
            accounts=accounts,
            providers=providers,
            catalog=catalog,
            clock=clock,
        )
        self.ledger = Ledger(records, clock.now)
        self.vitals = Vitals(records, config.data_dir, config.reserve_bytes)
        self._config = config
        self.history = History(records)
        self._sweeper = Rounds(self.sweep, name="sweeper", every=UNDO_SECONDS, failing="old jobs were not swept")
        self._line = Line(records)
        self._workflow = Workflow(self._desk, url or sqlite_url(config.data_dir, "workflows.sqlite3"), config.seat)
        self._fleet = Fleet(self._desk, self._workflow, config.seat)
        self._sending = Sending(self._desk, self._workflow.enqueue, self._check_room)
        self._turnstile = turnstile or Turnstile()
        self.aftercare = Aftercare(self._desk, self._workflow, self._sending)
        self.recovery = Recovery(self._desk, self._workflow)

    def start(self) -> None:
        """Begin to work; hold the owner's accounts first, so that jobs left by a kill find their key."""
        self._workflow.start()
        self._fleet.start()
        self._sweeper.start()

    def sweep(self) -> None:
        """Remove what ended longer ago than it is kept, and what was removed on the page. Raises StorageError."""
        desk = self._desk
        self._sending.forget(desk.clock.now() - SECONDS_A_DAY)
        for job in desk.records.ended_before(desk.clock.now() - self._config.keep_days * SECONDS_A_DAY):
            desk.store.forget(job)
            desk.records.remove(job)
        moment = desk.clock.now() - UNDO_SECONDS
        for job in self.history.removed_before(moment):
            # The record first: what somebody brings back at this moment keeps its files.
            if self.history.erase(job, moment):
                desk.store.forget(job)
        # Another process may have removed a job of which copies are here.
        here = desk.store.jobs_here()
        for job in here - desk.records.known(here):
            desk.store.forget_here(job)

    def stop(self) -> None:
        """Stop working; unfinished jobs go on at the next start."""
        self._sweeper.stop()
        self._fleet.stop()
        self._turnstile.stop()
        self._workflow.stop()
        self._desk.records.close()

    def hold(self, account: Account, *, keep: bool = False) -> None:
        """Hold an account's key in memory for its jobs; `keep` for the owner's, to the end."""
        self._desk.accounts.hold(account, keep=keep)

    def submit(
        self, order: Order, files: Mapping[str, Path], account: Account, *, cost: Cost, visitor: str = ""
    ) -> Record:
        """Make a job. `files` holds the path of each of `order.files()` by sha256. Raises StorageError.

        The same order of the same visitor again within some seconds is the same intent, a second click say: it gives
        the job that is there.
        """
        request = Request(order=order, files=files, account=account, cost=cost, visitor=visitor)
        return self.send(request).records[0]

    def send(self, request: Request) -> Sent:
        """Make the jobs of a request, or give the one that the same request has made. Raises as `Sending.send`."""
        return self._sending.send(request)

    def _check_room(self, order: Order) -> None:
        check_room(self._config.data_dir, order, self._config.reserve_bytes)

    def line(self, visitor: str) -> tuple[Standing, ...]:
        """Give a visitor's jobs that are under way, each with its place; none for a visitor without a name."""
        return self._line.of_visitor(visitor) if visitor else ()

    def lined_up(self, visitor: str, standing: Sequence[Standing]) -> list[Record]:
        """Give the records of a line, and behind them the visitor's jobs that ended a while ago, newest first."""
        moment = self._desk.clock.now() - LISTED_SECONDS
        ended = [one for one in self._line.ended_since(visitor, moment) if one.state.ended] if visitor else []
        return [*self._line.records(standing), *ended]

    def place(self, record: Record) -> int:
        """Tell how many jobs of the account must end before this one begins; 0 where it has begun."""
        return 0 if record.state is not JobState.WAITING else self._line.places(record.account).get(record.job, 0)

    def give_key(self, record: Record, account: Account) -> bool:
        """Hold an account for a job that waits for its key; False where it is not the account of the job."""
        if account.fingerprint != record.account:
            return False
        if not record.state.ended:
            self._desk.accounts.hold(account)
        return True

    def holds(self, record: Record) -> bool:
        """Tell whether the key of a job is in memory."""
        return self._desk.accounts.wait_for(record.account, 0)

    def waits_for_key(self, record: Record) -> bool:
        """Tell whether a job can't go on because its key left with the process that had it."""
        return not record.state.ended and not self.holds(record) and not self._fleet.is_elsewhere(record)

    def provider(self, service: str) -> Provider:
        """Give the client of a service."""
        return self._desk.providers[service]

    def objections(self, service: str, form: ModelForm, order: Order) -> tuple[Finding, ...]:
        """Give everything for which a service can't be asked, beyond the model's own limits."""
        return self._desk.providers[service].objections(form, order)

    def kept_until(self, record: Record) -> float | None:
        """Give the moment at which a job goes, in seconds since 1970; None where that isn't set."""
        return kept_until(record, self._config.keep_days)

    def get(self, job: str) -> Record:
        """Give a job's record. Raises NotFound."""
        return self._desk.records.get(job)

    def cancel(self, job: str) -> Record:
        """Cancel a job where that is still possible, and say where it isn't. Raises NotFound."""
        desk = self._desk
        record = desk.records.get(job)
        if record.state.ended:
            return record
        ended = {"state": JobState.CANCELED, "ended": desk.clock.now(), "cancel_asked": True}
        if desk.records.withdraw(job, message=CANCELED_UNSENT, **ended):
            self._fleet.nudge(record)
            return desk.records.get(job)
        if self._fleet.is_elsewhere(record) and (record.service == "sandbox" or not self.holds(record)):
            # Its stand-in or its key is there only.
            record = desk.records.advance(job, cancel_asked=True, message=CANCEL_ASKED)
            self._fleet.nudge(record)
            return record
        record = desk.records.advance(job, cancel_asked=True)
        if record.ticket is None:
            return desk.records.advance(job, message="Will be canceled as soon as the service has answered.")
        record = cancel_there(desk, record)
        self._fleet.nudge(record)
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

    @property
    def results(self) -> Results:
        """What the jobs left behind."""
        return Results(store=self._desk.store, catalog=self._desk.catalog)

    def video_path(self, record: Record) -> Path | None:
        """Give the path of the job's video, None where there is none."""
        return self.results.video(record)

    def poster_path(self, record: Record) -> Path | None:
        """Give the path of the video's poster, None where there is none."""
        return self.results.poster(record)

    def of_task(self, service: str, task_id: str, visitor: str) -> Record | None:
        """Give a visitor's own job by its task, None where it is somebody else's or gone."""
        record = self._desk.records.of_task(service, task_id) if task_id and visitor else None
        return record if record is not None and record.visitor == visitor else None
