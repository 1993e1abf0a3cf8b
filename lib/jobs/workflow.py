"""The durable workflow: DBOS runs the steps, and runs them again after a kill."""

import logging
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID

from lib.errors import Failure, NotFound, Refused, StudioError
from lib.jobs.desk import Desk, JobEnded, Lost, TaskFailed
from lib.jobs.pace import SUBMITS_A_SECOND, TASKS_AT_ONCE
from lib.jobs.record import JobState, Record
from lib.jobs.records import DatabaseAway
from lib.jobs.saving import Saving
from lib.jobs.seat import ALONE, Seat
from lib.jobs.solo import Solo
from lib.jobs.sqlite_clock import teach_sqlite
from lib.jobs.staging import Staging
from lib.jobs.submission import Submission
from lib.jobs.threads import ThreadEach
from lib.jobs.watching import Watching
from lib.logs import about

_log = logging.getLogger(__name__)

QUEUE = "r2v-accounts"
# By default DBOS hashes the source, so that a deployment would orphan every running job.
APPLICATION_VERSION = "1"
QUEUE_POLL_SECONDS = 0.2

# 2026-01-01, and fine enough for one person's clicks.
TURNS_BEGIN = 1767225600
TURNS_A_SECOND = 20

# How often it is seen whether the database is back.
AWAY_SECONDS = 1.0

T = TypeVar("T")
Step = Callable[[str], None]


