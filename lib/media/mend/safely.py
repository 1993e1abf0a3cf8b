"""A repair, done in a process of its own, with FFmpeg within the same limits: `lib.media.mend.mending` runs there."""

import secrets
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from lib.apart import MEMORY_BYTES, ApartError, TookTooLong, apart
from lib.facts import MediaInfo
from lib.media.mend.limits import Choice, Limits, Repair, failed

_NO_CHOICE = Choice()
# Without a sign of life: unpacking a picture of a hundred million pixels on a slow machine gives none.
_SILENT_SECONDS = 180.0
# Of each process: FFmpeg works at 4K for many times a clip's length.
_PROCESSOR_SECONDS = 4 * 3600.0


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
    memory: int = MEMORY_BYTES,
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
        memory: bytes of address space that it may take.

    Raises:
        MendFailed: the file can't be repaired; the reason is in the sentence.
        MendStopped: `stopped` was set. As after every error, no half file and no process is left.
        StorageError: the folder can't be written to.
    """
    bench = target_folder.absolute() / f".mend-{secrets.token_hex(6)}"
    try:
        made: Path = apart(
            "lib.media.mend.mending:mend",
            *(repair, source.absolute(), bench, facts, limits, choice),
            seconds=_SILENT_SECONDS,
            processor=_PROCESSOR_SECONDS,
            slow=True,
            memory=memory,
            progress=progress,
            stopped=stopped or threading.Event(),
        )
    except ApartError as error:
        if isinstance(error, TookTooLong):
            raise failed("The repair took too long and was stopped.") from error
        raise failed("The file can't be repaired: its reader broke off, or needed too much memory.") from error
    finally:
        shutil.rmtree(bench, ignore_errors=True)  # what a lost worker left
    return target_folder / made.name
