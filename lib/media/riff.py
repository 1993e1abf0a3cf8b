"""The chunks of a RIFF file (WAV, WebP): where they lie, and whether the file holds all that it promises."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_HEADER = 8
_FORM_HEADER = 12
# A sound or picture has a handful; a file of empty chunks must not keep anyone busy.
_MOST_CHUNKS = 10_000


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """One chunk: its four letters, where its content starts, the bytes it promises and the bytes that are there."""

    name: bytes
    start: int
    promised: int
    present: int


def chunks(file: BinaryIO, size: int) -> Iterator[Chunk]:
    """Walk the top-level chunks of a file of `size` bytes, reading their headers only."""
    position = _FORM_HEADER
    for _ in range(_MOST_CHUNKS):
        if position + _HEADER > size:
            return
        file.seek(position)
        header = file.read(_HEADER)
        promised = int.from_bytes(header[4:], "little")
        start = position + _HEADER
        yield Chunk(name=header[:4], start=start, promised=promised, present=min(promised, size - start))
        position = start + promised + promised % 2
