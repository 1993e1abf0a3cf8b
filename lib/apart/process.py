"""One worker process, as the app holds it."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lib.apart.pipe import read_frame, write_frame

_ROOT = Path(__file__).parents[2]
# What a process needs to find its parts. No setting of ours and no key is among it.
_KEPT = frozenset(
    {
        *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR", "USERPROFILE"),
        *("APPDATA", "LOCALAPPDATA", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"),
        *("PYTHONHOME", "PYTHONPATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "VIRTUAL_ENV"),
        "IMAGEIO_FFMPEG_EXE",
    }
)
# Few threads and few heaps: each takes its part of the address space that is given.
_FRUGAL = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_TO_END_SECONDS = 10.0


@dataclass(eq=False)
class Worker:
    """A process, and until when it may say nothing.

    Attributes:
        process: the one that works.
        requests: what it reads.
        answers: what it writes.
        ends: a time of `monotonic`: a busy one is then overdue, an idle one not needed any more.
        idle: it waits for work.
        overdue: it was killed because it said nothing.
    """

    process: "subprocess.Popen[bytes]"
    requests: BinaryIO
    answers: BinaryIO
    ends: float
    idle: bool = False
    overdue: bool = False

    @classmethod
    def begin(cls, ends: float) -> "Worker":
        """Start a process. It forks nothing of this one: threads may hold locks here."""
        there, requests = os.pipe()
        answers, here = os.pipe()
        environment = {name: value for name, value in os.environ.items() if name.upper() in _KEPT}
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", "lib.apart.worker"],
                stdin=there,
                stdout=here,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env={**environment, **_FRUGAL},
                start_new_session=True,
            )
        except OSError:
            os.close(requests)
            os.close(answers)
            raise
        finally:
            os.close(there)
            os.close(here)
        return cls(process, os.fdopen(requests, "wb"), os.fdopen(answers, "rb"), ends)

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self.process.poll() is None

    def send(self, content: bytes) -> None:
        """Send a frame. Raises OSError: the process is gone."""
        write_frame(self.requests, content)

    def receive(self) -> bytes | None:
        """Wait for a frame; None where the process is gone."""
        return read_frame(self.answers)

    def kill(self) -> None:
        """End it and every process that it has begun."""
        with suppress(OSError):
            if sys.platform == "win32":
                self.process.kill()
            else:
                # Until it is waited for, even a dead one keeps the number of its group from being given away.
                os.killpg(self.process.pid, signal.SIGKILL)

    def exit_code(self) -> int | None:
        """Give how a process ended that has closed its pipe; None where it is still about to."""
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(_TO_END_SECONDS)
        return None

    def end(self) -> None:
        """Kill it, and let go of what it held here."""
        if self.process.returncode is None:
            self.kill()
        self.process.wait(_TO_END_SECONDS)
        for pipe in (self.requests, self.answers):
            with suppress(OSError):  # what it did not read is still to be sent
                pipe.close()
