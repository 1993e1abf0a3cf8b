"""A visitor's history: read in pages from the newest on, searched, kept, removed and brought back.

A page costs the same however long the history is: each question is answered by an index from which as many entries
are read as are shown (`tests/bench/history.py`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.jobs.record import ENDS, JobState, Record
from lib.jobs.records import Records
from lib.jobs.schema import JOBS
from lib.jobs.search import TABLE as SEARCH
from lib.jobs.search import matching, wanted_words

# What fills a screen; the rest comes while one scrolls.
PAGE_LENGTH = 12
# A longer history is "999+": counting it would take longer than reading a page of it.
COUNTED = 999
# What a choice of the state's filter stands for, besides a state itself.
UNDER_WAY = "under way"
TITLE_LENGTH = 160

_ENTRY = ("job", "state", "model", "resolution", "duration", "order", "created", "video", "favourite", "vote", "place")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One job as the history lists it.

    Attributes:
        job: its name.
        state: where it is.
        title: the beginning of the prompt, in one line.
        model: the model's id.
        resolution: as asked for, empty where the model has none.
        ratio: as asked for, empty where the model has none.
        duration: seconds asked for.
        created: seconds since 1970.
        video: the file's name in the job's result folder, empty where there is none.
        favourite: the visitor keeps it.
        vote: what the visitor said of it beside another.
        place: its place in the history; the page after it begins below it.
    """

    job: str
    state: JobState
    title: str
    model: str
    resolution: str
    ratio: str
    duration: float
    created: float
    video: str
    favourite: bool
    vote: str
    place: int


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What of the history is asked for; what is empty asks for nothing in particular.

    Attributes:
        words: all of them are in the prompts, the model's name or the files' names; the beginning of a word will do.
        model: a model's id.
        state: a state, or `under way` for all that have not ended.
        since: seconds since 1970, inclusive.
        until: seconds since 1970, exclusive.
        favourites: only those.
    """

    words: str = ""
    model: str = ""
    state: str = ""
    since: float | None = None
    until: float | None = None
    favourites: bool = False


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some entries, newest first, and where the next page begins; None where there is no more."""

    entries: tuple[Entry, ...]
    following: int | None


class History:
    """Reads and marks what a visitor made. Nobody else's records are reached. Raises StorageError."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def page(self, visitor: str, wanted: Wanted, *, before: int | None = None, limit: int = PAGE_LENGTH) -> Page:
        """Give a page of what is wanted: the newest, or what comes behind a place; none without a visitor's name."""
        if not visitor:
            return Page(entries=(), following=None)
        with self._records.transaction() as db:
            query = _query(visitor, wanted, before, db.dialect.name).limit(limit + 1)
            rows = [_entry(row) for row in db.execute(query)]
        more = len(rows) > limit
        return Page(entries=tuple(rows[:limit]), following=rows[limit - 1].place if more else None)

    def count(self, visitor: str) -> int:
        """Count a visitor's records, up to one more than `COUNTED`."""
        some = sa.select(sa.literal(1)).select_from(JOBS).where(*_shown(visitor)).limit(COUNTED + 1).subquery()
        with self._records.transaction() as db:
            return int(db.execute(sa.select(sa.func.count()).select_from(some)).scalar_one())

    def some(self, visitor: str, jobs: Sequence[str]) -> list[Record]:
        """Give the visitor's own among these jobs, in this order; none without a visitor's name."""
        if not visitor:
            return []
        with self._records.transaction() as db:
            query = sa.select(JOBS.c.job).where(*_shown(visitor), JOBS.c.job.in_(jobs))
            own = {str(job) for (job,) in db.execute(query)}
        return [self._records.get(job) for job in jobs if job in own]

    def keep(self, visitor: str, job: str, *, favourite: bool) -> bool:
        """Make a job a favourite, or no longer; False where the visitor has no such job."""
        return self._mark(visitor, job, sa.true(), favourite=favourite)

    def remove(self, visitor: str, job: str, moment: float) -> bool:
        """Take a job that has ended out of the history; False where it has not, or the visitor has no such job."""
        ended = sa.and_(JOBS.c.removed.is_(None), JOBS.c.state.in_([str(end) for end in ENDS]))
        return self._mark(visitor, job, ended, removed=moment)

    def bring_back(self, visitor: str, job: str) -> bool:
        """Undo a removal; False where it was swept meanwhile."""
        return self._mark(visitor, job, JOBS.c.removed.is_not(None), removed=None)

    def removed_before(self, moment: float) -> list[str]:
        """Give the jobs of all visitors that were removed before a moment."""
        query = sa.select(JOBS.c.job).where(JOBS.c.removed < moment)
        with self._records.transaction() as db:
            return [str(job) for (job,) in db.execute(query)]

    def erase(self, job: str, moment: float) -> bool:
        """Take away the record of a job that was removed before a moment; False where it was brought back."""
        with self._records.transaction() as db:
            return db.execute(sa.delete(JOBS).where(JOBS.c.job == job, JOBS.c.removed < moment)).rowcount == 1

    def vote(self, visitor: str, votes: dict[str, str]) -> bool:
        """Write down what the visitor says of each of two jobs; False where one of them is not the visitor's."""
        return all(self._mark(visitor, job, sa.true(), vote=vote) for job, vote in votes.items())

    def _mark(self, visitor: str, job: str, condition: sa.ColumnElement[bool], **values: object) -> bool:
        own = sa.and_(JOBS.c.job == job, JOBS.c.visitor == visitor, condition)
        statement = sa.update(JOBS).where(own).values(version=JOBS.c.version + 1, **values)
        with self._records.transaction() as db:
            return bool(visitor) and db.execute(statement).rowcount == 1


