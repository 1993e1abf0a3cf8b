"""What a measurement gives: rows of a table, ours beside a peer, with the goal that was set; and curves of a plot."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Size = TypeVar("Size")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table.

    Attributes:
        what: what was measured, and how much of it.
        unit: of both figures.
        ours: this project's figure; the median where there were rounds.
        peer: what it stands beside, empty where there is nothing like it.
        theirs: the peer's figure of the same run, None without a peer.
        most_ratio: the goal for ours / theirs; "ten times faster" is 0.1.
        most: the goal for our figure alone.
    """

    what: str
    unit: str
    ours: float
    peer: str = ""
    theirs: float | None = None
    most_ratio: float | None = None
    most: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours as a multiple of theirs; None without a peer, or where its figure is nothing."""
        return self.ours / self.theirs if self.theirs else None

    @property
    def met(self) -> bool | None:
        """Whether every goal is met; None where none was set."""
        goals = [(self.ratio, self.most_ratio), (self.ours, self.most)]
        verdicts = [figure is not None and figure <= goal for figure, goal in goals if goal is not None]
        return all(verdicts) if verdicts else None


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One line of the plot: how a cost grows. Lines of the same `chart` share their axes."""

    chart: str
    x: str
    y: str
    line: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a measurement found."""

    rows: tuple[Row, ...]
    curves: tuple[Curve, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How thoroughly to measure: in earnest, or the smallest run that goes through all of the code."""

    smoke: bool = False

    def of(self, earnest: Size, smoke: Size) -> Size:
        """Choose a size."""
        return smoke if self.smoke else earnest


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """A measurement: its name for `--only`, what the table calls it, and how it is done in an empty folder."""

    name: str
    title: str
    measure: Callable[[Path, Scale], Measured]
