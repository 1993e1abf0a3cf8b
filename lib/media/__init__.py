"""What a file is: its facts from one quick look, kept by content, and a still of it to show."""

from lib.media.cache import FactsCache
from lib.media.comment import read_comment, write_comment
from lib.media.inspection import content_hash, inspect
from lib.media.last_frame import last_frame
from lib.media.playback import Playback, play
from lib.media.poster import poster

__all__ = [
    "FactsCache",
    "Playback",
    "content_hash",
    "inspect",
    "last_frame",
    "play",
    "poster",
    "read_comment",
    "write_comment",
]
