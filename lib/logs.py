"""Logs to standard error: one JSON object a line, with the job that a line is about, redacted and without content.

Content is what people gave: prompts, names of files, an exception's own words, which may quote either. The level
DEBUG adds those words; the rest stays out at every level.
"""

import asyncio
import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from lib.secret import Secret, redact

# What a line may say beside its message; whatever else a library attaches to a record is not written.
FIELDS = ("service", "model", "state", "code", "seconds")
# The app's own loggers. All others speak from WARNING on: below it, libraries write addresses and bodies.
OWN = ("lib", "__main__")
DEEPEST = 12

_job: ContextVar[str] = ContextVar("job", default="")


@contextmanager
def about(job: str) -> Iterator[None]:
    """Name the job in every line that is written within."""
    before = _job.set(job)
    try:
        yield
    finally:
        _job.reset(before)


class JsonLines(logging.Formatter):
    """One object a line; keys, links and signed queries are taken out of every text."""

    def __init__(self, secrets: tuple[Secret, ...], *, with_words: bool) -> None:
        super().__init__()
        self._secrets = secrets
        self._with_words = with_words

    def format(self, record: logging.LogRecord) -> str:
        """Give a record as a line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._clean(record.getMessage()),
        }
        job = getattr(record, "job", "") or _job.get()
        if job:
            line["job"] = str(job)
        for name in FIELDS:
            value = getattr(record, name, None)
            if value is not None:
                line[name] = value if isinstance(value, int | float) else self._clean(str(value))
        if record.exc_info and record.exc_info[1] is not None:
            line["exceptions"] = [self._told(error) for error in _chain(record.exc_info[1])]
        return json.dumps(line, ensure_ascii=False)

    def _told(self, error: BaseException) -> dict[str, Any]:
        """Say what was raised and where; its words where they are asked for, of the system's errors the system's."""
        frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
        told: dict[str, Any] = {
            "type": type(error).__name__,
            "at": [f"{'/'.join(PurePath(one.filename).parts[-3:])}:{one.lineno} {one.name}" for one in frames],
        }
        if self._with_words:
            told["words"] = self._clean(str(error))
        elif isinstance(error, OSError) and error.strerror:
            told["words"] = self._clean(error.strerror)
        return told

    def _clean(self, text: str) -> str:
        return redact(text, *self._secrets)


def set_up_logs(level: str, *secrets: Secret) -> None:
    """Send every logger's lines through one redacting handler; `level` is the least of the app's own lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(secrets, with_words=level == "DEBUG"))
    own = logging.getLevelNamesMapping()[level]
    logging.basicConfig(level=max(own, logging.WARNING), handlers=[handler], force=True)
    for name in OWN:
        logging.getLogger(name).setLevel(own)
    logging.captureWarnings(capture=True)
    # DBOS brings a handler of its own to a logger that has none, past the redaction.
    logging.getLogger("dbos").addHandler(logging.NullHandler())


def take_over(*names: str) -> None:
    """Let the lines of loggers that brought handlers of their own go through ours, as all others do."""
    for name in names:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("uvicorn.error").addFilter(_is_a_fault)


def _is_a_fault(record: logging.LogRecord) -> bool:
    # An answer that was cut off because the app stops has nothing to be mended.
    kind = record.exc_info[0] if record.exc_info else None
    return not (kind is not None and issubclass(kind, asyncio.CancelledError))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give an exception and those behind it, as a traceback would show them."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
