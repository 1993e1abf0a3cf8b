"""A prompt as a list of shots, and the list as a prompt again. Pure; times are seconds, told to a tenth."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lib.forms.prompt import SHOT, shots

# No shot is shorter: a cut within three frames is no shot.
SHORTEST = 0.1


@dataclass(frozen=True, kw_only=True)
class Row:
    """A shot: from when to when, and what happens."""

    start: float
    end: float
    text: str = ""

    @property
    def seconds(self) -> float:
        """How long it is; a scene written backwards has the least length."""
        return max(SHORTEST, self.end - self.start)


@dataclass(frozen=True, kw_only=True)
class ShotList:
    """What is said before the first shot, and the shots. `chinese` is the language of their heads."""

    intro: str = ""
    rows: tuple[Row, ...] = ()
    chinese: bool = False


def shot_list(prompt: str, *, chinese: bool = False) -> ShotList:
    """Read a prompt; `chinese` is the language for one without a scene."""
    head = SHOT.search(prompt)
    if head is None:
        return ShotList(intro=prompt.strip(), chinese=chinese)
    rows = tuple(Row(start=shot.start, end=shot.end, text=shot.text) for shot in shots(prompt))
    return ShotList(intro=prompt[: head.start()].strip(), rows=rows, chinese=head["han"] is not None)


def written(plan: ShotList) -> str:
    """Write the prompt: the intro and each shot on a line of its own, numbered from 1 (`api-facts.md` 2.5)."""
    lines = [plan.intro] if plan.intro else []
    for number, row in enumerate(plan.rows, start=1):
        start, end = _told(row.start), _told(row.end)
        head = f"第{number}个镜头[{start}-{end}秒]：" if plan.chinese else f"Scene {number} [{start}-{end}s]: "
        lines.append(f"{head}{row.text}".rstrip())
    return "\n".join(lines)


def added(plan: ShotList, seconds: float) -> ShotList:
    """Add a shot up to the end of the video; where none is left, the last one gives half of its time.

    The first one holds what the prompt said without scenes.
    """
    if not plan.rows:
        return replace(plan, intro="", rows=(Row(start=0, end=_tenth(seconds), text=plan.intro),))
    last = plan.rows[-1]
    if last.end + SHORTEST <= seconds:
        return replace(plan, rows=(*plan.rows, Row(start=last.end, end=_tenth(seconds))))
    middle = _tenth(last.start + last.seconds / 2)
    return replace(plan, rows=(*plan.rows[:-1], replace(last, end=middle), Row(start=middle, end=last.end)))


def removed(plan: ShotList, index: int) -> ShotList:
    """Take a shot out; those after it begin earlier by its length."""
    return replace(plan, rows=_in_a_row([*plan.rows[:index], *plan.rows[index + 1 :]]))


def moved(plan: ShotList, index: int, to: int) -> ShotList:
    """Put a shot at another place, with its length."""
    rows = list(plan.rows)
    rows.insert(max(0, min(to, len(rows) - 1)), rows.pop(index))
    return replace(plan, rows=_in_a_row(rows))


def timed(plan: ShotList, index: int, row: Row, seconds: float) -> ShotList:
    """Give a shot the times of `row`, within the video; a neighbour that touched it goes on touching it."""
    rows = list(plan.rows)
    old = rows[index]
    before, after = (rows[index - 1] if index else None), (rows[index + 1] if index + 1 < len(rows) else None)
    earliest = before.start + SHORTEST if before is not None else 0.0
    latest = after.end - SHORTEST if after is not None else seconds
    start = _tenth(max(earliest, min(row.start, latest - SHORTEST)))
    end = _tenth(min(latest, max(row.end, start + SHORTEST)))
    rows[index] = replace(old, start=start, end=end)
    if before is not None and (before.end == old.start or before.end > start):
        rows[index - 1] = replace(before, end=start)
    if after is not None and (after.start == old.end or after.start < end):
        rows[index + 1] = replace(after, start=end)
    return replace(plan, rows=tuple(rows))


def fitted(plan: ShotList, seconds: float) -> ShotList:
    """Let the shots fill the video, each as long in proportion as it was."""
    whole = sum(row.seconds for row in plan.rows)
    rows, passed = [], 0.0
    for row in plan.rows:
        start = _tenth(passed / whole * seconds)
        passed += row.seconds
        rows.append(replace(row, start=start, end=_tenth(passed / whole * seconds)))
    return replace(plan, rows=tuple(rows))


def _in_a_row(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Let the shots follow each other from the start, each as long as it was."""
    placed: list[Row] = []
    for row in rows:
        start = placed[-1].end if placed else 0.0
        placed.append(replace(row, start=start, end=_tenth(start + row.seconds)))
    return tuple(placed)


def _tenth(seconds: float) -> float:
    return round(seconds, 1)


def _told(seconds: float) -> str:
    """Give seconds as a prompt says them: 3, 2.5; three digits at most are read."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")
