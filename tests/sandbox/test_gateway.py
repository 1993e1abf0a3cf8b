"""The stand-in as a flat gateway: its strictness, its two error shapes, and new-api's answers."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from lib.sandbox import Fault, FaultName, Sandbox
from lib.sandbox.flat_body import FlatBodyRefused, native_body
from tests.sandbox.conftest import Connect, StartSandbox
from tests.sandbox.raw_client import video_facts

Ask = Callable[..., requests.Response]
MISSING = object()


@pytest.fixture
def ask() -> Iterator[Ask]:
    """Ask a gateway: a POST where there is a body."""
    with requests.Session() as session:

        def send(
            sandbox: Sandbox, behind: str = "", body: Any = None, key: str | None = "ms-test"
        ) -> requests.Response:
            headers = {} if key is None else {"Authorization": key if " " in key else f"Bearer {key}"}
            url = f"{sandbox.gateway_url}/v1/video/generations{behind}"
            method = "GET" if body is None else "POST"
            return session.request(method, url, json=body, headers=headers, timeout=60)

        yield send


@pytest.fixture
def picture(inline_picture: dict[str, str]) -> str:
    return inline_picture["url"]


def flat(picture: str, **more: Any) -> dict[str, Any]:
    small = {"prompt": "Image 1 waves.", "reference_image": picture, "resolution": "720P", "duration": 2}
    return {name: value for name, value in {"model": "wan2.7-r2v", **small, **more}.items() if value is not MISSING}


def ended(ask: Ask, sandbox: Sandbox, task_id: str) -> dict[str, Any]:
    pace, ends = Event(), monotonic() + 120
    while (told := ask(sandbox, f"/{task_id}").json()["data"])["status"] not in ("SUCCESS", "FAILURE"):
        assert monotonic() < ends, told
        pace.wait(0.05)
    found: dict[str, Any] = told
    return found


def test_a_task_goes_from_queued_to_a_video_in_new_apis_words(shared_sandbox: Sandbox, ask: Ask, picture: str) -> None:
    created = ask(shared_sandbox, body=flat(picture, ratio="1:1", seed=0))
    assert created.status_code == 200
    answer = created.json()
    task_id = answer["task_id"]
    assert {**answer, "created_at": 0} == {
        "id": task_id,
        "task_id": task_id,
        "object": "video",
        "model": "wan2.7-r2v",
        "status": "queued",
        "progress": 0,
        "created_at": 0,
    }
    envelope = ask(shared_sandbox, f"/{task_id}").json()
    assert (envelope["code"], envelope["message"]) == ("success", "")
    assert envelope["data"]["status"] in ("QUEUED", "IN_PROGRESS")
    told = ended(ask, shared_sandbox, task_id)
    assert (told["status"], told["progress"], told["fail_reason"]) == ("SUCCESS", "100%", "")
    assert told["submit_time"] <= told["start_time"] <= told["finish_time"]
    assert told["data"]["output"]["task_status"] == "SUCCEEDED"
    assert video_facts(requests.get(told["result_url"], timeout=60).content) == (960, 960, 60)


def test_what_is_wrong_with_a_value_comes_out_on_the_first_look(
    shared_sandbox: Sandbox, ask: Ask, picture: str
) -> None:
    told = ended(ask, shared_sandbox, ask(shared_sandbox, body=flat(picture, duration=16)).json()["task_id"])
    assert told["status"] == "FAILURE"
    assert told["fail_reason"].startswith("task failed, code: InvalidParameter , message: ")
    assert told["data"]["output"]["code"] == "InvalidParameter"
    assert "result_url" not in told


WRONG: list[tuple[str, object, str]] = [
    ("prompt", MISSING, "prompt is required"),
    ("prompt", 3, "prompt must be of type str"),
    ("reference_image", MISSING, "reference_image is required"),
    ("reference_image", 3, "reference_image must be a string or a list of strings"),
    ("reference_image", [], "reference_image is empty"),
    ("reference_image", [None], "reference_image must be a string or a list of strings"),
    ("reference_image", "oss://a/b.png", "reference_image must be a URL or Base64 data"),
    ("reference_image", "file:///srv/a.png", "reference_image must be a URL or Base64 data"),
    ("reference_image", "data:text/html;base64,AAAA", "reference_image must be a URL or Base64 data"),
    ("reference_image", "data:image/png;base64,A", "reference_image is not valid Base64 data"),
    ("reference_voice", ["https://a.example/a.wav"] * 2, "more entries than there are references"),
    ("first_frame", ["https://a.example/a.png"], "first_frame must be a string"),
    ("duration", True, "duration must be of type int"),
    ("duration", "5", "duration must be of type int"),
    ("duration", 5.5, "duration must be of type int"),
    ("seed", None, "seed must be of type int"),
    ("prompt_extend", 1, "prompt_extend must be of type bool"),
    ("size", "1280*720", "unknown field: size"),
    ("input", {}, "unknown field: input"),
    ("model", MISSING, "model is required"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong[0]}: {wrong[2]}")
def test_a_body_that_is_not_flat_is_refused_at_once(
    shared_sandbox: Sandbox, ask: Ask, picture: str, wrong: tuple[str, object, str]
) -> None:
    name, value, message = wrong
    before = shared_sandbox.creates
    answer = ask(shared_sandbox, body=flat(picture, **{name: value}))
    assert answer.status_code == 400
    told = answer.json()
    assert (told["code"], told["data"]) == ("invalid_request", None)
    assert message in told["message"]
    assert shared_sandbox.creates == before


def test_pictures_and_clips_and_their_voices_find_each_other() -> None:
    body = flat(
        "https://a.example/1.png",
        reference_image=["https://a.example/1.png", "https://a.example/2.png"],
        reference_video="https://a.example/3.mp4",
        reference_voice=[None, "https://a.example/4.wav", "https://a.example/5.wav"],
        first_frame="https://a.example/6.png",
        duration=5.0,
    )
    native: Any = native_body(body, str)
    assert native["input"]["media"] == [
        {"type": "reference_image", "url": "https://a.example/1.png"},
        {"type": "reference_image", "url": "https://a.example/2.png", "reference_voice": "https://a.example/4.wav"},
        {"type": "reference_video", "url": "https://a.example/3.mp4", "reference_voice": "https://a.example/5.wav"},
        {"type": "first_frame", "url": "https://a.example/6.png"},
    ]
    assert native["parameters"] == {"resolution": "720P", "duration": 5}


@pytest.mark.parametrize("key", [None, "nope", "sk-", "Basic sk-test", "sk-test "])
def test_who_is_not_known_is_told_so_in_openais_shape(shared_sandbox: Sandbox, ask: Ask, key: str | None) -> None:
    for answer in (ask(shared_sandbox, body={}, key=key), ask(shared_sandbox, "/any", key=key)):
        assert answer.status_code == 401
        told = answer.json()["error"]
        assert (told["type"], told["code"]) == ("new_api_error", "")
        assert answer.headers["X-Oneapi-Request-Id"] in told["message"]


def test_a_model_without_a_channel_is_refused_in_openais_shape(shared_sandbox: Sandbox, ask: Ask, picture: str) -> None:
    answer = ask(shared_sandbox, body=flat(picture, model="wan9-r2v"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "model_not_found")


def test_a_task_belongs_to_its_key_at_both_faces(
    shared_sandbox: Sandbox, ask: Ask, connect: Connect, picture: str
) -> None:
    task_id = ask(shared_sandbox, body=flat(picture), key="sk-both").json()["task_id"]
    assert connect(shared_sandbox, "sk-both").look(task_id)["output"]["task_id"] == task_id
    answer = ask(shared_sandbox, f"/{task_id}", key="sk-other")
    assert (answer.status_code, answer.json()) == (
        400,
        {"code": "task_not_exist", "message": "task_not_exist", "data": None},
    )


def test_a_body_that_is_no_object_is_refused_in_the_gateways_shape(shared_sandbox: Sandbox, ask: Ask) -> None:
    answer = ask(shared_sandbox, body=[1])
    assert (answer.status_code, answer.json()["code"], answer.json()["data"]) == (400, "invalid_request", None)


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [(FaultName.THROTTLE, (429, "")), (FaultName.CREATE_500, (500, "do_request_failed"))],
)
def test_a_fault_strikes_here_too(
    start_sandbox: StartSandbox, ask: Ask, picture: str, fault: FaultName, wanted: tuple[int, str]
) -> None:
    sandbox = start_sandbox(faults=(Fault(name=fault, times=1),))
    answer = ask(sandbox, body=flat(picture))
    told = answer.json().get("error", answer.json())
    assert (answer.status_code, told["code"]) == wanted
    assert sandbox.creates == 0
    assert ask(sandbox, body=flat(picture)).status_code == 200


def test_a_cut_create_leaves_a_task(start_sandbox: StartSandbox, ask: Ask, picture: str) -> None:
    sandbox = start_sandbox(faults=(Fault(name=FaultName.CREATE_DROP, times=1),))
    with pytest.raises(requests.ConnectionError):
        ask(sandbox, body=flat(picture))
    assert sandbox.creates == 1


@pytest.mark.parametrize(
    ("fault", "status"), [(FaultName.POLL_500, 500), (FaultName.POLL_HTML, 502), (FaultName.UNKNOWN_STATUS, 200)]
)
def test_a_look_can_go_wrong(
    start_sandbox: StartSandbox, ask: Ask, picture: str, fault: FaultName, status: int
) -> None:
    sandbox = start_sandbox(faults=(Fault(name=fault, times=1),))
    task_id = ask(sandbox, body=flat(picture)).json()["task_id"]
    answer = ask(sandbox, f"/{task_id}")
    assert answer.status_code == status
    assert fault is not FaultName.UNKNOWN_STATUS or answer.json()["data"]["status"] == "UNKNOWN"
    assert ask(sandbox, f"/{task_id}").json()["data"]["status"] != "UNKNOWN"


def test_inline_files_are_kept_as_uploads_of_the_data_folder(
    start_sandbox: StartSandbox, ask: Ask, picture: str, tmp_path: Path
) -> None:
    sandbox = start_sandbox()
    assert ask(sandbox, body=flat(picture)).status_code == 200
    assert len(list((tmp_path / "data" / "uploads").iterdir())) == 1


_names = st.sampled_from(["prompt", "reference_image", "reference_voice", "first_frame", "duration", "seed", "more"])
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("https://a.example/a"),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(_names, _values, max_size=7))
def test_whatever_stands_in_a_flat_body_is_judged(body: dict[str, Any]) -> None:
    with suppress(FlatBodyRefused):
        assert set(native_body({"model": "m", "prompt": "p", **body}, str)) == {"model", "input", "parameters"}
