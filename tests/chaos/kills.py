"""Kills the jobs' process with -9 at chosen moments, lets it begin again, and counts what came of the money."""

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from lib.jobs.record import JobState, Record
from lib.jobs.records import Records, sqlite_url
from lib.sandbox import Sandbox, SandboxConfig
from tests.chaos.relay import OnTheWire, Point, Relay
from tests.chaos.worker import VISITOR, prompt_of
from tests.makers import make_picture
from tests.programs import ROOT, environment

MOMENT_SECONDS = 60
END_SECONDS = 120
LOOK_SECONDS = 0.002
KEY = "sk-owner-of-the-tests"
# Never set: a bounded wait between two looks at a condition.
_PAUSE = threading.Event()


@dataclass(frozen=True, kw_only=True)
class InTheRecord:
    """The moment after which the newest job's record says so."""

    name: str
    holds: Callable[[Record], bool]

    def __str__(self) -> str:
        return f"after the record says {self.name}"


@dataclass(frozen=True, kw_only=True)
class AnyMoment:
    """So many seconds after the start."""

    seconds: float

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s after the start"


Moment = OnTheWire | InTheRecord | AnyMoment

_REQUESTS = {
    "policy": r"GET /api/v1/uploads",
    "upload": r"POST /(?!api/)",
    "create": r"POST /api/v1/services/",
    "look": r"GET /api/v1/tasks/[^?/ ]",
    "list": r"GET /api/v1/tasks/?\?",
    "fetch": r"GET /results/",
}


def on_the_wire(stage: str, point: Point, turn: int = 1) -> OnTheWire:
    """Give a moment in the life of a stage's request."""
    return OnTheWire(stage=stage, request=_REQUESTS[stage], point=point, turn=turn)


