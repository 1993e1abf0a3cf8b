"""Files of an exact number of bytes that are still legal: the rest is what every reader passes over."""

import struct
from pathlib import Path

from PIL import Image

from tests.check.table import File

MIB = 1024 * 1024
_ID3_HEADER = 10


def with_tail(file: File, size: int) -> File:
    """Let zeros follow the end of a picture, as some cameras do."""

    def make(path: Path) -> None:
        file.make(path)
        _extend(path, size)

    return File(name=file.name, make=make)


def with_free_box(file: File, size: int) -> File:
    """Let a `free` box fill an MP4 up to its size (ISO/IEC 14496-12, 8.1.2); its zeros take no room on disk."""

    def make(path: Path) -> None:
        file.make(path)
        room = size - path.stat().st_size
        with path.open("ab") as target:
            target.write(struct.pack(">I", room) + b"free")
        _extend(path, size)

    return File(name=file.name, make=make)


def with_junk_chunk(file: File, size: int) -> File:
    """Let a `JUNK` chunk fill a WAV up to its size."""

    def make(path: Path) -> None:
        file.make(path)
        room = size - path.stat().st_size - 8
        with path.open("r+b") as target:
            target.seek(4)
            target.write(struct.pack("<I", size - 8))
            target.seek(0, 2)
            target.write(b"JUNK" + struct.pack("<I", room))
        _extend(path, size)

    return File(name=file.name, make=make)


def with_id3_padding(file: File, size: int) -> File:
    """Let an ID3 tag of padding stand before an MP3 (ID3v2.4, 3.3), as large as the file needs."""

    def make(path: Path) -> None:
        file.make(path)
        sound = path.read_bytes()
        room = size - len(sound) - _ID3_HEADER
        seven_bits = bytes(room >> shift & 0x7F for shift in (21, 14, 7, 0))
        path.write_bytes(b"ID3\4\0\0" + seven_bits + bytes(room) + sound)

    return File(name=file.name, make=make)


def plain(name: str, width: int, height: int, *, mode: str = "L") -> File:
    """A picture of one colour, quick at any size."""

    def make(path: Path) -> None:
        Image.new(mode, (width, height), 90).save(path)

    return File(name=name, make=make)


def _extend(path: Path, size: int) -> None:
    with path.open("r+b") as target:
        target.truncate(size)
