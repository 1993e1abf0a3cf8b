"""What a look at five references and a voice costs: ours, bare header reads, and full reads.

Three 12-megapixel photographs, two 20-second 1080p clips and one voice, all new to the cache; the files themselves are
in the system's page cache for all alike.
"""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import av
from moviepy import AudioFileClip, VideoFileClip
from PIL import Image

from lib.media import FactsCache, inspect
from tests.bench.row import Measured, Row, Scale
from tests.makers import make_clip, make_picture, make_voice

ROUNDS, FULL_ROUNDS = 7, 2
BARE, FULL = "Pillow's and PyAV's bare headers", "`VideoFileClip` and a decoded picture"
OURS, NEW = "inspect", "FactsCache"
_READERS = {".mp4": "mov", ".wav": "wav"}


def references(folder: Path, *, seconds: float, width: int) -> list[Path]:
    """Make the six files: clips of so many seconds, photographs so wide."""
    pictures = [
        make_picture(folder / f"{number}.jpg", width=width, height=width * 3 // 4, quality=90, orientation=1)
        for number in range(3)
    ]
    clips = [
        make_clip(folder / f"{turn}.mp4", width=1920, height=1080, seconds=seconds, rotation=turn) for turn in (0, 90)
    ]
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


def milliseconds(look: Callable[[Path], object], paths: list[Path]) -> float:
    """Time a look at each file, one after the other."""
    began = time.perf_counter()
    for path in paths:
        look(path)
    return (time.perf_counter() - began) * 1000


def rounds_of(paths: list[Path], rounds: int) -> dict[str, float]:
    """Give, for each way, the median milliseconds of all files; the ways take turns, so that noise meets all alike."""
    ways: dict[str, Callable[[], Callable[[Path], object]]] = {
        BARE: lambda: bare,
        OURS: lambda: inspect,
        NEW: lambda: FactsCache().facts,
        FULL: lambda: full,
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name, way in ways.items():
            # It takes as long as a hundred rounds of the others, and the goal is far off.
            if name != FULL or number < FULL_ROUNDS:
                spent[name].append(milliseconds(way(), paths))
    return {name: median(times) for name, times in spent.items()}


def known_again(paths: list[Path]) -> float:
    """Time the second question about all files, in milliseconds."""
    cache = FactsCache()
    for path in paths:
        cache.facts(path)
    return milliseconds(cache.facts, paths)


def measure(folder: Path, scale: Scale) -> Measured:
    """Look at references from cold and again."""
    paths = references(folder, seconds=scale.of(20, 1), width=scale.of(4000, 400))
    spent = rounds_of(paths, scale.of(ROUNDS, 1))
    what, ours = f"a look at {len(paths)} new references", spent[OURS]
    return Measured(
        rows=(
            Row(what=what, unit="ms", ours=ours, peer=BARE, theirs=spent[BARE], most_ratio=1.5),
            Row(what=what, unit="ms", ours=ours, peer=FULL, theirs=spent[FULL], most_ratio=0.2),
            Row(what=f"{what}, with their hashes", unit="ms", ours=spent[NEW], peer=FULL, theirs=spent[FULL]),
            Row(what="the same references again", unit="ms", ours=known_again(paths), most=20),
        )
    )
