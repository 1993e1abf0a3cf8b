"""The six verbs where the service behaves, and where it says something odd."""

from typing import Any

import pytest

from lib.errors import Interrupted, Refused, ServiceError
from lib.forms.draft import OrderItem
from lib.providers.provider import ListedTask, Look, TaskState, Ticket
from tests.providers.orders import (
    FORM,
    KEY,
    MODEL,
    QUICK,
    account,
    created,
    file,
    links,
    order,
    state,
    ticket,
)
from tests.providers.server import Reply, answer, html, serving


def look(body: object, status: int = 200) -> Look:
    with serving(answer(body, status)) as server:
        return QUICK.look(account(server.base_url), ticket(server.base_url))


def test_a_task_that_was_accepted_is_a_ticket() -> None:
    made = order()
    with serving(answer(created("t/1"))) as server:
        given = QUICK.submit(account(server.base_url), FORM, made, links(made))
    assert given == Ticket(service="dashscope", base_url=server.base_url, task_id="t/1", request_id="r-2")


@pytest.mark.parametrize(
    ("status", "meant"),
    [
        ("PENDING", TaskState.QUEUED),
        ("SUSPENDED", TaskState.QUEUED),
        ("RUNNING", TaskState.RUNNING),
        ("CANCELED", TaskState.CANCELED),
        ("UNKNOWN", TaskState.GONE),
    ],
)
def test_a_status_is_a_state(status: str, meant: TaskState) -> None:
    assert look(state(status)) == Look(state=meant, raw_status=status)


def test_a_video_comes_with_its_link_and_its_bill() -> None:
    body = state(
        "SUCCEEDED", video_url="https://x.example/v.mp4?Signature=abc", actual_prompt="Longer.", orig_prompt="A"
    )
    usage = {"duration": "15.0", "input_video_duration": 5.0, "SR": "720", "video_count": 1}
    seen = look({**body, "usage": usage})
    assert seen.state is TaskState.SUCCEEDED
    assert seen.video_url is not None
    assert seen.video_url.reveal() == "https://x.example/v.mp4?Signature=abc"
    assert (seen.billed_seconds, seen.actual_prompt, seen.orig_prompt) == (15.0, "Longer.", "A")
    assert "Signature" not in repr(seen)


def test_the_time_that_a_task_took_is_told_by_the_services_own_clock() -> None:
    times = {"submit_time": "2026-04-03 11:48:56.126", "end_time": "2026-04-03 12:06:20.901"}
    body = state("SUCCEEDED", video_url="https://x.example/v", **times)
    assert look(body).took == pytest.approx(1044.775)
    for unclear in ("", "yesterday", "2026-04-03 12:06:20+08:00", 5):
        assert look({**body, "output": {**body["output"], "end_time": unclear}}).took is None


@pytest.mark.parametrize("duration", [None, "many", True, [], -1, "NaN", "inf", {"a": 1}])
def test_a_bill_that_cannot_be_read_is_not_a_bill(duration: object) -> None:
    body = state("SUCCEEDED", video_url="https://x.example/v")
    assert look({**body, "usage": {"duration": duration}}).billed_seconds is None
    assert look({**body, "usage": duration}).billed_seconds is None


def test_a_task_that_failed_says_why() -> None:
    seen = look(state("FAILED", code="DataInspectionFailed", message=f"bad {KEY}"))
    assert seen.failure is not None
    assert (seen.failure.code, seen.failure.request_id) == ("DataInspectionFailed", "r-3")
    assert seen.failure.message.endswith("It says: bad ••••••")
    nameless = look(state("FAILED"))
    assert nameless.failure is not None
    assert nameless.failure.code == "Studio.NoCode"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"output": []},
        {"output": {"task_id": "task-1"}},
        {"output": {"task_id": "another", "task_status": "RUNNING"}},
        {"output": {"task_status": 5}},
        state("SUCCEEDED"),
        state("SUCCEEDED", video_url=7),
    ],
)
def test_an_answer_that_tells_no_state_is_no_state(body: dict[str, Any]) -> None:
    with pytest.raises(Interrupted) as raised:
        look(body)
    assert raised.value.failure.retryable


def test_an_unknown_status_comes_through() -> None:
    with pytest.raises(ServiceError) as raised:
        look(state("DREAMING"))
    assert type(raised.value) is ServiceError
    assert raised.value.failure.code == "Studio.UnknownStatus"
    assert raised.value.failure.retryable
    assert "DREAMING" in raised.value.failure.message


def test_a_look_goes_to_the_host_that_gave_the_ticket() -> None:
    with serving(answer(state("RUNNING", task_id="a/../b?c"))) as first, serving(html(500)) as second:
        QUICK.look(account(second.base_url), ticket(first.base_url, "a/../b?c"))
    assert first.seen[0].target == "/api/v1/tasks/a%2F..%2Fb%3Fc"


def test_a_task_that_has_begun_cannot_be_canceled() -> None:
    said = {"code": "UnsupportedOperation", "message": "Failed to cancel the task", "request_id": "r"}
    with serving(answer(said, 400)) as server, pytest.raises(Refused) as raised:
        QUICK.cancel(account(server.base_url), ticket(server.base_url))
    assert raised.value.failure.code == "UnsupportedOperation"


def test_the_list_is_read_to_its_end() -> None:
    def page(*ids: str, created: object = 1_700_000_000_000) -> Reply:
        rows = [{"task_id": one, "status": "RUNNING", "model_name": MODEL, "gmt_create": created} for one in ids]
        return answer({"data": rows, "total_page": 3, "total": 5})

    with serving(page("a", "b"), page("b", "c", created="1700000001000"), page("old", created=1)) as server:
        found = QUICK.recent(account(server.base_url), MODEL, 1_600_000_000)
    assert [task.task_id for task in found] == ["a", "b", "c"]
    assert found[0] == ListedTask(task_id="a", model=MODEL, raw_status="RUNNING", created=1_700_000_000)
    assert found[2].created == 1_700_000_001
    assert [seen.query["page_no"] for seen in server.seen] == ["1", "2", "3"]
    assert {(seen.path, seen.query["model_name"]) for seen in server.seen} == {("/api/v1/tasks/", MODEL)}


def test_a_list_without_end_is_given_up() -> None:
    rows = [{"task_id": "a", "gmt_create": 1}]
    with serving(answer({"data": rows, "total_page": 10**9})) as server, pytest.raises(ServiceError) as raised:
        QUICK.recent(account(server.base_url), MODEL, 0)
    assert raised.value.failure.code == "Studio.ListTooLong"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": {}},
        {"data": ["a"]},
        {"data": None},
        {"data": [{"task_id": "a"}]},
        {"data": [{"task_id": "", "gmt_create": 1}]},
    ],
)
def test_a_list_that_is_none_is_not_an_empty_one(body: dict[str, Any]) -> None:
    # Taken for empty, it would make a task that was paid for look as if it had never been accepted.
    with serving(answer(body)) as server, pytest.raises(Interrupted):
        QUICK.recent(account(server.base_url), MODEL, 0)


def test_a_refusal_names_the_field_that_it_is_about() -> None:
    made = order(
        OrderItem(field="reference_video", file=file("c", "mp4", "video/mp4")),
        OrderItem(field="reference_image", file=file("a")),
    )
    said = {"code": "InvalidParameter", "message": "url error: input.media.1.url, please check url!"}
    with serving(answer(said, 400)) as server, pytest.raises(Refused) as raised:
        QUICK.submit(account(server.base_url), FORM, made, links(made))
    assert raised.value.failure.field == "reference_image[0]"
