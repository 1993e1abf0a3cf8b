"""A job's whole story on a real stand-in, with what goes wrong on the way."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lib.errors import KeyMissing
from lib.jobs.accounts import Accounts
from lib.jobs.record import JobState
from lib.media import inspect
from lib.secret import Secret
from tests.jobs.conftest import Studio

StudioOn = Callable[..., Studio]


def test_a_job_ends_with_a_video_that_plays(studio_on: StudioOn) -> None:
    studio = studio_on(scale=1.0)
    studio.start()
    record = studio.ended(studio.submit().job)
    assert record.state is JobState.SUCCEEDED, record
    path = studio.jobs.video_path(record)
    assert path is not None
    facts = inspect(path)
    assert (facts.width, facts.height, facts.video_codec, facts.audio_codec) == (1280, 720, "h264", "aac")
    assert facts.seconds == pytest.approx(2, abs=0.05)
    assert studio.jobs.poster_path(record) is not None
    assert record.billed_seconds == 2
    assert record.ticket is not None
    assert record.ticket.task_id.startswith("sandbox-")
    assert studio.sandbox.creates == 1


def test_the_queue_holds_an_account_to_five_at_once_and_the_sixth_can_be_withdrawn(studio_on: StudioOn) -> None:
    studio = studio_on("never-ends")
    studio.start()
    jobs = [studio.submit(f"Image 1 waves {'again ' * number}.").job for number in range(6)]
    for job in jobs[:5]:
        studio.until(job, lambda record: record.ticket is not None)
    assert studio.jobs.get(jobs[5]).state is JobState.WAITING
    assert studio.jobs.cancel(jobs[5]).state is JobState.CANCELED
    assert studio.sandbox.creates == 5


@pytest.mark.parametrize(
    ("fault", "state", "creates"),
    [
        ("throttle:2", JobState.SUCCEEDED, 1),
        ("poll-500:3", JobState.SUCCEEDED, 1),
        ("poll-drop:3", JobState.SUCCEEDED, 1),
        ("poll-html:3", JobState.SUCCEEDED, 1),
        ("unknown-status:2", JobState.SUCCEEDED, 1),
        ("upload-expired:1", JobState.SUCCEEDED, 1),
        ("download-cut:2", JobState.SUCCEEDED, 1),
        ("create-drop:1", JobState.SUCCEEDED, 1),
        ("create-500:1", JobState.LOST, 0),
        ("fail-moderation", JobState.FAILED, 1),
        ("fail-internal", JobState.FAILED, 1),
    ],
)
def test_a_fault_on_the_way(studio_on: StudioOn, fault: str, state: JobState, creates: int) -> None:
    studio = studio_on(fault)
    studio.start()
    record = studio.ended(studio.submit().job)
    assert record.state is state, record
    assert studio.sandbox.creates == creates
    if state is not JobState.SUCCEEDED:
        assert record.error is not None
        assert record.error.message
        assert record.error.advice


def test_an_accepted_request_whose_answer_was_cut_is_adopted(studio_on: StudioOn) -> None:
    studio = studio_on("create-drop:1")
    studio.start()
    record = studio.ended(studio.submit().job)
    assert record.ticket is not None
    posts = [one for one in studio.sandbox.requests if one.method == "POST" and one.path.endswith("video-synthesis")]
    assert len(posts) == 1


def test_a_task_in_the_services_queue_is_canceled_there(studio_on: StudioOn) -> None:
    studio = studio_on(speed=0.2)
    studio.start()
    record = studio.submit()
    studio.until(record.job, lambda now: now.ticket is not None)
    assert studio.jobs.cancel(record.job).state is JobState.CANCELED


def test_a_running_task_goes_on_and_it_is_said(studio_on: StudioOn) -> None:
    studio = studio_on("never-ends")
    studio.start()
    record = studio.submit()
    studio.until(record.job, lambda now: now.state is JobState.RUNNING)
    after = studio.jobs.cancel(record.job)
    assert after.state is JobState.RUNNING
    assert "charged" in after.message


def test_a_restart_goes_on_with_the_same_task(studio_on: StudioOn) -> None:
    studio = studio_on(speed=2)
    studio.start()
    record = studio.submit()
    before = studio.until(record.job, lambda now: now.state is JobState.RUNNING)
    studio.restart()
    after = studio.ended(record.job)
    assert after.state is JobState.SUCCEEDED, after
    assert after.ticket == before.ticket
    assert studio.sandbox.creates == 1


def test_a_job_whose_key_is_gone_waits_for_it(studio_on: StudioOn) -> None:
    studio = studio_on(speed=2)
    studio.start()
    record = studio.submit()
    studio.until(record.job, lambda now: now.state is JobState.RUNNING)
    studio.restart(with_key=False)
    waiting = studio.until(record.job, lambda now: "key" in now.message)
    assert not waiting.state.ended
    studio.jobs.hold(studio.account)
    assert studio.ended(record.job).state is JobState.SUCCEEDED


def test_a_second_click_is_the_same_job(studio_on: StudioOn) -> None:
    studio = studio_on()
    studio.start()
    first = studio.submit()
    assert studio.submit().job == first.job
    assert studio.submit(visitor="somebody else").job != first.job
    assert studio.submit("Image 1 leaves.").job != first.job
    studio.ended(first.job)


def test_a_lost_job_is_found_again_and_nothing_is_sent_twice(studio_on: StudioOn) -> None:
    studio = studio_on("create-drop:1")
    studio.start()
    stranger = studio.sandbox.creates
    record = studio.ended(studio.submit().job)
    assert record.state is JobState.SUCCEEDED
    studio.jobs.aftercare.look_again(record.job)
    assert studio.jobs.get(record.job).state is JobState.SUCCEEDED, "only a lost job is looked for"
    assert studio.sandbox.creates == stranger + 1


def test_a_request_that_was_never_accepted_is_looked_for_and_never_sent_again(studio_on: StudioOn) -> None:
    studio = studio_on("create-500:1")
    studio.start()
    record = studio.ended(studio.submit().job)
    assert record.state is JobState.LOST
    assert studio.jobs.aftercare.look_again(record.job).state is JobState.WAITING
    again = studio.ended(record.job)
    assert (again.state, studio.sandbox.creates) == (JobState.LOST, 0)


def test_a_job_never_takes_over_the_task_of_another(studio_on: StudioOn) -> None:
    studio = studio_on("create-500:1")
    studio.start()
    lost = studio.ended(studio.submit().job)
    other = studio.ended(studio.submit("Image 1 leaves.").job)
    studio.jobs.aftercare.look_again(lost.job)
    after = studio.ended(lost.job)
    assert other.state is JobState.SUCCEEDED
    assert (after.state, after.ticket) == (JobState.LOST, None)


def test_a_key_that_is_refused_while_the_task_runs_leaves_the_job_to_be_looked_at_again(studio_on: StudioOn) -> None:
    studio = studio_on(speed=2)
    studio.start()
    record = studio.submit()
    studio.until(record.job, lambda now: now.ticket is not None)
    studio.restart(with_key=False)
    wrong = replace(studio.account, key=Secret("sk-of-somebody-else"))
    assert studio.jobs.waits_for_key(studio.jobs.get(record.job))
    assert not studio.jobs.give_key(studio.jobs.get(record.job), wrong)
    assert studio.jobs.give_key(studio.jobs.get(record.job), studio.account)
    assert studio.ended(record.job).state is JobState.SUCCEEDED


def test_a_visitors_key_is_forgotten_with_the_last_job(studio_on: StudioOn) -> None:
    studio = studio_on()
    studio.start(with_key=False)
    record = studio.submit()
    studio.ended(record.job)
    studio.until(record.job, lambda _: not studio.jobs.holds(record))


def test_nothing_secret_is_written_down(studio_on: StudioOn, tmp_path: Path) -> None:
    studio = studio_on("poll-500:1", "download-cut:1")
    studio.start()
    studio.ended(studio.submit().job)
    studio.jobs.stop()
    written = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    for secret in (b"sk-owner-of-the-tests", b"Signature=", b"oss://"):
        assert secret not in written


@pytest.mark.parametrize(("fault", "uploads"), [("fail-internal:1", 2), ("fail-moderation:1", 1)])
def test_files_are_sent_anew_only_after_a_failure_that_they_may_be_the_cause_of(
    studio_on: StudioOn, fault: str, uploads: int
) -> None:
    studio = studio_on(fault)
    studio.start()
    assert studio.ended(studio.submit().job).state is JobState.FAILED
    assert studio.ended(studio.submit(visitor="somebody else").job).state is JobState.SUCCEEDED
    policies = [one for one in studio.sandbox.requests if one.path.endswith("/uploads")]
    assert len(policies) == uploads


def test_a_key_is_forgotten_only_where_no_job_needs_it(studio_on: StudioOn) -> None:
    account, accounts = studio_on().account, Accounts()
    accounts.hold(account)
    accounts.release(account.fingerprint, lambda _fingerprint: False)
    assert accounts.get(account.fingerprint) == account
    accounts.release(account.fingerprint, lambda _fingerprint: True)
    with pytest.raises(KeyMissing):
        accounts.get(account.fingerprint)
