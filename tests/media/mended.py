"""How the tests of the repairs ask for one, and hold its result against the form's own rules."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lib.facts import MediaInfo
from lib.forms.check_media import check_file
from lib.forms.fields import MediaRule
from lib.forms.models.wan27_r2v import VOICE
from lib.forms.wan27 import CLIP, PICTURE
from lib.media import content_hash, inspect
from lib.media.mend import Choice, Repair, mend
from lib.ui.fixes import limits_of

__all__ = ["CLIP", "PICTURE", "VOICE", "Bench", "limits_of"]


@dataclass(kw_only=True)
class Bench:
    """A folder for results, and what a repair told on its way; every repair is held to what all promise."""

    folder: Path
    told: list[float] = field(default_factory=list)

    def mend(
        self, repair: Repair, source: Path, rule: MediaRule, choice: Choice | None = None
    ) -> tuple[Path, MediaInfo]:
        """Repair a file; the original is as it was, the progress runs up to 1, and the result passes the rule."""
        before = content_hash(source)
        self.told.clear()
        made = mend(
            repair,
            source,
            self.folder,
            inspect(source),
            limits_of(rule),
            choice=choice or Choice(),
            progress=self.told.append,
        )
        assert content_hash(source) == before
        assert self.told == sorted(set(self.told))
        assert (self.told[0], self.told[-1]) == (0.0, 1.0)
        facts = inspect(made)
        assert list(check_file("it", facts, rule)) == []
        assert not [path for path in self.folder.iterdir() if path.name.startswith(".")]
        return made, facts

    def stop_at(self, share: float, repair: Repair, source: Path, rule: MediaRule) -> None:
        """Repair a file, and stop once more than `share` is done."""
        stopped = threading.Event()
        mend(
            repair,
            source,
            self.folder,
            inspect(source),
            limits_of(rule),
            progress=_stopper(share, stopped),
            stopped=stopped,
        )


def _stopper(share: float, stopped: threading.Event) -> Callable[[float], None]:
    def look(done: float) -> None:
        if done > share:
            stopped.set()

    return look
