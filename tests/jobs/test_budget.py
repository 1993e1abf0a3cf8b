"""The caps on the owner's key: many at once, in two processes and over a restart, never over a cap."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from lib.errors import NotFound, OverBudget
from lib.forms.cost import Cost
from lib.jobs.budget import Caps, day_of, renewal_after, span_words
from lib.jobs.record import JobState, Record
from lib.jobs.records import Records, sqlite_url
from lib.jobs.spending import hundredths
from tests.jobs.builders import OWNER, budget_on, new_record
from tests.jobs.conftest import Studio

AT_ONCE = 50
PRICE = 1.2
# A day ends at most once during a test that begins here; the tests say themselves what time it is.
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC).timestamp()


@pytest.fixture(params=["sqlite", "postgres"])
def processes(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Records, Records]]:
    """The records as two processes have them."""
    embedded = request.param == "sqlite"
    url = sqlite_url(tmp_path, "budget.sqlite3") if embedded else str(request.getfixturevalue("postgres_url"))
    both = Records(url, "here"), Records(url, "there")
    yield both
    for records in both:
        records.close()


def paid(job: str, *, high: float | None = PRICE, **fields: Any) -> Record:
    cost = Cost(currency="CNY", low=high, high=high, note="")
    owned: dict[str, Any] = {"service": "dashscope", "region": "cn-beijing", "account": OWNER.fingerprint, "cost": cost}
    now = time.time()
    return new_record(job, **{"created": now, "updated": now, **owned, **fields})


def asked_at_once(processes: tuple[Records, Records], caps: Caps, payer: Callable[[int], str]) -> list[str]:
    """Ask for fifty jobs at the same moment, in turn in each process; give the refusals."""
    budgets = [budget_on(records, caps) for records in processes]
    together = Barrier(AT_ONCE)

    def ask(number: int) -> str:
        together.wait(30)
        try:
            budgets[number % 2].add(paid(f"job-{number}"), payer(number))
        except OverBudget as refusal:
            return refusal.failure.sentence
        return ""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [said for said in pool.map(ask, range(AT_ONCE)) if said]


@pytest.mark.parametrize(
    ("caps", "payer", "made"),
    [
        (Caps(per_visitor=13.0), lambda _: "anna", 10),
        (Caps(per_day=13.0), lambda number: f"visitor-{number}", 10),
        (Caps(per_day=31.2, per_visitor=2.4), lambda number: f"visitor-{number % 5}", 10),
        (Caps(per_day=31.2, per_visitor=2.4), lambda number: f"visitor-{number}", 26),
        (Caps(jobs_per_visitor=7), lambda _: "anna", 7),
        (Caps(jobs_per_visitor=3), lambda number: f"visitor-{number % 5}", 15),
    ],
)
def test_fifty_at_once_never_exceed_a_cap(
    processes: tuple[Records, Records], caps: Caps, payer: Callable[[int], str], made: int
) -> None:
    refusals = asked_at_once(processes, caps, payer)
    assert len(processes[0].unfinished()) == made == AT_ONCE - len(refusals)
    assert all("Your own key is not counted" in said for said in refusals)


def test_what_fails_makes_room_and_what_may_be_charged_never_exceeds_the_cap(
    processes: tuple[Records, Records],
) -> None:
    """More jobs than fit are taken where some fail meanwhile; at no moment do the others exceed the cap."""
    caps, together, live = Caps(per_visitor=6.5), Barrier(AT_ONCE), list[int]()
    budgets = [budget_on(records, caps) for records in processes]

    def ask(number: int) -> bool:
        together.wait(30)
        try:
            budgets[number % 2].add(paid(f"job-{number}"), "anna")
        except OverBudget:
            return False
        # Seen from the other process, right after it was made: everything that may still be charged.
        live.append(len(processes[1 - number % 2].unfinished()))
        if number % 3:
            processes[number % 2].advance(f"job-{number}", state=JobState.FAILED, ended=NOW)
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = sum(pool.map(ask, range(AT_ONCE)))
    assert max(live) <= 5 <= made
    assert len(processes[0].unfinished()) <= 5
    left = budgets[0].left("anna", "CNY").visitor
    assert left == round(6.5 - PRICE * len(processes[0].unfinished()), 2)


def test_a_cap_survives_a_restart_and_says_what_is_left(processes: tuple[Records, Records]) -> None:
    caps = Caps(per_visitor=3.0)
    budget_on(processes[0], caps).add(paid("first"), "anna")
    again = budget_on(processes[1], caps)
    again.add(paid("second"), "anna")
    with pytest.raises(OverBudget, match=r"CNY 0\.60 of the CNY 3\.00 a day for each visitor are left") as refusal:
        again.add(paid("third"), "anna")
    assert "It renews at 00:00 UTC" in refusal.value.failure.advice
    assert again.left("anna", "CNY").visitor == 0.6
    assert again.left("otto", "CNY").visitor == again.left("anna", "USD").visitor == 3.0
    with pytest.raises(NotFound):
        processes[0].get("third")


def test_a_new_day_begins_with_all_of_it(processes: tuple[Records, Records]) -> None:
    budget = budget_on(processes[0], Caps(per_day=1.3))
    budget.add(paid("yesterday", created=time.time() - 86_400), "anna")
    assert budget.left("anna", "CNY").day == 1.3
    budget.add(paid("today"), "anna")
    assert budget.left("anna", "CNY").least == 0.1


@pytest.mark.parametrize(
    ("state", "billed", "left"),
    [
        (JobState.FAILED, None, 10.0),
        (JobState.CANCELED, None, 10.0),
        (JobState.LOST, None, 8.8),
        (JobState.SUCCEEDED, None, 8.8),
        # 720P in Beijing is CNY 0.6 a second.
        (JobState.SUCCEEDED, 1.5, 9.1),
        (JobState.SUCCEEDED, 3, 8.2),
    ],
)
def test_the_bill_takes_the_place_of_what_was_reserved(
    processes: tuple[Records, Records], state: JobState, billed: float | None, left: float
) -> None:
    budget = budget_on(processes[0], Caps(per_visitor=10.0))
    budget.add(paid("job"), "anna")
    processes[1].advance("job", billed_seconds=billed)
    processes[1].advance("job", state=state, ended=NOW)
    assert budget.left("anna", "CNY").visitor == left


def test_a_job_that_never_came_to_be_is_not_counted_and_may_come_again(processes: tuple[Records, Records]) -> None:
    budget = budget_on(processes[0], Caps(per_visitor=1.2))
    budget.add(paid("job"), "anna")
    processes[0].remove("job")
    budget.add(paid("job"), "anna")
    processes[0].withdraw("job", state=JobState.CANCELED, ended=NOW)
    assert budget.left("anna", "CNY").visitor == 1.2


def test_what_was_spent_outlives_the_record(processes: tuple[Records, Records]) -> None:
    budget = budget_on(processes[0], Caps(per_visitor=2.0))
    budget.add(paid("job"), "anna")
    processes[0].advance("job", state=JobState.LOST, ended=NOW)
    processes[0].remove("job")
    assert budget.left("anna", "CNY").visitor == 0.8


def test_ones_own_key_and_the_sandbox_are_not_counted(processes: tuple[Records, Records]) -> None:
    budget = budget_on(processes[0], Caps(per_visitor=0.0, per_day=0.0, jobs_per_visitor=0))
    budget.add(paid("own", account="another account"), "anna")
    budget.add(paid("sandbox", service="sandbox"), "anna")
    with pytest.raises(OverBudget):
        budget.add(paid("owners"), "anna")


def test_what_has_no_price_can_not_be_held_against_a_cap(processes: tuple[Records, Records]) -> None:
    with pytest.raises(OverBudget, match="is not known"):
        budget_on(processes[0], Caps(per_day=1000.0)).add(paid("job", high=None), "anna")
    budget_on(processes[0], Caps(jobs_per_visitor=1)).add(paid("job", high=None), "anna")


def test_a_job_that_ends_makes_room_for_the_next(processes: tuple[Records, Records]) -> None:
    budget = budget_on(processes[0], Caps(jobs_per_visitor=1))
    budget.add(paid("first"), "anna")
    with pytest.raises(OverBudget, match="1 jobs under way"):
        budget.add(paid("second"), "anna")
    processes[0].advance("first", state=JobState.SUCCEEDED, ended=NOW)
    budget.add(paid("second"), "anna")


def test_a_real_job_is_settled_by_what_the_service_billed(studio_on: Callable[..., Studio]) -> None:
    studio = studio_on(caps=Caps(per_visitor=10.0))
    studio.account = replace(studio.account, region="cn-beijing")
    studio.start()
    ended = studio.ended(studio.submit().job)
    assert (ended.state, ended.billed_seconds, ended.cost.high) == (JobState.SUCCEEDED, 2, PRICE)
    studio.restart()
    assert studio.jobs.budget.left("", "CNY").visitor == 10.0 - PRICE


def test_days_and_hundredths() -> None:
    assert day_of(NOW) == "2026-05-04"
    assert renewal_after(NOW) - NOW == 12 * 3600
    assert day_of(renewal_after(NOW)) == "2026-05-05"
    assert [hundredths(amount) for amount in (0, 0.001, 0.29, 1.2, 0.1 + 0.2)] == [0, 1, 29, 120, 30]
    assert [span_words(seconds) for seconds in (1, 60, 3599, 3601, 18_720)] == [
        "1 min",
        "1 min",
        "1 h 0 min",
        "1 h 1 min",
        "5 h 12 min",
    ]
