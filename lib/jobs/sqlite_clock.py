"""Fractions of a second for an SQLite that knows none: DBOS asks for them on Python 3.12 (3.4.0), and can't start.

SQLite has them since 3.42; Debian 12, on which images of Python 3.12 are built, has 3.40.
"""

import sqlite3
import time
from typing import Any

import sqlalchemy as sa

KNOWS_FRACTIONS = (3, 42)


def teach_sqlite() -> None:
    """Let each connection to SQLite made from now on answer `unixepoch("subsec")`, where it would give null."""
    if sqlite3.sqlite_version_info < KNOWS_FRACTIONS and not sa.event.contains(sa.Engine, "connect", _teach):
        sa.event.listen(sa.Engine, "connect", _teach)


def _teach(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's connection
    if isinstance(connection, sqlite3.Connection):
        connection.create_function("unixepoch", -1, _unixepoch)


def _unixepoch(*asked: str) -> float | int | None:
    """Give the seconds since 1970, whole ones without arguments; of other moments DBOS asks nothing."""
    if asked == ("subsec",):
        return time.time()
    return None if asked else int(time.time())
