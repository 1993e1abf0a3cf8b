"""A thread for each job at work, gone with it: a pool would keep as many as there ever were at once."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class ThreadEach(ThreadPoolExecutor):
    """Runs every call in a thread of its own. A pool by name only, because DBOS asks for one."""

    def __init__(self, name: str) -> None:
        # Since `submit` is another, no thread of the pool ever starts.
        super().__init__(max_workers=1)
        self._name = name
        self._closed = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Begin a call. Raises RuntimeError after the end."""
        if self._closed:
            raise RuntimeError("no call begins after the end")
        future: Future[T] = Future()

        def run() -> None:
            future.set_running_or_notify_cancel()
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001 - whoever reads the future gets it, as from every executor
                future.set_exception(error)

        # A daemon: what has not ended when the process does goes on at the next start.
        threading.Thread(target=run, name=self._name, daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002 - the executor's own
        """Let nothing begin any more; what has begun ends by itself."""
        self._closed = True
