"""The app's side: workers that are begun when there is work, used again, and ended when there is none."""

import atexit
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from lib.apart.errors import Broke, TookTooLong, TooMuchMemory, Unexpected
from lib.apart.pipe import answer_of
from lib.apart.process import Worker
from lib.apart.worker import DONE, GO_ON, MEMORY, RAISED, SHARE, Request

# A picture of a hundred million pixels takes 400 MB and is copied a few times on its way; a decoder of 4K keeps
# sixteen frames of 12 MB.
MEMORY_BYTES = 4 << 30
IDLE_SECONDS = 120.0
# Quick looks must not wait for a conversion, so each has places of its own.
_QUICK = max(2, os.cpu_count() or 2)
_SLOW = 2


@dataclass(kw_only=True)
class Pool:
    """Workers. Thread safe; a thread waits while all places for work of its kind are taken.

    Attributes:
        idle_seconds: how long a worker without work is kept.
    """

    idle_seconds: float = IDLE_SECONDS
    _workers: set[Worker] = field(default_factory=set, init=False, repr=False)
    _idle: list[Worker] = field(default_factory=list, init=False, repr=False)
    _changed: threading.Condition = field(default_factory=threading.Condition, init=False, repr=False)
    _keeper: threading.Thread | None = field(default=None, init=False, repr=False)
    _looks_at: float = field(default=0.0, init=False, repr=False)
    _places: dict[bool, threading.Semaphore] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._places = {False: threading.Semaphore(_QUICK), True: threading.Semaphore(_SLOW)}

    @property
    def workers(self) -> list[int]:
        """The process ids of the workers, busy and idle."""
        with self._changed:
            return [worker.process.pid for worker in self._workers]

    def run(  # noqa: PLR0913 - by keyword; each is a limit or a way to talk
        self,
        work: str,
        *args: Any,  # noqa: ANN401 - the work's own
        seconds: float,
        slow: bool = False,
        memory: int = MEMORY_BYTES,
        processor: float | None = None,
        progress: Callable[[float], None] | None = None,
        stopped: threading.Event | None = None,
        **kwargs: Any,  # noqa: ANN401 - the work's own
    ) -> Any:  # noqa: ANN401 - the work's own
        """Run a function in a worker and give what it gives, or raise what it raises.

        Args:
            work: `module:function`. Answers and errors are those of `lib.apart.pipe.ANSWERS`, and plain values.
            args: of the function, which can be pickled; paths must be absolute.
            seconds: how long it may give no sign of life; progress is one.
            slow: takes a place for long work, so that quick looks go on.
            memory: bytes of address space, for each process. Not held on Windows.
            processor: seconds of processor time for each process, by default twice `seconds` and some.
            progress: told the share that is done, in this thread; the function takes it too.
            stopped: set by the caller to give up; the same.
            kwargs: of the function.

        Raises:
            Broke, TookTooLong, TooMuchMemory: the worker is lost, and another takes its place.
            Unexpected: the work raised what can't be an answer.
        """
        request = Request(
            work=work,
            args=args,
            kwargs=kwargs,
            memory=memory,
            processor=2 * seconds + 5 if processor is None else processor,
            talks=frozenset(
                name for name, given in (("progress", progress), ("stopped", stopped)) if given is not None
            ),
        )
        with self._places[slow]:
            worker = self._take(seconds)
            try:
                kind, content = self._talk(worker, request, seconds, progress, stopped)
            except BaseException:
                self._lose(worker)
                raise
            if kind in {DONE, RAISED}:
                self._give_back(worker)
            else:
                self._lose(worker)
        return _outcome(kind, content)

    def close(self) -> None:
        """End every worker; work that is under way is lost."""
        with self._changed:
            workers, self._workers, self._idle = self._workers, set(), []
            self._changed.notify()
        for worker in workers:
            worker.end()

    def _talk(
        self,
        worker: Worker,
        request: Request,
        seconds: float,
        progress: Callable[[float], None] | None,
        stopped: threading.Event | None,
    ) -> tuple[str, Any]:
        try:
            worker.send(pickle.dumps(request))
            while (frame := worker.receive()) is not None:
                kind, content = answer_of(frame)
                if kind != SHARE:
                    return kind, content
                worker.ends = monotonic() + seconds
                if content is not None and progress is not None:
                    progress(float(content))
                worker.send(b"" if stopped is not None and stopped.is_set() else GO_ON)
        except BrokenPipeError:
            pass
        code = worker.exit_code()
        if worker.overdue or (sys.platform != "win32" and code == -signal.SIGXCPU):
            raise TookTooLong(f"no sign of life within {seconds:g} s")
        raise Broke(f"the worker ended with {code}")

    def _take(self, seconds: float) -> Worker:
        ends = monotonic() + seconds
        with self._changed:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    worker.idle, worker.ends = False, ends
                    self._keep(ends)
                    return worker
                self._workers.discard(worker)
                worker.end()
        worker = Worker.begin(ends)
        with self._changed:
            self._workers.add(worker)
            self._keep(ends)
        return worker

    def _give_back(self, worker: Worker) -> None:
        with self._changed:
            if worker in self._workers and not worker.overdue:
                worker.idle, worker.ends = True, monotonic() + self.idle_seconds
                self._idle.append(worker)
                self._keep(worker.ends)
                return
        self._lose(worker)

    def _lose(self, worker: Worker) -> None:
        with self._changed:
            self._workers.discard(worker)
        worker.end()

    def _keep(self, ends: float) -> None:
        """Have somebody look at the clock by `ends`; the lock is held."""
        if self._keeper is None:
            self._keeper = threading.Thread(target=self._watch, name="apart-keeper", daemon=True)
            self._looks_at = ends
            self._keeper.start()
        elif ends < self._looks_at:
            self._changed.notify()

    def _watch(self) -> None:
        """End what is silent for too long, or idle for too long, until there is no worker left."""
        with self._changed:
            while self._workers:
                now = monotonic()
                for worker in [worker for worker in self._workers if worker.ends <= now and not worker.overdue]:
                    if worker.idle:
                        self._idle.remove(worker)
                        self._workers.discard(worker)
                        worker.end()
                    else:
                        worker.overdue = True
                        worker.kill()  # whoever waits for it sees the pipe close
                waiting = [worker.ends for worker in self._workers if not worker.overdue]
                self._looks_at = min(waiting, default=now + self.idle_seconds)
                self._changed.wait(max(0.0, self._looks_at - now))
            self._keeper = None


def _outcome(kind: str, content: Any) -> Any:  # noqa: ANN401 - the work's own
    if kind == DONE:
        return content
    if kind == RAISED:
        raise content
    if kind == MEMORY:
        raise TooMuchMemory("more memory was asked for than is given")
    raise Unexpected(str(content))


_pool = Pool()
atexit.register(_pool.close)
apart = _pool.run
close = _pool.close
