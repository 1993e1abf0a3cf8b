"""Records, and who may change them, on SQLite and on a real Postgres: two processes are two workers on a database."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lib.jobs.admission import Admission
from lib.jobs.record import JobState, Record
from lib.jobs.records import DatabaseAway, Records, sqlite_url
from lib.providers.provider import Ticket
from tests.jobs.builders import new_record
from tests.postgres import PASSWORD, Postgres

TICKET = Ticket(service="dashscope", base_url="https://example.org/api/v1", task_id="task-1")


@dataclass(frozen=True, kw_only=True)
class Two:
    """Two processes on one database."""

    here: Records
    there: Records


@pytest.fixture(params=["sqlite", "postgres"])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Two]:
    url = sqlite_url(tmp_path, "jobs.sqlite3")
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    made = Two(here=Records(url, "here"), there=Records(url, "there"))
    yield made
    made.here.close()
    made.there.close()


def new(job: str, **fields: Any) -> Record:
    return new_record(job, service="dashscope", **fields)


def test_a_job_belongs_to_the_process_that_saved_it(two: Two) -> None:
    two.here.add(new("job"))
    assert two.there.get("job").worker == "here"
    assert two.here.advance("job", mine=True, message="Mine.").message == "Mine."
    assert two.there.advance("job", mine=True, message="Theirs.").message == "Mine."
    assert two.there.advance("job", cancel_asked=True).cancel_asked, "what anybody may ask, anybody may write down"


def test_of_those_who_claim_a_job_at_once_one_has_it(two: Two) -> None:
    for number in range(10):
        two.here.add(new(f"job-{number}", worker="gone"))
    both, won = threading.Barrier(2), list[tuple[str, str]]()

    def claim(records: Records) -> None:
        for number in range(10):
            both.wait()
            if records.claim(f"job-{number}", {"gone"}):
                won.append((f"job-{number}", records.worker))

    claims = [threading.Thread(target=claim, args=(records,)) for records in (two.here, two.there)]
    for one in claims:
        one.start()
    for one in claims:
        one.join()
    assert sorted(job for job, _ in won) == [f"job-{number}" for number in range(10)]
    assert all(two.here.get(job).worker == worker for job, worker in won)


def test_what_has_ended_is_claimed_by_nobody(two: Two) -> None:
    two.here.add(new("job", worker="gone", state=JobState.CANCELED))
    assert not two.here.claim("job", {"gone"})
    assert not two.here.claim("no such job", {"gone"})


def test_a_ticket_that_comes_late_brings_a_job_back_for_whoever_has_its_key(two: Two) -> None:
    two.here.add(new("job", intent=1.0))
    assert two.there.claim("job", {"here"})
    two.there.advance("job", mine=True, state=JobState.LOST, ended=2.0, message="Nothing was found.")
    record = two.here.accept("job", TICKET, state=JobState.QUEUED, message="Accepted.")
    assert record is not None
    assert (record.state, record.ticket, record.worker, record.ended) == (JobState.QUEUED, TICKET, "", None)
    other = Ticket(service="dashscope", base_url=TICKET.base_url, task_id="task-2")
    two.there.advance("job", state=JobState.LOST)
    again = two.here.accept("job", other)
    assert again is not None
    assert again.ticket == TICKET, "a ticket that is there stays"


def test_a_task_belongs_to_one_job(two: Two) -> None:
    two.here.add(new("first", ticket=TICKET))
    two.there.add(new("second", intent=1.0))
    assert two.there.accept("second", TICKET) is None
    assert two.there.get("second").ticket is None


def test_the_intent_to_pay_is_saved_once_and_only_by_the_process_that_has_the_job(two: Two) -> None:
    two.here.add(new("job"))
    record = two.here.get("job")
    assert not Admission(two.there).admit(record)
    assert Admission(two.here).admit(record)
    assert not Admission(two.here).admit(record)
    assert two.there.get("job").intent is not None


@pytest.mark.parametrize(
    "changes", [{"cancel_asked": True}, {"state": JobState.CANCELED}], ids=["asked to cancel", "ended"]
)
def test_a_job_that_nobody_wants_any_more_is_not_paid_for(two: Two, changes: dict[str, object]) -> None:
    two.here.add(new("job", **changes))
    assert not Admission(two.here).admit(two.here.get("job"))


def test_an_account_has_five_places_whoever_asks(two: Two) -> None:
    for number in range(20):
        records = two.here if number % 2 else two.there
        records.add(new(f"job-{number}"))
    both, admitted = threading.Barrier(2), list[str]()

    def admit(records: Records, first: int) -> None:
        both.wait()
        for number in range(first, 20, 2):
            if Admission(records).admit(records.get(f"job-{number}")):
                admitted.append(f"job-{number}")

    asking = [threading.Thread(target=admit, args=(two.here, 1)), threading.Thread(target=admit, args=(two.there, 0))]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert len(admitted) == 5
    waiting = next(two.here.get(f"job-{number}") for number in range(1, 20, 2) if f"job-{number}" not in admitted)
    assert not Admission(two.here).admit(waiting)
    two.here.add(new("of another account", account="another"))
    assert Admission(two.here).admit(two.here.get("of another account"))
    two.here.advance(admitted[0], state=JobState.SUCCEEDED)
    assert Admission(two.here).admit(waiting)


def test_the_stand_in_of_each_process_has_places_of_its_own(two: Two) -> None:
    for number in range(8):
        two.here.add(new_record(f"job-{number}", intent=1.0))
    two.here.add(new_record("job", worker="here"))
    assert Admission(two.here).admit(two.here.get("job"))


def test_a_database_that_is_away_is_told_as_what_time_mends(postgres: Postgres, postgres_url: str) -> None:
    records = Records(postgres_url, "here")
    records.add(new("job"))
    with postgres.away(postgres_url), pytest.raises(DatabaseAway) as told:
        records.get("job")
    assert told.value.failure.retryable
    assert PASSWORD not in str(told.value)
    assert records.get("job").worker == "here"
    records.close()
