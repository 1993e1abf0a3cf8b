"""Storage elsewhere: any store that fsspec speaks to, so that every process can reach a job's files.

Whatever a store's package raises becomes a StorageError here. The packages share no root for their errors, and their
texts can hold addresses and keys: only the kind of an error is told.
"""

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fsspec
from fsspec.registry import known_implementations

from lib.errors import Failure, SettingsError, StorageError
from lib.secret import Secret

VARIABLE = "R2V_STORAGE_URL"
# A store that is away is not asked at every look at a page: each question can take a minute to fail.
REST_SECONDS = 15.0


class Storage:
    """Files by name under one address. Names are `FOLDER/JOB/FILE`, as in the data folder."""

    def __init__(self, url: Secret) -> None:
        self._scheme = url.reveal().partition("://")[0]
        self._files, self._root = _opened(url, self._scheme)
        self._lock = threading.Lock()
        self._coming: dict[str, threading.Lock] = {}
        self._rest_until = 0.0

    def prove(self) -> None:
        """Write, read and remove a small file. Raises SettingsError where one of them can't be."""
        name, said = f"probe-{uuid.uuid4().hex[:12]}", b"Wan R2V Studio was here."
        try:
            with self._translated("used"):
                self._files.pipe_file(self._at(name), said)
                same = self._files.cat_file(self._at(name)) == said
                self._files.rm_file(self._at(name))
        except StorageError as error:
            raise _wrong(error.failure.message.rstrip("."), "Look at its address, its keys and its rights.") from None
        if not same:
            raise _wrong(f"{VARIABLE} gives back something else than was put there", "Point it at another store.")

    def put(self, path: Path, name: str) -> None:
        """Copy a file there; twice is once. Raises StorageError."""
        with self._translated("written to"):
            self._files.put_file(str(path), self._at(name))

    def bring(self, name: str, target: Path) -> bool:
        """Copy a file from there to `target`, which appears whole; False where there is none.

        Raises StorageError where the store says no, OSError where this disk does.
        """
        with self._one_at_a_time(name):
            if target.exists():
                return True
            if time.monotonic() < self._rest_until:
                raise self._failure("read", "it was away a moment ago")
            part = target.with_name(f".{uuid.uuid4().hex[:12]}.part")
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                with self._translated("read"):
                    self._files.get_file(self._at(name), str(part))
                part.replace(target)
            except FileNotFoundError:
                return False
            except StorageError:
                self._rest_until = time.monotonic() + REST_SECONDS
                raise
            finally:
                part.unlink(missing_ok=True)
        return True

    def remove(self, folder: str) -> None:
        """Remove a folder and all in it; none is well. Raises StorageError."""
        with self._translated("written to"):
            try:
                self._files.rm(self._at(folder), recursive=True)
            except FileNotFoundError:
                return

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"

    @contextmanager
    def _one_at_a_time(self, name: str) -> Iterator[None]:
        """Let several who ask for the same file wait for one transfer."""
        with self._lock:
            mine = self._coming.setdefault(name, threading.Lock())
        with mine:
            yield
        with self._lock:
            self._coming.pop(name, None)

    @contextmanager
    def _translated(self, what: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            if what == "read":
                raise
            raise self._failure(what, "it has no such place") from None
        except Exception as error:  # noqa: BLE001 - the store's edge: each package has errors of its own, without a root
            raise self._failure(what, type(error).__name__) from None

    def _failure(self, what: str, why: str) -> StorageError:
        return StorageError(
            Failure(
                code="Studio.StorageAway",
                message=f"The store behind {VARIABLE} ({self._scheme}://) can't be {what} ({why}).",
                advice="Nothing is lost. Whoever runs this app looks at the store; then try again.",
                retryable=True,
            )
        )


def open_storage(url: Secret) -> Storage | None:
    """Open the store behind a URL and see that it works; None for an empty one. Raises SettingsError."""
    if not url:
        return None
    storage = Storage(url)
    storage.prove()
    return storage


def _opened(url: Secret, scheme: str) -> tuple[Any, str]:
    """Give the file system behind a URL and the path in it. Raises SettingsError."""
    options = {"auto_mkdir": True} if scheme in {"file", "local"} else {}
    try:
        files, root = fsspec.url_to_fs(url.reveal(), **options)
    except ImportError:
        package = str(known_implementations[scheme]["class"]).partition(".")[0]
        raise _wrong(f"{VARIABLE} ({scheme}://) needs the package {package}", f"pip install {package}") from None
    except Exception as error:  # noqa: BLE001 - the same edge: a package may refuse an address in its own way
        why = type(error).__name__
        raise _wrong(
            f"{VARIABLE} ({scheme}://) is no store that fsspec can open ({why})", "Look at its spelling."
        ) from None
    return files, str(root).rstrip("/")


def _wrong(what: str, advice: str) -> SettingsError:
    return SettingsError(Failure(code="Studio.Settings", message=f"{what}.", advice=advice, field=VARIABLE))
