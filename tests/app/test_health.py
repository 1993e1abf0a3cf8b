"""How the app tells whoever runs it how it is: health, metrics, log lines, and an orderly end."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from gradio_client import Client, handle_file

from tests.makers import make_picture
from tests.programs import Program, start_app

TOKEN = "a-token-for-the-metrics-page"
PROMPT = "Image 1 whispers a password."


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with start_app(tmp_path_factory.mktemp("home"), R2V_METRICS=TOKEN) as program:
        yield program


@pytest.fixture(scope="module")
def made(app: Program, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A job that has ended, and one that was canceled."""
    picture = handle_file(make_picture(tmp_path_factory.mktemp("media") / "anna-at-home.png"))
    client = Client(app.address, verbose=False)
    form: dict[str, Any] = {"reference_image": [picture], "duration": 2, "resolution": "720P"}
    last = list(client.submit(PROMPT, **form, api_name="/generate"))[-1]
    other = client.predict("Image 1 leaves.", **form, api_name="/submit")
    client.predict(other["job"], api_name="/cancel")
    client.close()
    assert last["state"] == "succeeded", last
    return str(last["job"])


def metrics(app: Program, token: str = TOKEN) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.get(f"{app.address.rstrip('/')}/metrics", headers=headers, timeout=60)


def test_a_stranger_reads_that_all_is_well(app: Program) -> None:
    answer = httpx.get(f"{app.address.rstrip('/')}/healthz", timeout=60)
    assert answer.status_code == 200
    assert answer.json() == dict.fromkeys(("status", "process", "database", "disk", "sandbox"), "ok")


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN.upper()])
def test_the_figures_are_nobodys_without_the_token(app: Program, token: str) -> None:
    refused = metrics(app, token)
    assert refused.status_code == 401
    assert "r2v_" not in refused.text


def test_the_figures_tell_jobs_stages_ends_and_money(app: Program, made: str) -> None:
    answer = metrics(app)
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    # As the format has it: each line is a comment or one sample, and each name has its type before its samples.
    sample = re.compile(r'^[a-z_0-9]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [-+0-9.e]+$')
    assert [line for line in lines if not line.startswith("# ") and not sample.match(line)] == []
    assert 'r2v_jobs{state="succeeded"} 1' in lines
    assert 'r2v_jobs_ended_total{state="succeeded",service="sandbox"} 1' in lines
    assert "r2v_database_up 1" in lines
    assert "r2v_spending_stopped 0" in lines
    for stage in ("waiting", "uploading", "queued", "running", "saving"):
        count = f'r2v_stage_seconds_count{{stage="{stage}",service="sandbox"}} '
        (told,) = [line for line in lines if line.startswith(count)]
        (largest,) = [one for one in lines if f'stage="{stage}"' in one and 'le="+Inf"' in one]
        assert told.rpartition(" ")[2] == largest.rpartition(" ")[2] != "0"
    assert made not in answer.text


def test_the_log_names_jobs_and_holds_nothing_of_what_was_given(app: Program, made: str) -> None:
    lines = [json.loads(line) for line in app.lines if line.startswith("{")]
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)
    states = [line["state"] for line in lines if line.get("job") == made]
    assert states == ["waiting", "uploading", "queued", "running", "saving", "succeeded"]
    assert [line for line in app.lines if "whispers" in line or "anna-at-home" in line or TOKEN in line] == []


def test_asked_to_end_it_does_so_in_order(app: Program, made: str) -> None:
    assert metrics(app).status_code == 200
    assert app.stop() == 0
    assert made in app.output
    last = [json.loads(line) for line in app.lines if line.startswith("{")][-1]
    assert "go on at the next start" in last["message"]
    assert "Traceback" not in app.output
