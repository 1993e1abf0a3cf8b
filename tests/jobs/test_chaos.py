"""The jobs' process is killed again and again: every job ends, nothing is paid twice, nothing paid for is lost."""

from pathlib import Path

from tests.chaos.kills import AnyMoment, InTheRecord, Moment, on_the_wire, run_through
from tests.chaos.relay import Point

# A short form of `python -m tests.bench --only chaos`, which kills at forty moments.
MOMENTS: tuple[Moment, ...] = (
    on_the_wire("upload", Point.ANSWERED),
    on_the_wire("create", Point.ASKED),
    on_the_wire("create", Point.TOLD),
    on_the_wire("create", Point.ANSWERED),
    on_the_wire("list", Point.TOLD),
    InTheRecord(name="the intent", holds=lambda record: record.intent is not None),
    on_the_wire("look", Point.ANSWERED),
    on_the_wire("fetch", Point.TOLD),
    AnyMoment(seconds=1.7),
)


def test_killed_at_every_stage_no_cent_is_spent_twice_and_nothing_paid_for_is_lost(tmp_path: Path) -> None:
    tally = run_through(MOMENTS, tmp_path)
    assert tally.kills == len(MOMENTS)
    assert not tally.unended
    assert not tally.paid_twice
    assert not tally.unheld
    # Killed before the request left, a job ends as lost: at the two moments that are for that, and perhaps at the last.
    assert len([record for record in tally.records if record.video]) >= len(MOMENTS) - 3, str(tally)
