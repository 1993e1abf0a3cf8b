"""The slow move over a still: a view that glides from one rectangle of the picture to another."""

from dataclasses import dataclass
from hashlib import sha256

from lib.sandbox.animatic.request import FPS


@dataclass(frozen=True, kw_only=True)
class View:
    """Part of a picture: its top left corner and its side, as fractions of the picture's own."""

    left: float
    top: float
    side: float


WHOLE = View(left=0, top=0, side=1)


@dataclass(frozen=True, kw_only=True)
class Move:
    """From one view to another at an even pace."""

    first: View
    last: View


def choose_move(seed: int, place: str, frames: int, *, zoom: bool) -> Move:
    """Choose a move by the seed and where it happens, always the same for the same two.

    A glide or, where `zoom` allows it, perhaps a push in or a pull out; about 2.5 % of the picture a second.
    """
    dice = sha256(f"{seed}/{place}".encode()).digest()
    chance = [value / 255 for value in dice]
    depth = min(0.16, max(0.05, 0.025 * frames / FPS)) * (0.8 + 0.4 * chance[1])
    close = View(left=depth * chance[2], top=depth * chance[3], side=1 - depth)
    match dice[0] % 4 if zoom else None:
        case 0:
            return Move(first=WHOLE, last=close)
        case 1:
            return Move(first=close, last=WHOLE)
        case _:
            left, right = (0, depth) if dice[4] % 2 else (depth, 0)
            top, bottom = depth * chance[2], depth * chance[3]
            side = 1 - depth
            return Move(first=View(left=left, top=top, side=side), last=View(left=right, top=bottom, side=side))


def push_in(frames: int) -> Move:
    """Start with the whole picture and close in on its middle."""
    depth = min(0.12, 0.03 * frames / FPS)
    return Move(first=WHOLE, last=View(left=depth / 2, top=depth / 2, side=1 - depth))


def perspective(move: Move, width: int, height: int, frames: int) -> str:
    """Write the move as FFmpeg's `perspective`, which samples between pixels.

    `zoompan` and `crop` step by whole pixels, which shows as a tremble at this pace. Corners run top left, top right,
    bottom left, bottom right; `on` counts frames from 1.
    """
    first, last = move.first, move.last
    left = _glide(first.left * width, last.left * width, frames)
    right = _glide((first.left + first.side) * width, (last.left + last.side) * width, frames)
    top = _glide(first.top * height, last.top * height, frames)
    bottom = _glide((first.top + first.side) * height, (last.top + last.side) * height, frames)
    corners = (left, top, right, top, left, bottom, right, bottom)
    names = ("x0", "y0", "x1", "y1", "x2", "y2", "x3", "y3")
    pairs = ":".join(f"{name}='{value}'" for name, value in zip(names, corners, strict=True))
    return f"perspective={pairs}:sense=source:interpolation=linear:eval=frame"


def _glide(start: float, end: float, frames: int) -> str:
    return f"{start:.4f}+{(end - start) / max(1, frames - 1):.7f}*(on-1)"
