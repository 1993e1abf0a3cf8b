"""The worker: `python -m lib.apart.worker`. One piece of work after the other, until the app closes the pipe.

It is started with an environment that holds no key, in a session of its own, so that it can be ended together with
every process it has begun.
"""

import importlib
import os
import pickle
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from lib.apart.pipe import is_answer, read_frame, write_frame

try:
    import resource
except ImportError:  # Windows: the time limit alone holds there
    resource = None  # type: ignore[assignment]

DONE, RAISED, UNEXPECTED, MEMORY, SHARE = "done", "raised", "unexpected", "memory", "share"
GO_ON = b"on"
# Asking whether the work is still wanted takes a tenth of a millisecond; it is not asked for every frame.
_ASKED_EVERY = 0.03


@dataclass(frozen=True, kw_only=True)
class Request:
    """One piece of work.

    Attributes:
        work: `module:function`.
        args: of the function.
        kwargs: the same.
        memory: bytes of address space that this process and each it begins may have.
        processor: seconds of processor time, the same.
        talks: which of `progress` and `stopped` the function takes.
    """

    work: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    memory: int
    processor: float
    talks: frozenset[str]


class _Wanted(threading.Event):
    """A stop event that lies in the app: set once the app has said so, or is gone."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        super().__init__()
        self._requests, self._answers, self._asked = requests, answers, 0.0

    def is_set(self) -> bool:
        """Ask the app, now and then."""
        if not super().is_set() and time.monotonic() - self._asked >= _ASKED_EVERY:
            self.tell(None)
        return super().is_set()

    def tell(self, share: float | None) -> None:
        """Tell how much is done, and hear whether the rest is wanted."""
        try:
            write_frame(self._answers, pickle.dumps((SHARE, share)))
            reply = read_frame(self._requests)
        except OSError:
            reply = None
        self._asked = time.monotonic()
        if reply != GO_ON:
            self.set()


def _limit(request: Request) -> None:
    """Hold this process, and what it begins, to what the request allows; it may be more than the one before had."""
    if resource is None:
        return
    spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    for what, most in ((resource.RLIMIT_AS, request.memory), (resource.RLIMIT_CPU, int(spent + request.processor) + 1)):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _answer(request: Request, wanted: _Wanted) -> tuple[str, Any]:
    try:
        _limit(request)
        module, _, name = request.work.partition(":")
        function: Callable[..., Any] = getattr(importlib.import_module(module), name)
        talk = {"progress": wanted.tell, "stopped": wanted}
        return DONE, function(*request.args, **request.kwargs, **{name: talk[name] for name in request.talks})
    except MemoryError:
        return MEMORY, None
    except Exception as error:  # noqa: BLE001 - the worker's edge
        return (RAISED, error) if is_answer(error) else (UNEXPECTED, traceback.format_exc())


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take both pipes away from the standard numbers, so that no library's remark gets among the answers."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return requests, answers


def main() -> None:
    """Work until the pipe is closed, or the memory was not enough."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    requests, answers = _private_pipes()
    while (frame := read_frame(requests)) is not None:
        kind, content = _answer(pickle.loads(frame), _Wanted(requests, answers))  # noqa: S301 - the app's own
        try:
            write_frame(answers, pickle.dumps((kind, content)))
        except OSError:
            break
        if kind in {MEMORY, UNEXPECTED}:
            break


if __name__ == "__main__":
    # The module by its own name, whose classes the requests name.
    sys.exit(importlib.import_module("lib.apart.worker").main())
