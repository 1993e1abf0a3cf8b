"""Looks are rare and still notice an end early: a simulation beside the official SDK's own loop."""

import math
import random
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from statistics import fmean

import pytest

from lib.jobs.pace import Habit, back_off, habit, next_look, seconds_left

TASKS = 1000


def sdk_waits() -> Iterator[float]:
    """The waits of `dashscope` 2.0.2: 1, 1, 1, 2, 2, 2, 4, 4, 4, then 5 s for ever."""
    return chain((1, 1, 1, 2, 2, 2, 4, 4, 4), repeat(5))


def own_waits(usual: Habit) -> Iterator[float]:
    elapsed = 0.0
    while True:
        wait = next_look(elapsed, usual)
        elapsed += wait
        yield wait


def simulate(durations: list[float], waits: Callable[[], Iterator[float]]) -> tuple[float, float]:
    """Give the mean number of looks and the mean seconds until an end is noticed."""
    looks, delays = [], []
    for duration in durations:
        elapsed = 0.0
        for number, wait in enumerate(waits(), start=1):
            elapsed += wait
            if elapsed >= duration:
                looks.append(number)
                delays.append(elapsed - duration)
                break
    return fmean(looks), fmean(delays)


@pytest.mark.parametrize("usual", [150.0, 420.0, 1020.0])
@pytest.mark.parametrize("spread", [0.15, 0.2])
def test_half_the_looks_and_no_later_than_the_sdk(usual: float, spread: float) -> None:
    seeded = random.Random(20)
    past = [usual * math.exp(seeded.gauss(0, spread)) for _ in range(50)]
    durations = [usual * math.exp(seeded.gauss(0, spread)) for _ in range(TASKS)]
    learned = habit("dashscope", past)
    own_looks, own_delay = simulate(durations, lambda: own_waits(learned))
    sdk_looks, sdk_delay = simulate(durations, sdk_waits)
    assert own_looks <= 0.5 * sdk_looks, f"{own_looks:.1f} looks, the SDK {sdk_looks:.1f}"
    assert own_delay <= sdk_delay, f"{own_delay:.2f} s, the SDK {sdk_delay:.2f} s"


def test_a_wait_is_always_bounded() -> None:
    for usual in (Habit(seconds=1.0, spread=0.1), Habit(seconds=150.0, spread=0.6)):
        for elapsed in (0, 0.5, 1, 10, 149, 150, 151, 1000, 10_000, 1e7):
            assert 1.0 <= next_look(elapsed, usual) <= 60


def test_a_habit_is_learned_from_the_past() -> None:
    assert habit("dashscope", []).seconds == 150
    assert habit("dashscope", [60.0, 70.0, 80.0]) == Habit(seconds=70.0, spread=0.25)
    assert habit("dashscope", [100.0] * 10).spread == 0.1
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
