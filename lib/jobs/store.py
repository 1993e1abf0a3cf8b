"""The job's files: what went in, by its hash, and what came out; on disk, and in a store that all processes share."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lib.errors import Failure, StorageError
from lib.forms.draft import OrderFile
from lib.jobs.cache import ResultsCache
from lib.jobs.storage import Storage

INPUTS, RESULTS = "jobs", "results"
UNFINISHED = ".part"


@dataclass(frozen=True, kw_only=True)
class JobStore:
    """Two folders for each job under the data folder, and the same two elsewhere where `R2V_STORAGE_URL` names a store.

    Attributes:
        inputs: `jobs/JOB/SHA256.TYPE`, never served.
        results: `results/JOB/`, served to whoever knows the job's name.
        elsewhere: where all processes find them; None where the data folder is all there is.
    """

    inputs: Path
    results: Path
    elsewhere: Storage | None = None

    @classmethod
    def under(cls, data_dir: Path, elsewhere: Storage | None = None) -> "JobStore":
        """Lay the folders out under the data folder."""
        store = cls(inputs=data_dir / INPUTS, results=data_dir / RESULTS, elsewhere=elsewhere)
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
        if self.elsewhere is not None:
            self.elsewhere.put(target, f"{INPUTS}/{job}/{file.stored_name}")

    def input(self, job: str, file: OrderFile) -> Path:
        """Say where an input lies."""
        return self.inputs / job / file.stored_name

    def result(self, job: str, name: str) -> Path:
        """Say where a result lies; its folder is made. Raises StorageError."""
        folder = self.results / job
        with on_disk():
            folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def bring_input(self, job: str, file: OrderFile) -> Path:
        """Give an input's path, fetched from elsewhere where another process took it in. Raises StorageError."""
        path = self._brought(self.input(job, file), f"{INPUTS}/{job}/{file.stored_name}")
        if path is not None:
            return path
        raise StorageError(
            Failure(
                code="Studio.InputGone",
                message=f"The file {file.name} of this job is not there any more.",
                advice="Nothing was sent. Bring the file again and send the form once more.",
            )
        )

    def bring_result(self, job: str, name: str) -> Path | None:
        """Give a result's path, fetched from elsewhere where it isn't here; None where there is none.

        Raises StorageError where the store can't be asked.
        """
        path = self._brought(self.results / job / name, f"{RESULTS}/{job}/{name}")
        if path is not None and self.elsewhere is not None:
            with on_disk():
                self._cache.note_use(job)
        return path

    def is_likely_there(self, job: str, name: str, beside: Path | None) -> bool:
        """Tell whether a result is there, for a list of many: one kept elsewhere goes by what lay `beside` it there."""
        return (self.results / job / name).exists() or (self.elsewhere is not None and beside is not None)

    def keep_results(self, job: str) -> None:
        """Put a job's results elsewhere; from then on those here are copies, which make room for newer ones.

        Raises StorageError.
        """
        if self.elsewhere is None:
            return
        for path in sorted((self.results / job).iterdir()):
            if path.is_file() and path.suffix != UNFINISHED and not path.name.startswith("."):
                self.elsewhere.put(path, f"{RESULTS}/{job}/{path.name}")
        with on_disk():
            self._cache.note_use(job)

    def forget_here(self, job: str) -> None:
        """Remove a job's files from this disk."""
        for folder in (self.inputs, self.results):
            shutil.rmtree(folder / job, ignore_errors=True)

    def forget(self, job: str) -> None:
        """Remove all files of a job. Raises StorageError where the store can't be asked."""
        self.forget_here(job)
        if self.elsewhere is not None:
            for kind in (INPUTS, RESULTS):
                self.elsewhere.remove(f"{kind}/{job}")

    def jobs_here(self) -> set[str]:
        """Name the jobs of which there are files on this disk."""
        with on_disk():
            return {path.name for folder in (self.inputs, self.results) for path in folder.iterdir()}

    @property
    def _cache(self) -> ResultsCache:
        return ResultsCache(folder=self.results)

    def _brought(self, path: Path, name: str) -> Path | None:
        if path.exists():
            return path
        if self.elsewhere is None:
            return None
        with on_disk():
            return path if self.elsewhere.bring(name, path) else None


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
