"""When to look again, and how long a job usually takes: pure functions of numbers."""

from collections.abc import Sequence
from statistics import median

# Documented: 1 to 5 minutes (`api-facts.md` 1.6); the stand-in's own waits and a render are a few seconds.
USUAL_SECONDS = {"sandbox": 12.0, "dashscope": 150.0, "modelstream": 150.0}
# The service gives a task up after 3 h, and forgets it after 24 h (`api-facts.md` 1.6, 1.9).
TASK_DEADLINE_SECONDS = 3 * 3600.0

FIRST_LOOK_SECONDS = 1.0
CLOSEST_SECONDS = 2.0
FARTHEST_SECONDS = 15.0
NEARNESS = 0.15

# The stand-in is on this machine: waiting for it as for the real service would only be slow.
SANDBOX_PACE = 0.1


def usual_seconds(service: str, past: Sequence[float]) -> float:
    """Give the seconds that a job of this kind usually takes: the median of the past, else the documented time."""
    return median(past) if past else USUAL_SECONDS[service]


def next_look(elapsed: float, usual: float) -> float:
    """Give the seconds until the next look: rare far from the usual end, close together around it.

    The first look comes after a second, because a form that the service refuses fails at once (`api-facts.md` 1.4).
    """
    if elapsed < FIRST_LOOK_SECONDS:
        return FIRST_LOOK_SECONDS
    return min(FARTHEST_SECONDS, max(CLOSEST_SECONDS, abs(usual - elapsed) * NEARNESS))


def back_off(attempt: int, asked: float | None = None) -> float:
    """Give the seconds before trying again after the `attempt`-th failure, counted from 0.

    `asked` is what the service said in `Retry-After`; it is honoured up to a minute.
    """
    own = min(30.0, 1.0 * 2.0**attempt)
    return own if asked is None else min(60.0, max(own, asked))


def seconds_left(elapsed: float, usual: float) -> float | None:
    """Give the seconds that are usually left, None once it takes longer than usual."""
    return round(usual - elapsed, 1) if elapsed < usual else None
