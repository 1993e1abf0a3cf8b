"""Pictures at, just inside and just outside every limit of `reference_image` (`api-facts.md` section 2)."""

import struct
from functools import partial
from pathlib import Path

from tests.check.padding import MIB, plain, with_tail
from tests.check.table import ABSENT, PHOTO, File, Row, clip, half, holding, image, picture, voice
from tests.makers import make_heic, make_picture
from tests.media.specimens import flat_png, followed_by, renamed

SIDES = "error media.sides"
ASPECT = "error media.aspect"
FORMAT = "error media.format"
KIND = "error media.kind"
ALPHA = "error media.alpha"
UNRECOGNISED = "error media.unrecognised"
TRUNCATED = "error media.truncated"
TOO_MANY = "error media.too_many_pixels"
UNDECODABLE = "error media.undecodable"
SMALL = "warning picture.small"


def one(name: str, file: File, *said: str, **values: object) -> Row:
    """A form with this picture alone."""
    expected = tuple(f"reference_image[0] {what}" for what in said)
    return Row(name=name, given=(image(file),), expected=expected, values=values)


def sized(name: str, width: int, height: int, *said: str) -> Row:
    """A JPEG, or what the name's suffix says, of these sides."""
    file = plain(name if "." in name else "a.jpg", width, height)
    return one(f"{width} × {height} {file.name}", file, *said)


def square(side: int, *said: str) -> Row:
    """A PNG of one bit a pixel, a few kilobytes at any side."""
    return one(f"{side} square", File(name="a.png", make=partial(flat_png, side=side)), *said)


def _turned(width: int, height: int, orientation: int, suffix: str = ".jpg") -> File:
    return picture(f"turned{suffix}", width=width, height=height, orientation=orientation)


def _followed(file: File, tail: bytes) -> File:
    return File(name=file.name, make=followed_by(tail, file.make))


