"""FFmpeg as a child process: bounded in time and threads, stopped on request, never left behind."""

import subprocess
import threading
import time
from pathlib import Path

import imageio_ffmpeg

from lib.sandbox.animatic.graph import Graph
from lib.sandbox.animatic.request import FPS, RenderFailed, RenderStopped

PRESET = "veryfast"
THREADS = 2  # fixed: x264 gives the same bytes only for the same number
ENCODER = (
    *("-c:v", "libx264", "-preset", PRESET, "-crf", "21", "-pix_fmt", "yuv420p", "-r", str(FPS)),
    *("-threads", str(THREADS), "-g", str(2 * FPS)),
)
_TAGS = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")
_LOOK = 0.05  # seconds between looks at the stop event
_PATIENCE = 60.0  # seconds of work allowed for each second of video, far more than a slow machine takes


def encode(graph: Graph, folder: Path, target: Path, *, frames: int, stopped: threading.Event) -> None:
    """Run the graph into an MP4.

    Args:
        graph: with picture and sound.
        folder: where FFmpeg runs; the graph's file names are relative to it.
        target: the MP4 to write.
        frames: exact length of the output.
        stopped: set by the caller to give up.

    Raises:
        RenderFailed: FFmpeg gave up, or took too long.
        RenderStopped: `stopped` was set; FFmpeg is gone.
    """
    script = folder / "graph.txt"  # as an argument, the graph of many shots would be too long for Linux
    script.write_text(graph.script)
    command = [
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y", "-v", "error"),
        *("-filter_complex_threads", str(THREADS)),
        *graph.inputs,
        *("-/filter_complex", script.name),
        *("-map", "[picture]", "-map", "[sound]", *ENCODER, *_TAGS),
        *("-frames:v", str(frames), "-c:a", "aac", "-b:a", "128k"),
        *("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
        *("-movflags", "+faststart", "-f", "mp4", f"file:{target}"),
    ]
    log = folder / "ffmpeg.log"
    with log.open("wb") as words:
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=words)
        try:
            code = _wait(process, stopped, deadline=time.monotonic() + _PATIENCE * max(1, frames / FPS))
        finally:
            process.kill()
            process.wait()
    if code != 0:
        raise RenderFailed(f"The encoder gave up: {_last_line(log)}")


def _wait(process: "subprocess.Popen[bytes]", stopped: threading.Event, *, deadline: float) -> int:
    while True:
        try:
            return process.wait(timeout=_LOOK)
        except subprocess.TimeoutExpired:
            if stopped.is_set():
                raise RenderStopped("The rendering was stopped.") from None
            if time.monotonic() > deadline:
                raise RenderFailed("The encoder took too long and was stopped.") from None


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").split("\n")
    said = [line.strip() for line in lines if line.strip()]
    return said[-1] if said else "it gave no reason"
