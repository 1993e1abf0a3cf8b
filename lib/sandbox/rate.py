"""The pace at which an account may submit: 5 a second for each model (api-facts section 4)."""

from collections import defaultdict, deque
from collections.abc import Hashable

SUBMITS = 5
SECONDS = 1.0


class SubmitPace:
    """A sliding window for each account and model."""

    def __init__(self) -> None:
        self._seen: defaultdict[Hashable, deque[float]] = defaultdict(deque)

    def allows(self, who: Hashable, now: float) -> bool:
        """Tell whether one more submit is within the pace; a refused one does not count. `now` in seconds."""
        seen = self._seen[who]
        while seen and now - seen[0] >= SECONDS:
            seen.popleft()
        if len(seen) >= SUBMITS:
            return False
        seen.append(now)
        return True
