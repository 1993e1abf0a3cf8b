"""The search of the history: words of a record in an index of the database, SQLite's FTS5 or a GIN of Postgres.

Both hold the same words, made here, so that both find the same. The first word of a record is its visitor's mark: a
search begins with it, and so never reads another visitor's records.
"""

import hashlib
import re
import unicodedata

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.engine import Connection

from lib.forms.draft import Order

# Scripts that write without spaces: what is searched there is any two characters that stand side by side.
_UNSPACED = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
# A longer word is found by its beginning; Postgres takes no word over 2 kB.
_LONGEST = 40
# What somebody types is a handful of words; more only narrows what is narrow already.
_MOST_WORDS = 16

TABLE = "r2v_search"
# `detail=none` and no content: the records' own places, and nothing that is not searched. The places are negative, so
# that the newest come first: FTS5 reads a long list forwards and stops where enough is found. A beginning of a word
# has a list of its own up to 12 letters; of a longer one the lists of all words that begin so are read whole.
_SQLITE = (
    """CREATE VIRTUAL TABLE r2v_search USING fts5(words, content='', detail=none, columnsize=0,
    prefix='1 2 3 4 5 6 7 8 9 10 11 12', tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER r2v_search_in AFTER INSERT ON r2v_jobs WHEN new.place IS NOT NULL
    BEGIN INSERT INTO r2v_search(rowid, words) VALUES (-new.place, new.words); END""",
    """CREATE TRIGGER r2v_search_filled AFTER UPDATE OF place ON r2v_jobs
    WHEN old.place IS NULL AND new.place IS NOT NULL
    BEGIN INSERT INTO r2v_search(rowid, words) VALUES (-new.place, new.words); END""",
    """CREATE TRIGGER r2v_search_renewed AFTER UPDATE OF words ON r2v_jobs
    WHEN old.place IS NOT NULL AND new.place IS NOT NULL
    BEGIN INSERT INTO r2v_search(r2v_search, rowid, words) VALUES ('delete', -old.place, old.words);
    INSERT INTO r2v_search(rowid, words) VALUES (-new.place, new.words); END""",
    """CREATE TRIGGER r2v_search_out AFTER DELETE ON r2v_jobs WHEN old.place IS NOT NULL
    BEGIN INSERT INTO r2v_search(r2v_search, rowid, words) VALUES ('delete', -old.place, old.words); END""",
)
# A column of the database's own: made once for each record, and the planner knows how common a word is.
_POSTGRES = (
    """ALTER TABLE r2v_jobs ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED""",
    "CREATE INDEX r2v_search ON r2v_jobs USING gin (vector)",
)


def make_index(db: Connection) -> bool:
    """Make the index where it is missing, empty; tell whether records that are there must be entered anew."""
    inspector = sa.inspect(db)
    in_sqlite = db.dialect.name == "sqlite"
    if inspector.has_table(TABLE) if in_sqlite else inspector.has_index("r2v_jobs", TABLE):
        return False
    for statement in _SQLITE if in_sqlite else _POSTGRES:
        db.exec_driver_sql(statement)
    return in_sqlite


def words_of(visitor: str, order: Order) -> str:
    """Give the words by which a record is found: of the prompts, the model and the files' names, each once."""
    names = [file.name for file in order.files()]
    said = " ".join([order.prompt, str(order.values.get("negative_prompt") or ""), order.model, *names])
    return " ".join(dict.fromkeys([_mark(visitor), *_indexed(said)]))


def wanted_words(text: str) -> list[tuple[str, bool]]:
    """Give the words of what somebody typed, each with whether it may be the beginning of a longer one."""
    found: list[tuple[str, bool]] = []
    for run in _runs(text):
        if _IS_UNSPACED.match(run) and len(run) > 1:
            found += [(run[at : at + 2], False) for at in range(len(run) - 1)]
        else:
            found.append((run[:_LONGEST], True))
    return list(dict.fromkeys(found))[:_MOST_WORDS]


def matching(visitor: str, words: list[tuple[str, bool]], dialect: str) -> sa.ColumnElement[bool]:
    """Give the condition that a record of the visitor has all of the words."""
    wanted = [(_mark(visitor), False), *words]
    if dialect == "sqlite":
        said = " AND ".join(f'"{word}"{"*" if begins else ""}' for word, begins in wanted)
        return sa.literal_column(TABLE).op("MATCH", is_comparison=True)(said)
    said = " & ".join(f"'{word}'{':*' if begins else ''}" for word, begins in wanted)
    return sa.literal_column("r2v_jobs.vector").op("@@", is_comparison=True)(sa.cast(said, TSQUERY))


def _mark(visitor: str) -> str:
    return "v" + hashlib.sha256(visitor.encode()).hexdigest()[:24]


def _runs(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _indexed(text: str) -> list[str]:
    """Cut a text into words; of a run without spaces every two characters, and the last one, which begins no pair."""
    words: list[str] = []
    for run in _runs(text):
        if _IS_UNSPACED.match(run):
            words += [run[at : at + 2] for at in range(len(run))]
        else:
            words.append(run[:_LONGEST])
    return words
