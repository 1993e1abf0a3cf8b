"""A glide without a sum to do for each frame: the picture drawn once at eight positions between two pixels.

FFmpeg's `crop` moves by whole pixels and for nothing. With the picture drawn at each fraction of the way, one below
the other, cropping alone gives a move that is smooth to a quarter of a pixel.
"""

from PIL import Image

from lib.sandbox.animatic.layout import Box
from lib.sandbox.animatic.move import Move

_STEPS = 8  # positions; after them the glide has gone an even number of pixels, as 4:2:0 needs
_FINEST = 2 / _STEPS  # pixels a frame


def draw_glide(still: Image.Image, box: Box, move: Move, frames: int) -> tuple[Image.Image, str] | None:
    """Draw the strip of positions for a window, and write the `crop` that plays it.

    Returns:
        The strip and the filter; None where the move is no glide, or slower than this can show.
    """
    if move.first.side != move.last.side:
        return None
    cycles = -(-frames // _STEPS)
    ways = move.last.left - move.first.left, move.last.top - move.first.top
    across = _speed(ways[0] * box.width / move.first.side, cycles)
    down = _speed(ways[1] * box.height / move.first.side, cycles)
    if not across and not down:
        return None
    reach_x, reach_y = 2 * abs(across) * (cycles - 1), 2 * abs(down) * (cycles - 1)
    from_x, from_y = (reach_x if across < 0 else 0), (reach_y if down < 0 else 0)
    width, height = box.width + reach_x, box.height + reach_y
    ratio_x = move.first.side * still.width / box.width
    ratio_y = move.first.side * still.height / box.height
    strip = Image.new("RGB", (width, height * _STEPS))
    for step in range(_STEPS):
        left = move.first.left * still.width + (across * _FINEST * step - from_x) * ratio_x
        top = move.first.top * still.height + (down * _FINEST * step - from_y) * ratio_y
        right, bottom = left + width * ratio_x, top + height * ratio_y
        part = (max(0.0, left), max(0.0, top), min(still.width, right), min(still.height, bottom))  # rounding only
        strip.paste(still.resize((width, height), Image.Resampling.BICUBIC, box=part), (0, height * step))
    crop = (
        f"crop={box.width}:{box.height}:x='{from_x}+{2 * across}*floor(n/{_STEPS})'"
        f":y='mod(n,{_STEPS})*{height}+{from_y}+{2 * down}*floor(n/{_STEPS})'"
    )
    return strip, crop


def _speed(pixels: float, cycles: int) -> int:
    """Speed along one side in steps of the finest, rounded towards rest, so that the picture's edge is never passed."""
    return int(pixels / (cycles * _STEPS) / _FINEST)
