"""What one caller may ask: buckets that empty, fill again and are forgotten; and which origins are the app's own."""

from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest
from starlette.datastructures import Headers

from lib.ui.guard import Receive, Scope, Send
from lib.ui.neighbours import Neighbours
from lib.ui.pace import MOST_CALLERS, WRITES, Allowance, Buckets, Pace
from lib.ui.visitors import MARK


def test_a_bucket_empties_and_fills_again_for_each_caller_alone() -> None:
    clock = [0.0]
    buckets = Buckets(Allowance(burst=3, a_second=2), lambda: clock[0])
    assert [buckets.take("anna") for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.take("otto") == 0
    clock[0] = 0.5
    assert (buckets.take("anna"), buckets.take("anna")) == (0, 0.5)
    # A refusal costs nothing, and nothing is saved up beyond the burst.
    clock[0] = 1_000
    assert [buckets.take("anna", 3), buckets.take("anna", 1)] == [0, 0.5]


def test_callers_without_number_take_no_more_memory() -> None:
    buckets = Buckets(Allowance(burst=1, a_second=1), lambda: 0.0)
    for number in range(MOST_CALLERS + 500):
        buckets.take(f"caller-{number}")
    assert len(buckets) == MOST_CALLERS


def test_who_asks_too_fast_is_told_when_to_come_again_and_the_others_notice_nothing() -> None:
    answers: list[tuple[int, dict[bytes, bytes]]] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answers.append((message["status"], dict(message["headers"])))

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    def scope(caller: str, method: str) -> Scope:
        return {"type": "http", "method": method, "headers": [(MARK.encode(), f"{caller}.seal".encode())]}

    async def ask() -> None:
        pace = Pace(app)
        for _ in range(int(WRITES.burst) + 500):
            await pace(scope("fast", "POST"), receive, send)
        await pace(scope("slow", "POST"), receive, send)
        await pace(scope("fast", "GET"), receive, send)

    # In a thread of its own: the browser's tests keep a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(anyio.run, ask).result()
    statuses = [status for status, _ in answers]
    assert statuses[: int(WRITES.burst)] == [200] * int(WRITES.burst)
    refused = [headers for status, headers in answers if status == 429]
    assert refused
    assert int(refused[0][b"retry-after"]) >= 1
    assert statuses[-2:] == [200, 200]


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({}, False),
        ({"origin": "https://studio.example"}, False),
        ({"origin": "https://STUDIO.example:443"}, False),
        ({"origin": "https://me-x.hf.space"}, False),
        ({"origin": "https://front.example", "x-forwarded-host": "front.example"}, False),
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"origin": "null"}, True),
        ({"origin": ""}, True),
        ({"origin": "https://studio.example.evil"}, True),
        ({"origin": "https://evil.example"}, True),
        ({"origin": "https://studio.example:8443"}, True),
        ({"origin": "https://studio.example:port"}, True),
        ({"origin": "https://[::1"}, True),
    ],
)
def test_which_sites_are_the_apps_own(headers: dict[str, str], foreign: bool) -> None:
    async def app(*_: object) -> None: ...

    guard = Neighbours(app, "https://me-x.hf.space", on_space=True)
    assert guard.is_foreign(Headers({"host": "studio.example", **headers})) == foreign
