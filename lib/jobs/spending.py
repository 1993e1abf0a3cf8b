"""What becomes of the money that was reserved for a job: the real bill, nothing, or all of it.

Each function works within the transaction that changes the job, so that no kill comes between the two.
"""

import math

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from lib.jobs.record import UNDER_WAY, JobState
from lib.jobs.schema import JOBS, SPENDING


def hundredths(amount: float) -> int:
    """Give an amount of money in whole hundredths, rounded up; 0.1 + 0.2 is thirty of them, not thirty-one."""
    return math.ceil(round(amount * 100, 6))


def settle(db: Connection, job: str, state: JobState) -> None:
    """Put the bill of a job that has ended in the place of what was reserved.

    Only success is charged (`api-facts.md`, section 4). A lost job may have been accepted, so that its money stays
    reserved; a success of which the service tells no seconds is taken to have cost what was reserved.
    """
    match state:
        case JobState.FAILED | JobState.CANCELED:
            _set(db, job, 0)
        case JobState.SUCCEEDED:
            both = SPENDING.join(JOBS, SPENDING.c.job == JOBS.c.job)
            query = sa.select(JOBS.c.billed_seconds, SPENDING.c.a_second).select_from(both)
            known = db.execute(query.where(SPENDING.c.job == job)).one_or_none()
            if known is not None and None not in known:
                _set(db, job, hundredths(known.billed_seconds * known.a_second))


def release(db: Connection, job: str) -> None:
    """Give back what was reserved for a job that is taken away before it has ended; an ended one is settled."""
    unsent = sa.exists().where(JOBS.c.job == job, JOBS.c.state.in_(UNDER_WAY))
    db.execute(sa.delete(SPENDING).where(SPENDING.c.job == job, unsent))


def _set(db: Connection, job: str, amount: int) -> None:
    db.execute(sa.update(SPENDING).where(SPENDING.c.job == job).values(amount=amount))
