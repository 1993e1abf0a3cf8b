"""How long the animatic takes beside the plainest encode there is: `python -m tests.bench.animatic`.

Two shots, 5 s, 1080P, against FFmpeg's own `zoompan` over one of the pictures with the same encoder settings, in turns,
so that both meet the same machine. The number to hold is the ratio of the medians.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from PIL import Image

from lib.sandbox.animatic import Reference, RenderRequest, render
from lib.sandbox.animatic.encode import ENCODER
from lib.sandbox.animatic.request import FPS

SECONDS = 5
WIDTH, HEIGHT = 1920, 1080
PROMPT = (
    "Scene 1 [0-3s]: Image 1 sits by the window and looks out at the rain. "
    "Scene 2 [3-5s]: a hand sets Image 2 on the table beside it."
)


@dataclass(kw_only=True)
class Times:
    """Seconds by the clock and of processor time, one each run."""

    wall: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)

    def add(self, action: Callable[[], None]) -> None:
        """Run once and note how long it took."""
        begin, used = time.perf_counter(), _processor_seconds()
        action()
        self.wall.append(time.perf_counter() - begin)
        self.work.append(_processor_seconds() - used)

    def row(self, name: str) -> str:
        """One line of the table."""
        low, middle, high = min(self.wall), statistics.median(self.wall), max(self.wall)
        work = statistics.median(self.work)
        return f"| {name} | {middle:.2f} | {low:.2f} | {high:.2f} | {work:.2f} |"


def compare(folder: Path, pictures: tuple[Path, Path], runs: int) -> tuple[Times, Times]:
    """Time both in turns; every run has another seed, and so other moves."""
    direct, animatic = Times(), Times()
    references = tuple(
        Reference(kind="reference_image", path=path, label=f"Image {number}")
        for number, path in enumerate(pictures, start=1)
    )
    for seed in range(runs + 1):
        request = RenderRequest(
            prompt=PROMPT, references=references, width=WIDTH, height=HEIGHT, duration=SECONDS, seed=seed
        )
        turn_direct, turn_animatic = (direct, animatic) if seed else (Times(), Times())  # the first only warms up
        turn_direct.add(lambda: encode_directly(pictures[0], folder / "direct.mp4"))
        turn_animatic.add(lambda request=request: render(request, folder / "animatic.mp4"))  # type: ignore[misc]
    return direct, animatic


def encode_directly(picture: Path, target: Path) -> None:
    """Zoom into one picture with FFmpeg alone."""
    frames = SECONDS * FPS
    zoom = (
        f"zoompan=z='1+0.1*on/{frames}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d={frames}:s={WIDTH}x{HEIGHT}:fps={FPS}"
    )
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", "-i", str(picture)]
    subprocess.run([*command, "-vf", zoom, *ENCODER, "-movflags", "+faststart", str(target)], check=True)


def photograph(path: Path, seed: int) -> Path:
    """Make a picture of 2048 x 1536 with soft shapes and fine texture, about as hard to encode as a photograph."""
    noise = np.random.default_rng(seed)
    layers = [
        np.asarray(
            Image.fromarray(noise.integers(0, 256, (side * 3, side * 4, 3), dtype=np.uint8)).resize(
                (2048, 1536), Image.Resampling.BICUBIC
            ),
            dtype=np.float32,
        )
        for side in (3, 24, 160)
    ]
    mixed = 0.7 * layers[0] + 0.2 * layers[1] + 0.1 * layers[2]
    Image.fromarray(mixed.clip(0, 255).astype(np.uint8)).save(path, quality=92)
    return path


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def main() -> None:
    """Print the table and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("pictures", type=Path, nargs="*", help="two photographs; made up where none are given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures = tuple(given.pictures) or (photograph(folder / "1.jpg", 1), photograph(folder / "2.jpg", 2))
        direct, animatic = compare(folder, pictures, given.runs)
    ratio = statistics.median(animatic.wall) / statistics.median(direct.wall)
    sys.stdout.write(
        "| two shots, 5 s, 1080P | median s | min | max | processor s |\n|---|---|---|---|---|\n"
        f"{direct.row('direct zoompan of one picture')}\n{animatic.row('animatic')}\n"
        f"ratio of the medians: {ratio:.2f}\n"
    )


if __name__ == "__main__":
    main()
