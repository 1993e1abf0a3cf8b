"""Jobs in every state that the page can show, as records with real films and the files that went in."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import imageio_ffmpeg

from lib.forms.draft import Order, OrderFile, OrderItem, Upload
from lib.jobs.adoption import maybe_accepted
from lib.jobs.record import JobState, Record
from lib.jobs.records import Records, sqlite_url
from lib.jobs.store import JobStore
from lib.media import content_hash, inspect, poster
from lib.providers.dashscope_errors import failure
from lib.secret import Secret
from tests.jobs.builders import new_order, new_record
from tests.programs import ROOT

STARTERS = ROOT / "assets" / "starters"
HOST, NO_KEY = "dashscope-intl.aliyuncs.com", Secret("")
PROMPT = (
    "Scene 1 [0-3s]: Image 1 looks up from the map and waves at Image 2. Scene 2 [3-5s]: Image 2 rolls over the grass, "
    "stops beside Image 1 and says: “There you are.”"
)
REFUSALS = {
    "failed-moderation": ("DataInspectionFailed", "Output data may contain inappropriate content."),
    "failed-key": ("InvalidApiKey", "Invalid API-key provided."),
}


def order_of(prompt: str = PROMPT, **values: object) -> Order:
    """Give the order of two who talk, with their files as they are."""
    items = []
    for name, called, voice in (("ada", "Ada", "ada.mp3"), ("robot", "", "")):
        items.append(
            OrderItem(
                field="reference_image",
                file=_file(STARTERS / f"{name}.jpg"),
                voice=_file(STARTERS / voice) if voice else None,
                called=called,
            )
        )
    return replace(new_order(prompt, duration=5, **values), media=tuple(items))


def states(visitor: str) -> dict[str, Record]:
    """Give a record for each state of a job, by the name of its picture."""
    now = time.time()
    running = {"state": JobState.RUNNING, "message": "The service is making the video."}
    made = {"state": JobState.SUCCEEDED, "intent": now - 170, "ended": now - 10, "billed_seconds": 5.0}
    fields: dict[str, dict[str, Any]] = {
        "job-uploading": {"state": JobState.UPLOADING, "message": "Sending 3 files: 1.2 of 3.4 MB.", "intent": None},
        "job-queued": {**running, "state": JobState.QUEUED, "message": "In the service's queue."},
        "job-running": running,
        "job-tall": {**running, "order": order_of(ratio="9:16", resolution="1080P")},
        "job-late": {**running, "intent": now - 400},
        "job-saving": {**running, "state": JobState.SAVING, "message": "Saving the video."},
        "succeeded-wide": {**made, "video": "video.mp4", "favourite": True},
        "succeeded-tall": {**made, "video": "tall.mp4", "order": order_of(ratio="9:16", resolution="1080P")},
        "canceled": {"state": JobState.CANCELED, "ended": now - 5},
        "lost": {"state": JobState.LOST, "ended": now - 5, "error": maybe_accepted(None).failure},
    }
    for name, (code, message) in REFUSALS.items():
        error = failure(code, message, request_id="7574ee8f-38a3-4b1e-9280-11c33ab46e51", host=HOST, key=NO_KEY)
        fields[name] = {"state": JobState.FAILED, "ended": now - 5, "error": error}
    plain: dict[str, Any] = {
        "visitor": visitor,
        "service": "dashscope",
        "order": order_of(),
        "created": now - 180,
        "updated": now - 5,
    }
    return {
        name: new_record(f"{visitor[:12]}{number:020d}", **{**plain, "intent": now - 80, **one})
        for number, (name, one) in enumerate(fields.items())
    }


def waiting(visitor: str) -> list[Record]:
    """Give the jobs of a busy account: five at work, and three in line of which the last is the third."""
    now = time.time()
    plain: dict[str, Any] = {
        "visitor": visitor,
        "service": "dashscope",
        "account": "busy",
        "order": order_of(),
        "updated": now,
    }
    at_work = {"state": JobState.RUNNING, "message": "The service is making the video."}
    return [
        new_record(
            f"{visitor[:12]}w{number:019d}", created=now - 60 + number, **plain, **(at_work if number < 5 else {})
        )
        for number in range(8)
    ]


def write(data: Path, records: Iterator[Record] | list[Record], films: dict[str, Path]) -> None:
    """Put records into the data folder of a running app, with what each of them left: its film and its files."""
    store = JobStore.under(data)
    records = list(records)
    for record in records:
        for file in record.order.files():
            source = STARTERS / file.name
            if source.exists():
                target = store.input(record.job, file)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
        if record.video:
            film = films[record.video]
            target = store.result(record.job, record.video)
            os.link(film, target)
            os.link(film.with_suffix(".jpg"), target.with_name("poster.jpg"))
    with closing(Records(sqlite_url(data, "jobs.sqlite3"))) as database, database.transaction() as db:
        for record in records:
            database.add_in(db, record)


def make_films(folder: Path) -> dict[str, Path]:
    """Make the films that the records speak of, each with its still beside it: a wide one and a tall one."""
    films = {"video.mp4": folder / "video.mp4", "tall.mp4": folder / "tall.mp4"}
    shutil.copyfile(STARTERS / "two.mp4", films["video.mp4"])
    moving = "scale=-2:1280,crop=720:1280:'(iw-ow)*t/3':0,fps=30,format=yuv420p"
    still = ["-loop", "1", "-t", "3", "-i", str(STARTERS / "voyage.jpg")]
    quick = ["-c:v", "libx264", "-preset", "ultrafast"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), *still, "-vf", moving, *quick, str(films["tall.mp4"])]
    subprocess.run(command, check=True, capture_output=True)
    for film in films.values():
        poster(film, film.with_suffix(".jpg"))
    return films


def _file(path: Path) -> OrderFile:
    facts = replace(inspect(path), sha256=content_hash(path))
    return OrderFile.of(Upload(path=path, name=path.name), facts)
