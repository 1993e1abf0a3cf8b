"""Opening a clip or a sound with FFmpeg's reader so that it can reach nothing but this one file."""

from pathlib import Path

import av
from av.container import InputContainer

# The only FFmpeg readers in use, by our short name. A reader that is named refuses every other container; left to
# guess, FFmpeg takes a playlist or a concat script named `.mp4` and opens what it lists.
READERS = {"mp4": "mov", "mov": "mov", "3gp": "mov", "m4a": "mov", "wav": "wav", "mp3": "mp3"}

# Twice the biggest frame of the service (4,096 a side): more is never unpacked.
MOST_PIXELS = 2 * 4096 * 4096


def open_media(path: Path, format_name: str, *, seconds: float) -> InputContainer:
    """Open a file for reading; FFmpeg gives up waiting for the disk after `seconds`.

    Raises:
        av.FFmpegError: it can't be read; `av.error.ExitError` where time ran out.
    """
    return av.open(
        str(path.absolute()),
        format=READERS[format_name],
        metadata_errors="replace",
        timeout=max(seconds, 0.001),
        options={
            "protocol_whitelist": "file",
            # Reaches every decoder that FFmpeg tries while it looks for the tracks.
            "max_pixels": str(MOST_PIXELS),
            "threads": "1",
            # One packet of each track: by default FFmpeg reads five megabytes and decodes twenty frames to be sure of
            # things that an MP4's own tables say.
            "probesize": "32768",
            "fpsprobesize": "0",
        },
    )
