"""The journal: each job's way through its states, as lines of the log and as figures that only grow.

The figures are this process's since its start, as Prometheus wants its counters: records are swept, and a sum over
them would fall.
"""

import logging
import threading
import time
from bisect import bisect_left
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lib.errors import Failure
from lib.jobs.record import JobState, Record

_log = logging.getLogger(__name__)

# From the stand-in's seconds to a film of a quarter of an hour at a busy hour.
BOUNDS = (1.0, 3.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 10800.0)
# Jobs whose stage is timed; of those that another process ended, the oldest are forgotten.
MOST_JOBS = 10_000
# A service may name its errors as it likes, and each name is a series for ever.
MOST_CODES = 200
OTHER = "other"
# An incident has a number of its own; all of them are one kind.
INCIDENT = "Studio.Incident"
UNKNOWN = "unknown"


@dataclass
class Histogram:
    """Seconds by `BOUNDS`, and how many were beyond the last."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        """Count one."""
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was counted: `stages` by state and service, `ends` by state and service, `errors` by code."""

    stages: Mapping[tuple[str, str], Histogram]
    ends: Mapping[tuple[str, str], int]
    errors: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class _Stage:
    state: JobState
    service: str
    since: float


class Journal:
    """Writes the lines and keeps the figures. Safe for many threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._at: OrderedDict[str, _Stage] = OrderedDict()
        self._stages: dict[tuple[str, str], Histogram] = {}
        self._ends: Counter[tuple[str, str]] = Counter()
        self._errors: Counter[str] = Counter()

    def made(self, record: Record) -> None:
        """Note a new job."""
        self.note(record.job, {"state": record.state}, record)

    def note(self, job: str, changes: Mapping[str, Any], record: Record | None = None) -> None:
        """Note what a job's record was changed to; `record` tells the service and the model where it is known."""
        if "state" not in changes:
            return
        state, error = JobState(changes["state"]), changes.get("error")
        service = record.service if record is not None else ""
        with self._lock:
            former = self._at.pop(job, None)
            service = service or (former.service if former is not None else UNKNOWN)
            if former is not None and former.state is state:
                self._at[job] = former
                return
            now = self._now()
            seconds = None if former is None else now - former.since
            if former is not None:
                self._stages.setdefault((str(former.state), service), Histogram()).add(now - former.since)
            self._count(job, _Stage(state=state, service=service, since=now), error)
        told: dict[str, Any] = {"job": job, "service": service, "state": str(state)}
        if record is not None:
            told["model"] = record.order.model
        if seconds is not None:
            told["seconds"] = round(seconds, 3)
        if isinstance(error, Failure):
            told["code"] = error.code
        level = logging.WARNING if state in {JobState.FAILED, JobState.LOST} else logging.INFO
        _log.log(level, "the job is %s", state, extra=told)

    def figures(self) -> Figures:
        """Give a copy of what was counted."""
        with self._lock:
            stages = {key: Histogram(list(one.counts), one.total) for key, one in self._stages.items()}
            return Figures(stages=stages, ends=dict(self._ends), errors=dict(self._errors))

    def _count(self, job: str, stage: _Stage, error: object) -> None:
        if not stage.state.ended:
            self._at[job] = stage
            while len(self._at) > MOST_JOBS:
                self._at.popitem(last=False)
            return
        self._ends[str(stage.state), stage.service] += 1
        if isinstance(error, Failure):
            code = INCIDENT if error.code.startswith(INCIDENT) else error.code
            self._errors[code if code in self._errors or len(self._errors) < MOST_CODES else OTHER] += 1
