"""Whatever a server says, it becomes a value or an error of the tree, and nothing else."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.errors import Interrupted, Refused, ServiceError
from lib.providers.dashscope_answers import accepted, look_of, page_of, stored, task_id_of
from lib.providers.dashscope_body import field_named
from lib.providers.http import Answer
from tests.providers.orders import FORM, KEY, account, order

WHO = account("https://dashscope.aliyuncs.com/api/v1")

_scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_anything = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)


def _some_of(*names: str, inner: st.SearchStrategy[Any] = _anything) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(names), inner, max_size=len(names))


_status = st.sampled_from(["PENDING", "SUCCEEDED", "FAILED", "UNKNOWN", "DREAMING"]) | _anything
_output = _some_of("task_id", "video_url", "code", "message", inner=_status).flatmap(
    lambda found: _status.map(lambda status: {**found, "task_status": status})
)
_bodies = _some_of("code", "message", "request_id", "usage", "data", "total_page").flatmap(
    lambda found: (_output | _anything).map(lambda output: {**found, "output": output})
)


@given(body=_bodies | _anything, status=st.integers(100, 599))
def test_any_json_is_judged(body: Any, status: int) -> None:
    answer = Answer(status=status, headers={}, body=json.dumps(body).encode())
    failed: ServiceError | None = None
    try:
        taken = accepted(answer, WHO)
    except (Refused, Interrupted) as error:
        failed = error
    else:
        assert 200 <= status < 300
        assert isinstance(task_id_of(taken), str)
    if isinstance(failed, Refused):
        assert 400 <= status < 500
    if failed is not None:
        assert failed.failure.retryable or isinstance(failed, Refused)
        return
    with suppress(ServiceError):
        look_of(taken, answer, WHO, "task-1")
    with suppress(ServiceError):
        page_of(taken, answer, WHO)


@given(body=st.binary(max_size=300), status=st.integers(100, 599))
def test_any_bytes_are_judged(body: bytes, status: int) -> None:
    answer = Answer(status=status, headers={}, body=body)
    with suppress(ServiceError):
        stored(answer, WHO, "oss.example")


@given(message=st.text(alphabet="input.mediaparts[]0123 ", max_size=40))
def test_any_message_is_searched_for_a_field(message: str) -> None:
    name = field_named(message, FORM, order()).partition("[")[0]
    assert name == "" or FORM.has(name)


@given(message=st.text(max_size=40).map(lambda text: f"{text}{KEY}{text}"))
def test_no_message_carries_the_key(message: str) -> None:
    answer = Answer(status=400, headers={}, body=json.dumps({"code": "X", "message": message}).encode())
    with pytest.raises(Refused) as raised:
        accepted(answer, WHO)
    assert KEY not in repr(raised.value.failure)
