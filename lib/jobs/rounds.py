"""Rounds: something that a thread does again and again until it is stopped, also after it has failed."""

import logging
import threading
from collections.abc import Callable

from lib.errors import StorageError

_log = logging.getLogger(__name__)


class Rounds:
    """Calls `action` after `delay` seconds and then once in `every` seconds; a StorageError is for the next round."""

    def __init__(
        self, action: Callable[[], None], *, name: str, every: float, failing: str, delay: float = 0.0
    ) -> None:
        """Set up; `name` is the thread's, `failing` begins the log's line on a round that failed."""
        self._action = action
        self._every = every
        self._failing = failing
        self._delay = delay
        self._stopped = threading.Event()
        # A daemon, so that a process that ends without a word is not held up by it.
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, after the round that is under way."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        wait = self._delay
        while not self._stopped.wait(wait):
            wait = self._every
            try:
                self._action()
            except StorageError as error:
                _log.warning("%s: %s", self._failing, error.failure.message)
