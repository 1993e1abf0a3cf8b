"""Two hundred jobs in flight in one process: the page answers, memory stays, and no thread is left."""

from pathlib import Path

import pytest

from tests.bench.load import Caller, ask_often, percentile_95, settings, submit_all, until
from tests.bench.process import Size
from tests.makers import make_picture
from tests.programs import start_app, start_sandbox

JOBS = 200
ROUNDS = 10
CALLS = 50


@pytest.mark.timeout(900)
@pytest.mark.long
def test_two_hundred_jobs_in_flight(tmp_path: Path) -> None:
    # Its queue holds a task for five minutes, so that all of them are in flight at once and all can be canceled.
    with (
        start_sandbox(tmp_path / "service", "--speed", "0.005") as service,
        start_app(tmp_path, **settings(service)) as app,
    ):
        caller, picture = Caller(app), make_picture(tmp_path / "anna.png")
        warm = caller.submit(caller.upload(picture), JOBS)
        ask_often(caller, [warm], 100)
        before = Size.of(app)
        jobs = submit_all(caller, picture, JOBS)
        # Others may be at work on the machine: the quietest of some rounds tells what the app itself takes.
        quietest = min(percentile_95(ask_often(caller, jobs, CALLS, at_once=1)) for _ in range(ROUNDS))
        largest = Size.of(app)
        assert [caller.call("cancel", job)["state"] for job in jobs] == ["canceled"] * JOBS
        until(lambda: Size.of(app).threads <= before.threads)
        caller.close()
    assert largest.threads > JOBS, "all of them were in flight at once"
    assert quietest < 0.2
    assert largest.megabytes - before.megabytes < 150
