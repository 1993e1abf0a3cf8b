"""An end while the service works: started again, the job ends, and the service has seen one request."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client, handle_file

from tests.makers import make_picture
from tests.programs import Program, start_app, start_sandbox

KEY = "sk-of-the-owner"
_PAUSE = threading.Event()


def until(client: Client, job: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        record: dict[str, Any] = client.predict(job, api_name="/job")
        if wanted(record):
            return record
        _PAUSE.wait(0.05)
    raise AssertionError(f"it never came: {record}")


def begin(app: Program, folder: Path) -> str:
    client = Client(app.address, verbose=False)
    picture = handle_file(make_picture(folder / "anna.png"))
    record = client.predict(
        "Image 1 waves.", reference_image=[picture], duration=2, resolution="720P", api_name="/submit"
    )
    until(client, record["job"], lambda now: now["task_id"] is not None)
    client.close()
    return str(record["job"])


def finish(app: Program, job: str) -> dict[str, Any]:
    client = Client(app.address, verbose=False)
    record = until(client, job, lambda now: now["state"] in {"succeeded", "failed", "canceled", "lost"})
    client.close()
    return record


@pytest.mark.parametrize(
    "keyed", [False, True], ids=["asked to, on the app's own stand-in", "killed, on a service with a key"]
)
def test_ended_after_the_service_has_it_the_job_ends_after_a_restart(tmp_path: Path, *, keyed: bool) -> None:
    with start_sandbox(tmp_path / "service") as sandbox:
        settings = {"DASHSCOPE_API_KEY": KEY, "DASHSCOPE_HTTP_BASE_URL": sandbox.address} if keyed else {}
        first = start_app(tmp_path / "home", **settings)
        job = begin(first, tmp_path)
        if keyed:
            first.kill()
        else:
            # A deployment's way: asked to end in the middle of a job.
            assert first.stop() == 0
        with start_app(tmp_path / "home", **settings) as second:
            record = finish(second, job)
        assert record["state"] == "succeeded", record
        assert record["service"] == ("dashscope" if keyed else "sandbox")
        if keyed:
            listed = httpx.get(f"{sandbox.address}/tasks/", headers={"Authorization": f"Bearer {KEY}"}).json()
            assert listed["total"] == 1
            assert listed["data"][0]["task_id"] == record["task_id"]
        output = first.output + second.output
        assert KEY not in output
        assert "Traceback" not in output
