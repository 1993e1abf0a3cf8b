"""What sending five files of 90 MB takes: this app's client beside the official SDK.

Each round is a process of its own for each of the two, in turn, against a server that takes what comes and keeps
nothing.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.row import Measured, Row, Scale
from tests.programs import ROOT, Program, environment

ROUNDS = 5
FILES = 5
FILE_BYTES = 90 * 1000 * 1000
MB = 1_000_000
WAYS = ("ours", "sdk")
SDK = "the official SDK"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a round took."""

    seconds: float
    grew_bytes: int


def files_in(folder: Path, *, count: int = FILES, size: int = FILE_BYTES) -> list[Path]:
    """Write a small file for warming up, and `count` large ones that nothing can squeeze."""
    paths = [folder / f"{number}.mp4" for number in range(count + 1)]
    for path in paths:
        path.write_bytes(os.urandom(1 if path is paths[0] else size))
    return paths


def sink(home: Path, *, latency: float = 0.0, rate: int = 0) -> Program:
    """Start the server; `latency` in seconds, `rate` in bytes a second, 0 for no limit."""
    command = [sys.executable, "-m", "tests.bench.sink", str(latency), str(rate)]
    return Program(command, r"http://\S+/api/v1", environment(home))


def send(way: str, base_url: str, paths: Sequence[Path]) -> Taken:
    """Send the files in a process of its own; the first is for warming up."""
    command = [sys.executable, "-m", "tests.bench.upload_run", way, base_url, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return Taken(**json.loads(done.stdout))


def measure(folder: Path, scale: Scale) -> Measured:
    """Send in rounds, the two in turn so that noise meets both."""
    paths = files_in(folder, size=scale.of(FILE_BYTES, MB))
    taken: dict[str, list[Taken]] = {way: [] for way in WAYS}
    with sink(folder / "home") as server:
        for _ in range(scale.of(ROUNDS, 1)):
            for way in WAYS:
                taken[way].append(send(way, server.address, paths))
    seconds = {way: median(one.seconds for one in rounds) for way, rounds in taken.items()}
    grew = {way: max(one.grew_bytes for one in rounds) / MB for way, rounds in taken.items()}
    what = f"{FILES} files of {paths[-1].stat().st_size // MB} MB sent"
    return Measured(
        rows=(
            Row(what=what, unit="s", ours=seconds["ours"], peer=SDK, theirs=seconds["sdk"], most_ratio=1.0),
            Row(
                what="memory that it takes meanwhile",
                unit="MB",
                ours=grew["ours"],
                peer=SDK,
                theirs=grew["sdk"],
                most=32,
            ),
        )
    )
