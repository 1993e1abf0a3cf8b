"""The tolerant reading of a gateway's answers: every shape that is known of a gateway, and any that isn't."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.errors import Failure, Interrupted, Refused, ServiceError
from lib.providers.http import Answer
from lib.providers.modelstream_answers import Reading, read
from lib.providers.modelstream_profile import MODELSTREAM
from lib.providers.provider import Look, TaskState
from tests.providers.gateways import gateway_account
from tests.providers.orders import KEY

WHO = gateway_account("https://api.modelstream.ai")
LINK = "https://cdn.example/v.mp4?Signature=abc"


def reading(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Reading:
    return read(MODELSTREAM, WHO, Answer(status=status, headers=headers or {}, body=json.dumps(body).encode()))


def task(status: str, **more: Any) -> dict[str, Any]:
    """new-api's answer to a query, as its source gives it."""
    told = {"task_id": "task-1", "platform": "17", "action": "generate", "status": status, "fail_reason": "", **more}
    return {"code": "success", "message": "", "data": {"id": 77, "progress": "30%", "properties": {}, **told}}


def video(status: str, **more: Any) -> dict[str, Any]:
    """OpenAI's video object."""
    return {"id": "task-1", "object": "video", "model": "m", "status": status, "progress": 30, **more}


CREATED: dict[str, tuple[Any, str]] = {
    "new-api": ({"id": "t", "task_id": "t", "object": "video", "status": "queued", "progress": 0}, "t"),
    "its documentation": ({"task_id": "t", "status": "queued"}, "t"),
    "id alone": ({"id": "t"}, "t"),
    "task_id before id": ({"id": "other", "task_id": "t"}, "t"),
    "in data": ({"code": "success", "message": "", "data": {"id": 5, "task_id": "t"}}, "t"),
    "data's own id": ({"code": 200, "data": {"id": "t"}}, "t"),
    "data itself": ({"code": "success", "message": "", "data": "t"}, "t"),
    "Model Studio's": ({"output": {"task_id": "t", "task_status": "PENDING"}, "request_id": "r"}, "t"),
    "a number": ({"task_id": 12345678901234567890}, "12345678901234567890"),
    "no error": ({"task_id": "t", "error": None, "message": "accepted"}, "t"),
    "an error's id": ({"id": "req-1", "error": {"message": "no"}}, ""),
    "an error's data": ({"code": "fail", "message": "no", "data": "more about it"}, ""),
    "a flag": ({"task_id": True}, ""),
    "not printable": ({"task_id": "a\nb"}, ""),
    "endless": ({"task_id": "x" * 999}, ""),
    "empty": ({"task_id": " ", "id": ""}, ""),
    "none": ({}, ""),
}


@pytest.mark.parametrize("shape", CREATED)
def test_a_ticket_is_found(shape: str) -> None:
    body, wanted = CREATED[shape]
    assert reading(body).task_id == wanted


STATES: dict[str, tuple[Any, TaskState]] = {
    **{f"new-api {word}": (task(word), TaskState.QUEUED) for word in ("NOT_START", "SUBMITTED", "QUEUED")},
    "new-api IN_PROGRESS": (task("IN_PROGRESS"), TaskState.RUNNING),
    "OpenAI queued": (video("queued"), TaskState.QUEUED),
    "OpenAI in_progress": (video("in_progress"), TaskState.RUNNING),
    "with a space": (video("In Progress"), TaskState.RUNNING),
    "with a dash": (video("in-progress"), TaskState.RUNNING),
    "processing": ({"task_id": "task-1", "status": "processing"}, TaskState.RUNNING),
    "pending, evolink": ({"id": "task-1", "status": "pending", "progress": 0, "task_info": {}}, TaskState.QUEUED),
    "an envelope that says success": ({"status": "success", "data": {"status": "running"}}, TaskState.RUNNING),
    "a state": ({"code": 0, "data": {"state": "waiting", "status": "pending"}}, TaskState.QUEUED),
    "Model Studio's": ({"output": {"task_id": "task-1", "task_status": "RUNNING"}}, TaskState.RUNNING),
    "a status that is a number": ({"status": 200, "data": {"task_status": "RUNNING"}}, TaskState.RUNNING),
    "a task_status": ({"task_id": "task-1", "task_status": "SUSPENDED"}, TaskState.QUEUED),
    "state": ({"task_id": "task-1", "state": "running"}, TaskState.RUNNING),
    "state in data": ({"code": 0, "data": {"state": "running"}}, TaskState.RUNNING),
    "Model Studio's in data": ({"data": {"output": {"task_status": "RUNNING"}}}, TaskState.RUNNING),
    "Model Studio's alone": ({"data": {"data": {"output": {"task_status": "RUNNING"}}}}, TaskState.RUNNING),
    "the gateway's before the service's": (
        task("QUEUED", data={"output": {"task_status": "RUNNING"}}),
        TaskState.QUEUED,
    ),
    "canceled": (video("canceled"), TaskState.CANCELED),
    "cancelled": (video("CANCELLED"), TaskState.CANCELED),
    "not known, new-api": ({"code": "task_not_exist", "message": "task_not_exist", "data": None}, TaskState.GONE),
    "an id of the service behind": (task("QUEUED", data={"output": {"task_id": "other"}}), TaskState.QUEUED),
}


