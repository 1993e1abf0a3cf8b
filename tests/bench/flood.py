"""Measures a flood of junk while a job runs: python -m tests.bench.flood [SECONDS] [A_SECOND]."""

import argparse
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx

from tests.bench.load import Caller, until
from tests.bench.process import Size
from tests.makers import make_picture
from tests.programs import Program, start_app, start_sandbox

SECONDS, A_SECOND = 60, 300
SENDERS = 16
ENDED = {"succeeded", "failed", "lost", "canceled"}
# Of every kind that a scanner sends: to pages that aren't there, to doors that are closed, and bodies of nonsense.
JUNK = (
    ("GET", "wp-login.php", b""),
    ("POST", "gradio_api/call/v2/check", b"{"),
    ("POST", "gradio_api/queue/join", b'{"fn_index": 1, "data": []}'),
    ("GET", "gradio_api/file=/etc/passwd", b""),
    ("POST", "gradio_api/run/predict", b"x" * 1000),
)


@dataclass(frozen=True, kw_only=True)
class Flood:
    """What came of it: answers by status, how many a second, and the seconds of a page in the flood and after it."""

    answers: Counter[int]
    a_second: float
    during: float
    after: float
    before: Size
    at_end: Size
    job: str


def flood(app: Program, job: str, caller: Caller, seconds: float, a_second: float) -> Flood:
    """Send junk at a steady rate for so long, look at the page meanwhile, and wait for the job."""
    before, answers, lock = Size.of(app), Counter[int](), threading.Lock()
    begun, base = time.monotonic(), app.address.rstrip("/")
    looks: list[float] = []

    def send(number: int) -> None:
        with httpx.Client(timeout=30) as web:
            for turn in range(number, int(seconds * a_second), SENDERS):
                due = begun + turn / a_second - time.monotonic()
                if due > 0:
                    threading.Event().wait(due)
                if time.monotonic() - begun > seconds:
                    return
                method, path, body = JUNK[turn % len(JUNK)]
                try:
                    status = web.request(method, f"{base}/{path}", content=body).status_code
                except httpx.TransportError:
                    status = 0
                with lock:
                    answers[status] += 1

    with ThreadPoolExecutor(SENDERS + 1) as pool:
        sent = [pool.submit(send, number) for number in range(SENDERS)]
        while any(not one.done() for one in sent):
            looks.append(_page(base))
            threading.Event().wait(1)
    took = time.monotonic() - begun
    until(lambda: str(caller.call("job", job)["state"]) in ENDED)
    return Flood(
        answers=answers,
        a_second=sum(answers.values()) / took,
        during=median(looks),
        after=median(_page(base) for _ in range(5)),
        before=before,
        at_end=Size.of(app),
        job=str(caller.call("job", job)["state"]),
    )


def _page(base: str) -> float:
    begun = time.monotonic()
    # Another visitor than the one who floods.
    httpx.get(base, headers={"X-Forwarded-For": "203.0.113.5"}, timeout=60).raise_for_status()
    return time.monotonic() - begun


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", nargs="?", type=float, default=SECONDS)
    parser.add_argument("a_second", nargs="?", type=float, default=A_SECOND)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            # Its task takes about as long as the flood.
            start_sandbox(folder / "service", "--speed", "0.5") as service,
            start_app(folder, DASHSCOPE_HTTP_BASE_URL=service.address) as app,
        ):
            caller = Caller(app)
            job = caller.submit(caller.upload(make_picture(folder / "anna.png")), 0)
            found = flood(app, job, caller, asked.seconds, asked.a_second)
            caller.close()
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(found.answers.items()))
    lines = (
        f"answers: {statuses}; {found.a_second:.0f} a second",
        f"page: {found.during:.2f} s in the flood, {found.after:.2f} s after it; job {found.job}",
        f"memory: {found.before.megabytes:.0f} MB before, {found.at_end.megabytes:.0f} MB after",
    )
    print("\n".join(lines))  # noqa: T201 - a command's output


if __name__ == "__main__":
    main()
