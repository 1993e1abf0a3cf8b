"""Two apps on one Postgres and one object store, as two machines would be: each with a home of its own."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from gradio_client import Client, handle_file

from lib.jobs.presence import SEATS
from tests.makers import make_picture
from tests.object_store import SECRET, URL, object_store
from tests.postgres import PASSWORD, Postgres
from tests.programs import Program, start_app, start_sandbox

KEY = "sk-of-the-owner"
ENDED = {"succeeded", "failed", "canceled", "lost"}
WAIT_SECONDS = 90
_PAUSE = threading.Event()

Record = dict[str, Any]


@dataclass
class Fleet:
    """What the apps share, and those that were started."""

    folder: Path
    service: Program
    settings: dict[str, str]
    apps: list[Program] = field(default_factory=list)
    complaints: bool = False
    clients: dict[tuple[str, str], Client] = field(default_factory=dict)

    def client(self, app: Program, key: str = "") -> Client:
        """Give the one client of an app that brings this key; to make one takes a second."""
        known = (app.address, key)
        if known not in self.clients:
            headers = {"X-Api-Key": key} if key else {}
            self.clients[known] = Client(app.address, verbose=False, headers=headers, download_files=False)
        return self.clients[known]

    def start(self, home: str, **settings: str) -> Program:
        app = start_app(self.folder / home, **self.settings, **settings)
        self.apps.append(app)
        return app

    def creates(self, key: str = KEY) -> int:
        """Count the paid requests that the service has accepted."""
        listed = httpx.get(f"{self.service.address}/tasks/", headers={"Authorization": f"Bearer {key}"}).json()
        return int(listed["total"])

    def submit(self, app: Program, prompt: str, *, key: str = "", service: str = "") -> str:
        picture = handle_file(make_picture(self.folder / "anna.png"))
        record = self.client(app, key).predict(
            prompt,
            reference_image=[picture],
            duration=2,
            resolution="720P",
            service=service,
            api_name="/submit",
        )
        return str(record["job"])

    def ask(self, app: Program, job: str, endpoint: str = "/job", *, key: str = "") -> Record:
        record: Record = self.client(app, key).predict(job, api_name=endpoint)
        return record

    def until(self, app: Program, job: str, wanted: Callable[[Record], bool]) -> Record:
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            record = self.ask(app, job)
            if wanted(record):
                return record
            _PAUSE.wait(0.05)
        raise AssertionError(f"it never came: {record}\n{app.output}")

    def sent(self, app: Program, job: str) -> Record:
        return self.until(app, job, lambda record: record["task_id"] is not None)

    def ended(self, app: Program, job: str) -> Record:
        return self.until(app, job, lambda record: record["state"] in ENDED)

    def close(self) -> None:
        for client in self.clients.values():
            client.close()
        for app in self.apps:
            if app.process.poll() is None:
                app.process.send_signal(signal.SIGCONT)
                app.stop()


@pytest.fixture
def fleet(tmp_path: Path, postgres_url: str, request: pytest.FixtureRequest) -> Iterator[Fleet]:
    """Two machines' surroundings; the parameter is the service's speed."""
    speed = getattr(request, "param", "2")
    with start_sandbox(tmp_path / "service", "--speed", speed) as service, object_store(tmp_path / "store") as store:
        settings = {
            "DASHSCOPE_API_KEY": KEY,
            "DASHSCOPE_HTTP_BASE_URL": service.address,
            "R2V_DATABASE_URL": postgres_url,
            "R2V_STORAGE_URL": URL,
            **store,
        }
        made = Fleet(folder=tmp_path, service=service, settings=settings)
        yield made
        made.close()
        output = "".join(app.output for app in made.apps)
    assert made.complaints or "Traceback" not in output, output
    for secret in (KEY, PASSWORD, SECRET, store["AWS_ENDPOINT_URL"]):
        assert secret not in output


def play(app: Program, record: Record) -> bytes:
    """Fetch a video as a browser does: a part of it first, then the whole."""
    address = urljoin(f"{app.address.rstrip('/')}/", record["video"]["url"])
    assert address.startswith(app.address.rstrip("/"))
    part = httpx.get(address, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    return httpx.get(address).content


@pytest.mark.parametrize("fleet", ["0.2"], indirect=True, ids=["slow service"])
@pytest.mark.long
def test_a_job_of_one_is_seen_and_canceled_from_the_other(fleet: Fleet) -> None:
    # Looks are so rare that only what the two tell each other comes in time.
    here, there = fleet.start("here", R2V_PACE="100"), fleet.start("there", R2V_PACE="100")
    # A stand-in makes one video at a time: the last of these is in its queue until the others are made.
    jobs = [fleet.submit(here, f"Image 1 waves {number} times.", service="sandbox") for number in range(3)]
    assert fleet.sent(there, jobs[2])["job"] == jobs[2]
    fleet.ask(there, jobs[2], "/cancel")
    assert fleet.ended(here, jobs[2])["state"] == "canceled"
    at_the_service = fleet.submit(here, "Image 1 leaves.")
    fleet.sent(there, at_the_service)
    assert fleet.ask(there, at_the_service, "/cancel")["state"] == "canceled"
    assert fleet.ask(here, at_the_service)["state"] == "canceled"
    assert fleet.creates() == 1


def test_one_is_killed_for_good_and_the_other_finishes_its_jobs(fleet: Fleet) -> None:
    here, there = fleet.start("here"), fleet.start("there")
    jobs = [fleet.submit(here, f"Image 1 waves {number} times.") for number in range(5)]
    on_its_stand_in = fleet.submit(here, "Image 1 waves.", service="sandbox")
    own = fleet.submit(here, "Image 1 waves.", key="sk-of-anna", service="dashscope")
    record = fleet.ended(there, jobs[0])
    assert play(there, record) == play(here, fleet.ask(here, jobs[0]))
    fleet.sent(there, own)
    here.kill()
    records = [fleet.ended(there, job) for job in [*jobs, on_its_stand_in]]
    assert [record["state"] for record in records] == ["succeeded"] * 6, records
    assert fleet.creates() == len({record["task_id"] for record in records[:5]}) == 5
    play(there, records[4])
    # A visitor's own key went with the process: the job waits until that browser comes, here to the other one.
    fleet.until(there, own, lambda now: "Waiting for your key" in now["message"])
    fleet.ask(there, own, key="sk-of-anna")
    assert fleet.ended(there, own)["state"] == "succeeded"
    assert fleet.creates("sk-of-anna") == 1
    with fleet.start("here") as again:
        assert [fleet.ask(again, job)["state"] for job in jobs] == ["succeeded"] * 5
        assert fleet.ended(again, fleet.submit(again, "Image 1 is back."))["state"] == "succeeded"


@pytest.mark.long
def test_one_that_was_frozen_leaves_to_the_other_what_it_has_taken_up(fleet: Fleet, postgres: Postgres) -> None:
    here, there = fleet.start("here"), fleet.start("there")
    jobs = [fleet.submit(here, f"Image 1 waves {number} times.") for number in range(3)]
    fleet.sent(there, jobs[0])
    os.kill(here.process.pid, signal.SIGSTOP)
    # What the server does once a frozen machine no longer answers; the first to come has sat the longest.
    postgres.cut_first_lock(fleet.settings["R2V_DATABASE_URL"], SEATS)
    records = [fleet.ended(there, job) for job in jobs]
    assert [record["state"] for record in records] == ["succeeded"] * 3, records
    os.kill(here.process.pid, signal.SIGCONT)
    assert fleet.ended(here, fleet.submit(here, "Image 1 wakes up."))["state"] == "succeeded"
    assert fleet.creates() == 4
    assert [fleet.ask(here, job)["task_id"] for job in jobs] == [record["task_id"] for record in records]


@pytest.mark.long
def test_a_database_that_is_away_for_a_while_ends_no_job(fleet: Fleet, postgres: Postgres) -> None:
    # DBOS logs at length that it can't reach the database.
    fleet.complaints = True
    app = fleet.start("here")
    jobs = [fleet.submit(app, f"Image 1 waves {number} times.") for number in range(3)]
    fleet.sent(app, jobs[0])
    with postgres.away(fleet.settings["R2V_DATABASE_URL"]):
        _PAUSE.wait(4)
    records = [fleet.ended(app, job) for job in jobs]
    assert [record["state"] for record in records] == ["succeeded"] * 3, records
    assert fleet.creates() == 3


@pytest.mark.long
def test_another_home_for_the_files_stops_the_start(fleet: Fleet) -> None:
    fleet.start("here")
    other = {**fleet.settings, "R2V_STORAGE_URL": ""}
    with pytest.raises(AssertionError, match="it did not start:\nR2V_DATABASE_URL: Another app works on this database"):
        start_app(fleet.folder / "there", **other)
