"""A repair from beginning to end: made in a folder of its own, looked at like any file, then put in its place."""

import os
import re
import shutil
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
from lib.media.mend.suggestion import fits
from lib.media.mend.voice import mend_voice

_AGAIN = "Bring the whole file again."
_HOPELESS = {
    Flaw.MISSING: "The file is gone.",
    Flaw.EMPTY: "The file is empty.",
    Flaw.UNRECOGNISED: "The file is of no known type.",
    Flaw.TRUNCATED: "A part of the file is missing.",
    Flaw.UNDECODABLE: "The file is damaged.",
    Flaw.UNREADABLE: "The file's reader breaks off.",
    Flaw.TOO_SLOW: "The file's header claims more than any file of this kind holds.",
}
# What no file system takes in a name, and what a shell or a person would stumble over.
_UNSAFE = re.compile(r"[^\w.,+@ ()\[\]-]+")
_LONGEST_STEM = 60
_NOT_A_NAME = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)?(\..*)?", re.IGNORECASE)


def mend(  # noqa: PLR0913, PLR0917 - `lib.media.mend.mend` says what they are
    repair: Repair,
    source: Path,
    workbench: Path,
    facts: MediaInfo,
    limits: Limits,
    choice: Choice,
    *,
    progress: Callable[[float], None],
    stopped: threading.Event,
) -> Path:
    """Do what `lib.media.mend.mend` promises, in this process.

    `workbench` is a folder that is made, used and taken away; the repaired file goes into the one that holds it.
    """
    if facts.flaw in _HOPELESS:
        raise failed(_HOPELESS[facts.flaw], _AGAIN)
    if not source.is_file():
        raise failed(_HOPELESS[Flaw.MISSING], _AGAIN)
    try:
        workbench.mkdir(mode=0o700)
        try:
            bench = Bench(
                repair=repair,
                source=source,
                folder=workbench,
                facts=facts,
                limits=limits,
                choice=choice,
                progress=progress,
                stopped=stopped,
            )
            made = _pipeline(repair, limits)(bench)
            _look_at(made, limits)
            bench.reached(0.99)
            target = _put_in_place(made, workbench.parent, source.stem)
        finally:
            shutil.rmtree(workbench, ignore_errors=True)
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
