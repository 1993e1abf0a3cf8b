"""What a file is: its facts from one quick look, kept by content, and a still of it to show."""

from lib.media.cache import FactsCache
from lib.media.inspection import content_hash, inspect
from lib.media.poster import poster

__all__ = ["FactsCache", "content_hash", "inspect", "poster"]
