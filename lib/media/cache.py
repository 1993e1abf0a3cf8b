"""Facts that were found once: the same file is never looked at twice, however often the page asks."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from lib.facts import Flaw, Kind, MediaInfo
from lib.media.safely import inspect

# A page holds up to eleven files; this is a day of a busy Space, at a kilobyte each.
_MOST_KEPT = 4_096
# What may be otherwise in a moment is asked again.
_PASSING = {Flaw.MISSING, Flaw.TOO_SLOW}


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """One state of one file on disk; writing to it changes at least one of these."""

    path: str
    inode: int
    size: int
    modified_ns: int


@dataclass(kw_only=True)
class FactsCache:
    """Facts by content: copies of a file share them, and asking again about the same file costs one `stat`.

    Thread safe. Two threads that ask about a new file at once may both look; they find the same.
    """

    most: int = _MOST_KEPT
    _hashes: OrderedDict[_Seen, str] = field(default_factory=OrderedDict, init=False, repr=False)
    _facts: OrderedDict[str, MediaInfo] = field(default_factory=OrderedDict, init=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def facts(self, path: Path) -> MediaInfo:
        """Give the facts of a file and its `sha256`, from memory where they are known; never raises for any content."""
        try:
            status = path.stat()
            seen = _Seen(path=str(path), inode=status.st_ino, size=status.st_size, modified_ns=status.st_mtime_ns)
            with self._lock:
                known = self._facts.get(self._hashes.get(seen, ""))
            if known is not None:
                return known
            if not path.is_file():
                return MediaInfo(kind=Kind.UNKNOWN, flaw=Flaw.MISSING)
            digest = content_hash(path)
        except (OSError, ValueError):  # ValueError: a null character in the name
            return MediaInfo(kind=Kind.UNKNOWN, flaw=Flaw.MISSING)
        with self._lock:
            known = self._facts.get(digest)
        facts = known or replace(inspect(path), sha256=digest)
        if facts.flaw not in _PASSING:
            self._keep(seen, facts)
        return facts

    def _keep(self, seen: _Seen, facts: MediaInfo) -> None:
        with self._lock:
            self._hashes[seen] = facts.sha256
            self._facts[facts.sha256] = facts
            while len(self._hashes) > self.most:
                self._hashes.popitem(last=False)
            while len(self._facts) > self.most:
                self._facts.popitem(last=False)


def content_hash(path: Path) -> str:
    """Give the SHA-256 of a file's content, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
