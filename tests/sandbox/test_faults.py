"""Faults: each strikes where its name says, as often as ordered, and leaves the rest alone."""

from collections.abc import Callable

import pytest
import requests

from lib.sandbox import Fault, FaultName, Sandbox
from tests.sandbox.conftest import Connect, StartSandbox
from tests.sandbox.raw_client import RawClient, body_of

StartFaulty = Callable[..., tuple[Sandbox, RawClient]]


@pytest.fixture
def faulty(start_sandbox: StartSandbox, connect: Connect) -> StartFaulty:
    """Start a stand-in with faults as written on the command line."""

    def start(*faults: str) -> tuple[Sandbox, RawClient]:
        sandbox = start_sandbox(faults=tuple(Fault.parse(fault) for fault in faults), rate_limit=False)
        return sandbox, connect(sandbox)

    return start


@pytest.mark.parametrize(
    ("fault", "status", "code"), [("throttle", 429, "Throttling.RateQuota"), ("create-500", 500, "InternalError")]
)
def test_a_refused_create_accepts_nothing(
    faulty: StartFaulty, inline_picture: dict[str, str], fault: str, status: int, code: str
) -> None:
    sandbox, client = faulty(f"{fault}:2")
    for _ in range(2):
        answer = client.create(body_of(inline_picture))
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert sandbox.creates == 0
    assert client.create(body_of(inline_picture)).status_code == 200
    assert client.tasks()["total"] == sandbox.creates == 1


def test_a_dropped_create_was_accepted_all_the_same(faulty: StartFaulty, inline_picture: dict[str, str]) -> None:
    sandbox, client = faulty("create-drop:1")
    with pytest.raises(requests.ConnectionError):
        client.create(body_of(inline_picture))
    assert sandbox.creates == 1
    (row,) = client.tasks()["data"]
    client.until(row["task_id"], "SUCCEEDED")


def test_looks_fail_and_the_task_goes_on(faulty: StartFaulty, inline_picture: dict[str, str]) -> None:
    _, client = faulty("poll-drop:1", "poll-500:1", "poll-html:1")
    task_id = client.created(body_of(inline_picture))
    with pytest.raises(requests.ConnectionError):
        client.look(task_id)
    answer = client.get(f"/tasks/{task_id}")
    assert (answer.status_code, answer.json()["code"]) == (500, "InternalError")
    answer = client.get(f"/tasks/{task_id}")
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert "<html>" in answer.text
    client.until(task_id, "SUCCEEDED")


def test_an_expired_upload_works_with_the_next_policy(faulty: StartFaulty) -> None:
    _, client = faulty("upload-expired:1")
    answer = client.post_file(client.policy(), "a.bin", b"a")
    assert answer.status_code == 403
    assert "AccessDenied" in answer.text
    assert "Policy expired" in answer.text
    assert client.post_file(client.policy(), "a.bin", b"a").status_code == 200


def test_a_cut_download_goes_on_where_it_ended(faulty: StartFaulty, inline_picture: dict[str, str]) -> None:
    _, client = faulty("download-cut:2")
    url = client.until(client.created(body_of(inline_picture)), "SUCCEEDED")["output"]["video_url"]
    got = bytearray()
    for _ in range(2):
        before = len(got)
        with pytest.raises(requests.RequestException):
            download_from(url, got)
        assert len(got) > before
    download_from(url, got)
    assert bytes(got) == requests.get(url, timeout=60).content


def download_from(url: str, got: bytearray) -> None:
    """Add to `got` what follows it; keeps what came before the connection broke."""
    headers = {"Range": f"bytes={len(got)}-"}
    with requests.get(url, headers=headers, stream=True, timeout=60) as answer:
        for chunk in answer.iter_content(1024):
            got += chunk


@pytest.mark.parametrize(
    ("fault", "code"), [("fail-moderation", "DataInspectionFailed"), ("fail-internal", "InternalError")]
)
def test_a_task_fails_on_order(faulty: StartFaulty, inline_picture: dict[str, str], fault: str, code: str) -> None:
    _, client = faulty(f"{fault}:1")
    answer = client.until(client.created(body_of(inline_picture)), "FAILED")
    assert answer["output"]["code"] == code
    assert answer["output"]["message"]
    assert "usage" not in answer
    client.until(client.created(body_of(inline_picture)), "SUCCEEDED")


def test_a_task_that_never_ends_holds_up_no_other_and_ends_in_the_next_process(
    faulty: StartFaulty, start_sandbox: StartSandbox, connect: Connect, inline_picture: dict[str, str]
) -> None:
    sandbox, client = faulty("never-ends:1")
    stuck = client.created(body_of(inline_picture))
    client.until(stuck, "RUNNING")
    client.until(client.created(body_of(inline_picture)), "SUCCEEDED")
    assert client.look(stuck)["output"]["task_status"] == "RUNNING"
    sandbox.stop()
    connect(start_sandbox()).until(stuck, "SUCCEEDED")


def test_a_state_that_no_page_names(faulty: StartFaulty, inline_picture: dict[str, str]) -> None:
    _, client = faulty("unknown-status:1")
    task_id = client.created(body_of(inline_picture))
    assert client.look(task_id)["output"]["task_status"] == "SUSPENDED"
    client.until(task_id, "SUCCEEDED")


def test_without_a_count_a_fault_strikes_for_ever(faulty: StartFaulty, inline_picture: dict[str, str]) -> None:
    _, client = faulty("throttle")
    assert {client.create(body_of(inline_picture)).status_code for _ in range(10)} == {429}


def test_a_fault_is_written_as_on_the_command_line() -> None:
    assert Fault.parse("poll-500") == Fault(name=FaultName.POLL_500)
    assert Fault.parse("poll-500:3") == Fault(name=FaultName.POLL_500, times=3)
    for wrong in ("", "poll", "poll-500:", "poll-500:0", "poll-500:-1", "poll-500:x", "poll-500:1:2"):
        with pytest.raises(ValueError, match=r"fault|whole number"):
            Fault.parse(wrong)
