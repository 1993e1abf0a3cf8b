"""The vital signs of the jobs: whether the database and the disk are there, and how many jobs stand where."""

import shutil
import tempfile
from pathlib import Path

from lib.errors import StorageError
from lib.jobs.journal import Figures
from lib.jobs.record import JobState
from lib.jobs.records import Records

WELL = "ok"


class Vitals:
    """Looks. Every look is short, but for one at a database or a disk that doesn't answer."""

    def __init__(self, records: Records, data_dir: Path, reserve_bytes: int) -> None:
        self._records = records
        self._data_dir = data_dir
        self._reserve_bytes = reserve_bytes

    def database(self) -> str:
        """Ask the database the least that can be asked; give `WELL` or what is wrong, in a word."""
        try:
            self._records.ping()
        except StorageError:
            return "away"
        return WELL

    def disk(self) -> str:
        """See whether the data folder can be written to, and has room for a job; give `WELL` or what is wrong."""
        try:
            with tempfile.TemporaryFile(dir=self._data_dir):
                free = shutil.disk_usage(self._data_dir).free
        except OSError:
            return "not writable"
        return WELL if free >= self._reserve_bytes else "full"

    def by_state(self) -> dict[str, int]:
        """Count all records by state, those of which there are none too. Raises StorageError."""
        return {**{str(state): 0 for state in JobState}, **self._records.by_state()}

    def figures(self) -> Figures:
        """Give what this process has counted since its start."""
        return self._records.journal.figures()
