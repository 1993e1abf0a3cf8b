"""A rendering, done in a process of its own, for it opens files that anybody made; `animatic.film` runs there."""

import secrets
import shutil
import threading
from pathlib import Path

from lib.apart import ApartError, apart
from lib.sandbox.animatic.request import RenderFailed, RenderRequest

# Without a sign of life: drawing a shot of many pictures on a slow machine gives none.
_SILENT_SECONDS = 120.0
# FFmpeg reads each of hundreds of stills in a thread of its own, and leaves out, without a word, what has no room.
_MEMORY_BYTES = 24 << 30
# Of each process, FFmpeg among them.
_PROCESSOR_SECONDS = 3600.0


def render(request: RenderRequest, target: Path, *, stopped: threading.Event | None = None) -> None:
    """Write the animatic as an MP4: H.264 yuv420p at 30 frames a second, AAC, its index in front.

    The file appears under its name only when it is whole.

    Args:
        request: what to render; its paths are absolute.
        target: the file to write; its folder exists.
        stopped: may be set by another thread to give up.

    Raises:
        RenderFailed: a reference can't be decoded, or the encoder gave up.
        RenderStopped: `stopped` was set; no process and no file is left behind.
    """
    target = target.absolute()
    folder = target.with_name(f".animatic-{secrets.token_hex(6)}")
    try:
        apart(
            "lib.sandbox.animatic.film:render",
            *(request, target, folder),
            seconds=_SILENT_SECONDS,
            processor=_PROCESSOR_SECONDS,
            slow=True,
            memory=_MEMORY_BYTES,
            stopped=stopped or threading.Event(),
        )
    except ApartError as error:
        raise RenderFailed("A reference broke its reader, or needed too much memory or time.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # what a lost worker left
