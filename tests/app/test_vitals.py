"""Health where something is not well: each thing by its name, and an answer also where one of them hangs."""

import asyncio
import json
import logging
import threading
import time
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from lib.errors import Failure
from lib.jobs.journal import MOST_CODES, OTHER, Journal
from lib.jobs.record import JobState
from lib.jobs.records import Records, sqlite_url
from lib.jobs.vitals import WELL, Vitals
from lib.logs import JsonLines, about
from lib.sandbox import Sandbox, SandboxConfig
from lib.secret import Secret
from lib.ui.health import NO_ANSWER, Health, sandbox_state
from lib.ui.metrics import of_process
from tests.jobs.builders import new_record

PATIENCE = 0.2


def test_a_database_that_went_away(tmp_path: Path) -> None:
    records = Records(sqlite_url(tmp_path, "jobs.sqlite3"))
    vitals = Vitals(records, tmp_path, 0)
    assert vitals.database() == WELL
    records.close()
    for path in tmp_path.glob("jobs.sqlite3*"):
        path.unlink()
    (tmp_path / "jobs.sqlite3").mkdir()
    assert vitals.database() == "away"


def test_a_disk_that_is_full_or_gone(tmp_path: Path) -> None:
    records = Records("sqlite://")
    assert Vitals(records, tmp_path, 0).disk() == WELL
    assert Vitals(records, tmp_path, 1 << 60).disk() == "full"
    assert Vitals(records, tmp_path / "gone", 0).disk() == "not writable"
    records.close()


def test_a_stand_in_that_has_stopped(tmp_path: Path) -> None:
    with Sandbox(SandboxConfig(data_dir=tmp_path)) as sandbox:
        url = sandbox.base_url
        assert sandbox_state(url) == WELL
    assert sandbox_state(url) == "away"


def asked(health: Health) -> httpx.Response:
    async def ask() -> httpx.Response:
        app = Starlette(routes=[Route("/healthz", health.answer)])
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as web:
            return await web.get("/healthz")

    return asyncio.run(ask())


def test_a_look_that_hangs_holds_up_nobody_for_long() -> None:
    end, looks = threading.Event(), list[float]()

    def hang() -> str:
        looks.append(time.monotonic())
        end.wait(60)
        return WELL

    def fall() -> str:
        raise ValueError("inside")

    health = Health({"database": hang, "disk": fall, "sandbox": lambda: WELL}, patience=PATIENCE)
    begun = time.monotonic()
    first = asked(health)
    assert (first.status_code, first.json()["database"]) == (503, NO_ANSWER)
    assert (first.json()["process"], first.json()["disk"], first.json()["sandbox"]) == (WELL, "failing", WELL)
    assert time.monotonic() - begun >= PATIENCE
    assert asked(health).json()["database"] == NO_ANSWER
    assert len(looks) == 1, "who comes later does not begin another"
    end.set()


def _line(error: Exception | None, *, with_words: bool) -> dict[str, object]:
    formatter = JsonLines((Secret("hunter2"),), with_words=with_words)
    info = None if error is None else (type(error), error, error.__traceback__)
    record = logging.LogRecord("lib.x", logging.ERROR, __file__, 1, "the word is %s", ("hunter2",), info)
    told: dict[str, object] = json.loads(formatter.format(record))
    return told


def test_a_line_has_no_secret_and_an_exceptions_own_words_only_when_asked() -> None:
    error = ValueError("Image 1 whispers hunter2")
    with about("job-1"):
        line = _line(error, with_words=False)
    assert (line["job"], line["message"]) == ("job-1", "the word is ••••••")
    assert "whispers" not in json.dumps(line)
    assert _line(error, with_words=True)["exceptions"] == [
        {"type": "ValueError", "at": [], "words": "Image 1 whispers ••••••"}
    ]
    assert "job" not in _line(None, with_words=False)


def test_a_service_that_makes_up_codes_makes_no_end_of_series() -> None:
    journal = Journal()
    for number in range(MOST_CODES + 50):
        code = f'Odd"{number}' if number else "Studio.Incident.0a1b2c3d"
        error = Failure(code=code, message="It failed.")
        journal.note(f"job-{number}", {"state": JobState.FAILED, "error": error})
    errors = journal.figures().errors
    assert (len(errors), errors[OTHER], errors["Studio.Incident"]) == (MOST_CODES + 1, 50, 1)
    assert 'r2v_errors_total{code="Odd\\"1"} 1' in list(of_process(journal.figures()))


def test_a_stage_ends_where_another_begins() -> None:
    moments = iter([0.0, 2.0, 5.0])
    journal = Journal(lambda: next(moments))
    record = new_record("job")
    journal.made(record)
    journal.note("job", {"state": JobState.RUNNING}, record)
    journal.note("job", {"message": "Half of it."}, record)
    journal.note("job", {"state": JobState.RUNNING}, record)
    journal.note("job", {"state": JobState.SUCCEEDED}, record)
    stages = journal.figures().stages
    assert {key: one.total for key, one in stages.items()} == {("waiting", "sandbox"): 2.0, ("running", "sandbox"): 3.0}