def _one_bit_changed(path: Path) -> None:
    make_picture(path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _packed(path: Path) -> None:
    """Write the header of a run-length coded BMP of 5000 × 4000 (compression 1) with its palette and hardly a pixel."""
    palette = bytes(1024)
    sizes = struct.pack("<IHHI", 54 + len(palette) + 2, 0, 0, 54 + len(palette))
    header = struct.pack("<IiiHHIIiiII", 40, 5000, 4000, 1, 8, 1, 2, 0, 0, 256, 0)
    path.write_bytes(b"BM" + sizes + header + palette + b"\0\1")


def _gone(path: Path) -> None:
    """Make nothing: the file was cleaned away since."""
    assert not path.exists()


SIZES = (
    sized("a.jpg", 239, 240, SIDES),
    sized("a.jpg", 240, 239, SIDES),
    sized("a.jpg", 240, 240),
    sized("a.jpg", 241, 241),
    sized("a.png", 239, 400, SIDES),
    sized("a.png", 240, 400),
    sized("a.bmp", 400, 239, SIDES),
    sized("a.bmp", 400, 240),
    sized("a.webp", 239, 241, SIDES),
    sized("a.webp", 241, 240),
    sized("a.png", 1, 1, SIDES),
    square(7999),
    square(8000),
    square(8001, SIDES),
    square(30_000, SIDES),
    sized("a.jpg", 8000, 1000),
    sized("a.jpg", 1000, 8000),
    sized("a.jpg", 8001, 1001, SIDES),
    sized("a.bmp", 8000, 1001),
    sized("a.webp", 8000, 1001),
    sized("a.webp", 8001, 1001, SIDES),
    sized("a.jpg", 240, 1920),
    sized("a.jpg", 1920, 240),
    sized("a.jpg", 1921, 240, ASPECT),
    sized("a.png", 240, 1921, ASPECT),
    sized("a.png", 1919, 240),
    sized("a.jpg", 8000, 999, ASPECT),
    sized("a.jpg", 8001, 1000, SIDES, ASPECT),
    sized("a.png", 8000, 2, SIDES, ASPECT),
    one("stored upright, shown wide", _turned(240, 1920, 6)),
    one("turned and too narrow either way", _turned(239, 320, 6), SIDES),
    one("turned upside down", _turned(320, 240, 3)),
    one("turned webp", _turned(240, 320, 8, ".webp")),
    one("399 for 1080P", picture(width=399, height=600), SMALL, resolution="1080P"),
    one("400 for 1080P", picture(width=400, height=600), resolution="1080P"),
    one("399 for the default", picture(width=600, height=399), SMALL, resolution=ABSENT),
    one("399 for 720P", picture(width=399, height=600)),
)

BYTES = (
    one("20 MB less 1", with_tail(PHOTO, 20 * MIB - 1)),
    one("20 MB", with_tail(PHOTO, 20 * MIB)),
    one("20 MB and 1", with_tail(PHOTO, 20 * MIB + 1), "error media.bytes"),
    one("png of 20 MB", with_tail(picture("a.png"), 20 * MIB)),
    one("png of 20 MB and 1", with_tail(picture("a.png"), 20 * MIB + 1), "error media.bytes"),
    one("webp of 20 MB", with_tail(picture("a.webp"), 20 * MIB)),
    one("bmp just within 20 MB", plain("a.bmp", 2048, 3413, mode="RGB")),
    one("bmp just over 20 MB", plain("a.bmp", 2048, 3414, mode="RGB"), "error media.bytes"),
    one("bmp too large and too wide", plain("a.bmp", 8001, 2700), "error media.bytes", SIDES),
)

FORMATS = (
    one("jpg", picture("a.jpg")),
    one("jpeg in capitals", picture("A.JPEG")),
    one("progressive jpeg", picture(progressive=True)),
    one("grey jpeg", picture(mode="L")),
    one("jpeg for print", picture(mode="CMYK"), "warning picture.cmyk"),
    one("jpeg and a phone's second picture behind it", _followed(picture(), b"\xff\xd8\xff\xe1motion")),
    one("png", picture("a.png")),
    one("grey png", picture("a.png", mode="L")),
    one("png of one bit", picture("a.png", mode="1")),
    one("png of 16 bits", picture("a.png", mode="I;16")),
    one("palette png", picture("a.png", mode="P")),
    one("palette png with a clear colour", picture("a.png", mode="P", transparency=0), ALPHA),
    one("png with a clear colour", picture("a.png", transparency=(1, 2, 3)), ALPHA),
    one("png with alpha", picture("a.png", mode="RGBA"), ALPHA),
    one("grey png with alpha", picture("a.png", mode="LA"), ALPHA),
    one("png with alpha and too small", picture("a.png", mode="RGBA", width=100), SIDES, ALPHA),
    one("moving png", picture("a.png", frames=3), "warning picture.animated"),
    one("png and notes behind it", _followed(picture("a.png"), b"camera notes")),
    one("bmp", picture("a.bmp")),
    one("grey bmp", picture("a.bmp", mode="L")),
    one("bmp of one bit", picture("a.bmp", mode="1")),
    one("bmp of 32 bits", picture("a.bmp", mode="RGBA")),
    one("lossy webp", picture("a.webp")),
    one("lossless webp", picture("a.webp", lossless=True)),
    one("webp with alpha", picture("a.webp", mode="RGBA")),
    one("lossless webp with alpha", picture("a.webp", mode="RGBA", lossless=True)),
    one("moving webp", picture("a.webp", frames=4), "warning picture.animated"),
    one("gif", picture("a.gif", mode="P"), FORMAT),
    one("tiff", picture("a.tiff"), FORMAT),
    one("heic of a phone", File(name="a.heic", make=make_heic), FORMAT),
    one("avif", picture("a.avif"), FORMAT),
    one("jpeg xl", holding("a.jxl", b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(64)), FORMAT),
    one("svg", holding("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='300' height='300'/>"), FORMAT),
    one("svg of an editor", holding("a.svg", b"<?xml version='1.0'?>\n<!-- logo -->\n<svg/>"), FORMAT),
    one("icon", picture("a.ico", width=256, height=256), FORMAT),
    one("pdf", holding("a.pdf", b"%PDF-1.7\n%%EOF"), UNRECOGNISED),
    one("html", holding("a.html", b"<!DOCTYPE html><html><body>404</body></html>"), UNRECOGNISED),
    one("text", holding("a.txt", b"Once upon a time."), UNRECOGNISED),
    one("zip", holding("a.zip", b"PK\3\4" + bytes(30)), UNRECOGNISED),
)

LIES = (
    one("png named jpg", picture("a.jpg", like=".png")),
    one("png named mp4", picture("a.mp4", like=".png")),
    one("png without a suffix", picture("a", like=".png")),
    one("jpeg named txt", picture("a.txt", like=".jpg")),
    one("gif named png", picture("a.png", like=".gif", mode="P"), FORMAT),
    one("png with alpha named jpg", picture("a.jpg", like=".png", mode="RGBA"), ALPHA),
    one("heic named jpg", File(name="a.jpg", make=renamed(".heic", make_heic)), FORMAT),
    one("html named jpg", holding("a.jpg", b"<html><body>Not found</body></html>"), UNRECOGNISED),
    one("noise named png", holding("a.png", bytes(range(256)) * 20), UNRECOGNISED),
    one("mp4 named jpg", clip("a.jpg", like=".mp4"), KIND),
    one("clip in the list of pictures", clip("a.mp4"), KIND),
    one("webm in the list of pictures", clip("a.webm", codec="libvpx-vp9"), KIND),
    one("wav in the list of pictures", voice("a.wav"), KIND),
    one("mp3 named jpg", voice("a.jpg", like=".mp3"), KIND),
)

DAMAGE = (
    one("half a jpeg", half(picture("a.jpg")), TRUNCATED),
    one("half a png", half(picture("a.png")), TRUNCATED),
    one("half a bmp", half(picture("a.bmp")), TRUNCATED),
    one("half a webp", half(picture("a.webp")), TRUNCATED),
    one("half a gif", half(picture("a.gif", mode="P")), FORMAT),
    one("half a jpeg of 100 pixels", half(picture(width=100, height=100)), SIDES, TRUNCATED),
    one("the first bytes of a jpeg", holding("a.jpg", b"\xff\xd8\xff\xe0"), TRUNCATED),
    one("a png of which one bit was changed", File(name="a.png", make=_one_bit_changed), UNDECODABLE),
    one("a packed bmp that would unpack to 20 million pixels", File(name="a.bmp", make=_packed), TOO_MANY),
    one("an empty jpg", holding("a.jpg", b""), "error media.empty"),
    one("an empty png", holding("a.png", b""), "error media.empty"),
    one("an empty file without a suffix", holding("a", b""), "error media.empty"),
    one("a single byte", holding("a.png", b"\x89"), UNRECOGNISED),
    one("a picture that is gone", File(name="a.jpg", make=_gone), "error media.missing"),
    one("a folder named jpg", File(name="a.jpg", make=Path.mkdir), "error media.missing"),
)

ROWS = (*SIZES, *BYTES, *FORMATS, *LIES, *DAMAGE)
