"""The header of a WebP, read before Pillow may: Pillow's reader takes the whole file and room for two canvases at once.

Layout: RFC 9649. All sizes are stored less one, except those of the lossy key frame.
"""

from dataclasses import dataclass
from typing import BinaryIO

from lib.media.riff import chunks

_ALPHA_FLAG = 0x10
_LOSSY_START = b"\x9d\x01\x2a"
_LOSSLESS_START = 0x2F
_FOURTEEN_BITS = (1 << 14) - 1
_HEADER_BYTES = 10


@dataclass(frozen=True, kw_only=True)
class WebpHeader:
    """Canvas in pixels, whether there is an alpha channel, how many frames, and whether every chunk is all there."""

    width: int
    height: int
    has_alpha: bool
    frames: int
    whole: bool


def read_header(file: BinaryIO, size: int) -> WebpHeader | None:
    """Walk the chunks of a WebP of `size` bytes; None where none of them tells its size."""
    canvas: tuple[int, int, bool] | None = None
    frames = 0
    file.seek(4)
    end = int.from_bytes(file.read(4), "little") + 8
    whole = end <= size
    # What stands behind the RIFF's own end, a camera's notes say, is no chunk of it.
    for chunk in chunks(file, min(end, size)):
        whole = whole and chunk.present == chunk.promised
        frames += chunk.name == b"ANMF"
        if canvas is None:
            file.seek(chunk.start)
            canvas = _canvas(chunk.name, file.read(_HEADER_BYTES))
    if canvas is None:
        return None
    width, height, has_alpha = canvas
    return WebpHeader(width=width, height=height, has_alpha=has_alpha, frames=max(1, frames), whole=whole)


def _canvas(name: bytes, head: bytes) -> tuple[int, int, bool] | None:
    """Give width, height and alpha by the three kinds of chunk that start a WebP."""
    if len(head) < _HEADER_BYTES:
        return None
    if name == b"VP8X":
        sides = int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
        return *sides, bool(head[0] & _ALPHA_FLAG)
    if name == b"VP8 " and head[3:6] == _LOSSY_START:
        sides = int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little")
        return sides[0] & _FOURTEEN_BITS, sides[1] & _FOURTEEN_BITS, False
    if name == b"VP8L" and head[0] == _LOSSLESS_START:
        packed = int.from_bytes(head[1:5], "little")
        return (packed & _FOURTEEN_BITS) + 1, (packed >> 14 & _FOURTEEN_BITS) + 1, bool(packed >> 28 & 1)
    return None
