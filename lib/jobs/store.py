"""The job's files on disk: what went in, by its hash, and what came out."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lib.errors import Failure, StorageError
from lib.forms.draft import OrderFile


@dataclass(frozen=True, kw_only=True)
class JobStore:
    """Two folders for each job under the data folder.

    Attributes:
        inputs: `jobs/JOB/SHA256.TYPE`, never served.
        results: `results/JOB/`, served to whoever knows the job's name.
    """

    inputs: Path
    results: Path

    @classmethod
    def under(cls, data_dir: Path) -> "JobStore":
        """Lay the folders out under the data folder."""
        store = cls(inputs=data_dir / "jobs", results=data_dir / "results")
        for folder in (store.inputs, store.results):
            folder.mkdir(mode=0o700, exist_ok=True)
        return store

    def take_in(self, job: str, file: OrderFile, source: Path) -> None:
        """Copy an input into the job's folder. Raises StorageError.

        A copy, not a link: the upload's own folder is Gradio's, which may write to it again or empty it.
        """
        target = self.input(job, file)
        with on_disk():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_suffix(".part")
            shutil.copyfile(source, part)
            part.replace(target)

    def input(self, job: str, file: OrderFile) -> Path:
        """Say where an input lies."""
        return self.inputs / job / file.stored_name

    def result(self, job: str, name: str) -> Path:
        """Say where a result lies; its folder is made. Raises StorageError."""
        folder = self.results / job
        with on_disk():
            folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def forget(self, job: str) -> None:
        """Remove all files of a job."""
        for folder in (self.inputs, self.results):
            shutil.rmtree(folder / job, ignore_errors=True)


@contextmanager
def on_disk() -> Iterator[None]:
    """Turn what the disk says into a StorageError, which time or a person can mend."""
    try:
        yield
    except OSError as error:
        raise _no_room(error) from None


def _no_room(error: OSError) -> StorageError:
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    return StorageError(
        Failure(
            code="Studio.Storage",
            message=f"The data folder can't be written to: {reason}.",
            advice="Make room or mend the folder's rights, then try again.",
            retryable=True,
        )
    )