# A list is asked for only where an accepted request was never answered, so each follows a kill that leaves that behind.
LISTED = [moment for point in Point for moment in (on_the_wire("create", Point.ANSWERED), on_the_wire("list", point))]
STAGES = [
    *(on_the_wire(stage, point) for stage in ("policy", "upload", "create", "look", "fetch") for point in Point),
    *(on_the_wire("look", point, 3) for point in Point),
]
RECORDED = [
    InTheRecord(name="uploading", holds=lambda record: record.state is not JobState.WAITING),
    InTheRecord(name="the intent", holds=lambda record: record.intent is not None),
    InTheRecord(name="the ticket", holds=lambda record: record.ticket is not None),
    InTheRecord(name="running", holds=lambda record: record.state not in {JobState.WAITING, JobState.QUEUED}),
    InTheRecord(name="saving", holds=lambda record: record.state in {JobState.SAVING, JobState.SUCCEEDED}),
    InTheRecord(name="succeeded", holds=lambda record: record.state is JobState.SUCCEEDED),
]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What came of it.

    Attributes:
        kills: how often the process was killed.
        records: every job.
        tasks: the prompts of the tasks that the service accepted, which is what is paid for.
        unheld: accepted tasks that no record with a video holds: paid and lost.
    """

    kills: int
    records: tuple[Record, ...]
    tasks: tuple[str, ...]
    unheld: tuple[str, ...]

    @property
    def paid_twice(self) -> list[str]:
        """The prompts for which more than one task was accepted."""
        return [prompt for prompt, count in Counter(self.tasks).items() if count > 1]

    @property
    def unended(self) -> list[Record]:
        """The jobs that have not ended."""
        return [record for record in self.records if not record.state.ended]

    def __str__(self) -> str:
        states = Counter(str(record.state) for record in self.records)
        return (
            f"{self.kills} kills, {len(self.records)} jobs ({dict(states)}), {len(self.tasks)} tasks accepted, "
            f"{len(self.paid_twice)} paid twice, {len(self.unheld)} paid and lost"
        )


def run_through(moments: Sequence[Moment], folder: Path) -> Tally:
    """Kill at each of the moments, one new job a start, then let everything end, or raise AssertionError."""
    data = folder / "data"
    data.mkdir()
    picture = make_picture(folder / "anna.png")
    records = Records(sqlite_url(data, "jobs.sqlite3"))
    with Sandbox(SandboxConfig(data_dir=folder / "service", scale=0.25, speed=20.0)) as sandbox:
        port = urlsplit(sandbox.base_url).port
        assert port is not None
        with Relay(port) as relay:
            worker = _Worker(folder, data, relay, picture, records)
            for number, moment in enumerate(moments, start=1):
                worker.kill_at(moment, number)
            worker.to_the_end(len(moments))
        tally = _tally(len(moments), records.of_visitor(VISITOR, limit=1000), sandbox.base_url)
    records.close()
    return tally


class _Worker:
    """The process that is killed and begun again."""

    def __init__(self, folder: Path, data: Path, relay: Relay, picture: Path, records: Records) -> None:
        self._home = folder / "home"
        self._log = folder / "worker.log"
        self._data, self._relay, self._picture, self._records = data, relay, picture, records

    def _start(self, count: int) -> subprocess.Popen[bytes]:
        address = f"http://127.0.0.1:{self._relay.port}/api/v1"
        command = [sys.executable, "-m", "tests.chaos.worker", str(self._data), address, str(self._picture), str(count)]
        with self._log.open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=environment(self._home), stdout=log, stderr=log)

    def kill_at(self, moment: Moment, count: int) -> None:
        """Start it with so many jobs, and kill it when the moment comes."""
        process = self._start(count)
        if isinstance(moment, OnTheWire):
            self._relay.arm(moment, process.kill)
        else:
            self._kill_when(process, moment, prompt_of(count - 1))
        try:
            code = process.wait(MOMENT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"it never came: {moment}\n{self._log.read_text()}") from None
        assert code == -9, f"it ended by itself at {moment} with {code}\n{self._log.read_text()}"

    def _kill_when(self, process: subprocess.Popen[bytes], moment: InTheRecord | AnyMoment, prompt: str) -> None:
        begun = time.monotonic()
        while time.monotonic() - begun < MOMENT_SECONDS and process.poll() is None:
            if isinstance(moment, AnyMoment):
                due = time.monotonic() - begun >= moment.seconds
            else:
                newest = self._records.of_visitor(VISITOR, limit=1)
                due = any(record.order.prompt == prompt and moment.holds(record) for record in newest)
            if due:
                process.kill()
                return
            _PAUSE.wait(LOOK_SECONDS)

    def to_the_end(self, count: int) -> None:
        """Start it a last time, and wait until every job has ended."""
        process = self._start(count)
        deadline = time.monotonic() + END_SECONDS
        try:
            while time.monotonic() < deadline:
                records = self._records.of_visitor(VISITOR, limit=1000)
                if len(records) == count and all(record.state.ended for record in records):
                    return
                assert process.poll() is None, self._log.read_text()
                _PAUSE.wait(0.05)
            raise AssertionError(f"not all have ended: {records}")
        finally:
            process.kill()
            process.wait()


def _tally(kills: int, records: Sequence[Record], base_url: str) -> Tally:
    with httpx.Client(base_url=base_url, headers={"Authorization": f"Bearer {KEY}"}) as service:
        listed = service.get("/tasks/", params={"page_size": 100}).json()
        assert listed["total"] == len(listed["data"]), "more tasks than one page holds"
        tasks = {line["task_id"]: service.get(f"/tasks/{line['task_id']}").json()["output"] for line in listed["data"]}
    held = {record.ticket.task_id for record in records if record.ticket and record.state is JobState.SUCCEEDED}
    return Tally(
        kills=kills,
        records=tuple(records),
        tasks=tuple(str(output["orig_prompt"]) for output in tasks.values()),
        unheld=tuple(sorted(set(tasks) - held)),
    )
