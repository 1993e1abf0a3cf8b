"""FFmpeg as a child process: one input, told by its container, with progress, stopped on request, never left behind.

It is the FFmpeg that moviepy brings (through imageio-ffmpeg), called by arguments and not through moviepy's classes:
moviepy lets FFmpeg guess the container, takes a rotated clip for a wide one, squashes it, and can't be stopped
(design.md, decision 8). FFmpeg itself turns a clip upright and cuts to the frame.
"""

import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

import imageio_ffmpeg

from lib.media.container import MOST_PIXELS
from lib.media.mend.limits import failed, was_stopped

THREADS = 2
_LOOK = 0.05  # seconds between looks at the child and at the stop event
_PATIENCE = 120.0  # seconds of work allowed before the first second of media, and for each second of it: 4K is slow
_MOST_LOG_BYTES = 4096


def reading(path: Path, demuxer: str, *, start: float | None = None, seconds: float | None = None) -> list[str]:
    """Give the arguments that open one file as one container, from `start` for `seconds`."""
    return [
        *("-protocol_whitelist", "file,pipe", "-threads", str(THREADS), "-max_pixels", str(MOST_PIXELS)),
        *([] if start is None else ["-ss", f"{start:.6f}"]),
        *([] if seconds is None else ["-t", f"{seconds:.6f}"]),
        *("-f", demuxer, "-i", f"file:{path.absolute()}"),
    ]


def run(
    arguments: Sequence[str],
    target: Path,
    *,
    seconds: float | None,
    progress: Callable[[float], None],
    stopped: threading.Event,
) -> None:
    """Run FFmpeg until `target` is written.

    Args:
        arguments: what to read (`reading`) and how to write it.
        target: a file in a folder of this run alone; two files with what FFmpeg says stand beside it.
        seconds: of media that will be written, None where that is not known; then no progress is told.
        progress: told the share that is written, below 1.
        stopped: set by the caller to give up.

    Raises:
        MendFailed: FFmpeg gave up, or took too long.
        MendStopped: `stopped` was set; FFmpeg is gone.
    """
    command = [
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y", "-v", "error"),
        *("-progress", "pipe:1", "-stats_period", "0.1"),
        *arguments,
        f"file:{target.absolute()}",
    ]
    told, log = target.with_suffix(".progress"), target.with_suffix(".log")
    ends = monotonic() + _PATIENCE * (1 + (seconds or 60.0))
    with told.open("wb") as numbers, log.open("wb") as words:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=numbers, stderr=words)
        try:
            while (code := _ended(process)) is None:
                if stopped.is_set():
                    raise was_stopped()
                if monotonic() > ends:
                    raise failed("The conversion took too long and was stopped.")
                if seconds:
                    progress(min(0.999, _seconds_written(told) / seconds))
        finally:
            process.kill()
            process.wait()
    if code != 0:
        raise failed(f"The file can't be converted: {_last_line(log)}.")


def _ended(process: "subprocess.Popen[bytes]") -> int | None:
    try:
        return process.wait(timeout=_LOOK)
    except subprocess.TimeoutExpired:
        return None


def _seconds_written(told: Path) -> float:
    """Read the newest `out_time_us`; FFmpeg says N/A before the first."""
    values = [line.split(b"=")[1] for line in told.read_bytes().splitlines() if line.startswith(b"out_time_us=")]
    return max((int(value) for value in values if value.strip().isdigit()), default=0) / 1e6


def _last_line(log: Path) -> str:
    """Give FFmpeg's last words without the file's path, which is nobody's business."""
    said = log.read_bytes()[-_MOST_LOG_BYTES:].decode(errors="replace").split("\n")
    lines = [line.strip() for line in said if line.strip() and "file:" not in line]
    return lines[-1].rpartition("] ")[2].rstrip(".") if lines else "it is damaged"
