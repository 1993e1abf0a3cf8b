"""Admission: the one moment at which the intent to pay is saved, and the account's limits are held.

The limits hold for an account and model in the whole database: two processes that serve the same key share them.
"""

import time

import sqlalchemy as sa

from lib.jobs.pace import TASKS_AT_ONCE
from lib.jobs.record import UNDER_WAY, Record
from lib.jobs.records import Records
from lib.jobs.schema import JOBS

# Any number that no other program on the database takes: the name of the locks that one admission at a time holds.
_LOCK = 5_394_264


class Admission:
    """Admits paid requests."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def admit(self, record: Record) -> bool:
        """Save the intent to send a job's paid request, in one transaction. Raises StorageError.

        False where the job has ended, was canceled, is announced already or is another process's, and where the
        account has as many tasks under way as the service takes.
        """
        job = sa.and_(
            JOBS.c.job == record.job,
            JOBS.c.state.in_(UNDER_WAY),
            JOBS.c.intent.is_(None),
            JOBS.c.cancel_asked.is_(sa.false()),
            JOBS.c.worker == self._records.worker,
        )
        now = time.time()
        change = sa.update(JOBS).values(intent=now, updated=now, version=JOBS.c.version + 1)
        with self._records.transaction() as db:
            if db.dialect.name == "postgresql":
                # Two processes that count at once would both find the last place free.
                name = sa.func.hashtext(f"{record.account} {record.order.model}")
                db.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK, name)))
            return db.execute(change.where(job, *_has_room(record))).rowcount == 1


def _has_room(record: Record) -> list[sa.ColumnElement[bool]]:
    """Say in SQL that an account has room for one more task. Each process's stand-in is its own, and has its own."""
    if record.service == "sandbox":
        return []
    others = JOBS.alias("others")
    under_way = (
        sa.select(sa.func.count())
        .select_from(others)
        .where(
            others.c.account == record.account,
            others.c.model == record.order.model,
            others.c.state.in_(UNDER_WAY),
            others.c.intent.is_not(None),
        )
        .correlate(None)
    )
    # So many in a second too, as long as none ends within one; what is too much then, the service says and is heard.
    return [under_way.scalar_subquery() < TASKS_AT_ONCE]
