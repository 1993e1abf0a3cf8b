"""Which part of a clip or a sound is kept: the one that was picked, or as much from its start as passes."""

from dataclasses import dataclass

from lib.media.mend.limits import Choice, Limits, failed

# A person's range may be longer by this much before it is called too long, as in the check.
_TOLERANCE_SECONDS = 0.05
# 1.1 s to 2.1 s may be less than a second by the last bit.
_ROUNDING = 1e-6


@dataclass(frozen=True, kw_only=True)
class Part:
    """From `start` for `seconds`; `seconds` is None for all that follows."""

    start: float
    seconds: float | None


def part_of(total: float | None, limits: Limits, choice: Choice, *, margin: float) -> Part:
    """Give the part to keep of `total` seconds (None: not known).

    `margin` is kept off the longest length that passes: the last frame of a clip, and of its sound, may reach beyond
    the end.

    Raises:
        MendFailed: the picked range is not within the file, or shorter or longer than what passes.
    """
    longest = None if limits.maximum_seconds is None else limits.maximum_seconds - margin
    if not choice.picked:
        if longest is None or (total is not None and total <= longest + margin):
            return Part(start=0.0, seconds=total)
        return Part(start=0.0, seconds=longest)
    start, end = _range(total, limits, choice)
    seconds = None if end is None else end - start
    if seconds is None:
        return Part(start=start, seconds=longest)
    return Part(start=start, seconds=seconds if longest is None else min(seconds, longest))


def _range(total: float | None, limits: Limits, choice: Choice) -> tuple[float, float | None]:
    maximum = limits.maximum_seconds
    start, end = choice.start_seconds, choice.end_seconds
    if start is None:
        start = 0.0 if end is None or maximum is None else max(0.0, end - maximum)
    if end is None:
        stops = [stop for stop in (total, None if maximum is None else start + maximum) if stop is not None]
        end = min(stops, default=None)
    advice = "Pick another range."
    if start < 0 or (total is not None and max(start, end or 0.0) > total + _TOLERANCE_SECONDS):
        raise failed(f"The picked range is not within the file{_of(total)}.", advice)
    if end is None:
        return start, None
    if end <= start or end - start < (limits.minimum_seconds or 0.0) - _ROUNDING:
        raise failed(f"The picked range is too short: {end - start:.2f} s.", advice)
    if maximum is not None and end - start > maximum + _TOLERANCE_SECONDS:
        raise failed(f"The picked range is too long: {end - start:.2f} s; up to {maximum:g} s pass.", advice)
    return start, end


def _of(total: float | None) -> str:
    return "" if total is None else f" of {total:.2f} s"
