"""One repair under way: what it works on, how far it is, and whether it is still wanted."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lib.facts import MediaInfo
from lib.media.mend.limits import Choice, Limits, Repair, was_stopped

# The last step is the look at the result.
MADE = 0.98


@dataclass(kw_only=True)
class Bench:
    """What the pipelines share.

    Attributes:
        repair: what was asked for.
        source: the original; only ever read.
        folder: a folder of this repair alone, gone when it ends.
        facts: of the original.
        limits: what the result must keep to.
        choice: what the person picked.
        progress: told how much is done, from 0 to 1 and never backwards.
        stopped: set by the caller to give up.
    """

    repair: Repair
    source: Path
    folder: Path
    facts: MediaInfo
    limits: Limits
    choice: Choice
    progress: Callable[[float], None]
    stopped: threading.Event
    _done: float = field(default=-1.0, init=False)

    def reached(self, share: float) -> None:
        """Tell how much is done.

        Raises:
            MendStopped: nobody wants the rest.
        """
        if self.stopped.is_set():
            raise was_stopped()
        if share > self._done:
            self._done = share
            self.progress(share)
