"""How long a job is kept, and the thread that takes away what has had its time."""

import logging
import threading
from collections.abc import Callable

from lib.errors import StorageError
from lib.jobs.record import Record

SECONDS_A_DAY = 86_400.0
# What was removed on the page can be brought back for so long.
UNDO_SECONDS = 600.0

_log = logging.getLogger(__name__)


def kept_until(record: Record, keep_days: int) -> float | None:
    """Give the moment at which a job goes, in seconds since 1970; None while it runs, and for a favourite."""
    if record.ended is None or record.favourite:
        return None
    return record.ended + keep_days * SECONDS_A_DAY


class Sweeper:
    """Calls `sweep` at the start and then once in `every` seconds, until it is stopped."""

    def __init__(self, sweep: Callable[[], None], *, every: float = SECONDS_A_DAY) -> None:
        self._sweep = sweep
        self._every = every
        self._stopped = threading.Event()
        # A daemon, so that a process that ends without a word is not held up by it.
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, after the sweep that is under way."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                self._sweep()
            except StorageError as error:
                # There is a next time: what is kept too long harms nobody.
                _log.warning("old jobs were not swept: %s", error.failure.message)
            if self._stopped.wait(self._every):
                return
