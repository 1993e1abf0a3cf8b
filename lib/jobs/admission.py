"""Admission: the one moment at which the intent to pay is saved, and the account's limits are held.

The limits hold for an account and model in the whole database: two processes that serve the same key share them.
"""

import time

import sqlalchemy as sa

from lib.jobs.pace import SUBMITS_A_SECOND, TASKS_AT_ONCE
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
        account has as many tasks under way, or has sent as many requests within the second, as the service takes.
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
            return db.execute(change.where(job, *_has_room(record, now))).rowcount == 1


def _has_room(record: Record, now: float) -> list[sa.ColumnElement[bool]]:
    """Say in SQL that an account has room for one more task. Each process's stand-in is its own, and has its own."""
    if record.service == "sandbox":
        return []
    others = JOBS.alias("others")
    sent = (
        sa.select(sa.func.count())
        .select_from(others)
        .where(others.c.account == record.account, others.c.model == record.order.model, others.c.intent.is_not(None))
        .correlate(None)
    )
    under_way = sent.where(others.c.state.in_(UNDER_WAY)).scalar_subquery()
    within_a_second = sent.where(others.c.intent > now - 1.0).scalar_subquery()
    return [under_way < TASKS_AT_ONCE, within_a_second < SUBMITS_A_SECOND]
