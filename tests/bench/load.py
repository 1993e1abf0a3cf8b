"""Measures the app with many jobs in flight: python -m tests.bench.load [JOBS]. Real renders, to the last video.

`/job` is asked as curl asks it: one request that begins it, one that reads the answer.
"""

import argparse
import json
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx

from tests.makers import make_picture
from tests.programs import Program, start_app, start_sandbox

JOBS = 200
# What an account may have at once.
JOBS_A_KEY = 5
ASKERS = 4
SESSIONS = 500
ENDED = {"succeeded", "failed", "lost", "canceled"}
WAIT_SECONDS = 1800.0
_DATA = re.compile(r"^data: (.*)$", re.MULTILINE)
# Never set: a bounded wait between two looks at a condition.
_PAUSE = threading.Event()


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large a process is: resident memory in MB, and its threads."""

    megabytes: float
    threads: int

    @classmethod
    def of(cls, program: Program) -> "Size":
        told = Path(f"/proc/{program.process.pid}/status").read_text()
        found = dict(re.findall(r"^(VmRSS|Threads):\s+(\d+)", told, re.MULTILINE))
        return cls(megabytes=int(found["VmRSS"]) / 1024, threads=int(found["Threads"]))


class Caller:
    """Calls an app's endpoints over HTTP. Safe for many threads."""

    def __init__(self, app: Program) -> None:
        base = f"{app.address.rstrip('/')}/gradio_api/"
        self._http = httpx.Client(base_url=base, timeout=60, limits=httpx.Limits(max_connections=64))

    def call(self, endpoint: str, *values: Any, key: str = "") -> dict[str, Any]:
        headers = {"X-Api-Key": key} if key else {}
        begun = self._http.post(f"call/{endpoint}", json={"data": list(values)}, headers=headers)
        begun.raise_for_status()
        answer = self._http.get(f"call/{endpoint}/{begun.json()['event_id']}", headers=headers)
        assert "event: error" not in answer.text, answer.text
        record: dict[str, Any] = json.loads(_DATA.findall(answer.text)[-1])[0]
        return record

    def upload(self, path: Path) -> dict[str, Any]:
        with path.open("rb") as stream:
            answer = self._http.post("upload", files={"files": (path.name, stream)})
        return {"path": answer.json()[0], "orig_name": path.name, "meta": {"_type": "gradio.FileData"}}

    def submit(self, picture: dict[str, Any], number: int) -> str:
        prompt, key = f"Image 1 waves {number} times.", f"sk-of-visitor-{number // JOBS_A_KEY}"
        form: list[Any] = [
            prompt,
            "wan2.7-r2v",
            [picture],
            [],
            [],
            None,
            "",
            "720P",
            "16:9",
            2,
            True,
            False,
            number,
            {},
        ]
        return str(self.call("submit", *form, "dashscope", key=key)["job"])

    def close(self) -> None:
        self._http.close()


def submit_all(caller: Caller, picture: Path, count: int) -> list[str]:
    """Submit so many jobs of as many visitors as it takes, and wait until the service has all of them."""
    uploaded = caller.upload(picture)
    with ThreadPoolExecutor(ASKERS) as pool:
        jobs = list(pool.map(lambda number: caller.submit(uploaded, number), range(count)))
    until(lambda: all(caller.call("job", job)["task_id"] for job in jobs[-JOBS_A_KEY:]))
    assert all(caller.call("job", job)["task_id"] for job in jobs)
    return jobs


def ask_often(caller: Caller, jobs: list[str], times: int, *, at_once: int = ASKERS) -> list[float]:
    """Ask for jobs, `at_once` from several sides, and give the seconds that each answer took."""

    def ask(number: int) -> float:
        begun = time.perf_counter()
        caller.call("job", jobs[number % len(jobs)])
        return time.perf_counter() - begun

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(ask, range(times)))


def percentile_95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def until(wanted: Callable[[], bool], seconds: float = WAIT_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if wanted():
            return
        _PAUSE.wait(0.2)
    raise AssertionError("it never came")


def settings(service: Program) -> dict[str, str]:
    return {
        "DASHSCOPE_API_KEY": "sk-of-the-owner",
        "DASHSCOPE_HTTP_BASE_URL": service.address,
        # As in earnest: the tests' own pace would be two hundred looks a second.
        "R2V_PACE": "1",
    }


def measure(folder: Path, count: int) -> None:
    """Print the figures of one run."""
    with start_sandbox(folder / "service", "--speed", "100") as service, start_app(folder, **settings(service)) as app:
        caller, picture = Caller(app), make_picture(folder / "anna.png")
        first = caller.submit(caller.upload(picture), count)
        until(lambda: caller.call("job", first)["state"] == "succeeded")
        # Each call is a session of its own to Gradio, which keeps the last five hundred.
        ask_often(caller, [first], SESSIONS)
        before, begun = Size.of(app), time.perf_counter()
        jobs = submit_all(caller, picture, count)
        submitted, largest = time.perf_counter() - begun, Size.of(app)
        seconds = ask_often(caller, jobs, 5 * count)
        states: dict[str, str] = {}

        def all_ended() -> bool:
            nonlocal largest
            largest = max(largest, Size.of(app), key=lambda size: size.megabytes)
            # The first that has not ended stands for those behind it.
            job = next(job for job in jobs if states.get(job) not in ENDED)
            states[job] = caller.call("job", job)["state"]
            return len(states) == count and set(states.values()) <= ENDED

        until(all_ended)
        took = time.perf_counter() - begun
        until(lambda: Size.of(app).threads <= before.threads, 120)
        after = Size.of(app)
        caller.close()
    rows = [
        (f"{count} jobs submitted and accepted", f"{submitted:.1f} s"),
        (
            "/job, median and 95th percentile",
            f"{1000 * median(seconds):.0f} and {1000 * percentile_95(seconds):.0f} ms",
        ),
        (
            "memory before, at the most, after",
            f"{before.megabytes:.0f}, {largest.megabytes:.0f}, {after.megabytes:.0f} MB",
        ),
        ("threads before, after", f"{before.threads}, {after.threads}"),
        ("ended", f"{list(states.values()).count('succeeded')} succeeded of {count} in {took:.0f} s"),
    ]
    for name, value in rows:
        print(f"{name:<40}{value}")  # noqa: T201 - the measurement's output


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("jobs", type=int, nargs="?", default=JOBS)
    count = parser.parse_args().jobs
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), count)
    return 0


if __name__ == "__main__":
    sys.exit(main())
