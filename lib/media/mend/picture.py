"""Every repair of a picture: unpack, flatten, scale, pad, and encode until it fits."""

import io
import math
from pathlib import Path
from typing import Any

from PIL import Image

from lib.media.mend.bench import MADE, Bench
from lib.media.mend.limits import Limits, Repair, background, failed
from lib.media.mend.shape import Shape, shape_within
from lib.media.mend.unpack import unpack

# Down to where a person still sees no blocks; above 90 with full colour resolution (4:4:4), as faces deserve.
_QUALITIES = ((95, 0), (90, 0), (85, 2), (75, 2))
# A drawing, a logo, a diagram: JPEG would smear its edges, and PNG is smaller. A photograph has more even in grey.
_MOST_COLOURS_OF_A_DRAWING = 64
_SMALLER = 0.85
# By the tenth step the picture has a twenty-fifth of its pixels.
_SCALES = tuple(_SMALLER**step for step in range(10))


def mend_picture(bench: Bench) -> Path:
    """Write a JPEG, or a PNG for a drawing and where alpha is kept, that keeps to the limits; give its path.

    Where there is more than one picture in the file the first one is taken. Metadata, place and camera among them,
    stay behind.

    Raises:
        MendFailed: it can't be unpacked, or not be made to fit.
        MendStopped: the person stopped it.
    """
    ground = background(bench.choice)
    bench.reached(0.0)
    picture = unpack(bench)
    bench.reached(0.5)
    if picture.mode == "RGBA" and not _alpha_stays(bench):
        picture = _flat(picture, ground)
    drawing = picture.getcolors(_MOST_COLOURS_OF_A_DRAWING) is not None
    shape = shape_within(picture.width, picture.height, bench.limits, pad_small=bench.repair is Repair.PICTURE_PAD)
    picture = _shaped(picture, shape, ground)
    bench.reached(0.6)
    suffix, content = _encode(picture, bench, as_png=drawing or picture.mode == "RGBA")
    target = bench.folder / f"picture{suffix}"
    target.write_bytes(content)
    return target


def _alpha_stays(bench: Bench) -> bool:
    limits = bench.limits
    return limits.alpha and "png" in limits.formats and bench.repair is not Repair.PICTURE_FLATTEN


def _flat(picture: Image.Image, ground: tuple[int, int, int]) -> Image.Image:
    flat = Image.new("RGB", picture.size, ground)
    flat.paste(picture, mask=picture.getchannel("A"))
    return flat


def _shaped(picture: Image.Image, shape: Shape, ground: tuple[int, int, int]) -> Image.Image:
    """Scale to the shape and lay the picture in the middle of its canvas."""
    if picture.size != (shape.width, shape.height):
        size = shape.width, shape.height
        picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if not shape.padded:
        return picture
    colour = (*ground, 0) if picture.mode == "RGBA" else ground
    canvas = Image.new(picture.mode, (shape.canvas_width, shape.canvas_height), colour)
    canvas.paste(picture, ((shape.canvas_width - shape.width) // 2, (shape.canvas_height - shape.height) // 2))
    return canvas


def _encode(picture: Image.Image, bench: Bench, *, as_png: bool) -> tuple[str, bytes]:
    """Give suffix and content of the best encoding that fits: less quality first, then fewer pixels."""
    limits = bench.limits
    ways = _ways(picture, limits, as_png=as_png)
    scales = [scale for scale in _SCALES if scale == 1 or min(picture.size) * scale >= (limits.minimum_side or 1)]
    tries = 0
    for scale in scales:
        smaller = _scaled(picture, scale)
        for suffix, save in ways:
            content = io.BytesIO()
            smaller.save(content, **save)
            tries += 1
            bench.reached(0.6 + (MADE - 0.6) * tries / (len(scales) * len(ways)))
            if content.tell() <= limits.max_bytes:
                return suffix, content.getvalue()
    raise failed(f"The picture can't be made to fit into {limits.max_bytes:,} bytes.")


def _ways(picture: Image.Image, limits: Limits, *, as_png: bool) -> list[tuple[str, dict[str, Any]]]:
    """Give suffixes and what Pillow is told, in the order in which they are tried."""
    png = [(".png", {"format": "PNG", "compress_level": 6})]
    jpeg = [(".jpg", {"format": "JPEG", "quality": quality, "subsampling": kept}) for quality, kept in _QUALITIES]
    if "jpeg" not in limits.formats or picture.mode == "RGBA":
        return png
    return png + jpeg if as_png and "png" in limits.formats else jpeg


def _scaled(picture: Image.Image, scale: float) -> Image.Image:
    """Scale both sides, rounded up: rounded down, the shorter one could become too short for the longer one."""
    if scale == 1:
        return picture
    size = math.ceil(picture.width * scale), math.ceil(picture.height * scale)
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
