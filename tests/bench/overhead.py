"""What a job takes beyond the service's own time, and how often it looks: this app at pace 1 beside the official SDK.

The service is the stand-in at its own speed, whose tasks take about five seconds; it tells when each task began and
ended, and who looked. It is measured from the request to the file: the SDK's `call` and a plain download, here from the
record's birth to its end, with the upload, the look through the finished film, and all that is written down. The first
job of each only warms up. What jobs of minutes take is reckoned, by the very functions that choose when to look.
"""

import time
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from pathlib import Path
from statistics import fmean
from typing import Any

import dashscope
import requests
from dashscope import VideoSynthesis

from lib.sandbox import Sandbox, SandboxConfig
from tests.bench.load import Caller, until, visitors_key
from tests.bench.row import Measured, Row, Scale
from tests.jobs.looks import both
from tests.makers import make_picture
from tests.programs import start_app

ROUNDS = 5
SDK = "the official SDK"
SDK_KEY = "sk-of-the-sdk"


@dataclass(frozen=True, kw_only=True)
class Film:
    """A finished job: seconds from the request to the file, its task, and whose it is."""

    seconds: float
    task_id: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Seconds beyond the service's own, and looks at the task."""

    seconds: float
    looks: int


def measure(folder: Path, scale: Scale) -> Measured:
    """Make films in turns, then reckon."""
    picture = make_picture(folder / "anna.png")
    ours: list[Taken] = []
    theirs: list[Taken] = []
    with Sandbox(SandboxConfig(data_dir=folder / "service", speed=scale.of(1.0, 50.0))) as sandbox:
        settings = {"DASHSCOPE_API_KEY": "sk-of-the-owner", "DASHSCOPE_HTTP_BASE_URL": sandbox.base_url}
        settings["R2V_PACE"] = scale.of("1", "0.1")
        with start_app(folder / "app", **settings) as app, closing(Caller(app)) as caller:
            uploaded = caller.upload(picture)
            for number in range(scale.of(ROUNDS + 1, 1)):
                ours.append(beyond(sandbox, our_film(caller, uploaded, number)))
                theirs.append(beyond(sandbox, sdk_film(sandbox.base_url, picture, folder / "film.mp4")))
    first = scale.of(1, 0)
    return Measured(rows=(*made(ours[first:], theirs[first:]), *reckoned()))


def our_film(caller: Caller, uploaded: dict[str, Any], number: int) -> Film:
    """Make a film as a caller of `/submit` does; its record tells when it began and ended."""
    job = caller.submit(uploaded, number)
    until(lambda: caller.call("job", job)["state"] == "succeeded", 120)
    record = caller.call("job", job)
    return Film(seconds=record["updated"] - record["created"], task_id=record["task_id"], key=visitors_key(number))


def sdk_film(base_url: str, picture: Path, target: Path) -> Film:
    """Make a film as the SDK's documentation does."""
    dashscope.base_http_api_url = base_url
    began = time.perf_counter()
    media = [{"type": "reference_image", "url": f"file://{picture}"}]
    told = VideoSynthesis.call(
        model="wan2.7-r2v", prompt="Image 1 waves.", media=media, api_key=SDK_KEY, resolution="720P", duration=2
    )
    target.write_bytes(requests.get(told.output.video_url, timeout=60).content)
    return Film(seconds=time.perf_counter() - began, task_id=told.output.task_id, key=SDK_KEY)


def beyond(sandbox: Sandbox, film: Film) -> Taken:
    """Take off what the service took, as it tells itself."""
    looks = sum(seen.method == "GET" and seen.path.endswith(film.task_id) for seen in sandbox.requests)
    headers = {"Authorization": f"Bearer {film.key}"}
    told = requests.get(f"{sandbox.base_url}/tasks/{film.task_id}", headers=headers, timeout=30).json()["output"]
    begun, ended = (datetime.fromisoformat(told[name]) for name in ("submit_time", "end_time"))
    return Taken(seconds=film.seconds - (ended - begun).total_seconds(), looks=looks)


def made(ours: list[Taken], theirs: list[Taken]) -> tuple[Row, Row]:
    """Compare what was timed."""
    seconds, peers = fmean(one.seconds for one in ours), fmean(one.seconds for one in theirs)
    looks, peers_looks = fmean(one.looks for one in ours), fmean(one.looks for one in theirs)
    what = "of a job of five seconds"
    return (
        Row(
            what=f"time beyond the service's own {what}",
            unit="s",
            ours=seconds,
            peer=SDK,
            theirs=peers,
            most=1.0,
            most_ratio=0.5,
        ),
        Row(what=f"looks {what}", unit="", ours=looks, peer=SDK, theirs=peers_looks, most_ratio=0.5),
    )


def reckoned() -> tuple[Row, ...]:
    """Compare a thousand jobs of each length and spread, of which fifty are known."""
    rows: list[Row] = []
    for seconds, spread in product((150.0, 420.0), (0.1, 0.2)):
        (looks, delay), (sdk_looks, sdk_delay) = both(seconds, spread, 50)
        what = f"of jobs of {seconds:.0f} s that spread by {spread:g} (reckoned)"
        rows += [
            Row(what=f"delay {what}", unit="s", ours=delay, peer=SDK, theirs=sdk_delay, most_ratio=0.5),
            Row(what=f"looks {what}", unit="", ours=looks, peer=SDK, theirs=sdk_looks, most_ratio=0.5),
        ]
    return tuple(rows)
