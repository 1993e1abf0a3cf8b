"""An app under load: many visitors' jobs, submitted and asked for over HTTP.

`/job` is asked as curl asks it: one request that begins it, one that reads the answer.
"""

import json
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx

from tests.programs import Program

# What an account may have at once.
JOBS_A_KEY = 5
ASKERS = 4
WAIT_SECONDS = 1800.0
_DATA = re.compile(r"^data: (.*)$", re.MULTILINE)
# Never set: a bounded wait between two looks at a condition.
_PAUSE = threading.Event()


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
        prompt, key = f"Image 1 waves {number} times.", visitors_key(number)
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


def visitors_key(number: int) -> str:
    """Give the key of whoever submits this job; each has no more of them than an account may have at once."""
    return f"sk-of-visitor-{number // JOBS_A_KEY}"


def submit_all(caller: Caller, picture: Path, count: int, *, first: int = 0) -> list[str]:
    """Submit so many jobs, numbered from `first` on, of as many visitors as it takes; wait until all are accepted."""
    uploaded = caller.upload(picture)
    with ThreadPoolExecutor(ASKERS) as pool:
        jobs = list(pool.map(lambda number: caller.submit(uploaded, number), range(first, first + count)))
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
