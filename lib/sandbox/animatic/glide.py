"""A glide without a sum to do for each frame: the picture drawn once at eight positions between two pixels.

FFmpeg's `crop` moves by whole pixels and for nothing. With the picture drawn at each fraction of the way, one below
the other, cropping alone gives a move that is smooth to a quarter of a pixel.
"""

from collections import defaultdict
from dataclasses import dataclass

from PIL import Image

from lib.sandbox.animatic.layout import Box
from lib.sandbox.animatic.move import Move

_STEPS = 8  # positions; after them the glide has gone an even number of pixels, as 4:2:0 needs
_PARTS = 4  # of a pixel; the slowest glide goes one a frame


@dataclass(frozen=True, kw_only=True)
class _Way:
    """A glide along one side of its window.

    Attributes:
        speed: in parts of a pixel a frame; backwards below 0.
        length: pixels of the strip along this side.
        ahead: pixels of the strip before the window, where the glide begins.
        start: where the window begins, in pixels of the picture.
        ratio: pixels of the picture to one of the strip.
        most: pixels of the picture.
    """

    speed: int
    length: int
    ahead: int
    start: float
    ratio: float
    most: int

    def at(self, step: int) -> tuple[int, int]:
        """Give how far a step has gone: whole pixels, and parts of one."""
        return divmod(self.speed * step, _PARTS)

    def span(self, steps: list[int]) -> tuple[int, tuple[float, float]]:
        """Give what steps at the same parts of a pixel show together: its length in pixels, and where in the picture.

        They differ by whole pixels, so that all of them can be cut out of it.
        """
        wholes = [self.at(step)[0] for step in steps]
        length = self.length + max(wholes) - min(wholes)
        parts = self.at(steps[0])[1] / _PARTS
        first = self.start + (min(wholes) + parts - self.ahead) * self.ratio
        return length, (max(0.0, first), min(self.most, first + length * self.ratio))  # rounding alone passes the edge


def draw_glide(still: Image.Image, box: Box, move: Move, frames: int) -> tuple[Image.Image, str] | None:
    """Draw the strip of positions for a window, and write the `crop` that plays it.

    Returns:
        The strip and the filter; None where the move is no glide, or slower than this can show.
    """
    if move.first.side != move.last.side:
        return None
    cycles = -(-frames // _STEPS)
    shown = move.first.side
    across = _way(move.first.left, move.last.left, shown, (box.width, still.width), cycles)
    down = _way(move.first.top, move.last.top, shown, (box.height, still.height), cycles)
    if not across.speed and not down.speed:
        return None
    crop = (
        f"crop={box.width}:{box.height}:x='{across.ahead}+{2 * across.speed}*floor(n/{_STEPS})'"
        f":y='mod(n,{_STEPS})*{down.length}+{down.ahead}+{2 * down.speed}*floor(n/{_STEPS})'"
    )
    return _strip(still, across, down), crop


def _way(first: float, last: float, side: float, pixels: tuple[int, int], cycles: int) -> _Way:
    """Plan one side; `first`, `last` and `side` are parts of the picture, `pixels` the window's and the picture's."""
    window, picture = pixels
    # Rounded towards rest, so that the picture's edge is never passed.
    speed = int((last - first) * window / side / (cycles * _STEPS) * _PARTS)
    reach = 2 * abs(speed) * (cycles - 1)
    return _Way(
        speed=speed,
        length=window + reach,
        ahead=reach if speed < 0 else 0,
        start=first * picture,
        ratio=side * picture / window,
        most=picture,
    )


def _strip(still: Image.Image, across: _Way, down: _Way) -> Image.Image:
    """Draw all positions, one below the other.

    Scaling is nearly all of the cost, so it is done once for positions that differ by whole pixels, and first along
    the height, which most glides leave as it is.
    """
    strip = Image.new("RGB", (across.length, down.length * _STEPS))
    for same_rows in _alike(list(range(_STEPS)), down):
        height, (top, bottom) = down.span(same_rows)
        rows = still.resize((still.width, height), Image.Resampling.BICUBIC, box=(0, top, still.width, bottom))
        for steps in _alike(same_rows, across):
            width, (left, right) = across.span(steps)
            drawn = rows.resize((width, height), Image.Resampling.BICUBIC, box=(left, 0, right, height))
            for step in steps:
                x = across.at(step)[0] - min(across.at(each)[0] for each in steps)
                y = down.at(step)[0] - min(down.at(each)[0] for each in same_rows)
                part = drawn.crop((x, y, x + across.length, y + down.length))
                strip.paste(part, (0, down.length * step))
    return strip


def _alike(steps: list[int], way: _Way) -> list[list[int]]:
    """Put those steps together that are at the same parts of a pixel."""
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for step in steps:
        groups[way.at(step)[1]].append(step)
    return list(groups.values())
