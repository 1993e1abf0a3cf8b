"""Looks at tasks, simulated: how many, and how late an end is noticed, beside the official SDK's own loop."""

import math
import random
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate, chain, repeat
from statistics import fmean

from lib.jobs.pace import Habit, habit, next_look

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


def simulate(durations: list[float], waits: Iterator[float]) -> tuple[float, float]:
    """Give the mean number of looks and the mean seconds until an end is noticed."""
    looks: list[float] = []
    longest = max(durations)
    for at in accumulate(waits):
        looks.append(at)
        if at >= longest:
            break
    places = [bisect_left(looks, duration) for duration in durations]
    delays = [looks[place] - duration for place, duration in zip(places, durations, strict=True)]
    return fmean(place + 1 for place in places), fmean(delays)


def both(usual: float, spread: float, known: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give our looks and delay, and the SDK's, for a kind of job of which so many are known."""
    seeded = random.Random(20)
    past = [usual * math.exp(seeded.gauss(0, spread)) for _ in range(known)]
    durations = [usual * math.exp(seeded.gauss(0, spread)) for _ in range(TASKS)]
    learned = habit("dashscope", past)
    return simulate(durations, own_waits(learned)), simulate(durations, sdk_waits())


def beside_the_sdk(usual: float, spread: float, known: int) -> tuple[float, float]:
    """Give our looks and our delay as parts of the SDK's."""
    (own_looks, own_delay), (sdk_looks, sdk_delay) = both(usual, spread, known)
    return own_looks / sdk_looks, own_delay / sdk_delay
