"""What an order costs (`api-facts.md` section 4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.forms.cost import Tariff, billed_clip_seconds
from tests.forms.builders import BEIJING, FORM, clip, judge, picture


def test_the_documented_examples() -> None:
    plain = judge(picture(), values={"resolution": "720P", "duration": 5}).cost
    assert (plain.currency, plain.low, plain.high) == ("CNY", 3.0, 3.0)
    with_clip = judge(clip(seconds=8.0), values={"resolution": "1080P", "duration": 10}).cost
    assert (with_clip.low, with_clip.high) == (15.0, 15.0)


def test_singapore_and_the_sandbox() -> None:
    values = {"resolution": "1080P", "duration": 10}
    singapore = judge(picture(), values=values, tariff=Tariff(service="dashscope", region="ap-southeast-1")).cost
    assert singapore.high == pytest.approx(11.01)
    assert judge(picture(), values=values, tariff=Tariff(service="sandbox")).cost.high == 0.0


def test_an_unpublished_price_is_not_made_up() -> None:
    cost = judge(picture(), tariff=Tariff(service="dashscope", region="eu-central-1")).cost
    assert (cost.low, cost.high) == (None, None)


def test_short_clips_make_a_range() -> None:
    cost = judge(clip(seconds=1.0), clip(seconds=8.0), values={"resolution": "1080P", "duration": 5}).cost
    assert (cost.low, cost.high) == (8.5, 10.0)


@pytest.mark.parametrize("duration", ["x", True, -1, float("nan"), float("inf"), 10**400])
def test_a_form_that_is_not_settled_has_no_price(duration: object) -> None:
    cost = judge(picture(), values={"duration": duration}, tariff=BEIJING).cost
    assert (cost.low, cost.high) == (None, None)


@given(st.lists(st.floats(min_value=1, max_value=30), max_size=5))
def test_clips_are_never_billed_over_five_seconds(lengths: list[float]) -> None:
    least, most = billed_clip_seconds(FORM, lengths, 5.0)
    assert 0 <= least <= most + 1e-9
    assert most <= 5
