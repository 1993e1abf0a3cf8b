"""Many jobs in flight: how long the page and `/job` take to answer, and what each job costs, as they become more.

The service is a stand-in whose queue holds every task, so that all of them are in flight at once and none is rendered
meanwhile. The peer is the app that many write, which blocks and polls inside its event: 1 to 200 jobs at it, too.
"""

import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx

from tests.bench.load import Caller, ask_often, percentile_95, settings, submit_all
from tests.bench.process import Size, processor_seconds
from tests.bench.row import Curve, Measured, Row, Scale
from tests.makers import make_picture
from tests.programs import Program, environment, free_port, start_app, start_sandbox

COUNTS = (1, 10, 50, 200)
CALLS = 100
WATCHED_SECONDS = 5.0
PATIENCE_SECONDS = 10.0
PEER = "a handler that blocks and polls"
ANSWERS, MEMORY = "Answering, by jobs in flight", "Memory, by jobs in flight"
# Never set: a bounded wait while nobody asks.
_PAUSE = threading.Event()


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a number of jobs in flight cost.

    Attributes:
        jobs: how many.
        answer_ms: 95th percentile of a call from outside.
        poll_ms: of the page's own poll; None where the page has none.
        work_ms: processor time a second while nobody asks.
        megabytes: resident memory.
    """

    jobs: int
    answer_ms: float
    poll_ms: float | None
    work_ms: float
    megabytes: float


class PagePoll:
    """Polls as an open page does: quietly, because it has seen what there is."""

    def __init__(self, app: Program) -> None:
        self._http = httpx.Client(base_url=app.address, timeout=60)
        config = self._http.get("config").json()
        timers = {part["id"] for part in config["components"] if part["type"] == "timer"}
        ticks = [one for one in config["dependencies"] if any(part in timers for part, _ in one["targets"])]
        self._event = int(ticks[0]["id"])

    def ask(self, job: str, seen: str) -> str:
        """Poll once; give what the page has seen now."""
        body: dict[str, Any] = {"data": [job, "", seen], "fn_index": self._event, "session_hash": "bench"}
        answer = self._http.post("gradio_api/run/predict", json=body).raise_for_status()
        return str(answer.json()["data"][-1])

    def percentile_ms(self, jobs: list[str], calls: int) -> float:
        """Give the 95th percentile of quiet polls."""
        seen, spent = {job: self.ask(job, "") for job in jobs[:calls]}, []
        for number in range(calls):
            job = jobs[number % len(seen)]
            began = time.perf_counter()
            self.ask(job, seen[job])
            spent.append(1000 * (time.perf_counter() - began))
        return percentile_95(spent)

    def close(self) -> None:
        """Hang up."""
        self._http.close()


def measure(folder: Path, scale: Scale) -> Measured:
    """Put jobs in flight at each app, more and more."""
    counts, calls, seconds = scale.of(COUNTS, (1, 2)), scale.of(CALLS, 4), scale.of(WATCHED_SECONDS, 0.5)
    # Five minutes in its queue, of which the measuring takes two.
    with start_sandbox(folder / "service", "--speed", "0.005") as service:
        ours = our_costs(folder, service, counts, calls, seconds)
        theirs = blocking_costs(folder, service, counts, scale.of(20, 2), seconds)
    return Measured(rows=rows(ours, theirs), curves=curves(ours, theirs))


def our_costs(folder: Path, service: Program, counts: tuple[int, ...], calls: int, seconds: float) -> list[Cost]:
    """Give the cost at each number of jobs, and at none."""
    picture, costs = make_picture(folder / "anna.png"), []
    with (
        start_app(folder / "ours", **settings(service)) as app,
        closing(Caller(app)) as caller,
        closing(PagePoll(app)) as poll,
    ):
        jobs: list[str] = []
        for count in counts:
            jobs += submit_all(caller, picture, count - len(jobs), first=len(jobs))
            costs.append(
                Cost(
                    jobs=count,
                    answer_ms=1000 * percentile_95(ask_often(caller, jobs, calls, at_once=1)),
                    poll_ms=poll.percentile_ms(jobs, calls),
                    work_ms=worked_ms(app, seconds),
                    megabytes=Size.of(app).megabytes,
                )
            )
    return costs


def blocking_costs(folder: Path, service: Program, counts: tuple[int, ...], calls: int, seconds: float) -> list[Cost]:
    """Give the same for the peer, up to the number of jobs at which it answers nobody any more."""
    command = [sys.executable, "-m", "tests.bench.peer_blocking", str(free_port()), service.address]
    costs: list[Cost] = []
    with (
        Program(command, r"http://\S+", environment(folder / "theirs")) as app,
        closing(httpx.Client(base_url=f"{app.address}gradio_api/", timeout=PATIENCE_SECONDS)) as http,
    ):
        for before, count in pairwise((0, *counts)):
            begun = _begun(http, before, count)
            work, answer = worked_ms(app, seconds), _answers_ms(http, calls)
            costs.append(
                Cost(jobs=begun, answer_ms=answer, poll_ms=None, work_ms=work, megabytes=Size.of(app).megabytes)
            )
            if answer >= 1000 * PATIENCE_SECONDS:
                break
    return costs


def _begun(http: httpx.Client, before: int, count: int) -> int:
    """Begin jobs from one number to another; give how many there are, fewer where the peer takes no more of them."""
    for number in range(before, count):
        asked = {"data": [f"A wave, take {number}.", f"sk-of-visitor-{number}"]}
        try:
            http.post("call/make", json=asked).raise_for_status()
        except httpx.TimeoutException:
            return number
    return count


def _answers_ms(http: httpx.Client, calls: int) -> float:
    """Give the 95th percentile of something that costs nothing; ten seconds where an answer does not come within."""
    spent = []
    for _ in range(calls):
        began = time.perf_counter()
        try:
            event = http.post("call/ask", json={"data": []}).json()["event_id"]
            http.get(f"call/ask/{event}")
        except httpx.TimeoutException:
            return 1000 * PATIENCE_SECONDS
        spent.append(1000 * (time.perf_counter() - began))
    return percentile_95(spent)


def worked_ms(program: Program, seconds: float) -> float:
    """Give the processor time that a program uses a second while nobody asks it anything, in ms."""
    before, began = processor_seconds(program), time.perf_counter()
    _PAUSE.wait(seconds)
    return 1000 * (processor_seconds(program) - before) / (time.perf_counter() - began)


def rows(ours: list[Cost], theirs: list[Cost]) -> tuple[Row, ...]:
    """Compare at the most jobs that each was asked to have in flight."""
    first, most, full = ours[0], ours[-1], theirs[-1]
    peer = f"{PEER}, {full.jobs} jobs"
    few = ours[len(ours) // 2 - 1]
    what = f"with {most.jobs} jobs in flight"
    return (
        Row(
            what=f"`/job` {what}, p95",
            unit="ms",
            ours=most.answer_ms,
            peer=peer,
            theirs=full.answer_ms,
            most=200,
        ),
        Row(what=f"the page's own poll {what}, p95", unit="ms", ours=most.poll_ms or 0, most=200),
        Row(
            what=f"processor time a job and second {what}",
            unit="ms",
            ours=most.work_ms / most.jobs,
            peer=f"with {few.jobs}",
            theirs=few.work_ms / few.jobs,
            most_ratio=1.0,
        ),
        Row(
            what=f"memory a job {what}",
            unit="MB",
            ours=_megabytes_a_job(first, most),
            peer=peer,
            theirs=_megabytes_a_job(theirs[0], full),
        ),
    )


def _megabytes_a_job(first: Cost, most: Cost) -> float:
    return (most.megabytes - first.megabytes) / (most.jobs - first.jobs)


def curves(ours: list[Cost], theirs: list[Cost]) -> tuple[Curve, ...]:
    """Draw how all of it grows."""
    lines: list[tuple[str, str, str, list[Cost], Callable[[Cost], float]]] = [
        (ANSWERS, "ms, p95", "`/job`", ours, lambda one: one.answer_ms),
        (ANSWERS, "ms, p95", "the page's poll", ours, lambda one: one.poll_ms or 0),
        (ANSWERS, "ms, p95", PEER, theirs, lambda one: one.answer_ms),
        (MEMORY, "MB", "this app", ours, lambda one: one.megabytes),
        (MEMORY, "MB", PEER, theirs, lambda one: one.megabytes),
    ]
    return tuple(
        Curve(chart=chart, x="jobs in flight", y=y, line=line, points=tuple((one.jobs, of(one)) for one in costs))
        for chart, y, line, costs, of in lines
    )
