"""How often a caller may guess at a code: a few times, and then not for a while."""

import hmac
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from lib.errors import Failure, InputError
from lib.secret import Secret

MOST_WRONG = 10
FORGOTTEN_SECONDS = 600.0
# The callers that are remembered; whoever has been quiet for longest is forgotten first.
MOST_CALLERS = 10_000


class Attempts:
    """Counts wrong codes by caller, in memory."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def opens(self, caller: str, code: Secret, given: str) -> bool:
        """Tell whether a caller has given the code, and count it where not. Raises InputError as `check`."""
        self.check(caller)
        # In constant time: how long it takes tells nothing of how much of it was right.
        if code and hmac.compare_digest(code.reveal().encode(), given.encode()):
            return True
        self.wrong(caller)
        return False

    def check(self, caller: str) -> None:
        """Raise InputError where a caller has guessed too often; then the right code doesn't help either."""
        with self._lock:
            count, last = self._wrong.get(caller, (0, 0.0))
            left = FORGOTTEN_SECONDS - (self._now() - last)
        if count >= MOST_WRONG and left > 0:
            raise InputError(
                Failure(
                    code="Studio.TooManyCodes",
                    message="Too many wrong codes came from here.",
                    advice=f"Try again in {max(1, round(left / 60))} min, or give your own key.",
                    field="access_code",
                    retryable=True,
                )
            )

    def wrong(self, caller: str) -> None:
        """Count a wrong code."""
        now = self._now()
        with self._lock:
            count, last = self._wrong.pop(caller, (0, 0.0))
            self._wrong[caller] = (1 if now - last > FORGOTTEN_SECONDS else count + 1, now)
            while len(self._wrong) > MOST_CALLERS:
                self._wrong.popitem(last=False)
