"""What a file is: its facts from one quick look, kept by content, and a still of it to show.

What opens a file that a stranger made runs in a process of its own (`lib.media.safely`); the other modules of this
room are what is run there.
"""

from lib.facts import Playback
from lib.media.cache import FactsCache, content_hash
from lib.media.safely import inspect, last_frame, lay_grid, play, poster, read_comment, write_comment

__all__ = [
    "FactsCache",
    "Playback",
    "content_hash",
    "inspect",
    "last_frame",
    "lay_grid",
    "play",
    "poster",
    "read_comment",
    "write_comment",
]
