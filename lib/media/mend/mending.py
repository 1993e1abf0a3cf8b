"""A repair from beginning to end: made in a folder of its own, looked at like any file, then put in its place."""

import os
import re
import tempfile
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path

from lib.errors import Failure, StorageError
from lib.facts import Flaw, Kind, MediaInfo
from lib.media.inspection import inspect
from lib.media.mend.bench import Bench
from lib.media.mend.clip import mend_clip
from lib.media.mend.formats import CLIP_FORMAT, PICTURE_FORMATS, VOICE_FORMAT
from lib.media.mend.limits import Choice, Limits, Repair, failed
from lib.media.mend.picture import mend_picture
from lib.media.mend.suitable import fits
from lib.media.mend.voice import mend_voice

_NO_CHOICE = Choice()
_AGAIN = "Bring the whole file again."
_HOPELESS = {
    Flaw.MISSING: "The file is gone.",
    Flaw.EMPTY: "The file is empty.",
    Flaw.UNRECOGNISED: "The file is of no known type.",
    Flaw.TRUNCATED: "A part of the file is missing.",
    Flaw.UNDECODABLE: "The file is damaged.",
    Flaw.TOO_SLOW: "The file's header claims more than any file of this kind holds.",
}
# What no file system takes in a name, and what a shell or a person would stumble over.
_UNSAFE = re.compile(r"[^\w.,+@ ()\[\]-]+")
_LONGEST_STEM = 60
_NOT_A_NAME = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)?(\..*)?", re.IGNORECASE)


def mend(  # noqa: PLR0913  # all but the first five by keyword; each is a part of what a repair is
    repair: Repair,
    source: Path,
    target_folder: Path,
    facts: MediaInfo,
    limits: Limits,
    *,
    choice: Choice = _NO_CHOICE,
    progress: Callable[[float], None],
    stopped: threading.Event | None = None,
) -> Path:
    """Write a repaired copy of a file and give its path: the original's name with the suffix of the new type.

    The original is only read, also where it lies in the same folder. The result has been looked at as any upload is
    and keeps to `limits`.

    Args:
        repair: what to do; it must be one for what the limits take.
        source: the original.
        target_folder: an existing folder.
        facts: of the original (`lib.media.inspect`).
        limits: what the result must keep to.
        choice: what the person picked.
        progress: told how much is done, from 0 to 1, in this thread; 1 once the file is in its place.
        stopped: set by the caller to give up.

    Raises:
        MendFailed: the file can't be repaired; the reason is in the sentence.
        MendStopped: `stopped` was set. As after every error, no half file and no process is left.
        StorageError: the folder can't be written to.
    """
    if facts.flaw in _HOPELESS:
        raise failed(_HOPELESS[facts.flaw], _AGAIN)
    if not source.is_file():
        raise failed(_HOPELESS[Flaw.MISSING], _AGAIN)
    try:
        with tempfile.TemporaryDirectory(prefix=".mend-", dir=target_folder) as folder:
            bench = Bench(
                repair=repair,
                source=source,
                folder=Path(folder),
                facts=facts,
                limits=limits,
                choice=choice,
                progress=progress,
                stopped=stopped or threading.Event(),
            )
            made = _pipeline(repair, limits)(bench)
            _look_at(made, limits)
            bench.reached(0.99)
            target = _put_in_place(made, target_folder, source.stem)
    except OSError as error:
        raise _no_room(error) from error
    progress(1.0)
    return target


def _pipeline(repair: Repair, limits: Limits) -> Callable[[Bench], Path]:
    """Give the pipeline of the repair's kind, if the limits take what it writes."""
    kind = repair.partition("_")[0]
    pipelines: dict[str, tuple[Callable[[Bench], Path], set[str]]] = {
        "picture": (mend_picture, PICTURE_FORMATS),
        "clip": (mend_clip, {CLIP_FORMAT}),
        "voice": (mend_voice, {VOICE_FORMAT}),
    }
    pipeline, written = pipelines[kind]
    if not written & set(limits.formats):
        raise failed(f"A {kind} is not what is asked for here.")
    return pipeline


def _look_at(made: Path, limits: Limits) -> None:
    facts = inspect(made)
    if facts.kind is Kind.UNKNOWN or not fits(facts, limits):
        found = f"{facts.width} x {facts.height}, {facts.seconds} s, {facts.size_bytes:,} bytes"
        raise failed(f"The repaired file would not pass either ({found}).")


def _put_in_place(made: Path, folder: Path, stem: str) -> Path:
    """Move a file under the first free name; the name is taken before, so that no other repair takes it too."""
    stem = safe_stem(stem)
    for number in count(1):
        target = folder / f"{stem}{f'-{number}' * (number > 1)}{made.suffix}"
        try:
            target.touch(exist_ok=False)
        except FileExistsError:
            continue
        try:
            return made.replace(target)
        except OSError:
            target.unlink()
            raise
    raise AssertionError


def safe_stem(stem: str) -> str:
    """Give a file name without its suffix that every file system takes; letters of all languages stay."""
    stem = _UNSAFE.sub("_", stem).strip(" .-_")[:_LONGEST_STEM].strip(" .-_")
    return "file" if _NOT_A_NAME.fullmatch(stem) else stem


def _no_room(error: OSError) -> StorageError:
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    return StorageError(
        Failure(
            code="Studio.Storage",
            message=f"The repaired file can't be written: {reason}.",
            advice="Make room or mend the folder's rights, then try again; the file is as it was.",
            retryable=True,
        )
    )
