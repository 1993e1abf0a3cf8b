"""When to look again, and how long a job usually takes: pure functions of numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, stdev

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
# Seconds between looks where a task ends with a chance of one in a second; chosen by the simulation in
# tests/jobs/test_pace.py so that looks are half of the official SDK's, and an end is noticed no later.
DENSITY = 0.52
DENSITY_AT_SECONDS = 150.0
# Long jobs can afford more looks: the SDK's loop makes many more of them.
DENSITY_GROWTH = 0.56

# The logarithm's standard deviation where too little is known of a kind of job: most end within a third of the usual.
USUAL_SPREAD = 0.25
ENOUGH_TO_LEARN = 5
NARROWEST, WIDEST = 0.1, 0.6

# The stand-in is on this machine: waiting for it as for the real service would only be slow.
SANDBOX_PACE = 0.1


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How long jobs of a kind take: half of them at most `seconds`, spread as a log-normal by `spread`."""

    seconds: float
    spread: float


def habit(service: str, past: Sequence[float]) -> Habit:
    """Learn from the seconds that jobs of this kind took; the documented time where there is none."""
    if not past:
        return Habit(seconds=USUAL_SECONDS[service], spread=USUAL_SPREAD)
    known = [seconds for seconds in past if seconds > 0]
    learned = stdev(map(math.log, known)) if len(known) >= ENOUGH_TO_LEARN else USUAL_SPREAD
    return Habit(seconds=max(1.0, median(past)), spread=min(WIDEST, max(NARROWEST, learned)))


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
    density = DENSITY * math.pow(DENSITY_AT_SECONDS / usual.seconds, DENSITY_GROWTH)
    return min(FARTHEST_SECONDS, max(CLOSEST_SECONDS, density / math.sqrt(_chance(elapsed, usual))))


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
