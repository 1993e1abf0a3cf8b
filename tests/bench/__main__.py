"""The measurements as one program: `python -m tests.bench [--only NAME …] [--smoke]`, which `make bench` runs.

Each prints its table as soon as it is done. In earnest the figures are kept in results.json, RESULTS.md and cost.png
beside this file; those of measurements that were not asked for stay as they were.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench import (
    animatic,
    chaos,
    checks,
    history,
    inflight,
    installed,
    overhead,
    page,
    start,
    uploads,
)
from tests.bench.report import FOLDER, Entry, entry, read, table, write
from tests.bench.row import Measurement, Scale

MEASUREMENTS = (
    Measurement(name="checks", title="Looking at references", measure=checks.measure),
    Measurement(name="uploads", title="Sending references", measure=uploads.measure),
    Measurement(name="animatic", title="Rendering an animatic", measure=animatic.measure),
    Measurement(name="history", title="A long history", measure=history.measure),
    Measurement(name="overhead", title="One job", measure=overhead.measure),
    Measurement(name="inflight", title="Many jobs in flight", measure=inflight.measure),
    Measurement(name="start", title="Starting, and at rest", measure=start.measure),
    Measurement(name="page", title="Opening the page", measure=page.measure),
    Measurement(name="installed", title="On disk", measure=installed.measure),
    Measurement(name="chaos", title="Killed with -9 at every stage", measure=chaos.measure),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, show and keep; give the exit code, which is 0 whatever the figures are."""
    options, began = _parser().parse_args(arguments), time.perf_counter()
    chosen = [one for one in MEASUREMENTS if not options.only or one.name in options.only]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) if options.smoke else FOLDER
        for number, one in enumerate(chosen, start=1):
            _say(f"{number} of {len(chosen)}: {one.title} …")
            fresh = run(one, Scale(smoke=options.smoke))
            _say(f"{table(fresh.measured.rows)}\n({fresh.seconds:.0f} s)\n")
            # After each, so that a run that is cut off has lost one at most.
            known = read(target) | {one.name: fresh}
            write({each.name: known[each.name] for each in MEASUREMENTS if each.name in known}, target)
    _say(f"All of it took {(time.perf_counter() - began) / 60:.1f} minutes.")
    if not options.smoke:
        _say("Written to tests/bench/RESULTS.md; `make docs` takes it into the README.")
    return 0


def run(one: Measurement, scale: Scale) -> Entry:
    """Do one measurement in a folder of its own."""
    load, began = os.getloadavg()[0], time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        measured = one.measure(Path(folder), scale)
    return entry(one.title, measured, load, time.perf_counter() - began)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a command's output


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    names = [one.name for one in MEASUREMENTS]
    parser.add_argument("--only", nargs="+", choices=names, metavar="NAME", help=f"of: {', '.join(names)}")
    parser.add_argument("--smoke", action="store_true", help="run all of the code at the smallest sizes; keep nothing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
