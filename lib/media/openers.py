"""The only picture readers in use, and what they raise for broken bytes.

Pillow's classes and not `Image.open`: that one warns of big pictures through the process-wide warning filters, and
goes by a limit that any other library may change. Whoever asks for pixels checks the size against `MOST_PIXELS` first.
"""

from collections.abc import Callable
from pathlib import Path
from struct import error as struct_error
from typing import BinaryIO

from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

OPENERS: dict[str, Callable[[Path | BinaryIO], ImageFile]] = {
    "jpeg": JpegImageFile,
    "png": PngImageFile,
    "bmp": BmpImageFile,
    "webp": WebPImageFile,
    "gif": GifImageFile,
}
# Pillow wraps most of its surprises in SyntaxError while it opens, but neither while it loads nor in EXIF.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, OverflowError, struct_error)

# The service takes sides of up to 8,000 pixels; more is never unpacked.
MOST_PIXELS = 8000 * 8000

_ORIENTATION = 0x0112
_UPRIGHT = 1


def orientation(picture: ImageFile) -> int:
    """Give the EXIF orientation, 1 to 8, of a JPEG or WebP; others are taken to be upright.

    A PNG's EXIF may stand behind its pixels: Pillow would unpack them all to reach it.
    """
    if picture.format not in {"JPEG", "WEBP"}:
        return _UPRIGHT
    try:
        return int(picture.getexif().get(_ORIENTATION, _UPRIGHT))
    except BROKEN:
        return _UPRIGHT
