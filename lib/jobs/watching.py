"""Wait: look at the task until it has ended, as rarely as one can without finding out late."""

from dataclasses import replace
from functools import partial

from lib.errors import Failure, Interrupted, Refused, ServiceError
from lib.forms.draft import Order
from lib.jobs import pace
from lib.jobs.desk import Desk, Lost, TaskFailed
from lib.jobs.record import ADOPTED, JobState, Record
from lib.jobs.same_prompt import is_same_prompt
from lib.providers.provider import Look, TaskState

TOO_LATE = "It has begun, so the service does not cancel it any more: it goes on, and a success is charged."
NOT_CANCELED = "It could not be canceled."
UNCLEAR = "Whether it is canceled is not known yet."
# A task that was made a moment ago may not be known in all of the service; one that is forgotten stays unknown.
UNKNOWN_LOOKS = 3

# What the service says to a cancel that comes too late (`api-facts.md` 1.7).
BEGUN = "UnsupportedOperation"


class Watching:
    """The step."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def run(self, job: str) -> None:
        """Return when the task has succeeded. Raises TaskFailed, Lost, JobEnded, Stopping."""
        desk, unknown, asked = self._desk, 0, False
        record = desk.current(job)
        seen = self._elapsed(record)
        if seen < pace.FIRST_LOOK_SECONDS:
            # It was accepted a moment ago: there is nothing to see yet.
            desk.pause(record, pace.FIRST_LOOK_SECONDS)
        while True:
            record = desk.current(job)
            if record.cancel_asked and not asked and desk.account(record):
                # Asked for while the request was on its way, or at a process that could not ask the service itself.
                asked = True
                cancel_there(desk, record)
                record = desk.current(job)
            # Looked at first, and given up by the clock only afterwards: after a long stop the video may be there.
            look = desk.patiently(record, partial(look_at, desk, record))
            before, seen = seen, self._elapsed(record)
            unknown = unknown + 1 if look.state is TaskState.GONE else 0
            if 0 < unknown < UNKNOWN_LOOKS:
                desk.tell(job, message="The service does not know the task. Looking again; nothing is lost yet.")
            elif self._note(record, look, between=(before, seen)):
                return
            elapsed = self._elapsed(record)
            if elapsed > pace.TASK_DEADLINE_SECONDS:
                raise lost("The service has not ended the task within three hours, after which it gives up.")
            desk.pause(record, pace.next_look(elapsed, self._habit(record)))

    def _elapsed(self, record: Record) -> float:
        return self._desk.clock.now() - (record.intent or record.created)

    def _habit(self, record: Record) -> pace.Habit:
        return pace.habit(record.service, self._desk.records.durations(record))

    def _note(self, record: Record, look: Look, *, between: tuple[float, float]) -> bool:
        """Write down what the look told; True when the video is there.

        `between` are the seconds of the job at the look before and at this one: an end lies between them.
        """
        desk = self._desk
        match look.state:
            case TaskState.QUEUED | TaskState.RUNNING:
                self._note_progress(record, look)
            case TaskState.SUCCEEDED:
                took = sum(between) / 2 if look.took is None else look.took
                self._note_success(record, look, took)
                return True
            case TaskState.CANCELED:
                desk.records.advance(record.job, state=JobState.CANCELED, message="Canceled.", ended=desk.clock.now())
                desk.current(record.job)
            case TaskState.FAILED:
                raise TaskFailed(look.failure or Failure(code="Studio.NoReason", message="The task failed."))
            case TaskState.GONE:
                raise lost("The service does not know the task; it forgets one after 24 hours.")
        return False

    def _note_success(self, record: Record, look: Look, took: float) -> None:
        """Write down what the service tells of a task that is done, unless it turns out to be somebody else's."""
        desk = self._desk
        if record.origin == ADOPTED:
            desk.records.learn(record, with_prompt(record.order, look))
        elif is_strangers(record, look):
            # Its true owner may adopt it.
            desk.tell(record.job, ticket=None)
            raise Lost(_another())
        desk.tell(record.job, billed_seconds=look.billed_seconds, actual_prompt=look.actual_prompt, took=took)

    def _note_progress(self, record: Record, look: Look) -> None:
        """Write down where the task is."""
        if look.state is TaskState.RUNNING:
            self._note_running(record, look)
        elif record.state is not JobState.QUEUED:
            self._desk.tell(record.job, state=JobState.QUEUED, message="In the service's queue.")

    def _note_running(self, record: Record, look: Look) -> None:
        desk = self._desk
        # What came of a cancel stays to be read.
        kept = record.message.startswith((TOO_LATE, NOT_CANCELED, UNCLEAR))
        message = record.message if kept else running_words(look)
        if record.state is not JobState.RUNNING:
            desk.tell(record.job, state=JobState.RUNNING, message=message, begun=desk.clock.now())
        elif look.progress is not None and message != record.message:
            desk.tell(record.job, message=message)


def running_words(look: Look) -> str:
    """Say that the task is at work, and how far it is where the service says so; nothing is guessed."""
    if look.progress is None:
        return "The service is making the video."
    return f"The service is making the video: {100 * look.progress:.0f} % done, it says."


def cancel_there(desk: Desk, record: Record) -> Record:
    """Ask the service to cancel the record's task, and say in the record what came of it."""
    ticket = desk.ticket(record)
    if ticket is None:
        return record
    try:
        desk.provider(record).cancel(desk.accounts.get(record.account), ticket)
    except ServiceError as error:
        # A clear no stays a no, and the page offers to stop following it; anything else may be asked for again.
        refused = isinstance(error, Refused)
        return desk.records.advance(record.job, message=_not_canceled(error), cancel_asked=refused)
    desk.records.advance(record.job, state=JobState.CANCELED, message="Canceled.", ended=desk.clock.now())
    return desk.records.get(record.job)


def with_prompt(order: Order, look: Look) -> Order:
    """Write into an adopted task's order what the service tells of it by now."""
    return order if look.orig_prompt is None else replace(order, values={"prompt": look.orig_prompt})


def is_strangers(record: Record, look: Look) -> bool:
    """Tell whether a task that was found in the account was asked for with another prompt than the record's."""
    found = record.ticket is not None and record.ticket.found
    return found and look.orig_prompt is not None and not is_same_prompt(record.order.prompt, look.orig_prompt)


def _not_canceled(error: ServiceError) -> str:
    """Say what came of a cancel that the service did not agree to."""
    if isinstance(error, Refused) and error.failure.code == BEGUN:
        return TOO_LATE
    if isinstance(error, Interrupted):
        return f"{UNCLEAR} {error.failure.message} If it stays in the queue, cancel it again."
    return f"{NOT_CANCELED} {error.failure.sentence}"


def look_at(desk: Desk, record: Record) -> Look:
    """Ask once how the record's task stands, at the host that made it. Raises ServiceError, Lost."""
    ticket = desk.ticket(record)
    if ticket is None:
        raise lost("The record has no task to look at.")
    return desk.provider(record).look(desk.account(record), ticket)


def _another() -> Failure:
    return Failure(
        code="Studio.AnotherTask",
        message="The task that was found in the account was another one: it was asked for with a different prompt.",
        advice="Whether this request was accepted is still not known. Look again, or look in the service's console.",
    )


def lost(message: str) -> Lost:
    """Say that what became of a paid task can't be told."""
    return Lost(
        Failure(
            code="Studio.Lost",
            message=message,
            advice="Look again, or look in the service's console: a video can be loaded for 24 hours.",
        )
    )
