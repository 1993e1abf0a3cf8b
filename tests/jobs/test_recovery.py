"""Tasks that were made elsewhere with the same key: listed, adopted once, and never sent."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from lib.errors import InputError
from lib.forms.draft import Order
from lib.jobs.history import Wanted
from lib.jobs.record import ADOPTED, JobState
from lib.media import inspect
from lib.secret import Secret
from tests.jobs.conftest import Studio
from tests.jobs.elsewhere import ended_elsewhere, made_elsewhere

StudioOn = Callable[..., Studio]


def test_a_task_made_elsewhere_is_listed_adopted_and_saved(studio_on: StudioOn) -> None:
    studio = studio_on()
    studio.start()
    ours = studio.ended(studio.submit().job)
    first = ended_elsewhere(studio.account, studio.folder, "Image 1 sings.")
    second = made_elsewhere(studio.account, studio.folder, "Image 1 dances.")
    listed = studio.jobs.recovery.unknown_tasks(studio.account)
    assert [task.task_id for task in listed] == [second.task_id, first.task_id], "newest first, without our own"
    assert ours.ticket is not None

    adopted = studio.jobs.recovery.adopt(studio.account, f" {second.task_id}\n", visitor="anna")
    assert (adopted.origin, adopted.visitor, adopted.cost.low) == (ADOPTED, "anna", None)
    assert adopted.order == Order(model="wan2.7-r2v", values={}, media=()), "nothing is made up"
    record = studio.ended(adopted.job)
    assert record.state is JobState.SUCCEEDED, record
    assert record.order == Order(model="wan2.7-r2v", values={"prompt": "Image 1 dances."}, media=())
    assert record.billed_seconds == 2
    found = studio.jobs.history.page("anna", Wanted(words="dances"))
    assert [entry.job for entry in found.entries] == [adopted.job], "its prompt is known, so it is found by it"
    path = studio.jobs.video_path(record)
    assert path is not None
    assert inspect(path).seconds == pytest.approx(2, abs=0.05)
    assert [task.task_id for task in studio.jobs.recovery.unknown_tasks(studio.account)] == [first.task_id]
    assert studio.sandbox.creates == 3


def test_a_task_is_taken_once(studio_on: StudioOn) -> None:
    studio = studio_on()
    studio.start()
    task = made_elsewhere(studio.account, studio.folder, "Image 1 dances.")
    studio.jobs.recovery.adopt(studio.account, task.task_id, visitor="anna")
    with pytest.raises(InputError, match="already"):
        studio.jobs.recovery.adopt(studio.account, task.task_id, visitor="ben")


def test_only_whoever_has_the_key_gets_the_task(studio_on: StudioOn) -> None:
    studio = studio_on()
    studio.start()
    task = made_elsewhere(studio.account, studio.folder, "Image 1 dances.")
    stranger = replace(studio.account, key=Secret("sk-of-somebody-else"))
    assert studio.jobs.recovery.unknown_tasks(stranger) == []
    with pytest.raises(InputError, match="does not know this task"):
        studio.jobs.recovery.adopt(stranger, task.task_id)


@pytest.mark.parametrize("typed", ["", "  ", "x" * 121, "a\0b", "sandbox-none"])
def test_what_is_no_task_is_told(studio_on: StudioOn, typed: str) -> None:
    studio = studio_on()
    studio.start()
    with pytest.raises(InputError) as raised:
        studio.jobs.recovery.adopt(studio.account, typed)
    assert raised.value.failure.advice


def test_a_task_that_failed_is_not_adopted_and_says_why(studio_on: StudioOn) -> None:
    studio = studio_on("fail-moderation")
    studio.start()
    task = ended_elsewhere(studio.account, studio.folder, "Image 1 dances.")
    with pytest.raises(InputError, match="judged unsuitable"):
        studio.jobs.recovery.adopt(studio.account, task.task_id)


def test_an_adopted_task_goes_on_after_a_restart(studio_on: StudioOn) -> None:
    studio = studio_on(speed=2)
    studio.start()
    adopted = studio.jobs.recovery.adopt(
        studio.account, made_elsewhere(studio.account, studio.folder, "Image 1 dances.").task_id
    )
    studio.until(adopted.job, lambda record: record.state is JobState.RUNNING)
    studio.restart()
    assert studio.ended(adopted.job).state is JobState.SUCCEEDED
    assert studio.sandbox.creates == 1


def test_a_task_that_turns_out_to_be_a_strangers_is_let_go(studio_on: StudioOn) -> None:
    studio = studio_on("create-500:1", speed=4)
    studio.start()
    lost = studio.ended(studio.submit("Image 1 waves.").job)
    theirs = made_elsewhere(studio.account, studio.folder, "Image 1 dances.")
    studio.jobs.aftercare.look_again(lost.job)
    taken = studio.until(lost.job, lambda record: record.ticket is not None)
    assert taken.ticket is not None
    assert (taken.ticket.task_id, taken.ticket.found) == (theirs.task_id, True), "the only one that it can be"
    ended = studio.ended(lost.job)
    assert (ended.state, ended.ticket, ended.video) == (JobState.LOST, None, "")
    assert ended.error is not None
    assert ended.error.code == "Studio.AnotherTask"

    studio.jobs.aftercare.look_again(lost.job)
    again = studio.ended(lost.job)
    assert (again.state, again.ticket) == (JobState.LOST, None), "its prompt is known by now, so it is not taken again"
    theirs_here = studio.ended(studio.jobs.recovery.adopt(studio.account, theirs.task_id, visitor="ben").job)
    assert (theirs_here.state, theirs_here.order.prompt) == (JobState.SUCCEEDED, "Image 1 dances.")
    assert studio.sandbox.creates == 1
