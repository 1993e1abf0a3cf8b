"""One order becomes several: seeds that differ and are written down, or one for each ratio."""

import random

import pytest

from lib.errors import InputError
from lib.forms.draft import Order
from lib.forms.variants import ONE, Variants, another_seed, number_of, orders_of
from tests.forms.builders import FORM, Given, frame, judge, picture

LARGEST_SEED = 2147483647
RATIOS = ["16:9", "9:16", "1:1", "4:3", "3:4"]


def order(*given: Given, **values: object) -> Order:
    found = judge(picture(), *given, values=values)
    assert found.order is not None, found.findings
    return found.order


def draw(span: int) -> int:
    return random.Random(span).randrange(span)


def seeds(orders: tuple[Order, ...]) -> list[object]:
    return [one.values["seed"] for one in orders]


def test_one_is_the_order_itself() -> None:
    asked = order(seed=None)
    assert orders_of(asked, FORM, ONE, draw) == (asked,)


def test_seeds_that_are_drawn_differ_and_are_written_down() -> None:
    # The same number is drawn twice in a row: it must not make the same video twice.
    drawn = iter([4, 4, 7, 7, 9])
    made = orders_of(order(), FORM, Variants(count=3), lambda _: next(drawn))
    assert seeds(made) == [4, 7, 9]
    assert {one.prompt for one in made} == {order().prompt}


def test_a_seed_that_is_given_is_counted_on_from_and_stays_in_its_range() -> None:
    assert seeds(orders_of(order(seed=0), FORM, Variants(count=3), draw)) == [0, 1, 2]
    last = orders_of(order(seed=LARGEST_SEED), FORM, Variants(count=3), draw)
    assert seeds(last) == [LARGEST_SEED, 0, 1]


def test_one_for_each_ratio_of_the_form_shares_a_seed() -> None:
    each = Variants(per_ratio=True)
    made = orders_of(order(), FORM, each, draw)
    assert [one.values["ratio"] for one in made] == RATIOS
    assert number_of(each, FORM) == len(RATIOS)
    assert len(set(seeds(made))) == 1
    assert isinstance(seeds(made)[0], int)


def test_a_first_frame_leaves_no_ratio_to_vary() -> None:
    with pytest.raises(InputError, match="first frame sets the aspect"):
        orders_of(order(frame()), FORM, Variants(per_ratio=True), draw)


@pytest.mark.parametrize("count", [0, 9])
def test_more_than_eight_or_none_is_refused(count: int) -> None:
    with pytest.raises(InputError, match="1 to 8"):
        orders_of(order(), FORM, Variants(count=count), draw)


def test_another_seed_is_another() -> None:
    drawn = iter([5, 6])
    assert another_seed(order(seed=5), FORM, lambda _: next(drawn)).values["seed"] == 6
