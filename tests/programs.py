"""Starts the project's programs as people do, each on a free port and with folders of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[1]
START_SECONDS = 120
# Three on an idle machine.
STOP_SECONDS = 20
SPACE_HOST = "me-studio.hf.space"
# A folder in which not even root can make anything.
NO_HOME = "/proc"


class Program:
    """A running program whose first matching line told its address."""

    def __init__(self, command: list[str], pattern: str, environment: Mapping[str, str], cwd: Path = ROOT) -> None:
        self.lines: list[str] = []
        self._pattern = re.compile(pattern)
        self._told = threading.Event()
        self.address = ""
        self.process = subprocess.Popen(
            [*dying_with_the_caller(), *command],
            cwd=cwd,
            env=dict(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if not self._told.wait(START_SECONDS) or not self.address:
            self.stop()
            raise AssertionError("it did not start:\n" + self.output)

    @property
    def output(self) -> str:
        return "".join(self.lines)

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.send_signal(signal.SIGKILL)
        self._finish()

    def stop(self) -> int:
        """Ask it to end, which it does soon, with pages open too; give its exit code."""
        self.process.terminate()
        return self._finish()

    def _finish(self) -> int:
        try:
            code = self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
            raise AssertionError("it did not end when it was asked to:\n" + self.output) from None
        self._reader.join(10)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code

    def _read(self) -> None:
        if self.process.stdout is None:
            return
        for line in self.process.stdout:
            self.lines.append(line)
            found = self._pattern.search(line)
            if found is not None and not self.address:
                self.address = found[0]
                self._told.set()
        self._told.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.stop()


def dying_with_the_caller() -> list[str]:
    """Give what to put before a command so that it ends when the test's process does, however that ended.

    A worker that was killed for a test that hangs takes no fixture down, and its app would keep a core busy.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []


def environment(home: Path, **settings: str) -> dict[str, str]:
    """Give an environment without the caller's settings, with a home of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("R2V_", "DASHSCOPE_", "MODELSTREAM_", "GRADIO_"))
    }
    home.mkdir(parents=True, exist_ok=True)
    own = {"HOME": str(home), "XDG_DATA_HOME": str(home / "share"), "GRADIO_TEMP_DIR": str(home / "cache")}
    return {**kept, **own, "PYTHONUNBUFFERED": "1", **settings}


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_app(home: Path, **settings: str) -> Program:
    """Start `python app.py` on a free port, at a quick pace."""
    asked = {"GRADIO_SERVER_PORT": str(free_port()), "R2V_PACE": "0.2", **settings}
    return Program([sys.executable, "app.py"], r"http://\S+", environment(home, **asked))


def build_space(folder: Path) -> Path:
    """Build what a Space is given, by the command that builds it."""
    subprocess.run(["make", "space", f"SPACE={folder}"], cwd=ROOT, check=True, capture_output=True)
    return folder


def start_space(folder: Path, scratch: Path, python: str = sys.executable, **settings: str) -> Program:
    """Start a built folder as a Space does; nothing can be written to its home, and its disk is `scratch`."""
    asked = {
        "SYSTEM": "spaces",
        "SPACE_ID": "me/studio",
        "SPACE_HOST": SPACE_HOST,
        "GRADIO_SSR_MODE": "True",
        "GRADIO_NUM_PORTS": "1",
        "GRADIO_SERVER_NAME": "0.0.0.0",  # noqa: S104 - as a Space has it
        "GRADIO_SERVER_PORT": str(free_port()),
        "HOME": NO_HOME,
        "XDG_DATA_HOME": f"{NO_HOME}/share",
        "TMPDIR": str(scratch),
        "R2V_PACE": "0.2",
        **settings,
    }
    return Program([python, "app.py"], r"http://\S+", environment(scratch, **asked), cwd=folder)


def start_sandbox(data: Path, *options: str) -> Program:
    """Start `python -m lib.sandbox` on a free port."""
    command = [sys.executable, "-m", "lib.sandbox", "--port", "0", "--data", str(data), *options]
    return Program(command, r"http://\S+/api/v1", environment(data / "home"))
