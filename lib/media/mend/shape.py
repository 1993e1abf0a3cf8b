"""The sides that pass: one scale for the picture, and a canvas around it where it is too narrow."""

import math
from dataclasses import dataclass

from lib.media.mend.limits import Limits


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A picture of `width` x `height` pixels in the middle of a canvas that is as big or bigger."""

    width: int
    height: int
    canvas_width: int
    canvas_height: int

    @property
    def padded(self) -> bool:
        """Whether the canvas shows around the picture."""
        return (self.width, self.height) != (self.canvas_width, self.canvas_height)


def shape_within(width: int, height: int, limits: Limits, *, pad_small: bool = False, step: int = 1) -> Shape:
    """Give the sides for a picture of `width` x `height` pixels; it is never squeezed by more than rounding.

    A picture that is too long for its short side gets a canvas, one that is too big or too small is scaled; with
    `pad_small` a small one keeps its size and gets the canvas instead. All sides are multiples of `step`.
    """
    short, long = sorted((width, height))
    low, high = limits.minimum_side or 1, limits.maximum_side or math.inf
    canvas_short = max(short, long / (limits.widest or math.inf))
    if pad_small:
        canvas_short = max(canvas_short, low)
    canvas_long = max(long, canvas_short)
    scale = max(1.0, low / canvas_short)
    scale = min(scale, high / canvas_long)
    outer_long = _clamp(canvas_long * scale, low, high, step)
    least = max(low, math.ceil(outer_long / limits.widest) if limits.widest else 1)
    outer_short = _clamp(canvas_short * scale, least, high, step)
    inner_long = outer_long if canvas_long == long else _clamp(long * scale, step, outer_long, step)
    inner_short = outer_short if canvas_short == short else _clamp(short * scale, step, outer_short, step)
    lying = width >= height
    return Shape(
        width=inner_long if lying else inner_short,
        height=inner_short if lying else inner_long,
        canvas_width=outer_long if lying else outer_short,
        canvas_height=outer_short if lying else outer_long,
    )


def _clamp(value: float, low: float, high: float, step: int) -> int:
    """Give the multiple of `step` nearest to `value` within the bounds."""
    nearest = round(value / step) * step
    if nearest < low:
        return math.ceil(low / step) * step
    return nearest if nearest <= high else math.floor(high / step) * step
