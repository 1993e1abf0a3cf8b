"""A seat on Postgres: a lock that the server holds for as long as this process's connection lives.

The lock says exactly who lives: it goes with a killed process at once, and with a machine that has vanished as soon as
the server misses its answers. A process that is only cut off comes back to the same seat; what others have taken over
meanwhile is theirs (`lib.jobs.fleet`), so that nothing is done twice in its name.
"""

import logging
import threading
import zlib
from collections.abc import Callable, Collection
from contextlib import suppress
from types import TracebackType
from typing import Self

import psycopg

from lib.errors import Failure, SettingsError, StorageError
from lib.jobs.seat import Heard, Seat
from lib.secret import Secret

# Two numbers name an advisory lock: what it is about, and which one. Any that no other program on the database takes.
SEATS, HOMES = 5_394_262, 5_394_263
CHANNEL = "r2v_jobs"
SEATS_ON_A_FOLDER = 64

# A vanished machine is noticed within 10 + 3 * 5 s; the server's own default is two hours.
IDLE_SECONDS, INTERVAL_SECONDS, MISSES = 10, 5, 3
CONNECT_SECONDS = 10
# How long a stop may take at the most, and how often the connection is felt.
LISTEN_SECONDS = 0.5
FEEL_EVERY = 10
RETURN_SECONDS = 1.0

_LIVING = "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND granted AND database = "
_LIVING += "(SELECT oid FROM pg_database WHERE datname = current_database())"

_log = logging.getLogger(__name__)


class Presence(Seat):
    """Holds the seat until the block ends."""

    def __init__(self, url: Secret, folder: str, home: str, *, on_lost: Callable[[], None]) -> None:
        """Take the first free seat of a folder.

        Args:
            url: of the database.
            folder: the data folder's name; seats are counted for each.
            home: where the files of jobs are; every process must find them at the same.
            on_lost: called when another process has taken the seat while this one was cut off: it must end.

        Raises:
            SettingsError: the database can't be reached, or a process of another home works on it.
        """
        self._url = url
        self._home = home
        self._on_lost = on_lost
        self._stopped = threading.Event()
        self._heard: Heard = _deaf
        try:
            self._db = self._connect()
            self.number = self._first_free(folder)
            self.name = _seat_name(folder, self.number)
            self._settle()
        except psycopg.Error as error:
            raise _unreachable(error) from None
        # A daemon, so that a process that ends without a word is not held up by it.
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)
        self._thread.start()

    def listen(self, heard: Heard) -> None:
        """Hear from now on of jobs that other processes have something new for."""
        self._heard = heard

    def nudge(self, job: str) -> None:
        """Tell every process that there is something new for a job. Raises StorageError."""
        self._ask("SELECT pg_notify(%s, %s)", (CHANNEL, job))

    def gone(self, names: Collection[str]) -> set[str]:
        """Give those of these processes whose lock nobody holds. Raises StorageError."""
        if not names:
            return set()
        living = {int(str(number)) for (number,) in self._ask(_LIVING, (SEATS,))}
        return {name for name in names if name != self.name and number_of(name) not in living}

    def leave(self) -> None:
        """Give the seat up: from now on others go on with the jobs."""
        self._stopped.set()
        self._thread.join()
        with suppress(psycopg.Error):
            # The server notices a closed connection a moment later; whoever starts now finds the seat free.
            self._db.execute("SELECT pg_advisory_unlock_all()")
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    def _connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        address = self._url.reveal().replace("postgresql+psycopg://", "postgresql://", 1)
        return psycopg.connect(
            address,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            keepalives_idle=IDLE_SECONDS,
            keepalives_interval=INTERVAL_SECONDS,
            keepalives_count=MISSES,
            options=f"-c tcp_keepalives_idle={IDLE_SECONDS} -c tcp_keepalives_interval={INTERVAL_SECONDS} "
            f"-c tcp_keepalives_count={MISSES}",
        )

    def _first_free(self, folder: str) -> int:
        for number in range(SEATS_ON_A_FOLDER):
            if self._take(_seat_name(folder, number)):
                return number
        raise _wrong(f"{SEATS_ON_A_FOLDER} processes work on this data folder already.", "Stop some of them.")

    def _take(self, name: str) -> bool:
        found = self._db.execute("SELECT pg_try_advisory_lock(%s, %s)", (SEATS, number_of(name))).fetchone()
        return found == (True,)

    def _settle(self) -> None:
        """Say where the files of jobs are, and see that all the others say the same; then listen."""
        home = number_of(self._home)
        self._db.execute("SELECT pg_advisory_lock_shared(%s, %s)", (HOMES, home))
        if {int(str(number)) for (number,) in self._db.execute(_LIVING, (HOMES,))} - {home}:
            self._db.close()
            raise _wrong(
                "Another app works on this database with other files, and neither could reach the other's.",
                "Give all of them the same R2V_STORAGE_URL, or one R2V_DATA_DIR.",
            )
        self._db.execute(f"LISTEN {CHANNEL}")

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._attend()
            except psycopg.Error as error:
                _log.warning("the database went away (%s); taking the seat again", type(error).__name__)
                self._return()

    def _attend(self) -> None:
        """Hear what others tell, and feel now and then that the connection is there. Raises psycopg.Error."""
        for _ in range(FEEL_EVERY):
            if self._stopped.is_set():
                return
            for note in self._db.notifies(timeout=LISTEN_SECONDS):
                self._heard(note.payload)
        self._db.execute("SELECT 1")

    def _return(self) -> None:
        """Come back to the same seat, however long the database is away."""
        self._db.close()
        while not self._stopped.wait(RETURN_SECONDS):
            with suppress(psycopg.Error, SettingsError):
                self._db = self._connect()
                if not self._take(self.name):
                    _log.error("another process has taken the seat of this one meanwhile, so this one ends")
                    self._stopped.set()
                    self._on_lost()
                    return
                self._settle()
                return

    def _ask(self, question: str, values: tuple[object, ...]) -> list[tuple[object, ...]]:
        # On a connection of its own: that of the seat is busy listening.
        try:
            with self._connect() as db:
                return db.execute(question.encode(), values).fetchall()
        except psycopg.Error as error:
            raise StorageError(
                Failure(
                    code="Studio.Database",
                    message=f"The database failed ({type(error).__name__}).",
                    advice="Look whether its server is up, then try again.",
                    retryable=True,
                )
            ) from None


def number_of(name: str) -> int:
    """Give the 31 bits of a name by which Postgres knows its lock."""
    return zlib.crc32(name.encode()) & 0x7FFFFFFF


def _seat_name(folder: str, number: int) -> str:
    return f"{folder}-{number}"


def _deaf(_job: str) -> None:
    """Nobody listens yet."""


def _unreachable(error: psycopg.Error) -> SettingsError:
    # The driver's text can hold the address with its password.
    return _wrong(f"The database can't be reached ({type(error).__name__}).", "Look at its address and its server.")


def _wrong(what: str, advice: str) -> SettingsError:
    field = "R2V_DATABASE_URL"
    return SettingsError(Failure(code="Studio.Settings", message=f"{field}: {what}", advice=advice, field=field))
