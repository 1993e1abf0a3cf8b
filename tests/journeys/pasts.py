"""A visitor's past written into the database of a running app, with its files: any state, any length, at once."""

import json
import os
import re
from contextlib import AbstractContextManager, closing
from pathlib import Path

from playwright.sync_api import Page, Request

from lib.jobs.record import JobState, Record
from lib.jobs.records import Records, sqlite_url
from lib.jobs.store import JobStore
from lib.media import poster
from tests.jobs.builders import new_order, new_record
from tests.jobs.pasts import past
from tests.makers import make_clip
from tests.programs import Program, start_app

DAY = 86_400
NAME = re.compile(r"[\w-]{32}")


class Studio:
    """A running app whose data folder the test knows."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.data = home / "data"
        self.app: Program = start_app(home / "home", R2V_DATA_DIR=str(self.data), **settings)
        self._clip = make_clip(home / "film.mp4", width=320, height=180, seconds=2.0, fps=30)
        self._still = home / "still.jpg"
        poster(self._clip, self._still)

    def write(self, *records: Record) -> None:
        """Add records; those that succeeded get a video and its poster."""
        store = JobStore.under(self.data)
        for record in records:
            if record.video:
                target = store.result(record.job, record.video)
                os.link(self._clip, target)
                os.link(self._still, target.with_name("poster.jpg"))
        with closing(Records(sqlite_url(self.data, "jobs.sqlite3"))) as database, database.transaction() as db:
            for record in records:
                database.add_in(db, record)

    def read(self, job: str) -> Record:
        """Read a record as another process would."""
        with closing(Records(sqlite_url(self.data, "jobs.sqlite3"))) as database:
            return database.get(job)

    def lose_files(self, job: str) -> None:
        """Take a job's files away, as somebody with a broom would."""
        JobStore.under(self.data).forget(job)


def open_as_visitor(page: Page, app: Program) -> str:
    """Open the page and give the name under which the app knows this browser."""
    page.goto(app.address)
    page.wait_for_function("() => localStorage.getItem('r2v-visitor')")
    with page.expect_request(lambda request: bool(_names(request))) as asked:
        page.reload()
    page.wait_for_selector("#history .r2v-history")
    return _names(asked.value)[0]


def answered(page: Page, visitor: str) -> AbstractContextManager[object]:
    """Wait until the app has answered something that was asked in the visitor's name."""
    return page.expect_response(lambda answer: visitor in _names(answer.request))


def _names(request: Request) -> list[str]:
    """Give what looks like a visitor's name in what a page sends."""
    if request.method != "POST" or "/run/" not in request.url:
        return []
    sent = json.loads(request.post_data or "{}").get("data") or []
    return [one for one in sent if isinstance(one, str) and NAME.fullmatch(one)]


def films(visitor: str, count: int) -> list[Record]:
    """Give records that all have a video, one a day, with seeds and prompts that differ."""
    return [
        new_record(
            f"{visitor[:20]}{number:012d}",
            visitor=visitor,
            state=JobState.SUCCEEDED,
            created=1_700_000_000.0 + number * DAY,
            ended=4_000_000_000.0,
            video="video.mp4",
            order=new_order(record.order.prompt, seed=number, ratio="16:9" if number % 2 else "9:16"),
        )
        for number, record in enumerate(past(count))
    ]
