"""The fleet: several processes on one database share its jobs; the living go on with what the dead have left.

Whose a job is stands in its record, and changes there in one statement: whoever makes that change has the job, and
everybody else is told so at their next look at the record. A process that was only paused, or cut off from the
database, finds what others have taken up meanwhile, and leaves it to them.

A job goes on only where its key is: the owner's and the stand-in's are in every process, a visitor's own in those to
which that browser has come.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from lib.errors import StorageError
from lib.jobs.desk import WAITING_FOR_KEY, Desk
from lib.jobs.record import UNDER_WAY, JobState, Record
from lib.jobs.rounds import Rounds
from lib.jobs.schema import JOBS
from lib.jobs.seat import Seat
from lib.jobs.workflow import Workflow

LOOK_AROUND_SECONDS = 2.0


@dataclass(frozen=True, kw_only=True)
class Left:
    """A job that nobody works on, as much of it as tells who can."""

    job: str
    worker: str
    account: str
    service: str
    version: int


class Fleet:
    """Looks around every two seconds, and passes on what one process has to tell another."""

    def __init__(self, desk: Desk, workflow: Workflow, seat: Seat) -> None:
        self._desk = desk
        self._workflow = workflow
        self._seat = seat
        self._idle: set[str] = set()
        self._rounds = Rounds(
            self.look_around,
            name="fleet",
            every=LOOK_AROUND_SECONDS,
            failing="could not look around",
            delay=LOOK_AROUND_SECONDS,
        )

    def start(self) -> None:
        """Go on with this process's own jobs that are in no queue, hear of others' news, and begin to look around."""
        for left in self._left({self._seat.name}):
            # A process killed between saving the record and queueing it left a job that nothing runs.
            self._workflow.enqueue(left.job, left.account, turn=f".{left.version}")
        self._seat.listen(self._hear)
        self._rounds.start()

    def stop(self) -> None:
        """End, after the look around that is under way."""
        self._rounds.stop()

    def is_elsewhere(self, record: Record) -> bool:
        """Tell whether a job is at work in another process."""
        return record.worker not in ("", self._seat.name)

    def nudge(self, record: Record) -> None:
        """Let whoever works on a job look at its record now."""
        self._desk.clock.nudge(record.job)
        if self.is_elsewhere(record):
            # It finds out at its next look, should nobody be told now.
            with suppress(StorageError):
                self._seat.nudge(record.job)

    def look_around(self) -> None:
        """Take up what nobody works on and what has its key here. Raises StorageError."""
        others = self._workers() - {"", self._seat.name}
        gone = self._seat.gone(others)
        for left in self._left({"", *gone}):
            self._take_up(left, dead=left.worker in gone)
        self._forget_keys()

    def _take_up(self, left: Left, *, dead: bool) -> None:
        records, former = self._desk.records, {left.worker}
        if not self._desk.accounts.wait_for(left.account, 0):
            if dead:
                records.claim(left.job, former, worker="", message=WAITING_FOR_KEY)
            return
        # A stand-in's tasks went with its process; they cost nothing, so they are made again.
        again = _FROM_THE_BEGINNING if dead and left.service == "sandbox" else {}
        if records.claim(left.job, former, **again):
            self._workflow.enqueue(left.job, left.account, turn=f".{left.version}")

    def _workers(self) -> set[str]:
        query = sa.select(JOBS.c.worker).where(JOBS.c.state.in_(UNDER_WAY)).distinct()
        with self._desk.records.transaction() as db:
            return {str(worker) for (worker,) in db.execute(query)}

    def _left(self, workers: set[str]) -> list[Left]:
        """Give the jobs under way of these workers that are in no queue of this process, oldest first."""
        names = ("job", "worker", "account", "service", "version")
        query = (
            sa.select(*(JOBS.c[name] for name in names))
            .where(JOBS.c.state.in_(UNDER_WAY), JOBS.c.worker.in_(workers))
            .order_by(JOBS.c.created, JOBS.c.job)
        )
        with self._desk.records.transaction() as db:
            found = [Left(**row._asdict()) for row in db.execute(query)]
        queued = self._workflow.queued() if found else set()
        return [left for left in found if left.job not in queued]

    def _forget_keys(self) -> None:
        """Forget the visitors' keys that no job needs; one that has just come may be for a job that is being made."""
        idle = {account for account in self._desk.accounts.visiting() if self._desk.records.is_idle(account)}
        for account in idle & self._idle:
            self._desk.accounts.release(account, self._desk.records.is_idle)
        self._idle = idle

    def _hear(self, job: str) -> None:
        if self._workflow.is_at(job):
            self._desk.clock.nudge(job)


_FROM_THE_BEGINNING: dict[str, Any] = {
    "ticket": None,
    "intent": None,
    "begun": None,
    "state": JobState.WAITING,
    "message": "Begun again: the process whose stand-in had it is gone.",
}
