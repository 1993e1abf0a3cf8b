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
# Of a kind of which nothing is known, the beginning is looked through as one of seconds: each time so much later.
EARLY_GROWTH = 1.3
# Of jobs of seconds it is a part of their time, down to what an account's rate bears.
CLOSEST_SECONDS, CLOSEST_SHARE, LEAST_SECONDS = 1.5, 0.04, 0.2
FARTHEST_SECONDS = 60.0
# The mean seconds until an end is noticed; the official SDK's loop takes 2.5. Where half its looks buy less, it is
# less; of jobs of seconds it is a part of their time. The simulation in tests/jobs/test_pace.py holds it to the SDK.
MOST_DELAY_SECONDS = 2.2
DELAY_SHARE = 0.07
# Of the SDK's looks; the first and the second are among them.
LOOKS_SHARE = 0.51
# Where a task takes far longer than its kind, nothing is known of it any more: so much of its time is waited again.
LATE_SHARE, LATE_SECONDS = 0.15, 5.0
# In standard deviations of the logarithm.
LATE = 3.0

# The logarithm's standard deviation where nothing is known: documented are 1 to 5 minutes, and samples of 7 and 17. It
# counts as one job's worth of knowledge.
UNKNOWN_SPREAD = 0.6
NARROWEST, WIDEST = 0.1, 0.8

# The stand-in is on this machine: waiting for it as for the real service would only be slow.
SANDBOX_PACE = 0.3


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How long jobs of a kind take: half of them at most `seconds`, spread as a log-normal by `spread`.

    `known` is False where that is the documented time: then a service may just as well answer within seconds.
    """

    seconds: float
    spread: float
    known: bool = True


def habit(service: str, past: Sequence[float]) -> Habit:
    """Learn from the seconds that jobs of this kind took; the documented time where there is none.

    The spread is the one that the next job is expected to have: wide at first, since few jobs tell little of the middle
    and less of the width.
    """
    known = [max(1.0, seconds) for seconds in past]
    if not known:
        return Habit(seconds=USUAL_SECONDS[service], spread=UNKNOWN_SPREAD, known=False)
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
    if usual.known and elapsed < SECOND_LOOK_SECONDS < usual.seconds / 4:
        return SECOND_LOOK_SECONDS - elapsed
    closest = min(CLOSEST_SECONDS, max(LEAST_SECONDS, CLOSEST_SHARE * usual.seconds))
    if elapsed > usual.seconds * math.exp(LATE * usual.spread):
        return max(closest, min(LATE_SECONDS, LATE_SHARE * elapsed))
    most = FARTHEST_SECONDS if usual.known else max(closest, (EARLY_GROWTH - 1) * elapsed)
    return _until_due(elapsed, usual, closest, min(FARTHEST_SECONDS, most))


def _until_due(elapsed: float, usual: Habit, closest: float, most: float) -> float:
    """Add the looks that are due, step by step, until it is a whole one."""
    left, wait, step = _width(usual), 0.0, closest / 2
    while left > 0 and wait < most:
        dense = math.sqrt(_chance(elapsed + wait + step / 2, usual))
        # Within the last step the look is due where the rest is used up.
        wait += step if dense * step < left else left / dense
        left -= dense * step
    return max(closest, min(wait, most))


def _width(usual: Habit) -> float:
    """Give the factor with which the mean delay is what is wanted.

    The delay is half the factor times the integral of the root of (density x share that is left), which for a
    log-normal is the root of 1.54 x seconds x spread ** 0.9, within 2 % for the spreads that are used. The looks are
    that integral by the factor.
    """
    integral = math.sqrt(1.54 * usual.seconds * usual.spread**0.9)
    others = 2 if usual.seconds > 4 * SECOND_LOOK_SECONDS else 1
    affordable = max(1.0, LOOKS_SHARE * sdk_looks(usual.seconds) - others)
    delay = min(MOST_DELAY_SECONDS, DELAY_SHARE * usual.seconds, integral**2 / (2 * affordable))
    return 2 * delay / integral


def sdk_looks(seconds: float) -> float:
    """Give about how many looks the official SDK's loop takes: after 1, 1, 1, 2, 2, 2, 4, 4, 4, then each 5 s."""
    return 10 + (seconds - 21) / 5 if seconds > 21 else 1 + 9 * (seconds / 21) ** 0.5  # noqa: PLR2004 - their sum


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
