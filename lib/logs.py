"""Logs to standard error, every line of them redacted."""

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
