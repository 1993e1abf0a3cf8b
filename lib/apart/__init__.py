"""Work on the bytes of strangers, done in a process of its own: what breaks there breaks nothing here.

A decoder is a million lines of C that reads what anybody sent. Where it crashes, hangs or fills the memory, a worker
process is lost and another takes its place; the caller gets one of three plain errors.
"""

from lib.apart.errors import ApartError, Broke, TookTooLong, TooMuchMemory, Unexpected
from lib.apart.pool import MEMORY_BYTES, Pool, apart, close

__all__ = [
    "MEMORY_BYTES",
    "ApartError",
    "Broke",
    "Pool",
    "TooMuchMemory",
    "TookTooLong",
    "Unexpected",
    "apart",
    "close",
]
