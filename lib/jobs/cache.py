"""The results that are elsewhere too: copies here, of which the least recently used make room for newer ones."""

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

# Some hundred videos: what people look at within a day or two.
LIMIT_BYTES = 4 * 1024**3
# Marks a job's folder as a copy; its time is that of the last use.
MARK = ".elsewhere"


@dataclass(frozen=True, kw_only=True)
class ResultsCache:
    """The folders `results/JOB/` whose contents a store has.

    Attributes:
        folder: holds them.
        limit_bytes: what they may take together.
    """

    folder: Path
    limit_bytes: int = LIMIT_BYTES

    def note_use(self, job: str) -> None:
        """Say that a job's results are elsewhere, and used now; make room where it is needed. Raises OSError."""
        mark = self.folder / job / MARK
        new = not mark.exists()
        mark.touch()
        # The disk's own clock ticks every few milliseconds only.
        now = time.time_ns()
        os.utime(mark, ns=(now, now))
        if new:
            self._make_room(job)

    def _make_room(self, newest: str) -> None:
        """Remove the least recently used until the rest fits; whoever is being served one keeps it open."""
        used = {mark.parent: mark.stat().st_mtime_ns for mark in self.folder.glob(f"*/{MARK}")}
        sizes = {job: _size(job) for job in used}
        total = sum(sizes.values())
        for job in sorted(used, key=lambda one: used[one]):
            if total <= self.limit_bytes:
                return
            if job.name != newest:
                shutil.rmtree(job, ignore_errors=True)
                total -= sizes[job]


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
