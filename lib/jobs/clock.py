"""The one owner of waiting: every wait can be cut short, by a nudge or by the process's end."""

import threading
import time


class Stopping(BaseException):
    """The process is ending: the workflow stays pending and goes on at the next start.

    Not an Exception, so that nothing records it as the job's failure.
    """


class Clock:
    """Waits for jobs, `pace` times as long as asked."""

    def __init__(self, pace: float) -> None:
        self._pace = pace
        self._changed = threading.Condition()
        self._nudged: set[str] = set()
        self._stopping = False

    def wait(self, job: str, seconds: float, *, pace: float = 1.0) -> None:
        """Wait, or return at once when somebody nudges the job. Raises Stopping."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or job in self._nudged, seconds * pace * self._pace)
            self._nudged.discard(job)
            if self._stopping:
                raise Stopping

    def check(self) -> None:
        """Raise Stopping where the process is ending."""
        if self._stopping:
            raise Stopping

    def nudge(self, job: str) -> None:
        """Cut a job's wait short: there is something new for it."""
        with self._changed:
            self._nudged.add(job)
            self._changed.notify_all()

    def stop(self) -> None:
        """End every wait."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    @staticmethod
    def now() -> float:
        """Give the seconds since 1970."""
        return time.time()
