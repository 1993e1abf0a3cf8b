"""A small still of a picture or of a clip's first frame, turned the way it is shown."""

from pathlib import Path
from time import monotonic

import av
import numpy as np
from PIL import Image
from PIL.ImageFile import ImageFile

from lib.errors import Failure, InputError
from lib.facts import Flaw, Kind
from lib.media.container import open_media
from lib.media.inspection import inspect
from lib.media.openers import BROKEN, MOST_PIXELS, OPENERS, orientation
from lib.media.track import picture_track, shape_stored, walk

_SECONDS = 5.0
_QUALITY = 85
# What undoes each EXIF orientation (Exif 2.32, tag 0x0112).
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def poster(path: Path, target: Path, *, longest: int = 640) -> Path:
    """Write a still whose longer side is at most `longest` pixels to `target`, as its suffix says (`.jpg`, `.webp`).

    Raises:
        InputError: the file holds no picture that can be shown: `Studio.NoStill`.
    """
    still(path, longest=longest).save(target, quality=_QUALITY)
    return target


def still(path: Path, *, longest: int) -> Image.Image:
    """Give a still as RGB, upright, its longer side at most `longest` pixels. Raises as `poster`."""
    facts = inspect(path)
    if facts.kind is Kind.PICTURE and (facts.width or 0) * (facts.height or 0) > MOST_PIXELS:
        raise _no_still(f"The picture is too big to be shown: {facts.width} x {facts.height} pixels.")
    if facts.flaw is not None and facts.flaw is not Flaw.TRUNCATED:
        raise _no_still("The file can't be shown: nothing in it can be read as a picture.")
    try:
        if facts.kind is Kind.PICTURE and facts.format in OPENERS:
            return _of_picture(path, facts.format, longest)
        if facts.kind is Kind.CLIP and facts.width is not None:
            return _of_clip(path, facts.format, longest)
    except (*BROKEN, av.FFmpegError) as error:
        raise _no_still("The file can't be shown: its picture is damaged.") from error
    raise _no_still(f"There is no still of a file like this ({facts.format}).")


def _no_still(message: str) -> InputError:
    return InputError(Failure(code="Studio.NoStill", message=message, advice="Choose another file, or save it anew."))


def _of_picture(path: Path, format_name: str, longest: int) -> Image.Image:
    with OPENERS[format_name](path) as picture:
        picture.draft("RGB", (longest, longest))  # a JPEG is then unpacked at an eighth of its size
        turn = _TURNS.get(orientation(picture))
        still = _flat(picture, longest)
    return still if turn is None else still.transpose(turn)


def _flat(picture: ImageFile, longest: int) -> Image.Image:
    """Give a small RGB copy, on white where the picture is transparent."""
    if picture.mode.startswith("I"):  # 16 bits: Pillow would cut them off at 255
        small = Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8))
    else:
        small = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    small.thumbnail((longest, longest), reducing_gap=2.0)
    if small.mode != "RGBA":
        return small.convert("RGB")
    ground = Image.new("RGB", small.size, "white")
    ground.paste(small, mask=small.getchannel("A"))
    return ground


def _of_clip(path: Path, format_name: str, longest: int) -> Image.Image:
    with open_media(path, format_name, seconds=_SECONDS) as container:
        track = picture_track(container)
        frame = walk(container, track, to_the_end=False, ends=monotonic() + _SECONDS).frame if track else None
        if track is None or frame is None:
            raise _no_still("The clip can't be shown: its first frame can't be decoded.")
        width, height = shape_stored(track, frame)
        scale = min(1.0, longest / max(width, height))
        sides = {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
        small = Image.fromarray(frame.reformat(**sides, format="rgb24").to_ndarray())
        return small.rotate(frame.rotation, expand=True)
