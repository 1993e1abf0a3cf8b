"""The line: a visitor's jobs that are under way, and each one's place where its account is busy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from lib.errors import NotFound
from lib.jobs.pace import TASKS_AT_ONCE
from lib.jobs.record import UNDER_WAY, JobState, Record
from lib.jobs.records import Records
from lib.jobs.schema import JOBS

_UNDER_WAY = sa.select(JOBS.c.job, JOBS.c.version, JOBS.c.state, JOBS.c.account, JOBS.c.created).where(
    JOBS.c.state.in_(UNDER_WAY)
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A job under way, as little of it as tells whether anything is new.

    Attributes:
        job: its name.
        version: of its record.
        place: how many jobs of the account must end before it begins; 0 where it has begun, or is about to.
    """

    job: str
    version: int
    place: int


class Line:
    """Reads the line; nothing here is written."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def of_visitor(self, visitor: str) -> tuple[Standing, ...]:
        """Give a visitor's jobs that are under way, first come first. One or two short queries."""
        rows = self._read(under_way_of(visitor))
        waiting = {row.account for row in rows if row.state == JobState.WAITING}
        places = {job: place for account in waiting for job, place in self.places(account).items()}
        return tuple(Standing(job=row.job, version=row.version, place=places.get(row.job, 0)) for row in rows)

    def places(self, account: str) -> dict[str, int]:
        """Give the places of an account's jobs that wait, whoever asked for them."""
        rows = self._read(line_of(account))
        waiting = [row.job for row in rows if row.state == JobState.WAITING]
        return places(waiting, len(rows) - len(waiting))

    def _read(self, query: sa.Select[Any]) -> list[sa.Row[Any]]:
        # Sorted here: asked for an order, SQLite reads the visitor's whole past in that order instead of these few.
        with self._records.transaction() as db:
            return sorted(db.execute(query), key=lambda row: (row.created, row.job))

    def ended_since(self, visitor: str, moment: float) -> list[Record]:
        """Give a visitor's newest jobs that ended after a moment, in seconds since 1970."""
        return [one for one in self._records.of_visitor(visitor, limit=16) if (one.ended or 0.0) > moment]

    def records(self, standing: Sequence[Standing]) -> list[Record]:
        """Give the records of these jobs; one that was removed meanwhile is left out."""
        found = []
        for one in standing:
            try:
                found.append(self._records.get(one.job))
            except NotFound:
                continue
        return found


def under_way_of(visitor: str) -> sa.Select[Any]:
    """Ask for a visitor's jobs under way."""
    return _UNDER_WAY.where(JOBS.c.visitor == visitor)


def line_of(account: str) -> sa.Select[Any]:
    """Ask for an account's jobs under way."""
    return _UNDER_WAY.where(JOBS.c.account == account)


def places(waiting: Sequence[str], busy: int) -> dict[str, int]:
    """Give the place of each that waits, where `busy` others of the account have begun.

    1 is who begins as soon as one has ended; 0 is who waits for nobody.
    """
    return {job: max(0, busy + ahead - TASKS_AT_ONCE + 1) for ahead, job in enumerate(waiting)}
