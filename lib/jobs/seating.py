"""Which seat a start takes: alone on SQLite in its data folder, or one among others on Postgres."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from lib.errors import Failure, SettingsError
from lib.jobs.presence import Presence
from lib.jobs.seat import LoneSeat, Seat, folder_name
from lib.secret import Secret


@contextmanager
def seated(data_dir: Path, database_url: Secret, storage_url: Secret, on_lost: Callable[[], None]) -> Iterator[Seat]:
    """Sit until the block ends; a killed process's seat is free at once. Raises SettingsError, OSError.

    `on_lost` is called where the seat is lost to another process: this one must end.
    """
    if not database_url.reveal().startswith("postgresql"):
        with _only_app_in(data_dir):
            yield LoneSeat()
        return
    folder = folder_name(data_dir)
    # Files are in a store that all reach, or in a folder that all share.
    home = storage_url.fingerprint() if storage_url else folder
    with Presence(database_url, folder, home, on_lost=on_lost) as presence:
        yield presence


@contextmanager
def _only_app_in(data_dir: Path) -> Iterator[None]:
    """Take the data folder for this process.

    Two processes with a database of their own in one folder would run the same jobs, and each would take the other's
    requests for lost.
    """
    lock = FileLock(data_dir / "app.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        message = f"R2V_DATA_DIR is in use by another app that runs here: {data_dir}."
        advice = "Stop that one, give this one a folder of its own, or give both one R2V_DATABASE_URL on Postgres."
        raise SettingsError(Failure(code="Studio.DataInUse", message=message, advice=advice)) from None
    try:
        yield
    finally:
        lock.release()


def stand_in_folder(data_dir: Path, seat: Seat) -> Path:
    """Give the folder of a process's own stand-in, below the one that nobody may read."""
    folder = data_dir / "sandbox"
    return folder if seat.number == 0 else folder / f"process-{seat.number}"
