"""Looks are rare and still notice an end early: a simulation beside the official SDK's own loop."""

import math
import random

import pytest

from lib.jobs.pace import Habit, back_off, habit, next_look, seconds_left
from tests.jobs.looks import TASKS, beside_the_sdk, both, own_waits, sdk_waits, simulate


@pytest.mark.parametrize("usual", [150.0, 420.0, 1020.0])
@pytest.mark.parametrize(("spread", "late"), [(0.1, 0.53), (0.15, 0.7), (0.2, 0.86)])
def test_half_the_looks_and_no_later_than_the_sdk(usual: float, spread: float, late: float) -> None:
    # Half its delay as well can be had up to a spread of about 0.1: see `least_looks`.
    looks, delay = beside_the_sdk(usual, spread, known=50)
    assert looks <= 0.5
    assert delay <= late


@pytest.mark.parametrize("usual", [150.0, 420.0, 1020.0])
@pytest.mark.parametrize(("spread", "most"), [(0.3, 0.56), (0.4, 0.68), (0.6, 0.9)])
def test_jobs_that_differ_widely_are_noticed_no_later_either(usual: float, spread: float, most: float) -> None:
    # From a spread of about 0.3 on, no times to look at can do with half the looks: see `least_looks`.
    looks, delay = beside_the_sdk(usual, spread, known=50)
    assert delay <= 1.05
    assert looks <= most


@pytest.mark.parametrize("usual", [150.0, 420.0, 1020.0])
@pytest.mark.parametrize("spread", [0.2, 0.4])
def test_the_first_job_of_a_kind_costs_little_more_than_with_the_sdk(usual: float, spread: float) -> None:
    looks, delay = beside_the_sdk(usual, spread, known=0)
    assert looks <= 1.25
    assert delay <= 1


@pytest.mark.parametrize("spread", [0.1, 0.2])
def test_a_service_of_seconds_is_noticed_at_once(spread: float) -> None:
    looks, delay = both(5.0, spread, known=0)[0]
    assert looks <= 5
    assert delay <= 1
    looks, delay = both(5.0, spread, known=1)[0]
    assert looks <= 7
    assert delay <= 0.5
    looks, delay = both(5.0, spread, known=50)[0]
    assert looks <= 4
    assert delay <= 0.4


@pytest.mark.parametrize(("learned", "takes"), [(5.0, 150.0), (5.0, 1020.0), (150.0, 1020.0)])
def test_a_job_far_longer_than_its_kind_is_looked_at_as_with_the_sdk(learned: float, takes: float) -> None:
    looks, delay = simulate([takes], own_waits(Habit(seconds=learned, spread=0.2)))
    assert looks <= 12 + 1.1 * simulate([takes], sdk_waits())[0]
    assert delay <= 5


@pytest.mark.parametrize("spread", [0.15, 0.3, 0.5])
def test_the_looks_are_close_to_the_fewest_there_can_be(spread: float) -> None:
    usual = Habit(seconds=420.0, spread=spread)
    seeded = random.Random(21)
    durations = [usual.seconds * math.exp(seeded.gauss(0, spread)) for _ in range(TASKS)]
    looks, delay = simulate(durations, own_waits(usual))
    assert looks <= 1.2 * least_looks(usual, delay)


def least_looks(usual: Habit, delay: float) -> float:
    """Give the fewest looks with which an end can be noticed so late on average, whatever their times.

    With looks as dense as r(t), there are the integral of r x left of them, and the delay is the integral of
    ends / 2r; by Cauchy and Schwarz their product is at least half the square of the integral of root(ends x left).
    """
    step = usual.seconds / 2000
    total = 0.0
    for number in range(1, 20_000):
        at = number * step
        z = math.log(at / usual.seconds) / usual.spread
        ends = math.exp(-z * z / 2) / (at * usual.spread * math.sqrt(2 * math.pi))
        total += math.sqrt(ends * math.erfc(z / math.sqrt(2)) / 2) * step
    return total * total / (2 * delay)


def test_a_wait_is_always_bounded() -> None:
    for usual in (habit("dashscope", [0.1]), habit("dashscope", []), Habit(seconds=150.0, spread=0.6)):
        for elapsed in (0, 0.5, 1, 10, 149, 150, 151, 1000, 10_000, 1e7):
            assert 0.2 <= next_look(elapsed, usual) <= 60


def test_a_habit_is_learned_from_the_past() -> None:
    assert habit("dashscope", []).seconds == 150
    assert habit("dashscope", []).spread == habit("dashscope", [70.0]).spread == 0.6
    few, many = habit("dashscope", [60.0, 70.0, 80.0]), habit("dashscope", [60.0, 70.0, 80.0] * 15)
    assert few.seconds == many.seconds == 70
    assert 0.1 < many.spread < 0.2 < few.spread < 0.6
    assert habit("dashscope", [100.0] * 50).spread == 0.1
    assert habit("sandbox", [0.0]).seconds == 1


def test_what_is_left_is_never_less_than_nothing() -> None:
    usual = Habit(seconds=100.0, spread=0.2)
    assert seconds_left(40, usual) == 60
    assert seconds_left(100, usual) is None


def test_a_service_may_ask_for_a_longer_pause_up_to_a_minute() -> None:
    assert [back_off(number) for number in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert back_off(0, 20) == 20
    assert back_off(0, 3600) == 60
    assert back_off(5000) == 30
