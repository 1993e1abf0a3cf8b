"""How many pictures a GIF holds, counted by its blocks without unpacking one (GIF89a specification, Appendix A)."""

from typing import BinaryIO

_SCREEN = 13
_TABLE_FLAG, _TABLE_SIZE = 0x80, 0x07
_EXTENSION, _PICTURE = 0x21, 0x2C
_PICTURE_HEADER = 9
_MOST_BLOCKS = 200_000


def count_frames(file: BinaryIO) -> int:
    """Count the pictures of an open GIF; stops at the end, at the first broken block, or after 200,000 blocks."""
    file.seek(0)
    screen = file.read(_SCREEN)
    if len(screen) < _SCREEN:
        return 0
    _skip_table(file, screen[10])
    frames = blocks = 0
    while blocks < _MOST_BLOCKS:
        kind = file.read(1)
        if kind == bytes([_PICTURE]):
            header = file.read(_PICTURE_HEADER)
            if len(header) < _PICTURE_HEADER:
                break
            _skip_table(file, header[8])
            frames += 1
        elif kind != bytes([_EXTENSION]):
            break
        file.seek(1, 1)  # the label of an extension, the code size of a picture
        blocks += _skip_blocks(file, _MOST_BLOCKS - blocks)
    return frames


def _skip_table(file: BinaryIO, flags: int) -> None:
    if flags & _TABLE_FLAG:
        file.seek(3 << (flags & _TABLE_SIZE) + 1, 1)


def _skip_blocks(file: BinaryIO, most: int) -> int:
    count = 1
    while count < most and (size := file.read(1)) and size[0]:
        file.seek(size[0], 1)
        count += 1
    return count
