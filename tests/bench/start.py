"""From `python app.py` to a page, and what the process then holds: this app beside an empty Gradio app, in turns."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx

from tests.bench.process import Size
from tests.bench.row import Measured, Row, Scale
from tests.programs import Program, environment, free_port, start_app

ROUNDS = 5
EMPTY = "an empty Gradio app"


@dataclass(frozen=True, kw_only=True)
class Started:
    """Seconds until the page answered, and MB that the process held then."""

    seconds: float
    megabytes: float


def start_empty(home: Path) -> Program:
    """Start an empty Gradio app on a free port."""
    command = [sys.executable, "-m", "tests.bench.peer_gradio", str(free_port())]
    return Program(command, r"http://\S+", environment(home))


def measure(folder: Path, scale: Scale) -> Measured:
    """Start both in rounds; in earnest the first round only fills the system's caches, for both."""
    ways: dict[str, Callable[[], Program]] = {
        "ours": lambda: start_app(folder / "ours"),
        EMPTY: lambda: start_empty(folder / "empty"),
    }
    rounds: dict[str, list[Started]] = {name: [] for name in ways}
    for _ in range(scale.of(ROUNDS + 1, 1)):
        for name, way in ways.items():
            rounds[name].append(started(way))
    first = scale.of(1, 0)
    seconds = {name: median(one.seconds for one in taken[first:]) for name, taken in rounds.items()}
    held = {name: median(one.megabytes for one in taken[first:]) for name, taken in rounds.items()}
    return Measured(
        rows=(
            Row(
                what="start until the page answers",
                unit="s",
                ours=seconds["ours"],
                peer=EMPTY,
                theirs=seconds[EMPTY],
                most_ratio=1.25,
            ),
            Row(what="memory at rest", unit="MB", ours=held["ours"], peer=EMPTY, theirs=held[EMPTY]),
        )
    )


def started(way: Callable[[], Program]) -> Started:
    """Start, ask for the page once, and stop."""
    began = time.perf_counter()
    with way() as program:
        httpx.get(program.address).raise_for_status()
        seconds = time.perf_counter() - began
        return Started(seconds=seconds, megabytes=Size.of(program).megabytes)