def _shown(visitor: str) -> tuple[sa.ColumnElement[bool], ...]:
    # Said in the words of the indexes, which hold only what is not removed.
    return (JOBS.c.visitor == visitor, JOBS.c.removed.is_(None))


def _query(visitor: str, wanted: Wanted, before: int | None, dialect: str) -> sa.Select[tuple[object, ...]]:
    """Give the query of a page, in the order of the index that leads: the search's own, or the records'."""
    query = sa.select(*(JOBS.c[name] for name in _ENTRY)).where(*_shown(visitor), *_narrowed(wanted))
    first, end = _between(wanted, before)
    words = wanted_words(wanted.words)
    if words:
        query = query.where(matching(visitor, words, dialect))
    if not words or dialect != "sqlite":
        bounds = [] if first is None else [JOBS.c.place >= first]
        bounds += [] if end is None else [JOBS.c.place < end]
        return query.where(*bounds).order_by(JOBS.c.place.desc())
    # The records are looked up from what the search finds; its places are negative.
    found = sa.literal_column(f"{SEARCH}.rowid", sa.BigInteger)
    bounds = [] if first is None else [found <= -first]
    bounds += [] if end is None else [found > -end]
    joined = sa.join(sa.table(SEARCH), JOBS, JOBS.c.place == -found)
    return query.select_from(joined).where(*bounds).order_by(found)


def _narrowed(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.model:
        conditions.append(JOBS.c.model == wanted.model)
    if wanted.state == UNDER_WAY:
        conditions.append(JOBS.c.state.in_([str(state) for state in JobState if not state.ended]))
    elif wanted.state:
        conditions.append(JOBS.c.state == wanted.state)
    if wanted.favourites:
        conditions.append(JOBS.c.favourite == sa.true())
    return conditions


def _between(wanted: Wanted, before: int | None) -> tuple[int | None, int | None]:
    """Give the first place that is wanted, and the one before which the wanted ones end; None for no bound."""
    first = None if wanted.since is None else round(wanted.since * 1_000_000)
    ends = [] if wanted.until is None else [round(wanted.until * 1_000_000)]
    ends += [] if before is None else [before]
    return first, min(ends, default=None)


def _entry(row: sa.Row[tuple[object, ...]]) -> Entry:
    columns = row._asdict()
    values = json.loads(columns.pop("order"))["values"]
    return Entry(
        **{**columns, "state": JobState(columns["state"])},
        title=" ".join(str(values.get("prompt") or "").split())[:TITLE_LENGTH],
        ratio=str(values.get("ratio") or ""),
    )
