"""The still layers of a shot, drawn once: the blurred fill with its words, and what lies on the moving pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from lib.sandbox.animatic.layout import Box, Measures, even, place_windows
from lib.sandbox.animatic.lettering import Block, break_lines, font
from lib.sandbox.animatic.marks import Sticker, corner_marks, edges, ring

_FILL_SIDE = 54  # pixels of the fill's shorter side while it is blurred
_LIGHT = 0.46  # how much of a picture's light its fill keeps: white words stay readable on a white picture
_GRAIN = 1.5  # levels of noise against banding in the dark, soft gradients
_TILE = 256  # pixels of the grain's pattern
_EMPTY = (38, 41, 48)


@dataclass(frozen=True, kw_only=True)
class Plate:
    """All of a shot that does not move.

    Attributes:
        ground: the frame's size, RGB; words and badge are on it.
        windows: where the pictures and clips play, in the order of the shot.
        stickers: what lies on the windows.
    """

    ground: Image.Image
    windows: tuple[Box, ...]
    stickers: tuple[Sticker, ...]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What a shot's plate shows.

    Attributes:
        stills: label and picture of each reference.
        words: the caption, on one line; empty for none.
        header: where in the video we are, at the top left.
        watermark: keep room for the mark, and draw it.
    """

    stills: tuple[tuple[str, Image.Image], ...]
    words: str
    header: str
    watermark: bool


def draw_scene(scene: Scene, measures: Measures) -> Plate:
    """Draw a shot: its references in windows on a blurred fill of them, above its words."""
    pictures = [picture for _, picture in scene.stills]
    ground = _fill(pictures, measures)
    area, caption = _divide(scene, measures)
    windows = place_windows([picture.width / picture.height for picture in pictures], area, measures.gap)
    lowest = max((box.bottom for box in windows), default=(area.top + area.bottom) // 2)
    ground = _raise(ground, windows, measures)
    if caption is not None:
        _write(ground, caption, lowest + measures.gap)
    _write_header(ground, scene.header, measures)
    for mark in corner_marks(measures, watermark=scene.watermark):
        ground.paste(mark.image, (mark.left, mark.top), mark.image)
    stickers = [
        sticker
        for (label, _), box in zip(scene.stills, windows, strict=True)
        for sticker in edges(ground, box, label, measures)
    ]
    return Plate(ground=ground, windows=windows, stickers=tuple(stickers))


def draw_opening(picture: Image.Image, measures: Measures, *, watermark: bool) -> Plate:
    """Draw the opening: the first frame alone, edge to edge, with no more on it than the badge and the mark."""
    ground = ImageOps.fit(picture, (measures.width, measures.height), Image.Resampling.LANCZOS)
    whole = Box(left=0, top=0, width=measures.width, height=measures.height)
    return Plate(ground=ground, windows=(whole,), stickers=corner_marks(measures, watermark=watermark))


def _fill(pictures: Sequence[Image.Image], measures: Measures) -> Image.Image:
    """Blur the pictures, side by side and very small, then enlarge them to the frame."""
    scale = _FILL_SIDE / min(measures.width, measures.height)
    small = Image.new("RGB", (round(measures.width * scale), round(measures.height * scale)), _EMPTY)
    count = len(pictures)
    for index, picture in enumerate(pictures):
        left, right = small.width * index // count, small.width * (index + 1) // count
        small.paste(ImageOps.fit(picture, (right - left, small.height), Image.Resampling.BOX), (left, 0))
    small = small.filter(ImageFilter.GaussianBlur(4 if count == 1 else 7)).point(lambda value: value * _LIGHT)
    large = small.resize((measures.width, measures.height), Image.Resampling.BICUBIC)
    tile = np.random.default_rng(0).normal(_GRAIN * 3, _GRAIN, (_TILE, _TILE)).clip(0, _GRAIN * 6).astype(np.uint8)
    tiles = (-(-measures.height // _TILE), -(-measures.width // _TILE))
    grain = np.tile(tile, tiles)[: measures.height, : measures.width, None]
    return Image.fromarray(np.asarray(large) + grain)  # the shaded fill is far from white: no sum overflows


def _divide(scene: Scene, measures: Measures) -> tuple[Box, Block | None]:
    """Share the height: header, windows, words, and a line for the watermark where it is drawn."""
    top = measures.margin + measures.pill + measures.gap
    bottom = measures.height - measures.margin
    if scene.watermark:
        bottom -= measures.part(0.034) + measures.gap // 2
    width = measures.width - 2 * measures.margin
    caption = break_lines(scene.words, round(width * 0.92), measures.caption_sizes) if scene.words else None
    if caption is not None:
        bottom -= even(caption.height) + measures.gap
    return Box(left=measures.margin, top=top, width=width, height=max(2, bottom - top)), caption


def _raise(ground: Image.Image, windows: Sequence[Box], measures: Measures) -> Image.Image:
    """Lay a soft shadow below the windows and a hairline around them."""
    coarse = 8  # a shadow has no detail: blur it small
    size = (max(1, measures.width // coarse), max(1, measures.height // coarse))
    shadow = Image.new("L", size)
    for box in windows:
        drop = measures.part(0.008)
        corners = (box.left, box.top + drop, box.right, box.bottom + drop)
        ImageDraw.Draw(shadow).rectangle(tuple(value // coarse for value in corners), fill=150)
    shadow = shadow.filter(ImageFilter.GaussianBlur(measures.part(0.022) / coarse))
    shadow = shadow.resize(ground.size, Image.Resampling.BICUBIC)
    ground = Image.composite(Image.new("RGB", ground.size, (4, 5, 7)), ground, shadow)
    for box in windows:
        ring(ground, box, measures)
    return ground


def _write(ground: Image.Image, caption: Block, top: int) -> None:
    draw = ImageDraw.Draw(ground, "RGBA")
    letters = font(caption.size)
    drop = max(1, caption.size // 20)
    for index, line in enumerate(caption.lines):
        middle = top + caption.line_height * (index + 0.5)
        for shift, colour in ((drop, (0, 0, 0, 150)), (0, (255, 255, 255, 250))):
            place = (ground.width / 2, middle + shift)
            draw.text(place, line, font=letters, fill=colour, anchor="mm")


def _write_header(ground: Image.Image, header: str, measures: Measures) -> None:
    letters = font(max(6, round(measures.pill * 0.56)))
    place = (measures.margin, measures.margin + measures.pill / 2)
    ImageDraw.Draw(ground, "RGBA").text(place, header, font=letters, fill=(255, 255, 255, 185), anchor="lm")
