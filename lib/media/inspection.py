"""One quick look at a file: recognise it by its bytes, then let the reader of its kind add the facts."""

from dataclasses import replace
from pathlib import Path
from stat import S_ISREG
from time import monotonic

from lib.facts import Flaw, Kind, MediaInfo
from lib.media.clip import read_clip
from lib.media.container import READERS
from lib.media.picture import read_picture
from lib.media.signature import HEAD_BYTES, recognise
from lib.media.sound import read_sound


def inspect(path: Path, *, deadline: float = 5.0) -> MediaInfo:
    """Give the facts of a file, whatever it holds; a file that can't be used says why in `flaw`.

    Reads headers, one frame of a clip and half a minute of a sound; `deadline` is in seconds. Opens this one file and
    nothing that it names. `sha256` stays empty: `content_hash` and `FactsCache` read the whole file for it.
    """
    ends = monotonic() + deadline
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            return MediaInfo(kind=Kind.UNKNOWN, flaw=Flaw.MISSING)
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except (OSError, ValueError):  # ValueError: a null character in the name
        return MediaInfo(kind=Kind.UNKNOWN, flaw=Flaw.MISSING)
    if not head:
        return MediaInfo(kind=Kind.UNKNOWN, flaw=Flaw.EMPTY)
    found = recognise(head)
    facts = MediaInfo(kind=found.kind, format=found.format, mime=found.mime, size_bytes=status.st_size)
    return _read(path, facts, ends)


def _read(path: Path, facts: MediaInfo, ends: float) -> MediaInfo:
    match facts.kind:
        case Kind.PICTURE:
            return read_picture(path, facts)
        case Kind.CLIP | Kind.SOUND if READERS.get(facts.format) == "mov":
            return read_clip(path, facts, ends)
        case Kind.CLIP:
            return facts
        case Kind.SOUND:
            return read_sound(path, facts, ends)
        case Kind.UNKNOWN:
            return replace(facts, flaw=Flaw.UNRECOGNISED)
