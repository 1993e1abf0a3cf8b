"""The caps on the owner's key: money a day and a visitor, and jobs a visitor has under way.

What a job may cost at most is reserved in the transaction that makes its record, and settled in the one that ends it
(`lib.jobs.spending`). So the caps hold for many at once, for several processes on one database, and over restarts. The
sandbox and a visitor's own key are not counted.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from lib.errors import Failure, OverBudget
from lib.forms.catalog import Catalog
from lib.jobs.accounts import Accounts
from lib.jobs.record import UNDER_WAY, Record
from lib.jobs.records import Records
from lib.jobs.schema import JOBS, SPENDING, SWITCHES
from lib.jobs.spending import hundredths

# Any number that no other program on the database takes: the lock that one reservation at a time holds.
_LOCK = 4_811_093
STOPPED = "stopped"
_OWN_KEY = "Your own key is not counted: give it under Service and key."


@dataclass(frozen=True, kw_only=True)
class Caps:
    """What visitors may spend on the owner's key, in the price's currency; None for no cap.

    Attributes:
        per_day: by all visitors together, from 00:00 to 24:00 UTC.
        per_visitor: by each, in the same time.
        jobs_per_visitor: how many jobs each may have under way.
    """

    per_day: float | None = None
    per_visitor: float | None = None
    jobs_per_visitor: int | None = None

    @property
    def of_money(self) -> bool:
        """Tell whether money is capped at all."""
        return self.per_day is not None or self.per_visitor is not None


NO_CAPS = Caps()


@dataclass(frozen=True, kw_only=True)
class Left:
    """What a visitor can still spend today; None where no cap holds. `renews` in seconds since 1970."""

    visitor: float | None
    day: float | None
    renews: float

    @property
    def least(self) -> float | None:
        """The tighter of the two."""
        known = [amount for amount in (self.visitor, self.day) if amount is not None]
        return min(known, default=None)


class Budget:
    """Reserves before anything is made, and tells what is left."""

    def __init__(
        self, records: Records, accounts: Accounts, catalog: Catalog, caps: Caps, now: Callable[[], float]
    ) -> None:
        self._records = records
        self._accounts = accounts
        self._catalog = catalog
        self._caps = caps
        self._now = now

    @property
    def caps(self) -> Caps:
        """The caps in force."""
        return self._caps

    def add(self, record: Record, payer: str) -> None:
        """Reserve, and save the record, in one transaction. Raises OverBudget, StorageError."""
        with self._records.transaction() as db:
            self.add_in(db, record, payer)

    def add_in(self, db: Connection, record: Record, payer: str) -> None:
        """Reserve and save within a transaction, which must not go on after a failure. Raises OverBudget."""
        if record.service != "sandbox" and self._accounts.is_kept(record.account):
            self._reserve(db, record, payer)
        self._records.add_in(db, record)

    def stopped(self) -> bool:
        """Tell whether the owner has stopped all spending. Raises StorageError."""
        with self._records.transaction() as db:
            return is_stopped(db)

    def left(self, payer: str, currency: str) -> Left:
        """Tell what a visitor can still spend today. Raises StorageError."""
        moment, caps = self._now(), self._caps
        day = day_of(moment)
        with self._records.transaction() as db:
            visitors, days = (_spent(db, day, currency, payer), _spent(db, day, currency)) if caps.of_money else (0, 0)
        return Left(
            visitor=_less(caps.per_visitor, visitors), day=_less(caps.per_day, days), renews=renewal_after(moment)
        )

    def _reserve(self, db: Connection, record: Record, payer: str) -> None:
        if db.dialect.name == "postgresql":
            # Two that add up at once would both find the last money there. SQLite has one writer at a time, who is
            # this transaction from its first statement on, which is a write.
            db.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        day, high = day_of(record.created), record.cost.high
        amount = 0 if high is None else hundredths(high)
        row = {"job": record.job, "payer": payer, "day": day, "currency": record.cost.currency, "amount": amount}
        db.execute(sa.insert(SPENDING).values(**row, a_second=self._a_second(record)))
        if is_stopped(db):
            raise _refused("Stopped", "The owner of this app has stopped spending on its key.", _OWN_KEY)
        self._check_count(db, payer)
        if not self._caps.of_money:
            return
        if high is None:
            words = "What this video costs is not known, so it can't be held against the budget of this app's key."
            raise _refused("Budget", words, f"{_OWN_KEY} The sandbox is free.")
        spent = _spent(db, day, record.cost.currency, payer), _spent(db, day, record.cost.currency)
        scopes = ("for each visitor", self._caps.per_visitor), ("for all visitors", self._caps.per_day)
        for total, (whose, cap) in zip(spent, scopes, strict=True):
            if cap is not None and total > _whole(cap):
                raise self._over(record, whose, cap, total - amount)

    def _check_count(self, db: Connection, payer: str) -> None:
        most = self._caps.jobs_per_visitor
        if most is None:
            return
        mine = sa.select(sa.func.count()).select_from(SPENDING.join(JOBS, SPENDING.c.job == JOBS.c.job))
        under_way = db.execute(mine.where(SPENDING.c.payer == payer, JOBS.c.state.in_(UNDER_WAY))).scalar_one()
        # The one that is being made has no record yet.
        if under_way >= most:
            words = f"You have {under_way} jobs under way on this app's key, which is as many as it gives a visitor."
            raise _refused("TooManyJobs", words, f"Wait until one has ended. {_OWN_KEY}")

    def _over(self, record: Record, whose: str, cap: float, before: int) -> OverBudget:
        currency, high = record.cost.currency, record.cost.high or 0.0
        left = max(0.0, cap - before / 100)
        return _refused(
            "Budget",
            f"{currency} {left:.2f} of the {currency} {cap:.2f} a day {whose} are left on this app's key, and this "
            f"video may cost {currency} {high:.2f}.",
            f"It renews at 00:00 UTC, {span_words(renewal_after(self._now()) - self._now())} from now. {_OWN_KEY}",
        )

    def _a_second(self, record: Record) -> float | None:
        form = self._catalog.get(record.order.model)
        price = form.price(record.service, record.region) if form is not None else None
        return price.per_second.get(str(record.order.values.get("resolution"))) if price is not None else None


def is_stopped(db: Connection) -> bool:
    """Tell whether the owner has stopped all spending."""
    return db.execute(sa.select(SWITCHES.c.since).where(SWITCHES.c.name == STOPPED)).one_or_none() is not None


def day_of(moment: float) -> str:
    """Name the day of a moment, 00:00 to 24:00 UTC: the same for every process, wherever it runs."""
    return datetime.fromtimestamp(moment, UTC).date().isoformat()


def renewal_after(moment: float) -> float:
    """Give the moment at which the next day begins."""
    now = datetime.fromtimestamp(moment, UTC)
    return (now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)).timestamp()


def span_words(seconds: float) -> str:
    """Say how long something takes: `5 h 12 min`, `3 min`."""
    hours, minutes = divmod(max(1, math.ceil(seconds / 60)), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _spent(db: Connection, day: str, currency: str, payer: str | None = None) -> int:
    """Add up what is reserved and spent, in hundredths; of everybody without a payer."""
    query = sa.select(sa.func.coalesce(sa.func.sum(SPENDING.c.amount), 0))
    query = query.where(SPENDING.c.day == day, SPENDING.c.currency == currency)
    return int(db.execute(query if payer is None else query.where(SPENDING.c.payer == payer)).scalar_one())


def _whole(cap: float) -> int:
    # Rounded first: 0.29 times a hundred is a little less than twenty-nine.
    return math.floor(round(cap * 100, 6))


def _less(cap: float | None, spent: int) -> float | None:
    return None if cap is None else max(0.0, (_whole(cap) - spent) / 100)


def _refused(code: str, message: str, advice: str) -> OverBudget:
    return OverBudget(Failure(code=f"Studio.{code}", message=message, advice=advice, field="service"))