class Workflow:
    """The jobs' engine. One a process: DBOS itself is a singleton."""

    def __init__(self, desk: Desk, database_url: str, seat: Seat) -> None:
        self._desk = desk
        # A queue of its own for each process: a job runs where its key is, and the account's limits over all processes
        # are held at its admission.
        self._queue = QUEUE if seat.name == ALONE else f"{QUEUE} {seat.name}"
        self._staging = staging = Staging(desk)
        self._steps: tuple[tuple[str, Step], ...] = (
            ("stage", staging.run),
            ("submit", Submission(desk, staging).run),
            ("wait", Watching(desk).run),
            ("save", Saving(desk).run),
        )
        teach_sqlite()
        self._turns = Turns()
        self._pool: ThreadPoolExecutor | None = None
        self._solo = Solo()
        config: DBOSConfig = {
            "name": "wan-r2v-studio",
            "system_database_url": database_url,
            "application_version": APPLICATION_VERSION,
            "executor_id": seat.name,
            "log_level": "WARNING",
            "enable_otlp": False,
        }
        self._engine = DBOS(config=config)
        DBOS.listen_queues([self._queue])
        self._story = DBOS.workflow(name="r2v.job")(_as_function(self._run))

    def start(self) -> None:
        """Begin to work; jobs that a killed process left go on."""
        DBOS.launch()
        # Its pool would keep a thread for each of the jobs that were ever at work at once, and has no setting for that.
        self._pool = self._engine._executor_field  # noqa: SLF001 - see above; a pinned version, and a test holds it
        self._engine._executor_field = ThreadEach("job")  # noqa: SLF001 - the same
        DBOS.register_queue(
            self._queue,
            partition_concurrency=TASKS_AT_ONCE,
            partition_limiter={"limit": SUBMITS_A_SECOND, "period": 1.0},
            polling_interval_sec=QUEUE_POLL_SECONDS,
            on_conflict="always_update",
        )

    def stop(self) -> None:
        """Stop working; what has not ended goes on at the next start."""
        self._desk.clock.stop()
        DBOS.destroy(destroy_registry=True)
        if self._pool is not None:
            self._pool.shutdown(wait=False)

    def enqueue(self, job: str, account: str, *, turn: str = "") -> None:
        """Put a job into its account's queue. Twice is once: the job's name is the workflow's, with its `turn`."""
        options = SetEnqueueOptions(queue_partition_key=account, priority=self._turns.next())
        with SetWorkflowID(job + turn), options:
            DBOS.enqueue_workflow(self._queue, self._story, job)

    def queued(self) -> set[str]:
        """Name the jobs that are in this process's queue, or at work here."""
        found = DBOS.list_workflows(
            status=["PENDING", "ENQUEUED"], queue_name=self._queue, load_input=False, load_output=False
        )
        return {workflow.workflow_id.partition(".")[0] for workflow in found}

    def is_at(self, job: str) -> bool:
        """Tell whether a job is at work here."""
        return self._solo.is_at(job)

    def _run(self, job: str) -> None:
        records = self._desk.records
        with about(job), self._solo.at(job):
            # Another process may have taken it up while this one was away.
            if self._patiently(job, lambda: records.claim(job, {records.worker, ""})):
                self._run_steps(job)
            self._patiently(job, lambda: self._let_key_go(job))

    def _run_steps(self, job: str) -> None:
        try:
            for name, step in self._steps:
                DBOS.run_step({"name": name}, self._guarded, step, job)
        except JobEnded:
            pass
        except StudioError as error:
            failed = error
            self._patiently(job, lambda: self._end(job, failed))

    def _let_key_go(self, job: str) -> None:
        with suppress(NotFound):
            self._desk.accounts.release(self._desk.records.get(job).account, self._desk.records.is_idle)

    def _patiently(self, job: str, action: Callable[[], T]) -> T:
        """Do what is safe to repeat as soon as the database is there. Raises Stopping."""
        while True:
            try:
                return action()
            except DatabaseAway:
                self._desk.clock.wait(job, AWAY_SECONDS)

    def _guarded(self, step: Step, job: str) -> None:
        """Run a step. What DBOS writes down of a failure is ours: a library's exception can hold a link or a key."""
        try:
            # Every step is safe to run twice, so a database that is away ends no job.
            self._patiently(job, lambda: step(job))
        except StudioError:
            raise
        except Exception as error:  # noqa: BLE001 - the workflow's edge: whatever happened, the job must end and say so
            incident = uuid.uuid4().hex[:8]
            _log.exception("incident %s", incident)
            raise StudioError(_unexpected(incident, error)) from None

    def _end(self, job: str, error: StudioError) -> None:
        """End the job as failed where it is sure that no video is paid for, as lost where one may be."""
        desk = self._desk
        try:
            record = desk.records.get(job)
        except NotFound:
            return
        # A no to a look, a wrong key say, tells nothing of the task; a no to the request does.
        refused = isinstance(error, Refused) and record.ticket is None
        sure = refused or isinstance(error, TaskFailed) or record.intent is None
        state = JobState.FAILED if sure and not isinstance(error, Lost) else JobState.LOST
        failure = error.failure
        if state is JobState.LOST and not isinstance(error, Lost):
            failure = replace(failure, advice=f"{failure.advice} {_goes_on(record)}".strip())
        end = {"state": state, "message": failure.message, "error": failure, "ended": desk.clock.now()}
        desk.records.advance(job, mine=True, **end)
        if isinstance(error, TaskFailed | Refused) and failure.retryable and record.intent is not None:
            # The service read the files' links and failed: the next attempt must not meet the same ones.
            self._staging.forget(record)


class Turns:
    """Numbers that only grow, also over restarts: who comes first is served first.

    DBOS orders a queue by priority and then by time, and on SQLite its times are whole seconds.
    """

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def next(self) -> int:
        """Give the next number; below DBOS's limit of 2 ** 31 - 1 until 2029."""
        now = int((time.time() - TURNS_BEGIN) * TURNS_A_SECOND)
        with self._lock:
            self._last = max(self._last + 1, now)
            return self._last


def _as_function(method: Step) -> Step:
    """Wrap a method: DBOS marks what it registers, and a bound method takes no mark."""

    def run(job: str) -> None:
        method(job)

    return run


def _goes_on(record: Record) -> str:
    """Say what of a paid request is still there when the app stops following it."""
    if record.ticket is None:
        return "The request may have been accepted and charged: look again."
    return "The task goes on at the service, which keeps it for 24 hours: look again once that is mended."


def _unexpected(incident: str, error: Exception) -> Failure:
    return Failure(
        code=f"Studio.Incident.{incident}",
        message=f"Something went wrong inside the app ({type(error).__name__}).",
        advice=f"Tell whoever runs it the incident {incident}; its log says more.",
    )
