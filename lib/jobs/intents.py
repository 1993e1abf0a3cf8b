"""The guard: the same request again is one intent, also from two tabs at once and in two processes.

Each intent has one row, whose key is a hash of who asks whom for what. The first statement of the transaction that
makes a record writes to that row, so that of two such transactions the second waits for the first and then sees it.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from lib.forms.draft import Order
from lib.forms.variants import SEED, Variants
from lib.jobs.budget import Budget
from lib.jobs.record import JobState, Record
from lib.jobs.records import Records
from lib.jobs.schema import INTENTS, JOBS

# A second click comes within this; somebody who wants the same again has seen the first begin by then.
SAME_CLICK_SECONDS = 3.0
# Within this the page asks first whether the one that is there was forgotten.
ASK_SECONDS = 600.0
# Nothing was made, or nothing is wanted of it: whoever asks again means it.
_OVER = frozenset({JobState.FAILED, JobState.CANCELED})


@dataclass(frozen=True, kw_only=True)
class Intent:
    """What somebody wants once.

    Attributes:
        key: a hash of the visitor, the account, the order as asked and its variants.
        fixed: a seed was given, so that asking again asks for the same video.
        within: the seconds for which a job of the same intent stands in for a new one.
    """

    key: str
    fixed: bool
    within: float

    @classmethod
    def of(cls, visitor: str, account: str, order: Order, variants: Variants, *, within: float) -> "Intent":
        """Name the intent of a request."""
        said = json.dumps([visitor, account, order.nameless().as_json(), asdict(variants)], sort_keys=True)
        key = hashlib.sha256(said.encode()).hexdigest()
        return cls(key=key, fixed=order.values.get(SEED) is not None, within=within)


class Intents:
    """Makes the first record of a request, or gives the job that stands for it."""

    def __init__(self, records: Records, budget: Budget) -> None:
        self._records = records
        self._budget = budget

    def make(self, record: Record, intent: Intent, payer: str = "") -> str | None:
        """Save the record and give None; where a job of the same intent stands in for it, give that job's name.

        One transaction. Raises OverBudget, StorageError.
        """
        with self._records.transaction() as db:
            before = self._claimed(db, record, intent)
            if before is None:
                self._budget.add_in(db, record, payer)
        return before

    @staticmethod
    def _claimed(db: Connection, record: Record, intent: Intent) -> str | None:
        insert = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
        mine = {"job": record.job, "asked": record.created}
        # Takes the row, or waits for whoever has it; what is read afterwards is what they left.
        db.execute(insert(INTENTS).values(key=intent.key, **mine).on_conflict_do_nothing())
        job, asked = db.execute(
            sa.select(INTENTS.c.job, INTENTS.c.asked).where(INTENTS.c.key == intent.key).with_for_update()
        ).one()
        if job == record.job:
            return None
        age = record.created - asked
        if age < intent.within and _stands(_states(db, job), age, intent):
            return str(job)
        db.execute(sa.update(INTENTS).where(INTENTS.c.key == intent.key).values(**mine))
        return None

    def forget(self, before: float) -> None:
        """Forget the intents older than a moment, in seconds since 1970."""
        with self._records.transaction() as db:
            db.execute(sa.delete(INTENTS).where(INTENTS.c.asked < before))


def _states(db: Connection, job: str) -> list[JobState]:
    """Give the states of a job and of all that were made with it, but for those that the visitor removed."""
    found = db.execute(sa.select(JOBS.c.batch).where(JOBS.c.job == job)).one_or_none()
    if found is None:
        return []
    together = JOBS.c.batch == found.batch if found.batch else JOBS.c.job == job
    query = sa.select(JOBS.c.state).where(together, JOBS.c.removed.is_(None))
    return [JobState(state) for (state,) in db.execute(query)]


def _stands(states: Sequence[JobState], age: float, intent: Intent) -> bool:
    """Tell whether jobs in these states stand in for the same request.

    One that is over doesn't, nor does a success of a random seed: asking again asks for another take.
    """
    living = [state for state in states if state not in _OVER]
    if age < SAME_CLICK_SECONDS or intent.fixed:
        return bool(living)
    return any(not state.ended or state is JobState.LOST for state in living)
