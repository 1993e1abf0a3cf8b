"""Puts real jobs through faults, many at once, and tells what became of each and what its person read."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lib.forms.catalog import load_catalog
from lib.forms.cost import Cost
from lib.jobs.desk import ATTEMPTS
from lib.jobs.jobs import Jobs, JobsConfig
from lib.jobs.record import JobState, Record
from lib.providers.dashscope import DashScope
from lib.providers.http import Timeouts
from tests.jobs.faulty_service import Fault, Service, Stage
from tests.makers import make_picture
from tests.providers.orders import order

WAIT_SECONDS = 60
FREE = Cost(currency="CNY", low=0.0, high=0.0, note="")
# Never set: a bounded wait between two looks at a condition.
_PAUSE = threading.Event()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a job whose service is wrong in one way at one stage.

    Attributes:
        stage: where.
        fault: how.
        once: the job's end where it happens once.
        lasting: the job's state where it goes on.
        again: its end after "Look again" once the service is right, where it was lost.
        sent: how often the paid request was sent, at the most.
        taken: how many tasks the service made, at the most.
        sentence: what the person reads while it goes on.
    """

    stage: Stage
    fault: str
    once: JobState
    lasting: JobState
    again: JobState | None
    sent: int
    taken: int
    sentence: str


class Runs:
    """A studio in which jobs meet faults."""

    def __init__(self, folder: Path, video: bytes, timeouts: Timeouts, pace: float) -> None:
        folder.mkdir()
        self._picture = make_picture(folder / "a.png", width=320, height=320)
        self._video = video
        config = JobsConfig(data_dir=folder, pace=pace)
        self._jobs = Jobs(config, load_catalog(), {"dashscope": DashScope(timeouts=timeouts)})

    @contextmanager
    def started(self) -> Iterator["Runs"]:
        self._jobs.start()
        try:
            yield self
        finally:
            self._jobs.stop()

    def all(self, pairs: Iterable[tuple[Stage, Fault]], *, at_once: int) -> list[Outcome]:
        """Run every pair, some at once; each has an account of its own, so that none waits for another."""
        with ThreadPoolExecutor(at_once) as pool:
            return list(pool.map(lambda pair: self.outcome(*pair), pairs))

    def outcome(self, stage: Stage, fault: Fault) -> Outcome:
        """Run a pair: one job whose service is wrong until its person reads of it, one for a fault that passes."""
        with Service(stage, fault, video=self._video) as service:
            read = self._met(service, fault)
            met = service.struck
            service.mend()
            after = self._gone_on(read, service)
            sent, taken = service.sent, service.taken
        once = after.state if not read.state.ended else read.state
        if read.state.ended and (met > 1 or fault.away):
            with Service(stage, fault, video=self._video, times=1) as service:
                once = self._passed(service, fault).state
                sent, taken = max(sent, service.sent), max(taken, service.taken)
        return Outcome(
            stage=stage,
            fault=fault.name,
            once=once,
            lasting=read.state,
            again=after.state if read.state is JobState.LOST else None,
            sent=sent,
            taken=taken,
            sentence=_sentence(read),
        )

    def _met(self, service: Service, fault: Fault) -> Record:
        """Give the record as it is when the job has ended, or has met the fault more often than a few tries."""
        job = self._submitted(service)
        if service.stage is Stage.CANCEL:
            return self._canceled(service, job)

        def met(now: Record) -> bool:
            # Where nobody listens, nobody counts; before the paid request the tries come to an end by themselves.
            away = fault.away and service.stage in (Stage.LOOK, Stage.LIST) and _is_told_away(now)
            return now.state.ended or service.struck > ATTEMPTS or away

        return self._until(job, met)

    def _passed(self, service: Service, fault: Fault) -> Record:
        """Give the end of a job that meets the fault once."""
        job = self._submitted(service)
        if fault.away:
            self._until(job, lambda now: now.state.ended or _is_told_away(now))
            service.mend()
        return self._until(job, lambda now: now.state.ended)

    def _gone_on(self, read: Record, service: Service) -> Record:
        """Let a job go on with a service that is right: by itself, or after "Look again" where it was lost."""
        if read.state is JobState.LOST:
            self._jobs.aftercare.look_again(read.job, service.account)
        elif service.stage is Stage.CANCEL:
            self._jobs.cancel(read.job)
        return self._until(read.job, lambda now: now.state.ended)

    def _canceled(self, service: Service, job: str) -> Record:
        self._until(job, lambda now: now.ticket is not None)
        service.leave()
        return self._jobs.cancel(job)

    def _submitted(self, service: Service) -> str:
        made = order(duration=2)
        files = {file.sha256: self._picture for file in made.files()}
        return self._jobs.submit(made, files, service.account, cost=FREE).job

    def _until(self, job: str, wanted: Callable[[Record], bool]) -> Record:
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            record = self._jobs.get(job)
            if wanted(record):
                return record
            _PAUSE.wait(0.1)
        raise AssertionError(f"it never came: {self._jobs.get(job)}")


def _is_told_away(record: Record) -> bool:
    return "can't be reached" in record.message


def _sentence(record: Record) -> str:
    return record.error.sentence if record.error is not None else record.message
