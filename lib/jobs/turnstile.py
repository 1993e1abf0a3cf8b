"""The turnstile: looks, lists and cancels of one account go through one after another, below the service's limit."""

import threading
import time
from collections import defaultdict

from lib.jobs.clock import Stopping
from lib.providers.provider import Account

# The service takes 20 looks a second from an account, and 20 lists and cancels (`api-facts.md` 1.6 to 1.8). All of them
# together stay below, also where the network bunches some up.
GAP_SECONDS = 1 / 16


class Spacing:
    """When each account's next request may leave: a gap after the one before."""

    def __init__(self, gap: float = GAP_SECONDS) -> None:
        self._gap = gap
        self._free: dict[str, float] = {}

    def free_at(self, fingerprint: str, now: float) -> float:
        """Give the moment from which the account's next request may leave."""
        return max(now, self._free.get(fingerprint, now))

    def left(self, fingerprint: str, moment: float) -> None:
        """Take note that a request of the account left at that moment."""
        self._free[fingerprint] = moment + self._gap


class Turnstile:
    """Waits until it is an account's turn. Asked by many threads."""

    def __init__(self, gap: float = GAP_SECONDS) -> None:
        self._spacing = Spacing(gap)
        self._first: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._stopping = False
        self._changed = threading.Condition()

    def take(self, account: Account) -> None:
        """Wait for the account's turn. Raises Stopping."""
        fingerprint = account.fingerprint
        with self._changed:
            first = self._first[fingerprint]
        with first, self._changed:
            now = time.monotonic()
            self._changed.wait_for(lambda: self._stopping, timeout=self._spacing.free_at(fingerprint, now) - now)
            if self._stopping:
                raise Stopping
            # When it really goes: one that woke late must not have the next close behind it.
            self._spacing.left(fingerprint, time.monotonic())

    def stop(self) -> None:
        """End every wait."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
