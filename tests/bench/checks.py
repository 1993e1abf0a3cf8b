"""What a look at five references costs: ours, bare header reads, and full reads. `python -m tests.bench.checks`.

Three 12-megapixel photographs, two 20-second 1080p clips and one voice, all new to the cache; the files themselves are
in the system's page cache for all alike. Goals: at most 1.5 times the fastest, at least 5 times faster than the last.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import av
from moviepy import AudioFileClip, VideoFileClip
from PIL import Image

from lib.media import FactsCache, inspect
from tests.makers import make_clip, make_picture, make_voice

ROUNDS = 7
BARE, OURS, FULL = "bare Pillow and PyAV headers", "inspect", "moviepy and a decoded picture"
_READERS = {".mp4": "mov", ".wav": "wav"}


def references(folder: Path) -> list[Path]:
    """Make the six files."""
    pictures = [
        make_picture(folder / f"{number}.jpg", width=4000, height=3000, quality=90, orientation=1)
        for number in range(3)
    ]
    clips = [make_clip(folder / f"{turn}.mp4", width=1920, height=1080, seconds=20, rotation=turn) for turn in (0, 90)]
    return [*pictures, *clips, make_voice(folder / "voice.wav", seconds=8)]


def bare(path: Path) -> None:
    """Read headers alone, with libraries as they come: no rotation of a clip, nothing about damage."""
    if path.suffix == ".jpg":
        with Image.open(path) as picture:
            picture.getexif()
        return
    with av.open(str(path), format=_READERS[path.suffix]) as container:
        assert container.duration


def full(path: Path) -> None:
    """Read as many apps do: moviepy for clips and sounds, a decoded picture."""
    match path.suffix:
        case ".jpg":
            with Image.open(path) as picture:
                picture.load()
        case ".mp4":
            with VideoFileClip(str(path)) as clip:
                assert clip.duration
        case _:
            with AudioFileClip(str(path)) as sound:
                assert sound.duration


def milliseconds(look: Callable[[Path], object], paths: list[Path]) -> list[float]:
    """Time one look at each file."""
    spent = []
    for path in paths:
        began = time.perf_counter()
        look(path)
        spent.append((time.perf_counter() - began) * 1000)
    return spent


def measure(paths: list[Path]) -> dict[str, list[float]]:
    """Give, for each way, the median milliseconds of each file; the ways take turns, so that noise meets all alike."""
    ways: dict[str, Callable[[], Callable[[Path], object]]] = {
        BARE: lambda: bare,
        OURS: lambda: inspect,
        "FactsCache, new file (with its hash)": lambda: FactsCache().facts,
        FULL: lambda: full,
    }
    rounds: dict[str, list[list[float]]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            rounds[name].append(milliseconds(way(), paths))
    return {name: [median(column) for column in zip(*times, strict=True)] for name, times in rounds.items()}


def known_again(paths: list[Path]) -> list[float]:
    """Time the second question about each file."""
    cache = FactsCache()
    for path in paths:
        cache.facts(path)
    return milliseconds(cache.facts, paths)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = references(Path(folder))
        figures = measure(paths) | {"FactsCache, known file": known_again(paths)}
    rows = [["way", *(path.name for path in paths), "all, ms"], ["---"] * (len(paths) + 2)]
    rows += [[name, *(f"{value:.2f}" for value in [*each, sum(each)])] for name, each in figures.items()]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    ours, fastest, slowest = (sum(figures[name]) for name in (OURS, BARE, FULL))
    lines.append(
        f"inspect takes {ours / fastest:.2f} x the bare reads and is {slowest / ours:.1f} x faster than full reads."
    )
    print("\n".join(lines))  # noqa: T201  # a command's output


if __name__ == "__main__":
    main()
