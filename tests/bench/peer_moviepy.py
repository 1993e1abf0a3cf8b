"""The same shots as many apps would make them: moviepy's clips, zoomed frame by frame, put together and encoded."""

from collections.abc import Sequence
from pathlib import Path

from moviepy import CompositeVideoClip, ImageClip, concatenate_videoclips

from lib.sandbox.animatic.encode import PRESET, THREADS

ZOOM = 0.1
# As the animatic is encoded.
QUALITY = ["-crf", "21", "-pix_fmt", "yuv420p"]


def composite(
    pictures: Sequence[Path], seconds: Sequence[float], size: tuple[int, int], fps: int, target: Path
) -> None:
    """Write a film of one slow zoom into each picture, so many seconds each; `size` is width and height in pixels."""
    shots = [_zoomed(path, length, size) for path, length in zip(pictures, seconds, strict=True)]
    film = concatenate_videoclips(shots)
    film.write_videofile(str(target), fps=fps, preset=PRESET, threads=THREADS, ffmpeg_params=QUALITY, logger=None)
    film.close()


def _zoomed(path: Path, seconds: float, size: tuple[int, int]) -> CompositeVideoClip:
    still = ImageClip(str(path)).with_duration(seconds)
    fill = max(size[0] / still.w, size[1] / still.h)
    moving = still.resized(lambda second: fill * (1 + ZOOM * second / seconds)).with_position("center")
    return CompositeVideoClip([moving], size=size)
