"""The top-level boxes of an ISO base media file (MP4, MOV): whether it is whole, fragmented, and fit to be opened.

A player shows the first half of a half-uploaded clip without a word, and its header still promises all seconds; the
box sizes tell (ISO/IEC 14496-12, 4.2).
"""

from dataclasses import dataclass
from typing import BinaryIO

from lib.media.tables import promises_too_much

_HEADER = 8
_LONG_HEADER = 16
_SIZE_FOLLOWS = 1
_TO_THE_END = 0
# 30 seconds in fragments of one frame are some 2,000 boxes.
_MOST_BOXES = 20_000
# A header of half an hour is two megabytes.
_MOST_HEADER_BYTES = 16 << 20
_UNREAD = {b"mdat", b"free", b"skip"}
_BOXES = _UNREAD | {
    *(b"ftyp", b"styp", b"moov", b"moof", b"mfra", b"wide", b"uuid", b"meta", b"sidx", b"ssix", b"prft"),
    *(b"emsg", b"pdin", b"pnot", b"PICT"),
}


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What the top level of the file says.

    Attributes:
        truncated: a box ends behind the end of the file, or there are media data without a header.
        fragmented: the media come in fragments, each with a header of its own.
        excessive: its headers are too many, too long, or promise more samples than any clip that is allowed.
    """

    truncated: bool
    fragmented: bool
    excessive: bool


def layout(file: BinaryIO, size: int) -> Layout:
    """Walk the top-level boxes of a file of `size` bytes; media data are passed over.

    Bytes after the last box that are no box are no damage: cameras append their own.
    """
    seen: set[bytes] = set()
    headers: list[bytes] = []
    position = unread_from = header_bytes = 0
    for _ in range(_MOST_BOXES):
        file.seek(position)
        head = file.read(_LONG_HEADER)
        name, length = head[4:8], int.from_bytes(head[:4])
        if length == _SIZE_FOLLOWS:
            length = int.from_bytes(head[8:])
        end = size if length == _TO_THE_END else position + length
        if len(head) < _HEADER or 0 < length < _HEADER or not _is_box(name, fits=end <= size):
            unread_from = position
            break
        seen.add(name)
        if name not in _UNREAD:
            header_bytes += min(end, size) - position
            if header_bytes > _MOST_HEADER_BYTES:
                break
            file.seek(position)
            headers.append(file.read(end - position))
        position = unread_from = end
    excessive = size - unread_from > _MOST_HEADER_BYTES or header_bytes > _MOST_HEADER_BYTES
    if not excessive:
        # FFmpeg reads on behind what is no box here, so that is looked through as well.
        file.seek(unread_from)
        excessive = promises_too_much(b"".join([*headers, file.read()]))
    return Layout(
        truncated=position > size or (b"mdat" in seen and b"moov" not in seen),
        fragmented=b"moof" in seen,
        excessive=excessive,
    )


def _is_box(name: bytes, *, fits: bool) -> bool:
    """Tell a box from bytes that somebody appended: a maker's own box has a printable name and ends within the file."""
    return name in _BOXES or (fits and name.isascii() and name.decode("latin-1").isprintable())
