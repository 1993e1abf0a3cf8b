"""One run of a job at a time: somebody may take up a job again while the run that they stopped is still going home."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Solo:
    """Lets one thread at a time be at a job."""

    def __init__(self) -> None:
        self._busy: set[str] = set()
        self._changed = threading.Condition()

    @contextmanager
    def at(self, job: str) -> Iterator[None]:
        """Wait until nobody is at the job, and be the one who is."""
        with self._changed:
            self._changed.wait_for(lambda: job not in self._busy)
            self._busy.add(job)
        try:
            yield
        finally:
            with self._changed:
                self._busy.discard(job)
                self._changed.notify_all()

    def is_at(self, job: str) -> bool:
        """Tell whether somebody is at the job."""
        return job in self._busy
