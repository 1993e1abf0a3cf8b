"""Each look at a file, done in a process of its own: a file that breaks its reader ends as a sentence about the file.

The functions have the names and the promises of those that run over there.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lib.apart import MEMORY_BYTES, ApartError, TookTooLong, apart
from lib.errors import Failure, InputError
from lib.facts import Flaw, Kind, MediaInfo, Playback
from lib.media.signature import HEAD_BYTES, recognise

# Beyond what each look allows itself: it looks at the clock between two packets only.
_GRACE_SECONDS = 10.0
_STILL_SECONDS = 30.0
_GRID_SECONDS = 120.0
# A film of a hundred megabytes is read three times from a slow disk.
_COPY_SECONDS = 300.0
_PLAY_SECONDS = 20.0


def inspect(path: Path, *, deadline: float = 5.0, memory: int = MEMORY_BYTES) -> MediaInfo:
    """Give the facts of a file, whatever it holds; a file that can't be used says why in `flaw`.

    `deadline` is in seconds, `memory` in bytes of address space. `sha256` stays empty: `FactsCache` fills it in.
    """
    try:
        facts: MediaInfo = _apart("inspection:inspect", path, deadline=deadline, within=deadline, memory=memory)
    except ApartError as error:
        flaw = Flaw.TOO_SLOW if isinstance(error, TookTooLong) else Flaw.UNREADABLE
        return replace(_by_its_head(path), flaw=flaw)
    return facts


def poster(path: Path, target: Path, *, longest: int = 640) -> Path:
    """Write a still whose longer side is at most `longest` pixels to `target`, as its suffix says (`.jpg`, `.webp`).

    Raises:
        InputError: the file holds no picture that can be shown: `Studio.NoStill`.
    """
    return _picture("still:poster", path, target, longest=longest, within=_STILL_SECONDS)


def last_frame(path: Path, target: Path) -> Path:
    """Write the last frame of an MP4 to `target`, as its suffix says, in the clip's own size. Raises as `poster`."""
    return _picture("ending:last_frame", path, target, within=_STILL_SECONDS)


def lay_grid(pictures: Sequence[Path], target: Path) -> Path:
    """Lay two to nine pictures into one and write it to `target`, a JPEG. Each is shown whole, in the order given.

    Raises:
        InputError: too few or too many, or one that can't be shown: `Studio.GridCount`, `Studio.NoStill`.
    """
    return _picture("grid:lay_grid", [path.absolute() for path in pictures], target, within=_GRID_SECONDS)


def play(path: Path, format_name: str, *, deadline: float = _PLAY_SECONDS) -> Playback:
    """Decode every picture of a clip, for `deadline` seconds at most. Raises nothing for any content.

    A video that ends its reader comes back as one that was not played to its end: it may be whole for other players.
    """
    try:
        played: Playback = _apart("playback:play", path, format_name, deadline=deadline, within=deadline, slow=True)
    except ApartError:
        return Playback(pictures=0, damaged=None, finished=False)
    return played


def read_comment(path: Path) -> str:
    """Give a clip's comment, empty where there is none, or the file is no MP4 or MOV."""
    try:
        return str(_apart("comment:read_comment", path, within=_STILL_SECONDS))
    except ApartError:
        return ""


def write_comment(source: Path, target: Path, text: str) -> None:
    """Write a copy of an MP4 with another comment: nothing is encoded anew, its index stands in front.

    Every other tag is kept. `target` is on the disk, whole and compared with the source when this returns.

    Raises:
        InputError: the file can't be copied so, or the copy is not the same film: `Studio.NotTagged`.
        OSError: the disk said no.
    """
    broke_off = Failure(
        code="Studio.NotTagged",
        message="The settings can't be written into this video.",
        advice="The video itself is as it came; the settings are in the file beside it.",
    )
    _write("comment:write_comment", source, target, text, broke_off=broke_off, within=_COPY_SECONDS, slow=True)


def _picture(work: str, source: Path | list[Path], target: Path, **how: Any) -> Path:  # noqa: ANN401 - as `_apart`
    broke_off = Failure(
        code="Studio.NoStill",
        message="The file can't be shown: its reader broke off.",
        advice="Choose another file, or save it anew.",
    )
    _write(work, source, target, broke_off=broke_off, **how)
    return target


def _write(work: str, source: Path | list[Path], target: Path, *args: Any, broke_off: Failure, **how: Any) -> None:  # noqa: ANN401 - as `_apart`
    """Have `target` written; where the worker is lost, what it left is taken away. Raises InputError: `broke_off`."""
    try:
        _apart(work, source, target.absolute(), *args, **how)
    except ApartError as error:
        target.unlink(missing_ok=True)
        raise InputError(broke_off) from error


def _apart(work: str, source: Path | list[Path], *args: Any, within: float, **how: Any) -> Any:  # noqa: ANN401 - its own
    """Run a function of this room on a file, or on several; `within` is how many seconds it may take."""
    where = source.absolute() if isinstance(source, Path) else source
    return apart(f"lib.media.{work}", where, *args, seconds=within + _GRACE_SECONDS, **how)


def _by_its_head(path: Path) -> MediaInfo:
    """Tell what a file is by its first bytes, which takes no decoder."""
    try:
        with path.open("rb") as file:
            found = recognise(file.read(HEAD_BYTES))
        return MediaInfo(kind=found.kind, format=found.format, mime=found.mime, size_bytes=path.stat().st_size)
    except OSError:
        return MediaInfo(kind=Kind.UNKNOWN)
