"""The table of the records, and how a database of an earlier version is brought up to it.

A change is made by adding a column here, with a server default or nullable: it is added to a database that lacks it.
Columns are never renamed or taken away, so that a process of the version before goes on beside one of the next.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from filelock import FileLock
from sqlalchemy.engine import Connection, Engine

from lib.forms.draft import Order
from lib.jobs.search import make_index, words_of

_META = sa.MetaData()
_SHOWN, _REMOVED = sa.text("removed IS NULL"), sa.text("removed IS NOT NULL")
_HISTORY_INDEXES = {"": (), "_by_state": ("state",), "_by_model": ("model",), "_by_favourite": ("favourite",)}

JOBS = sa.Table(
    "r2v_jobs",
    _META,
    sa.Column("job", sa.String(40), primary_key=True),
    sa.Column("visitor", sa.String(64), nullable=False),
    sa.Column("service", sa.String(20), nullable=False),
    sa.Column("base_url", sa.Text, nullable=False),
    sa.Column("region", sa.String(40), nullable=False),
    sa.Column("account", sa.String(32), nullable=False),
    sa.Column("model", sa.String(80), nullable=False),
    sa.Column("resolution", sa.String(20), nullable=False),
    sa.Column("duration", sa.Float, nullable=False),
    sa.Column("order", sa.Text, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("task_id", sa.String(120), nullable=True),
    sa.Column("ticket", sa.Text, nullable=True),
    sa.Column("intent", sa.Float, nullable=True),
    sa.Column("created", sa.Float, nullable=False),
    sa.Column("updated", sa.Float, nullable=False),
    sa.Column("begun", sa.Float, nullable=True),
    sa.Column("ended", sa.Float, nullable=True),
    sa.Column("cost", sa.Text, nullable=False),
    sa.Column("billed_seconds", sa.Float, nullable=True),
    sa.Column("actual_prompt", sa.Text, nullable=True),
    sa.Column("cancel_asked", sa.Boolean, nullable=False),
    sa.Column("error", sa.Text, nullable=True),
    sa.Column("video", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    # From here on: added after the first version.
    sa.Column("favourite", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("removed", sa.Float, nullable=True),
    sa.Column("batch", sa.String(40), nullable=False, server_default=""),
    sa.Column("vote", sa.String(20), nullable=False, server_default=""),
    sa.Column("origin", sa.String(20), nullable=False, server_default=""),
    sa.Column("worker", sa.String(64), nullable=False, server_default=""),
    sa.Column("took", sa.Float, nullable=True),
    # What is searched, and the place in the history: both made of the columns above, null until that is done.
    sa.Column("words", sa.Text, nullable=True),
    sa.Column("place", sa.BigInteger, nullable=True),
    sa.Index("r2v_jobs_by_visitor", "visitor", "created"),
    sa.Index("r2v_jobs_by_visitor_state", "visitor", "state"),
    sa.Index("r2v_jobs_by_account_state", "account", "state"),
    sa.Index("r2v_jobs_by_batch", "batch"),
    sa.Index("r2v_jobs_by_worker", "state", "worker"),
    sa.Index("r2v_jobs_by_place", "place", unique=True),
    sa.Index("r2v_jobs_removed", "removed", sqlite_where=_REMOVED, postgresql_where=_REMOVED),
    *(
        # The history is read by these, from the newest on: a page costs the same however many there are.
        sa.Index(f"r2v_history{name}", "visitor", *columns, "place", sqlite_where=_SHOWN, postgresql_where=_SHOWN)
        for name, columns in _HISTORY_INDEXES.items()
    ),
    # A task belongs to one record: no job takes over another's.
    sa.Index("r2v_jobs_by_task", "service", "task_id", unique=True),
    sa.Index("r2v_jobs_by_kind", "service", "model", "resolution", "duration", "state"),
)

# Which job was made last for an intent (`lib.jobs.intents`).
INTENTS = sa.Table(
    "r2v_intents",
    _META,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("job", sa.String(40), nullable=False),
    sa.Column("asked", sa.Float, nullable=False),
)

# What each job on the owner's key may cost, and has cost once that is known (`lib.jobs.budget`). Money is in hundredths
# of the currency: sums of whole numbers are exact. It outlives the job's record.
SPENDING = sa.Table(
    "r2v_spending",
    _META,
    sa.Column("job", sa.String(40), primary_key=True),
    sa.Column("payer", sa.String(64), nullable=False),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("currency", sa.String(8), nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("a_second", sa.Float, nullable=True),
    sa.Index("r2v_spending_by_day", "day", "payer"),
    sa.Index("r2v_spending_by_payer", "payer"),
)

# What the owner has switched off, and since when.
SWITCHES = sa.Table(
    "r2v_switches",
    _META,
    sa.Column("name", sa.String(20), primary_key=True),
    sa.Column("since", sa.Float, nullable=False),
)

# Any number that no other program on the database takes: the name of the lock that one upgrade at a time holds.
_LOCK = 7_232_776


def bring_up_to_date(engine: Engine) -> None:
    """Make what the database lacks: tables, columns, indexes. Raises SQLAlchemyError.

    Two processes may start at once: the second waits until the first is done, and finds nothing left to do.
    """
    with _alone(engine) as db:
        _META.create_all(db)
        there = {str(column["name"]) for column in sa.inspect(db).get_columns(JOBS.name)}
        for column in JOBS.columns:
            if column.name not in there:
                words = sa.schema.CreateColumn(column).compile(dialect=db.dialect)
                db.exec_driver_sql(f"ALTER TABLE {JOBS.name} ADD COLUMN {words}")
        for index in JOBS.indexes:
            index.create(db, checkfirst=True)
        if make_index(db):
            db.execute(sa.update(JOBS).values(words=None, place=None))
        _fill_in(db)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    if engine.dialect.name == "sqlite":
        # The first connection turns on the write-ahead log, for which SQLite does not wait until another is done.
        with FileLock(f"{engine.url.database}.lock"), engine.begin() as db:
            # Takes the one writer's place at once: a reader that becomes a writer later may find it taken.
            db.exec_driver_sql("BEGIN IMMEDIATE")
            yield db
    else:
        with engine.begin() as db:
            db.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            yield db


def _fill_in(db: Connection) -> None:
    """Give records of an earlier version their words and their place."""
    columns = (JOBS.c.job, JOBS.c.visitor, JOBS.c.order, JOBS.c.created)
    query = sa.select(*columns).where(JOBS.c.place.is_(None)).order_by(JOBS.c.created)
    for job, visitor, order, created in db.execute(query).all():
        words = words_of(visitor, Order.from_json(json.loads(order)))
        db.execute(sa.update(JOBS).where(JOBS.c.job == job).values(words=words, place=next_place(created)))


def next_place(created: float) -> sa.ColumnElement[int]:
    """Give a new record's place in the history, which is read from the largest down: microseconds since 1970.

    Where some are there already, it is the next one, so that no two are in the same place.
    """
    first = round(created * 1_000_000)
    within_a_second = JOBS.c.place.between(first, first + 999_999)
    last = sa.select(sa.func.max(JOBS.c.place) + 1).where(within_a_second).scalar_subquery()
    return sa.func.coalesce(last, first)