@pytest.mark.parametrize("shape", STATES)
def test_a_state_is_found(shape: str) -> None:
    body, wanted = STATES[shape]
    assert reading(body, 400 if wanted is TaskState.GONE else 200).look("task-1").state is wanted


LINKS: dict[str, Any] = {
    "its documentation": {"task_id": "task-1", "status": "completed", "url": LINK, "format": "mp4", "error": None},
    "video_url": {"status": "success", "video_url": LINK, "fail_reason": ""},
    "result_url": {"status": "completed", "result_url": LINK},
    "ModelSell": {"task_id": "task-1", "object": "video.generation", "status": "succeeded", "url": LINK, "error": {}},
    "new-api": task("SUCCESS", result_url=LINK, progress="100%"),
    "new-api, older": task("SUCCESS", fail_reason=LINK),
    "data.url": {"data": {"status": "succeeded", "url": LINK}},
    "Model Studio's": {"output": {"task_status": "SUCCEEDED", "video_url": LINK}},
    "what Model Studio said": task("SUCCESS", data={"output": {"video_url": LINK}}),
    "OpenAI": video("completed", metadata={"url": LINK}),
    "a list": {"status": "succeeded", "output": [LINK]},
    "a list in data": {"data": {"status": "succeeded", "output": [LINK]}},
    "data.video_url": {"data": {"status": "succeeded", "video_url": LINK}},
    "Model Studio's in data": {"data": {"output": {"task_status": "SUCCEEDED", "video_url": LINK}}},
    "OpenAI in data": {"data": {"status": "completed", "metadata": {"url": LINK}}},
    "where the reason of a failure stands": {"status": "success", "fail_reason": LINK},
    "the first that is a link": task("SUCCESS", url="", result_url="/relative", fail_reason=LINK),
    "the gateway's before the service's": task("SUCCESS", result_url=LINK, data={"output": {"video_url": "http://b"}}),
}


@pytest.mark.parametrize("shape", LINKS)
def test_a_link_is_found(shape: str) -> None:
    seen = reading(LINKS[shape]).look("task-1")
    assert seen.state is TaskState.SUCCEEDED
    assert seen.video_url is not None
    assert seen.video_url.reveal() == LINK
    assert "Signature" not in repr(seen)


UPSTREAM = {"output": {"task_status": "FAILED", "code": "DataInspectionFailed", "message": "bad"}}
FAILURES: dict[str, tuple[Any, str, str]] = {
    "its documentation": (
        {"status": "failed", "error": {"code": "DataInspectionFailed", "message": "bad"}},
        "DataInspectionFailed",
        "The content was judged unsuitable. It says: bad",
    ),
    "new-api": (
        task("FAILURE", fail_reason="went wrong", data=UPSTREAM),
        "DataInspectionFailed",
        "It says: went wrong",
    ),
    "new-api without more": (task("FAILURE", fail_reason="went wrong"), "Studio.NoCode", "went wrong"),
    "tokensmind": ({"status": "failed", "fail_reason": "no luck"}, "Studio.NoCode", "no luck"),
    "a text": ({"status": "failed", "error": "no luck"}, "Studio.NoCode", "no luck"),
    "in data": ({"data": {"status": "failed", "error": {"code": "X", "message": "y"}}}, "X", "y"),
    "Model Studio's": (UPSTREAM, "DataInspectionFailed", "It says: bad"),
    "a text in data": ({"data": {"status": "fail", "error": "y"}}, "Studio.NoCode", "y"),
    "a type alone": ({"status": "failed", "error": {"type": "insufficient_quota"}}, "insufficient_quota", "used up"),
    "msg": ({"status": "failed", "code": "X", "msg": "y"}, "X", "y"),
    "Model Studio's in data": ({"data": UPSTREAM}, "DataInspectionFailed", "It says: bad"),
    "Model Studio's alone": (task("FAILURE", data=UPSTREAM), "DataInspectionFailed", "It says: bad"),
    "at the top": ({"status": "error", "code": "Brand.New", "message": "y"}, "Brand.New", "y"),
    "a code as a number": ({"status": "failed", "error": {"code": 1027, "message": "y"}}, "1027", "y"),
    "nothing": (video("failed"), "Studio.NoCode", "gave no reason"),
}


