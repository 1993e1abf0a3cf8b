"""What was spent on the owner's key, for the owner's eyes; and the switch that stops all spending."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from lib.jobs.budget import STOPPED, day_of, is_stopped
from lib.jobs.record import UNDER_WAY
from lib.jobs.records import Records
from lib.jobs.schema import JOBS, SPENDING, SWITCHES

# So many visitors of a day are listed, those who spent most first; the sums are those of all.
MOST_LISTED = 200


@dataclass(frozen=True, kw_only=True)
class Spender:
    """One visitor's day.

    Attributes:
        payer: the visitor's mark, or `hf:` and a Hugging Face name.
        jobs: made on the owner's key.
        under_way: of these.
        amount: reserved and spent, in `currency`.
    """

    payer: str
    currency: str
    jobs: int
    under_way: int
    amount: float


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day of spending; `totals` holds the sum of all visitors by currency."""

    day: str
    stopped: bool
    totals: dict[str, float]
    spenders: tuple[Spender, ...]


class Ledger:
    """Reads what the budget wrote."""

    def __init__(self, records: Records, now: Callable[[], float] = time.time) -> None:
        self._records = records
        self._now = now

    def today(self) -> Day:
        """Tell what was spent since 00:00 UTC, and by whom. Raises StorageError."""
        day = day_of(self._now())
        at_work = sa.func.sum(sa.case((JOBS.c.state.in_(UNDER_WAY), 1), else_=0))
        amount = sa.func.sum(SPENDING.c.amount)
        query = (
            sa.select(SPENDING.c.payer, SPENDING.c.currency, sa.func.count(), at_work, amount)
            .select_from(SPENDING.outerjoin(JOBS, SPENDING.c.job == JOBS.c.job))
            .where(SPENDING.c.day == day)
            .group_by(SPENDING.c.payer, SPENDING.c.currency)
            .order_by(amount.desc(), SPENDING.c.payer)
        )
        sums = sa.select(SPENDING.c.currency, amount).where(SPENDING.c.day == day).group_by(SPENDING.c.currency)
        with self._records.transaction() as db:
            rows = db.execute(query.limit(MOST_LISTED)).all()
            totals = {str(currency): int(total) / 100 for currency, total in db.execute(sums)}
            stopped = is_stopped(db)
        spenders = tuple(
            Spender(payer=payer, currency=currency, jobs=jobs, under_way=int(under_way), amount=int(spent) / 100)
            for payer, currency, jobs, under_way, spent in rows
        )
        return Day(day=day, stopped=stopped, totals=totals, spenders=spenders)

    def stop(self, *, stopped: bool) -> None:
        """Stop all spending on the owner's key, or let it go on; jobs that were sent go on. Raises StorageError."""
        with self._records.transaction() as db:
            if stopped:
                insert = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
                db.execute(insert(SWITCHES).values(name=STOPPED, since=self._now()).on_conflict_do_nothing())
            else:
                db.execute(sa.delete(SWITCHES).where(SWITCHES.c.name == STOPPED))
