"""The seat of this process among those that work on the same jobs: its name, and who else has gone."""

import json
import os
import uuid
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Protocol

# The only process on its database, and so the only one that its jobs can belong to.
ALONE = "studio"

Heard = Callable[[str], None]
"""Called with the name of a job for which there is something new."""


class Seat(Protocol):
    """A place at the table.

    Attributes:
        name: under which this process works on jobs; the same after a restart, so that it goes on with its own.
        number: 0 for the first process on a data folder, 1 for the second beside it, and so on.
    """

    name: str
    number: int

    def listen(self, heard: Heard) -> None:
        """Hear from now on of jobs that other processes have something new for."""
        ...

    def nudge(self, job: str) -> None:
        """Tell the other processes that there is something new for a job. Raises StorageError."""
        ...

    def gone(self, names: Collection[str]) -> set[str]:
        """Give those of these processes that live no more. Raises StorageError."""
        ...


class LoneSeat(Seat):
    """The only process on its database: nobody to tell, and whoever else worked on it is gone."""

    name: str = ALONE
    number: int = 0

    def listen(self, heard: Heard) -> None:
        """Nothing will come."""

    def nudge(self, job: str) -> None:
        """Nobody hears it."""

    def gone(self, names: Collection[str]) -> set[str]:
        """Give all the others."""
        return set(names) - {self.name}


def folder_name(data_dir: Path) -> str:
    """Give a name of the data folder that stays with it: 12 hexadecimal digits, made once. Raises OSError.

    Two processes that start on a new folder at once find the same name: a link is made once or not at all.
    """
    note = data_dir / "name.json"
    if not note.exists():
        mine = data_dir / f".{uuid.uuid4().hex}.json"
        mine.write_text(json.dumps({"name": uuid.uuid4().hex[:12]}), encoding="utf-8")
        try:
            os.link(mine, note)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return str(json.loads(note.read_text(encoding="utf-8"))["name"])