@pytest.mark.parametrize("shape", FAILURES)
def test_a_failure_is_found(shape: str) -> None:
    body, code, message = FAILURES[shape]
    failed = reading(body).look("task-1").failure
    assert failed is not None
    assert failed.code == code
    assert message in failed.message


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("30%", 0.3),
        (30, 0.3),
        ("100%", 1.0),
        (0, 0.0),
        ("7.5 %", 0.075),
        (250, 1.0),
        (None, None),
        ("soon", None),
        (-1, None),
        (True, None),
    ],
)
def test_progress_is_a_share(said: object, meant: float | None) -> None:
    assert reading(video("in_progress", progress=said)).look("task-1").progress == meant
    assert reading(task("IN_PROGRESS", progress=said)).look("task-1").progress == meant


def test_a_rewritten_prompt_comes_through() -> None:
    body = task("IN_PROGRESS", data={"output": {"actual_prompt": "Longer."}})
    assert reading(body).look("task-1") == Look(
        state=TaskState.RUNNING, raw_status="IN_PROGRESS", actual_prompt="Longer.", progress=0.3
    )


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"code": "success", "data": None},
        {"code": "success", "data": []},
        {"status": True},
        {"status": {}},
        video("completed"),
        video("completed", url="not a link"),
        video("completed", url="file:///etc/passwd"),
        task("SUCCESS", fail_reason="no link"),
        {**task("IN_PROGRESS"), "data": {"task_id": "another", "status": "IN_PROGRESS"}},
    ],
)
def test_an_answer_that_tells_no_state_is_no_state(body: dict[str, Any]) -> None:
    with pytest.raises(Interrupted) as raised:
        reading(body).look("task-1")
    assert (raised.value.failure.code, raised.value.failure.retryable) == ("Studio.BadAnswer", True)


@pytest.mark.parametrize("word", ["UNKNOWN", "unknown", "dreaming"])
def test_a_state_that_is_not_known_comes_through(word: str) -> None:
    with pytest.raises(ServiceError) as raised:
        reading(task(word)).look("task-1")
    assert type(raised.value) is ServiceError
    assert (raised.value.failure.code, raised.value.failure.retryable) == ("Studio.UnknownStatus", True)
    assert word in raised.value.failure.message


def test_the_id_of_a_request_is_in_the_body_or_a_header() -> None:
    assert reading({"request_id": "r-1"}).request_id == "r-1"
    assert reading({}, headers={"X-Oneapi-Request-Id": "r-2"}).request_id == "r-2"
    assert reading({}).request_id == ""


_words = st.sampled_from(["status", "data", "error", "code", "message", "task_id", "id", "url", "output", "progress"])
_scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
_values = _scalars | st.sampled_from(["success", "failed", "IN_PROGRESS", "task-1", LINK])
_bodies = st.recursive(
    _values, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=6), max_leaves=20
)


@given(body=_bodies, status=st.integers(100, 599))
def test_any_json_becomes_a_value_or_an_error_of_the_tree(body: Any, status: int) -> None:
    with suppress(ServiceError):
        found = reading(body, status)
        assert isinstance(found.task_id, str)
        assert isinstance(found.failure(), Failure)
        error = found.error()
        assert not isinstance(error, Refused) or status >= 400
        found.look("task-1")


@given(message=st.text(max_size=40).map(lambda text: f"{text}{KEY}{text}"))
def test_no_message_carries_the_key(message: str) -> None:
    for body in ({"error": {"code": message, "message": message}}, {"code": "X", "message": message}):
        assert KEY not in repr(reading(body, 400).error().failure)
