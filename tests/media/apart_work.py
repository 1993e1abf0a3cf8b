"""What workers are given in `test_apart.py`: what a decoder does at its worst."""

import os
import resource
import signal
import threading
from collections.abc import Callable
from pathlib import Path


def die(name: str) -> None:
    os.kill(os.getpid(), signal.Signals[name])


def hoard(size: int) -> int:
    return len(bytearray(size))


def wait_for_ever() -> None:
    threading.Event().wait()


def spin() -> None:
    while True:
        pass


def say_and_wait(*, progress: Callable[[float], None], stopped: threading.Event) -> None:
    assert not stopped.is_set()
    progress(0.5)
    wait_for_ever()


def until_stopped(*, progress: Callable[[float], None], stopped: threading.Event) -> float:
    progress(0.25)
    while not stopped.is_set():
        pass
    return 0.25


def environment() -> dict[str, str]:
    return dict(os.environ)


def forge() -> Callable[[str], int]:
    return os.system


def slip() -> None:
    raise LookupError("a mistake of ours")


def refuse() -> None:
    raise PermissionError(13, "no")


def address_space() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
