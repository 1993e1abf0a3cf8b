"""Where things stand in a frame: pure geometry, in whole and even pixels (4:2:0 has no odd ones)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from PIL import Image

_LARGE = 640  # pixels of the shorter side, from which a multiple of 16 no longer bends the aspect visibly
_SMALLEST = 16  # pixels a side; even a strip of 8:1 in a thumbnail stays visible


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle, in pixels from the top left."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The column after its last."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The row after its last."""
        return self.top + self.height


@dataclass(frozen=True, kw_only=True)
class Measures:
    """The sizes that all drawing shares, in pixels, for one frame size."""

    width: int
    height: int

    def part(self, fraction: float) -> int:
        """Give a fraction of the shorter side, even and at least two pixels."""
        return max(2, even(fraction * min(self.width, self.height)))

    @property
    def margin(self) -> int:
        """The safe margin around everything."""
        return self.part(0.05)

    @property
    def gap(self) -> int:
        """Between neighbours."""
        return self.part(0.03)

    @property
    def pill(self) -> int:
        """Height of the tags and the badge."""
        return self.part(0.042)

    @property
    def radius(self) -> int:
        """Of a window's corners."""
        return self.part(0.018)

    @property
    def caption_sizes(self) -> tuple[tuple[int, int], ...]:
        """Font size and most lines, from the largest."""
        more = 2 if self.height > self.width else 0
        short = min(self.width, self.height)
        return tuple((max(7, round(short * size)), lines + more) for size, lines in ((0.042, 2), (0.035, 3), (0.03, 4)))


def even(value: float) -> int:
    """Round to the nearest even number."""
    return 2 * round(value / 2)


def frame_size(width: int, height: int, first: Image.Image | None) -> Measures:
    """Give the frame: of the size asked for, or of about the same area in the aspect of a first frame."""
    if first is None:
        return Measures(width=even(width), height=even(height))
    step = 16 if min(width, height) >= _LARGE else 2
    aspect = first.width / first.height
    tall = sqrt(width * height / aspect)
    return Measures(
        width=max(_SMALLEST, step * round(tall * aspect / step)), height=max(_SMALLEST, step * round(tall / step))
    )


def place_windows(aspects: Sequence[float], area: Box, gap: int) -> tuple[Box, ...]:
    """Lay pictures out in rows, each as large as can be, none cropped or squashed; the rows are centred in the area."""
    best: tuple[Box, ...] = ()
    for rows in _partitions(aspects):
        boxes = _stack(rows, area, gap)
        if _surface(boxes) > _surface(best):
            best = boxes
    return best


def _surface(boxes: Sequence[Box]) -> int:
    return sum(box.width * box.height for box in boxes)


def _partitions(aspects: Sequence[float]) -> Iterator[list[Sequence[float]]]:
    """Every way to cut a sequence into rows, keeping its order: 2 to the power of its length less one."""
    for cut in range(1, len(aspects) + 1):
        if cut == len(aspects):
            yield [aspects]
            return
        for rest in _partitions(aspects[cut:]):
            yield [aspects[:cut], *rest]


def _stack(rows: list[Sequence[float]], area: Box, gap: int) -> tuple[Box, ...]:
    room = area.height - gap * (len(rows) - 1)
    heights = [min(room, (area.width - gap * (len(row) - 1)) / sum(row)) for row in rows]
    shrink = min(1.0, room / sum(heights))
    heights = [max(_SMALLEST, even(height * shrink)) for height in heights]
    top = area.top + even((area.height - sum(heights) - gap * (len(rows) - 1)) / 2)
    boxes: list[Box] = []
    for row, height in zip(rows, heights, strict=True):
        widths = [max(_SMALLEST, even(height * aspect)) for aspect in row]
        left = area.left + even((area.width - sum(widths) - gap * (len(row) - 1)) / 2)
        for width in widths:
            boxes.append(Box(left=left, top=top, width=width, height=int(height)))
            left += width + gap
        top += int(height) + gap
    return tuple(boxes)
