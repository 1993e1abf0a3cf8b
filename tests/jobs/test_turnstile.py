"""The turnstile: an account's looks stay below the service's twenty a second, in a simulation and at a real server."""

import heapq
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from lib.jobs import pace
from lib.jobs.clock import Stopping
from lib.jobs.turnstile import GAP_SECONDS, Spacing, Turnstile
from lib.providers.dashscope import DashScope
from tests.providers.orders import account, state, ticket
from tests.providers.server import Handler, answer, serving

LIMIT = 20


def most_within_a_second(moments: Sequence[float]) -> int:
    """Count the requests of the fullest second, wherever it begins."""
    ordered = sorted(moments)
    first, most = 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def test_two_hundred_jobs_of_an_account_for_ten_minutes() -> None:
    spacing, usual = Spacing(), pace.habit("dashscope", [])
    # All are sent in the same second and looked at as jobs are: everything that can fall together does.
    due = [(number / 200, 0.0) for number in range(200)]
    looks: list[float] = []
    while due[0][0] < 600:
        wanted, begun = heapq.heappop(due)
        looked = spacing.free_at("one", wanted)
        spacing.left("one", looked)
        looks.append(looked)
        heapq.heappush(due, (looked + pace.next_look(looked - begun, usual), begun))
    assert len(looks) > 2_000
    assert most_within_a_second(looks) < LIMIT


def test_accounts_do_not_wait_for_each_other() -> None:
    turnstile = Turnstile(gap=3600.0)
    for number in range(100):
        turnstile.take(account(f"http://127.0.0.1:{number + 1}/api/v1"))


def test_a_real_server_is_asked_no_faster_by_many_at_once() -> None:
    seen: list[float] = []

    def look(handler: Handler) -> None:
        seen.append(time.monotonic())
        answer(state("RUNNING"))(handler)

    with serving(look) as server, ThreadPoolExecutor(25) as pool:
        client = DashScope(turn=Turnstile().take)
        who, task = account(server.base_url), ticket(server.base_url)
        begun = time.monotonic()
        for one in [pool.submit(client.look, who, task) for _ in range(50)]:
            one.result()
    # A busy machine can only make it slower.
    assert len(seen) == 50
    assert max(seen) - begun >= 49 * GAP_SECONDS
    assert 50 / (max(seen) - begun) < LIMIT


def test_a_process_that_ends_waits_for_nobody() -> None:
    turnstile, who = Turnstile(gap=3600.0), account("http://127.0.0.1:1/api/v1")
    turnstile.take(who)
    outcome: list[str] = []

    def wait() -> None:
        try:
            turnstile.take(replace(who))
        except Stopping:
            outcome.append("stopped")

    waiting = threading.Thread(target=wait)
    waiting.start()
    turnstile.stop()
    waiting.join(10)
    assert outcome == ["stopped"]
    with pytest.raises(Stopping):
        turnstile.take(who)
