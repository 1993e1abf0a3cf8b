"""Wait: look at the task until it has ended, as rarely as one can without finding out late."""

from lib.errors import Failure, Refused, ServiceError, Throttled
from lib.jobs import pace
from lib.jobs.desk import Desk, Lost, TaskFailed
from lib.jobs.record import JobState, Record
from lib.providers.provider import Look, TaskState


class Watching:
    """The step."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def run(self, job: str) -> None:
        """Return when the task has succeeded. Raises TaskFailed, Lost, JobEnded, Stopping."""
        desk = self._desk
        failures = 0
        while True:
            record = desk.current(job)
            elapsed = desk.clock.now() - (record.intent or record.created)
            if elapsed > pace.TASK_DEADLINE_SECONDS:
                raise lost("The service has not ended the task within three hours, after which it gives up.")
            try:
                look = look_at(desk, record)
            except ServiceError as error:
                failures = self._passed_over(record, error, failures)
                continue
            failures = 0
            if self._note(record, look):
                return
            usual = pace.habit(record.service, desk.records.durations(record))
            desk.pause(record, pace.next_look(elapsed, usual))

    def _passed_over(self, record: Record, error: ServiceError, failures: int) -> int:
        """Go on looking after a failure that can pass; the task is paid for, so nothing short of a no ends the wait."""
        if not error.failure.retryable:
            # A refused key, say: the task goes on there, and may be charged.
            raise Lost(error.failure) from None
        asked = error.retry_after if isinstance(error, Throttled) else None
        if not isinstance(error, Refused):
            self._desk.tell(record.job, message=f"{error.failure.message} Asking again; the job goes on there.")
        self._desk.pause(record, pace.back_off(failures, asked))
        return failures + 1

    def _note(self, record: Record, look: Look) -> bool:
        """Write down what the look told; True when the video is there."""
        desk = self._desk
        match look.state:
            case TaskState.QUEUED:
                if record.cancel_asked:
                    cancel_there(desk, record)
                elif record.state is not JobState.QUEUED:
                    desk.tell(record.job, state=JobState.QUEUED, message="In the service's queue.")
            case TaskState.RUNNING:
                if record.state is not JobState.RUNNING:
                    begun = {"state": JobState.RUNNING, "message": "The service is making the video."}
                    desk.tell(record.job, begun=desk.clock.now(), **begun)
            case TaskState.SUCCEEDED:
                desk.tell(record.job, billed_seconds=look.billed_seconds, actual_prompt=look.actual_prompt)
                return True
            case TaskState.CANCELED:
                desk.tell(record.job, state=JobState.CANCELED, message="Canceled.", ended=desk.clock.now())
                desk.current(record.job)
            case TaskState.FAILED:
                raise TaskFailed(look.failure or Failure(code="Studio.NoReason", message="The task failed."))
            case TaskState.GONE:
                raise lost("The service does not know the task any more; it forgets a task after 24 hours.")
        return False


def cancel_there(desk: Desk, record: Record) -> Record:
    """Ask the service to cancel the record's task, and say in the record what came of it."""
    ticket = desk.ticket(record)
    if ticket is None:
        return record
    try:
        desk.provider(record).cancel(desk.accounts.get(record.account), ticket)
    except Refused:
        message = "It has begun, so the service does not cancel it any more: it goes on, and a success is charged."
        return desk.records.advance(record.job, message=message, cancel_asked=False)
    except ServiceError as error:
        message = f"It could not be canceled. {error.failure.sentence}"
        return desk.records.advance(record.job, message=message, cancel_asked=False)
    desk.records.advance(record.job, state=JobState.CANCELED, message="Canceled.", ended=desk.clock.now())
    return desk.records.get(record.job)


def look_at(desk: Desk, record: Record) -> Look:
    """Ask once how the record's task stands, at the host that made it. Raises ServiceError, Lost."""
    ticket = desk.ticket(record)
    if ticket is None:
        raise lost("The record has no task to look at.")
    return desk.provider(record).look(desk.account(record), ticket)


def lost(message: str) -> Lost:
    """Say that what became of a paid task can't be told."""
    return Lost(
        Failure(
            code="Studio.Lost",
            message=message,
            advice="Look for the task in the service's console; its video can be loaded there for 24 hours.",
        )
    )
