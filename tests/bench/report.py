"""The measurements on paper: kept as JSON, shown as tables, drawn as a plot."""

import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from tests.bench.row import Curve, Measured, Row

FOLDER = Path(__file__).parent
KEPT, PAGE, PLOT = "results.json", "RESULTS.md", "cost.png"
# Above it others were at work on the two cores, and only ratios of what took turns mean something.
QUIET_LOAD = 2.0
HEAD = ("measured", "here", "beside", "there", "ratio", "goal", "met")
SHORT = ("measured", "here", "beside", "ratio", "goal", "met")
INTRODUCTION = """\
# Measurements

Written by `make bench`; `make bench ONLY=name` measures one anew and leaves the others. What is measured and its
peer take turns in one run, and each figure is the median of its rounds. A ratio is ours by theirs, so less is better:
"ten times faster" is a ratio of 0.1. What was tried where a goal is missed stands in CONTRIBUTING.md.

![How cost grows](cost.png)
"""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One measurement's figures, and under which circumstances they were taken.

    Attributes:
        title: what the table calls it.
        date: the day, in UTC.
        machine: its class; nothing that names it.
        load: processes that wanted a processor in the minute before.
        seconds: how long it took.
        measured: the figures.
    """

    title: str
    date: str
    machine: str
    load: float
    seconds: float
    measured: Measured

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """Read what `asdict` gave."""
        rows = tuple(Row(**row) for row in kept["measured"]["rows"])
        curves = tuple(
            Curve(**{**curve, "points": tuple((x, y) for x, y in curve["points"])})
            for curve in kept["measured"]["curves"]
        )
        return cls(**{**kept, "measured": Measured(rows=rows, curves=curves)})


def entry(title: str, measured: Measured, load: float, seconds: float) -> Entry:
    """Put today's figures down."""
    date = datetime.now(UTC).date().isoformat()
    return Entry(
        title=title, date=date, machine=machine(), load=round(load, 1), seconds=round(seconds), measured=measured
    )


def machine() -> str:
    """Name the class of this machine."""
    memory = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = f", {os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GB"
    return (
        f"{os.cpu_count()} cores{memory}, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )


def read(folder: Path = FOLDER) -> dict[str, Entry]:
    """Give the entries that were kept, by the measurements' names."""
    path = folder / KEPT
    if not path.exists():
        return {}
    kept = json.loads(path.read_text(encoding="utf-8"))
    return {name: Entry.of(one) for name, one in kept.items()}


def write(entries: Mapping[str, Entry], folder: Path = FOLDER) -> None:
    """Keep the entries, and write the page and the plot of them."""
    kept = json.dumps({name: asdict(one) for name, one in entries.items()}, indent=1, ensure_ascii=False)
    (folder / KEPT).write_text(kept + "\n", encoding="utf-8")
    (folder / PAGE).write_text(page(entries), encoding="utf-8")
    draw(entries, folder / PLOT)


def page(entries: Mapping[str, Entry]) -> str:
    """Give RESULTS.md."""
    whole = sum(one.seconds for one in entries.values()) / 60
    parts = [INTRODUCTION, f"All of them together took {whole:.1f} minutes.\n"]
    for name, one in entries.items():
        loaded = "" if one.load <= QUIET_LOAD else "; **others were at work meanwhile**"
        told = f"`{name}`, {one.date}, {one.machine}; load before {one.load:g}{loaded}; took {one.seconds:.0f} s."
        parts.append(f"## {one.title}\n\n{told}\n\n{table(one.measured.rows)}\n")
    return "\n".join(parts)


def table(rows: tuple[Row, ...]) -> str:
    """Give the whole table of some rows."""
    cells = [
        (row.what, figure(row.ours, row.unit), row.peer, figure(row.theirs, row.unit), *_verdict(row)) for row in rows
    ]
    return _drawn(HEAD, cells)


def short_table(entries: Mapping[str, Entry]) -> str:
    """Give the rows that have a goal: what the README shows."""
    rows = [row for one in entries.values() for row in one.measured.rows if row.met is not None]
    cells = []
    for row in rows:
        peer = f"{row.peer}: {figure(row.theirs, row.unit)}" if row.peer else ""
        cells.append((row.what, figure(row.ours, row.unit), peer, *_verdict(row)))
    return _drawn(SHORT, cells)


def figure(value: float | None, unit: str) -> str:
    """Write a figure with three digits that mean something."""
    if value is None:
        return ""
    places = 0 if abs(value) >= 100 or value == round(value) else 1 if abs(value) >= 10 else 2
    return f"{value:,.{places}f} {unit}".strip()


def _verdict(row: Row) -> tuple[str, str, str]:
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    goals = [] if row.most_ratio is None else [f"ratio ≤ {row.most_ratio:g}"]
    goals += [] if row.most is None else [f"≤ {row.most:g} {row.unit}".strip()]
    return ratio, ", ".join(goals), {None: "", True: "yes", False: "**no**"}[row.met]


def _drawn(head: tuple[str, ...], cells: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def draw(entries: Mapping[str, Entry], path: Path) -> None:
    """Draw the curves on logarithmic axes, one chart beside the other."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - half a second that only the plot needs

    charts: dict[str, list[Curve]] = {}
    for curve in _curves(entries):
        charts.setdefault(curve.chart, []).append(curve)
    if not charts:
        return
    drawing = Figure(figsize=(5 * len(charts), 4), layout="constrained")
    for axes, (chart, curves) in zip(drawing.subplots(1, len(charts), squeeze=False)[0], charts.items(), strict=True):
        for curve in curves:
            axes.loglog(*zip(*curve.points, strict=True), marker="o", label=curve.line)
        axes.set(title=chart, xlabel=curves[0].x, ylabel=curves[0].y)
        axes.grid(visible=True, alpha=0.3)
        axes.legend()
    drawing.savefig(path, dpi=110)


def _curves(entries: Mapping[str, Entry]) -> Iterator[Curve]:
    for one in entries.values():
        yield from one.measured.curves
