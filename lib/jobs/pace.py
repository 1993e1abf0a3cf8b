"""When to look again, and how long a job usually takes: pure functions of numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

# Documented: 1 to 5 minutes (`api-facts.md` 1.6); the stand-in's own waits and a render are a few seconds.
USUAL_SECONDS = {"sandbox": 12.0, "dashscope": 150.0, "modelstream": 150.0}
# The service gives a task up after 3 h, and forgets it after 24 h (`api-facts.md` 1.6, 1.9).
TASK_DEADLINE_SECONDS = 3 * 3600.0
TASK_KEPT_SECONDS = 24 * 3600.0
# The service's limits for an account and model (`api-facts.md` section 4).
TASKS_AT_ONCE = 5
SUBMITS_A_SECOND = 5

# A form that the service refuses fails at once (`api-facts.md` 1.4), so the first look comes early.
FIRST_LOOK_SECONDS = 1.0
# By then most tasks have left the service's queue, and the page should say so.
SECOND_LOOK_SECONDS = 8.0
CLOSEST_SECONDS = 1.5
FARTHEST_SECONDS = 60.0
# The mean seconds until an end is noticed that looks are spent for; the official SDK's loop takes 2.5. Held against it
# by the simulation in tests/jobs/test_pace.py: half its looks where jobs of a kind take about the same time.
MEAN_DELAY_SECONDS = 2.05

# The logarithm's standard deviation where nothing is known: documented are 1 to 5 minutes, and samples of 7 and 17. It
# counts as one job's worth of knowledge.
UNKNOWN_SPREAD = 0.6
NARROWEST, WIDEST = 0.1, 0.8

# The stand-in is on this machine: waiting for it as for the real service would only be slow.
SANDBOX_PACE = 0.1


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How long jobs of a kind take: half of them at most `seconds`, spread as a log-normal by `spread`."""

    seconds: float
    spread: float


def habit(service: str, past: Sequence[float]) -> Habit:
    """Learn from the seconds that jobs of this kind took; the documented time where there is none.

    The spread is the one that the next job is expected to have: wide at first, since few jobs tell little of the middle
    and less of the width.
    """
    known = [max(1.0, seconds) for seconds in past]
    if not known:
        return Habit(seconds=USUAL_SECONDS[service], spread=UNKNOWN_SPREAD)
    middle, count = median(known), len(known)
    squares = sum(math.log(seconds / middle) ** 2 for seconds in known)
    expected = math.sqrt((UNKNOWN_SPREAD**2 + squares) / (1 + count) * (1 + 1 / count))
    return Habit(seconds=middle, spread=min(WIDEST, max(NARROWEST, expected)))


def next_look(elapsed: float, usual: Habit) -> float:
    """Give the seconds until the next look: rare while an end is unlikely, close together where it is likely.

    For a given number of looks the mean delay is least when they are as dense as the root of the chance that the task
    ends in the next second, given that it has not ended yet.
    """
    if elapsed < FIRST_LOOK_SECONDS:
        return FIRST_LOOK_SECONDS
    if elapsed < SECOND_LOOK_SECONDS < usual.seconds / 4:
        return SECOND_LOOK_SECONDS - elapsed
    onset = usual.seconds * math.exp(-2.5 * usual.spread)
    if elapsed < onset:
        # No look is due before the first tasks end, but a jump must not go past them.
        return min(FARTHEST_SECONDS, max(CLOSEST_SECONDS, min(onset - elapsed, usual.seconds / 4)))
    return min(FARTHEST_SECONDS, max(CLOSEST_SECONDS, _width(usual) / math.sqrt(_chance(elapsed, usual))))


def _width(usual: Habit) -> float:
    """Give the factor with which the mean delay is `MEAN_DELAY_SECONDS`.

    The delay is half the factor times the integral of the root of (density x share that is left), which for a
    log-normal is the root of 1.54 x seconds x spread ** 0.9, within 2 % for the spreads that are used.
    """
    return 2 * MEAN_DELAY_SECONDS / math.sqrt(1.54 * usual.seconds * usual.spread**0.9)


def _chance(elapsed: float, usual: Habit) -> float:
    """Give the chance a second that a task ends now, given that it has not yet."""
    z = (math.log(elapsed) - math.log(usual.seconds)) / usual.spread
    dense = math.exp(-z * z / 2) / (elapsed * usual.spread * math.sqrt(2 * math.pi))
    left = math.erfc(z / math.sqrt(2)) / 2
    # Far out both vanish; their ratio then nears z / (t * spread).
    return dense / left if left > 1e-12 else z / (elapsed * usual.spread)  # noqa: PLR2004 - where doubles give out


def back_off(attempt: int, asked: float | None = None) -> float:
    """Give the seconds before trying again after the `attempt`-th failure, counted from 0.

    `asked` is what the service said in `Retry-After`; it is honoured up to a minute.
    """
    own = min(30.0, 1.0 * 2.0 ** min(attempt, 10))
    return own if asked is None else min(60.0, max(own, asked))


def seconds_left(elapsed: float, usual: Habit) -> float | None:
    """Give the seconds that are usually left, None once it takes longer than usual."""
    return round(usual.seconds - elapsed, 1) if elapsed < usual.seconds else None
