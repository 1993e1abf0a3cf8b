"""How long the animatic takes beside the plainest encode there is, and beside moviepy's composite of the same shots.

Two shots, 5 s, against FFmpeg's own `zoompan` over one of the pictures with the same encoder settings, in turns, so
that all meet the same machine. Every run has another seed, and so other moves.
"""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import imageio_ffmpeg
import numpy as np
from PIL import Image

from lib.sandbox.animatic import Reference, RenderRequest, render
from lib.sandbox.animatic.encode import ENCODER
from lib.sandbox.animatic.request import FPS
from tests.bench.peer_moviepy import composite
from tests.bench.row import Measured, Row, Scale

SIZES = {"720P": (1280, 720), "1080P": (1920, 1080)}
ROUNDS = 4
ZOOMPAN, MOVIEPY = "FFmpeg's `zoompan` of one picture", "moviepy's composite of the same shots"


@dataclass(frozen=True, kw_only=True)
class Film:
    """What all are to make: two shots of two pictures, so many whole seconds in all."""

    pictures: tuple[Path, Path]
    width: int
    height: int
    seconds: int

    @property
    def cut(self) -> int:
        """The second at which the second shot begins."""
        return (self.seconds + 1) // 2

    @property
    def prompt(self) -> str:
        """The shots in words."""
        return (
            f"Scene 1 [0-{self.cut}s]: Image 1 sits by the window and looks out at the rain. "
            f"Scene 2 [{self.cut}-{self.seconds}s]: a hand sets Image 2 on the table beside it."
        )


def measure(folder: Path, scale: Scale) -> Measured:
    """Make the film in rounds, at each size."""
    width = scale.of(2048, 512)
    pictures = (photograph(folder / "1.jpg", 1, width), photograph(folder / "2.jpg", 2, width))
    rows: list[Row] = []
    for name, (width, height) in scale.of(SIZES, {"180p": (320, 180)}).items():
        film = Film(pictures=pictures, width=width, height=height, seconds=scale.of(5, 2))
        rows += compare(film, name, folder / "film.mp4", scale.of(ROUNDS, 1))
    return Measured(rows=tuple(rows))


def compare(film: Film, name: str, target: Path, rounds: int) -> tuple[Row, Row]:
    """Time all three in turns; moviepy once, because it takes as long as all the others together."""
    direct, ours = [], []
    for seed in range(rounds + 1):
        direct.append(_timed(lambda: zoompan(film, target)))
        ours.append(_timed(lambda seed=seed: animatic(film, seed, target)))  # type: ignore[misc]  # mypy: lambda defaults
    seconds = (film.cut, film.seconds - film.cut)
    theirs = _timed(lambda: composite(film.pictures, seconds, (film.width, film.height), FPS, target))
    # The first round only warms up.
    took, least = median(ours[1:]), median(direct[1:])
    what = f"an animatic of {film.seconds} s at {name}"
    return (
        Row(what=what, unit="s", ours=took, peer=ZOOMPAN, theirs=least, most_ratio=2.0),
        Row(what=what, unit="s", ours=took, peer=MOVIEPY, theirs=theirs, most_ratio=0.1),
    )


def animatic(film: Film, seed: int, target: Path) -> None:
    """Render it as the stand-in does."""
    references = tuple(
        Reference(kind="reference_image", path=path, label=f"Image {number}")
        for number, path in enumerate(film.pictures, start=1)
    )
    request = RenderRequest(
        prompt=film.prompt,
        references=references,
        width=film.width,
        height=film.height,
        duration=film.seconds,
        seed=seed,
    )
    render(request, target)


def zoompan(film: Film, target: Path) -> None:
    """Zoom into the first picture with FFmpeg alone."""
    frames = film.seconds * FPS
    moves = f"z='1+0.1*on/{frames}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2'"
    zoom = f"zoompan={moves}:d={frames}:s={film.width}x{film.height}:fps={FPS}"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", "-i", str(film.pictures[0])]
    subprocess.run([*command, "-vf", zoom, *ENCODER, "-movflags", "+faststart", str(target)], check=True)


def photograph(path: Path, seed: int, width: int) -> Path:
    """Make a picture of 4:3 with soft shapes and fine texture, about as hard to encode as a photograph."""
    noise = np.random.default_rng(seed)
    layers = [
        np.asarray(
            Image.fromarray(noise.integers(0, 256, (side * 3, side * 4, 3), dtype=np.uint8)).resize(
                (width, width * 3 // 4), Image.Resampling.BICUBIC
            ),
            dtype=np.float32,
        )
        for side in (3, 24, 160)
    ]
    mixed = 0.7 * layers[0] + 0.2 * layers[1] + 0.1 * layers[2]
    Image.fromarray(mixed.clip(0, 255).astype(np.uint8)).save(path, quality=92)
    return path


def _timed(action: Callable[[], None]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began
