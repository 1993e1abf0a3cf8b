"""The stand-in from a shell: `python -m lib.sandbox --port 8801`."""

import argparse
import signal
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from lib.errors import SettingsError
from lib.sandbox import Fault, Sandbox, SandboxConfig
from lib.settings import data_dir

MAX_LATENCY_SECONDS = 60
SMALLEST_SCALE = 0.1


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; give the exit code. The first line on stdout is the base URL, once it is listening."""
    options = _parser().parse_args(arguments)
    try:
        data = options.data or data_dir() / "sandbox"
    except SettingsError as error:
        return _refused(error.failure.sentence)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    config = SandboxConfig(
        data_dir=data,
        host=options.host,
        port=options.port,
        speed=options.speed,
        scale=options.scale,
        faults=tuple(options.fault),
        latency=options.latency,
    )
    try:
        sandbox = Sandbox(config)
        sandbox.start()
    except (OSError, sqlite3.Error) as error:
        return _refused(f"can't serve {data} on {options.host}:{options.port}: {error}")
    print(sandbox.base_url, flush=True)  # noqa: T201 - a command's output
    stop.wait()
    sandbox.stop()
    return 0


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - a command's only way to say it
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lib.sandbox", description="A stand-in for Model Studio.")
    parser.add_argument("--port", type=int, default=8801, help="0 for any free one (default: %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument(
        "--data",
        type=Path,
        help="where tasks and videos are kept (default: sandbox in the app's own data folder)",
    )
    parser.add_argument("--speed", type=_speed, default=1.0, help="divides its waits (default: %(default)s)")
    parser.add_argument(
        "--scale",
        type=_scale,
        default=1.0,
        help="of the sides of its videos, 0.1 to 1, where the picture doesn't matter (default: %(default)s)",
    )
    parser.add_argument(
        "--latency",
        type=_latency,
        default=0.0,
        metavar="SECONDS",
        help="let every request arrive so much later (default: %(default)s)",
    )
    parser.add_argument(
        "--fault", type=_fault, action="append", default=[], metavar="NAME[:TIMES]", help="misbehave; repeatable"
    )
    return parser


def _scale(text: str) -> float:
    scale = float(text)
    if not SMALLEST_SCALE <= scale <= 1:
        raise argparse.ArgumentTypeError(f"the scale must be {SMALLEST_SCALE} to 1")
    return scale


def _speed(text: str) -> float:
    speed = float(text)
    if not 0 < speed < float("inf"):
        raise argparse.ArgumentTypeError("the speed must be above zero")
    return speed


def _latency(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < MAX_LATENCY_SECONDS:
        raise argparse.ArgumentTypeError(f"the latency must be from 0 to {MAX_LATENCY_SECONDS} seconds")
    return seconds


def _fault(text: str) -> Fault:
    try:
        return Fault.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


if __name__ == "__main__":
    sys.exit(main())
