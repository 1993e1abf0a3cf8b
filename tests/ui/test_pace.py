"""What one caller may ask: buckets that empty, fill again and are forgotten; and which origins are the app's own."""

import pytest
from starlette.datastructures import Headers

from lib.ui.neighbours import Neighbours
from lib.ui.pace import MOST_CALLERS, Allowance, Buckets


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
