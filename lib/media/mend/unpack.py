"""A picture of any kind unpacked as one is seen on a screen: upright, 8 bits, sRGB, with or without alpha."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageCms, ImageOps
from PIL.AvifImagePlugin import AvifImageFile
from PIL.ImageFile import ImageFile
from PIL.PsdImagePlugin import PsdImageFile
from PIL.TiffImagePlugin import TiffImageFile
from pillow_heif import HeifImageFile

from lib.media.mend.bench import Bench
from lib.media.mend.limits import failed
from lib.media.mend.shape import shape_within
from lib.media.openers import BROKEN, OPENERS

# By class and not by `Image.open`, for the reasons that `lib.media.openers` gives. `HeifImageFile` is not registered
# with Pillow either: a check must go on refusing HEIC.
PICTURE_READERS: dict[str, Callable[[Path | BinaryIO], ImageFile]] = {
    **OPENERS,
    "tiff": TiffImageFile,
    "avif": AvifImageFile,
    "heic": HeifImageFile,
    "psd": PsdImageFile,
}

# 400 MB in memory: Pillow keeps four bytes for each.
_MOST_PIXELS = 100_000_000
# A JPEG is unpacked at a half, a quarter or an eighth of its sides, and only what that leaves counts as unpacked. A
# progressive one is kept whole while it is read, so that it counts as it is.
_MOST_PIXELS_REDUCED = 4 * _MOST_PIXELS
_PIXELS_ADVICE = "Make it smaller with another program, then bring it again."

# What the header's colour space calls the modes of Pillow that hold it.
_SPACES = {"RGB ": {"RGB", "RGBA"}, "GRAY": {"L"}, "CMYK": {"CMYK"}}


def unpack(bench: Bench) -> Image.Image:
    """Give the first picture of the file as RGB, or as RGBA where something in it is transparent.

    Raises:
        MendFailed: it has no picture that can be read, or more pixels than are unpacked.
    """
    facts = bench.facts
    if facts.format not in PICTURE_READERS:
        raise failed(f"There is no reader for a picture like this ({facts.format.upper() or 'unknown'}).")
    # WebP's reader makes room for the whole picture when it is opened.
    _affordable(facts.width or 0, facts.height or 0, most=_MOST_PIXELS_REDUCED)
    try:
        with PICTURE_READERS[facts.format](bench.source) as picture:
            _reduce(picture, bench)
            picture.load()
            bench.reached(0.4)
            _turn_upright(picture)
            seen = _on_screen(_eight_bits(picture))
    except Image.DecompressionBombError as error:
        raise failed("The picture has too many pixels to be unpacked.", _PIXELS_ADVICE) from error
    except (*BROKEN, RuntimeError, MemoryError) as error:  # RuntimeError: libheif's, and a tag of a TIFF
        raise failed("The picture can't be unpacked: it is damaged, or a part of it is missing.") from error
    seen.info = {}  # Pillow's writers put the old profile, transparent colour and comment into the new file
    return seen


def _affordable(width: int, height: int, *, most: int = _MOST_PIXELS) -> None:
    if width * height > most:
        found = f"{width * height / 1e6:.0f} million pixels"
        raise failed(f"The picture has {found}; up to {most // 10**6} million are unpacked.", _PIXELS_ADVICE)


def _reduce(picture: ImageFile, bench: Bench) -> None:
    """Ask a JPEG's reader for no more than the limits leave of it, then hold what is left against the budget."""
    if picture.format == "JPEG":
        most = _MOST_PIXELS if picture.info.get("progressive") else _MOST_PIXELS_REDUCED
        _affordable(picture.width, picture.height, most=most)
        wanted = shape_within(picture.width, picture.height, bench.limits)
        picture.draft(None, (wanted.width, wanted.height))
    _affordable(picture.width, picture.height)


def _turn_upright(picture: ImageFile) -> None:
    """Undo the EXIF orientation. The readers of TIFF and HEIC have done so, and say so in the EXIF they give."""
    try:
        ImageOps.exif_transpose(picture, in_place=True)
    except BROKEN:
        # Either the tag can't be read, or the turned picture's EXIF can't be written: that is thrown away anyway.
        return


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Give 8 bits a channel; Pillow would cut 16 of them off at 255.

    Whole numbers of 32 bits and floats say nowhere what white is: they are stretched from darkest to brightest.
    """
    if picture.mode.startswith("I;16"):
        grey = Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8))
    elif picture.mode in {"I", "F"}:
        values = np.nan_to_num(np.asarray(picture, dtype=np.float32))
        darkest, brightest = float(values.min()), float(values.max())
        grey = Image.fromarray(((values - darkest) * (255 / max(brightest - darkest, 1e-9))).astype(np.uint8))
    else:
        return picture
    grey.info = {name: value for name, value in picture.info.items() if name == "icc_profile"}
    return grey


def _on_screen(picture: Image.Image) -> Image.Image:
    """Give sRGB: by the profile that the picture carries, else by Pillow's own formulas."""
    if picture.has_transparency_data:
        picture = _keeping_info(picture, "RGBA")
    elif picture.mode in {"P", "YCbCr", "HSV"}:
        picture = _keeping_info(picture, "RGB")
    target = "RGBA" if picture.mode == "RGBA" else "RGB"
    profile = _profile(picture)
    if profile is not None:
        try:
            screen = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, profile, screen, outputMode=target)
        except ImageCms.PyCMSError:
            converted = None
        if converted is not None:
            return converted
    if picture.mode == "LAB":
        raise failed("The picture's colours (Lab) can't be converted.")
    return picture.convert(target)


def _keeping_info(picture: Image.Image, mode: str) -> Image.Image:
    profile = picture.info.get("icc_profile")
    picture = picture.convert(mode)
    picture.info["icc_profile"] = profile
    return picture


def _profile(picture: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """Give the colour profile of a picture, None where it has none, a broken one, or one for other colours."""
    if picture.mode == "LAB":
        return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    content = picture.info.get("icc_profile")
    if not isinstance(content, bytes):
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(content))
    except (OSError, ImageCms.PyCMSError):
        return None
    return profile if picture.mode in _SPACES.get(profile.profile.xcolor_space, set()) else None
