"""Logs to standard error, every line of them redacted."""

import asyncio
import logging
import sys

from lib.secret import Secret, redact


class _Redacting(logging.Formatter):
    """Takes keys, links and signed queries out of the finished line, tracebacks included."""

    def __init__(self, secrets: tuple[Secret, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record), *self._secrets)


def set_up_logs(*secrets: Secret) -> None:
    """Send every logger's lines through one redacting handler."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting(secrets))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


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
