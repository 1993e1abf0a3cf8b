"""Every fault at every stage of a real job: where it ends, how often money was asked for, and what its person reads."""

import pytest

from lib.jobs.desk import ATTEMPTS
from lib.jobs.record import JobState
from tests.jobs.fault_runs import Outcome
from tests.jobs.fault_table import Ran, pairs, read, row, run
from tests.jobs.faulty_service import Stage
from tests.jobs.service_faults import SECRET
from tests.providers.orders import KEY

# One process runs them all at once: half a minute on two free cores, and the first test waits for it.
pytestmark = pytest.mark.timeout(400)
ROWS = read()


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return run(tmp_path_factory.mktemp("faults"))


@pytest.fixture(scope="module")
def outcomes(ran: Ran) -> dict[tuple[str, str], Outcome]:
    return {(str(one.stage), one.fault): one for one in ran.outcomes}


def test_the_table_holds_every_pair_of_stage_and_fault() -> None:
    assert {(stage, fault) for stage, fault, *_ in ROWS} == pairs()
    assert len(ROWS) == len(pairs())


@pytest.mark.parametrize("expected", ROWS, ids=lambda cells: f"{cells[0]}-{cells[1]}")
def test_a_fault_ends_as_the_table_says(outcomes: dict[tuple[str, str], Outcome], expected: tuple[str, ...]) -> None:
    outcome = outcomes[expected[0], expected[1]]
    assert row(outcome) == expected
    assert outcome.taken <= 1, "one intent is at most one paid task"


def test_the_paid_request_is_sent_again_only_after_a_clear_no(ran: Ran) -> None:
    again = {one.fault for one in ran.outcomes if one.sent > 1}
    assert again == {"429 Throttling", "429 Throttling.RateQuota", "429 Throttling.BurstRate", "429 with Retry-After"}
    assert all(one.sent <= ATTEMPTS for one in ran.outcomes)


def test_nothing_paid_for_is_lost(ran: Ran) -> None:
    for one in ran.outcomes:
        ends = {one.once, one.again}
        ended_there = one.stage is Stage.CANCEL or one.fault.startswith(("FAILED", "task CANCELED"))
        assert one.taken == 0 or ended_there or JobState.SUCCEEDED in ends, one


def test_every_sentence_is_fit_to_be_read(ran: Ran) -> None:
    for one in ran.outcomes:
        assert one.sentence[0].isupper() or one.sentence.startswith("127.0.0.1"), one
        assert one.sentence.endswith("."), one
        assert KEY not in one.sentence
        assert SECRET not in one.sentence


def test_only_a_video_follows_a_redirect_and_no_key_goes_with_it(ran: Ran) -> None:
    assert {seen.path for seen in ran.elsewhere} == {"/video.mp4"}
    assert {seen.method for seen in ran.elsewhere} == {"GET"}
    assert not any("Authorization" in seen.headers for seen in ran.elsewhere)
