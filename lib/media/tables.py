"""How many samples an MP4's tables promise, counted before FFmpeg makes room for them.

FFmpeg 8 keeps an entry for each sample that a header claims: 85 KB that claim 85 million samples cost it ten seconds
and five gigabytes (tried). It finds tables wherever they are nested, so they are looked for by name and not by place.
"""

import re

import numpy as np

# 62 seconds of plain 48 kHz sound, the most that a clip twice as long as any that is allowed needs.
MOST_SAMPLES = 3_000_000

# ISO/IEC 14496-12: sizes (8.7.3), times (8.6.1), fragments (8.8.8). `cmvd` is QuickTime's packed header: it hides them.
_TABLE = re.compile(rb"stsz|stts|ctts|trun|cmvd")
_MOST_TIME_TABLES = 200
_MOST_TABLES = 20_000


def promises_too_much(content: bytes) -> bool:
    """Tell whether the tables in `content`, all of a file but its media data, claim more than `MOST_SAMPLES`."""
    claimed = {b"stsz": 0, b"stts": 0, b"ctts": 0, b"trun": 0}
    time_tables = 0
    for number, table in enumerate(_TABLE.finditer(content)):
        name, start = table[0], table.end()
        time_tables += name in {b"stts", b"ctts"}
        if name == b"cmvd" or number > _MOST_TABLES or time_tables > _MOST_TIME_TABLES:
            return True
        if name == b"stsz":
            claimed[name] += int.from_bytes(content[start + 8 : start + 12])
        elif name == b"trun":
            claimed[name] += int.from_bytes(content[start + 4 : start + 8])
        else:
            claimed[name] += _times(content, start)
        if claimed[name] > MOST_SAMPLES:
            return True
    return False


def _times(content: bytes, start: int) -> int:
    """Add up the counts of a table of pairs (how many samples, how long each)."""
    present = max(0, len(content) - start - 8) // 8
    pairs = min(present, int.from_bytes(content[start + 4 : start + 8]))
    return int(np.frombuffer(content, ">u4", pairs * 2, start + 8 if pairs else 0)[::2].sum(dtype=np.uint64))
