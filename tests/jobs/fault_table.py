"""The table of every fault at every stage: run, read and written. `python -m tests.jobs.fault_table` writes it anew."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lib.providers.http import Timeouts
from tests.jobs.fault_runs import Outcome, Runs
from tests.jobs.faulty_service import Stage
from tests.jobs.service_faults import faults
from tests.makers import make_clip
from tests.providers.server import Seen, answer, serving

PATH = Path(__file__).with_name("faults.md")
HEAD = """# Every fault at every stage

Real jobs against a service that does right in every stage but one. `tests/jobs/test_every_fault.py` holds this table
to be true; `python -m tests.jobs.fault_table` writes it anew, and what changes in it is read before it is kept.

*Once*: how a job ends that meets the fault once. *Lasting*: its state while the fault goes on. *Again*: how a lost job
ends when the service is right again and its person presses "Look again". *Sent* and *taken*: how often the paid request
was sent, and how many tasks the service made of it: never more than one. The last column is what the person reads while
the fault goes on.

"""
COLUMNS = ("Stage", "Fault", "Once", "Lasting", "Again", "Sent", "Taken", "What the person reads")

# Where a fault shows by itself, nothing may time out on a busy machine; elsewhere the waiting is the test.
PATIENT = Timeouts(connect=30, read=30, create=30)
HASTY = Timeouts(connect=30, read=0.5, create=0.5)
# The slow ones have pauses that are long enough to mend the service in the first of them.
PACE = 0.005
SLOW_PACE = 0.05
# More at once stand in each other's way at the database; the slow ones only wait.
QUICK_AT_ONCE = 8
SLOW_AT_ONCE = 24


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What became of every pair, and what the host was asked to which redirects lead."""

    outcomes: list[Outcome]
    elsewhere: list[Seen]


def run(folder: Path) -> Ran:
    """Run every pair of stage and fault."""
    video = make_clip(folder / "video.mp4", width=160, height=120, seconds=2, fps=3, sound=False).read_bytes()
    with serving(answer(video, 200, "video/mp4")) as elsewhere:
        pairs = [(stage, fault) for stage in Stage for fault in faults(elsewhere.origin) if stage in fault.stages]
        with Runs(folder / "quick", video, PATIENT, PACE).started() as runs:
            outcomes = runs.all((pair for pair in pairs if not pair[1].slow), at_once=QUICK_AT_ONCE)
        with Runs(folder / "slow", video, HASTY, SLOW_PACE).started() as runs:
            outcomes += runs.all((pair for pair in pairs if pair[1].slow), at_once=SLOW_AT_ONCE)
    order = {(stage, fault.name): place for place, (stage, fault) in enumerate(pairs)}
    return Ran(outcomes=sorted(outcomes, key=lambda one: order[one.stage, one.fault]), elsewhere=elsewhere.seen)


def pairs() -> set[tuple[str, str]]:
    """Name every pair that the table must hold."""
    return {(stage, fault.name) for stage in Stage for fault in faults("") if stage in fault.stages}


def row(outcome: Outcome) -> tuple[str, ...]:
    """Give an outcome as a row of the table."""
    again = "" if outcome.again is None else str(outcome.again)
    sent = (str(outcome.sent), str(outcome.taken))
    return (outcome.stage, outcome.fault, outcome.once, outcome.lasting, again, *sent, outcome.sentence)


def as_text(rows: Iterable[tuple[str, ...]]) -> str:
    """Write the table."""
    lines = [COLUMNS, tuple("---" for _ in COLUMNS), *rows]
    return HEAD + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def read() -> list[tuple[str, ...]]:
    """Read the table's rows."""
    lines = [line for line in PATH.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        PATH.write_text(as_text(row(outcome) for outcome in run(Path(folder)).outcomes), encoding="utf-8")


if __name__ == "__main__":
    main()
