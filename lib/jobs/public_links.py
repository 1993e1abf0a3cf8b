"""Public links to jobs' inputs, for a service that fetches files: an unguessable key each, good for a day at most.

What is kept of a link outlives a restart, so that a service which fetches late still finds the file; the key itself is
kept as a hash only, so that whoever reads the data folder can't use it.
"""

import json
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from lib.errors import Failure, StorageError
from lib.jobs.store import INPUTS

# The path of the app's route. The key stands in the query, which every redaction takes out of a text.
PREFIX = "/media"
KEY = "key"
# As long as a service keeps a task: nobody fetches an input of a task that is forgotten.
LIFE_SECONDS = 24 * 3600.0
_KEY_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class PublicFile:
    """One input of one job that was given away.

    Attributes:
        job: whose input it is; the file is public only while that job goes on.
        name: of the file in the job's folder, and in the link.
        mime: the media type by its content.
        expires: seconds since 1970.
    """

    job: str
    name: str
    mime: str
    expires: float


class PublicLinks:
    """Makes links under this app's public address, and finds the file of one."""

    def __init__(self, data_dir: Path, root: str, *, clock: Callable[[], float] = time.time) -> None:
        """Keep links in `data_dir/links`, to files in `data_dir/jobs/JOB`; `root` is the app's public address."""
        self._folder = data_dir / "links"
        self._inputs = data_dir / INPUTS
        self._root = root.rstrip("/")
        self._clock = clock

    def publish(self, path: Path, mime: str) -> str:
        """Give a new link to a job's input. Raises StorageError where it can't be written down."""
        now = self._clock()
        file = PublicFile(job=path.parent.name, name=path.name, mime=mime, expires=now + LIFE_SECONDS)
        key = secrets.token_urlsafe(_KEY_BYTES)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._forget_before(now)
            self._note(key).write_text(json.dumps(asdict(file)), encoding="utf-8")
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else type(error).__name__
            raise StorageError(
                Failure(
                    code="Studio.Storage",
                    message=f"A link to a file can't be written down: {reason}.",
                    advice="Make room or mend the data folder's rights, then try again.",
                    retryable=True,
                )
            ) from None
        return f"{self._root}{PREFIX}/{quote(file.name)}?{KEY}={key}"

    def find(self, name: str, key: str) -> PublicFile | None:
        """Give what a link stands for; None where there is no such link, or not any more."""
        file = _read(self._note(key))
        return file if file is not None and file.name == name and file.expires > self._clock() else None

    def path(self, file: PublicFile) -> Path:
        """Say where the file lies."""
        return self._inputs / file.job / file.name

    def _note(self, key: str) -> Path:
        return self._folder / sha256(key.encode("utf-8", "surrogatepass")).hexdigest()

    def _forget_before(self, now: float) -> None:
        for note in self._folder.iterdir():
            file = _read(note)
            if file is None or file.expires <= now:
                note.unlink(missing_ok=True)


def _read(note: Path) -> PublicFile | None:
    """Read a note; None where there is none, or where a power cut left half of one."""
    try:
        return PublicFile(**json.loads(note.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
