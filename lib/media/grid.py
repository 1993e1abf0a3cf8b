"""Two to nine pictures laid into one: a storyboard grid, which a model reads panel by panel."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from PIL import Image

from lib.errors import Failure, InputError
from lib.media.still import still

FEWEST = 2
MOST = 9
# Panels are told apart by a line, which no picture draws over.
_GAP = 8
_GROUND = "white"
# A panel's longer side: three of them in a row stay below what a model takes a side, and below 20 MiB as a JPEG.
_PANEL = 1024
_QUALITY = 92
# A panel is never flatter or steeper than a screen.
_WIDEST = 16 / 9
# The whole is best a little wider than high, as the screen that it is looked at on.
_BEST_RATIO = 4 / 3
# An empty place is worth a change of the whole's ratio by this factor.
_EMPTY_COSTS = 1.8


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Panels of one size in rows, read like text; the last row may be shorter and stands in the middle.

    Attributes:
        columns: panels of a full row.
        rows: of panels.
        panel_width: pixels.
        panel_height: pixels.
    """

    columns: int
    rows: int
    panel_width: int
    panel_height: int

    @property
    def width(self) -> int:
        """Pixels of the whole, with a gap around every panel."""
        return self.columns * (self.panel_width + _GAP) + _GAP

    @property
    def height(self) -> int:
        """The same, downwards."""
        return self.rows * (self.panel_height + _GAP) + _GAP

    def corner(self, index: int, count: int) -> tuple[int, int]:
        """Give the left upper corner of a panel, counted from 0, of `count` in all."""
        row, column = divmod(index, self.columns)
        in_row = min(self.columns, count - row * self.columns)
        shift = (self.columns - in_row) * (self.panel_width + _GAP) // 2
        return _GAP + shift + column * (self.panel_width + _GAP), _GAP + row * (self.panel_height + _GAP)


def grid_for(ratios: Sequence[float], *, panel: int = _PANEL) -> Grid:
    """Choose the grid for pictures of these ratios (width to height), in pixels of a panel's longer side.

    Raises:
        InputError: `Studio.GridCount`: fewer than two, or more than nine.
    """
    count = len(ratios)
    if not FEWEST <= count <= MOST:
        raise InputError(
            Failure(
                code="Studio.GridCount",
                message=f"A grid holds {FEWEST} to {MOST} pictures, and {count} are chosen.",
                advice="Choose others.",
            )
        )
    ratio = min(max(median(ratios), 1 / _WIDEST), _WIDEST)

    def strain(columns: int) -> float:
        rows = math.ceil(count / columns)
        empty = columns * rows - count
        return abs(math.log(columns * ratio / rows / _BEST_RATIO)) + empty * math.log(_EMPTY_COSTS)

    columns = min(range(1, count + 1), key=strain)
    width, height = (panel, panel / ratio) if ratio >= 1 else (panel * ratio, panel)
    return Grid(columns=columns, rows=math.ceil(count / columns), panel_width=round(width), panel_height=round(height))


def lay_grid(pictures: Sequence[Path], target: Path) -> Path:
    """Lay pictures into one and write it to `target`, a JPEG. Each is shown whole, upright, in the order given.

    Raises:
        InputError: too few or too many, or one that can't be shown: `Studio.GridCount`, `Studio.NoStill`.
    """
    if not FEWEST <= len(pictures) <= MOST:
        grid_for([1.0] * len(pictures))
    stills = [still(path, longest=_PANEL) for path in pictures]
    grid = grid_for([one.width / one.height for one in stills])
    sheet = Image.new("RGB", (grid.width, grid.height), _GROUND)
    for index, one in enumerate(stills):
        left, top = grid.corner(index, len(stills))
        scale = min(grid.panel_width / one.width, grid.panel_height / one.height)
        shown = one.resize(
            (max(1, round(one.width * scale)), max(1, round(one.height * scale))), Image.Resampling.LANCZOS
        )
        inset = (left + (grid.panel_width - shown.width) // 2, top + (grid.panel_height - shown.height) // 2)
        sheet.paste(shown, inset)
    sheet.save(target, "JPEG", quality=_QUALITY, subsampling=0)
    return target
