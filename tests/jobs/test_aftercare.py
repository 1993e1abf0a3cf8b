"""A job whose end isn't known: looked at again, sent again on purpose, or not followed any more."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from lib.errors import InputError, StorageError
from lib.jobs.aftercare import NOT_FOLLOWED
from lib.jobs.record import JobState
from lib.jobs.records import Records, sqlite_url
from lib.providers.provider import Ticket
from lib.secret import Secret
from tests.jobs.builders import new_record
from tests.jobs.conftest import Studio

StudioOn = Callable[..., Studio]


def test_a_lost_job_is_sent_again_once_for_every_time_that_it_is_asked_for(studio_on: StudioOn) -> None:
    studio = studio_on("create-500:1")
    studio.start()
    lost = studio.ended(studio.submit().job)
    assert studio.jobs.aftercare.can_send_again(lost)
    new = studio.jobs.aftercare.send_again(lost.job, studio.account, visitor="somebody")
    second_click = studio.jobs.aftercare.send_again(lost.job, studio.account, visitor="somebody")
    assert second_click.job == new.job != lost.job
    done = studio.ended(new.job)
    assert done.state is JobState.SUCCEEDED, done
    assert (done.order, done.visitor, done.cost) == (lost.order, "somebody", lost.cost)
    assert studio.sandbox.creates == 1
    old = studio.jobs.get(lost.job)
    assert (old.state, old.ticket) == (JobState.LOST, None)
    assert old.error is not None
    assert "sent again" in old.error.advice
    assert not studio.jobs.aftercare.can_send_again(old)


def test_only_a_lost_job_is_sent_again_and_only_with_its_key(studio_on: StudioOn) -> None:
    studio = studio_on("create-500:1")
    studio.start()
    lost = studio.ended(studio.submit().job)
    other = replace(studio.account, key=Secret("sk-of-somebody-else"))
    with pytest.raises(InputError, match="with the key that it was sent with"):
        studio.jobs.aftercare.send_again(lost.job, other)
    done = studio.ended(studio.submit("Image 1 leaves.").job)
    with pytest.raises(InputError, match="Only a lost job"):
        studio.jobs.aftercare.send_again(done.job, studio.account)
    assert studio.sandbox.creates == 1


def test_a_lost_job_whose_files_are_gone_says_so(studio_on: StudioOn) -> None:
    studio = studio_on("create-500:1")
    studio.start()
    lost = studio.ended(studio.submit().job)
    for path in (studio.folder / "jobs" / lost.job).iterdir():
        path.unlink()
    with pytest.raises(StorageError, match="not there any more"):
        studio.jobs.aftercare.send_again(lost.job, studio.account)
    assert studio.jobs.aftercare.can_send_again(studio.jobs.get(lost.job))


def test_after_a_day_looking_again_says_that_it_is_forgotten(studio_on: StudioOn) -> None:
    studio = studio_on()
    studio.start()
    day_ago = time.time() - 25 * 3600
    task = Ticket(service="dashscope", base_url=studio.account.base_url, task_id="sandbox-long-ago")
    whose = {"service": "dashscope", "account": studio.account.fingerprint}
    old = new_record("old", state=JobState.LOST, ticket=task, intent=day_ago, **whose)
    records = Records(sqlite_url(studio.folder, "jobs.sqlite3"))
    records.add(old)
    records.close()
    after = studio.jobs.aftercare.look_again("old", studio.account)
    assert after.state is JobState.LOST
    assert after.error is not None
    assert after.error.code == "Studio.Forgotten"
    assert "24 hours" in after.error.message
    assert studio.sandbox.requests == [], "nobody is asked about it"


def test_a_job_that_is_not_followed_any_more_is_asked_about_no_more_and_can_be_taken_up(studio_on: StudioOn) -> None:
    studio = studio_on("never-ends")
    studio.start(with_key=False)
    job = studio.submit().job
    studio.until(job, lambda record: record.state is JobState.RUNNING)
    too_late = studio.jobs.cancel(job)
    assert (too_late.state, too_late.cancel_asked) == (JobState.RUNNING, True)
    assert "charged" in too_late.message
    stopped = studio.jobs.aftercare.stop_following(job)
    assert stopped.state is JobState.LOST
    assert stopped.error is not None
    assert stopped.error.code == NOT_FOLLOWED
    assert "charged" in stopped.error.message
    assert not studio.jobs.aftercare.can_send_again(stopped)
    # The key is forgotten with the run that used it: from then on nobody asks.
    studio.until(job, lambda record: not studio.jobs.holds(record))
    asked = len(studio.sandbox.requests)
    studio.jobs.aftercare.look_again(job, studio.account)
    studio.until(job, lambda record: record.state is JobState.RUNNING)
    assert len(studio.sandbox.requests) > asked
    assert studio.sandbox.creates == 1


def test_a_job_taken_up_at_once_goes_on(studio_on: StudioOn) -> None:
    studio = studio_on(speed=4)
    studio.start()
    job = studio.submit().job
    studio.until(job, lambda record: record.state is JobState.RUNNING)
    assert studio.jobs.aftercare.stop_following(job).state is JobState.LOST
    assert studio.jobs.aftercare.look_again(job, studio.account).state is JobState.QUEUED
    done = studio.ended(job)
    assert done.state is JobState.SUCCEEDED, done
    assert studio.jobs.aftercare.stop_following(job).state is JobState.SUCCEEDED


def test_a_cancel_while_the_request_is_on_its_way_is_done_as_soon_as_there_is_a_task(studio_on: StudioOn) -> None:
    studio = studio_on("create-drop:1", speed=0.05)
    studio.start()
    job = studio.submit().job
    studio.until(job, lambda record: record.intent is not None)
    studio.jobs.cancel(job)
    assert studio.ended(job).state is JobState.CANCELED
    assert studio.sandbox.creates == 1
