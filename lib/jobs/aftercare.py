"""What a person may do with a job whose end isn't known: look again, send it again, or stop following it."""

from dataclasses import replace
from hashlib import sha256

from lib.errors import Failure, InputError
from lib.jobs import pace
from lib.jobs.desk import Desk
from lib.jobs.record import JobState, Record
from lib.jobs.records import TaskTaken
from lib.jobs.sending import Sending
from lib.jobs.workflow import Workflow
from lib.providers.provider import Account

NOT_FOLLOWED = "Studio.NotFollowed"
FOLLOWED = (JobState.QUEUED, JobState.RUNNING)

_SENT_AGAIN = "It was sent again as another job, as you asked. If this one was accepted too, both are charged."


def can_stop_following(record: Record) -> bool:
    """Tell whether to offer it: the service has said that it does not cancel the task."""
    return record.state in FOLLOWED and record.ticket is not None and record.cancel_asked


def can_cancel(record: Record) -> bool:
    """Tell whether there is any use in asking for it: a video that is being saved is made, and charged."""
    return not record.state.ended and record.state is not JobState.SAVING and not can_stop_following(record)


class Aftercare:
    """Each is asked for by a person, and none of them sends a paid request that was not asked for in so many words."""

    def __init__(self, desk: Desk, workflow: Workflow, sending: Sending) -> None:
        self._desk = desk
        self._workflow = workflow
        self._sending = sending

    def can_look_again(self, record: Record) -> bool:
        """Tell whether there is anything to look at: a task, or a list in which the task may stand."""
        return record.ticket is not None or self._desk.provider(record).lists

    def look_again(self, job: str, account: Account | None = None) -> Record:
        """Let a lost job go on where it stopped: look at its task, or for the task it may have made. Raises NotFound.

        Nothing is sent that costs money: an intent without a ticket is only ever looked up.
        """
        desk = self._desk
        record = desk.records.get(job)
        if record.state is not JobState.LOST or record.intent is None:
            return record
        if desk.clock.now() - record.intent > pace.TASK_KEPT_SECONDS:
            desk.records.change_in(job, (JobState.LOST,), error=_forgotten(record))
            return desk.records.get(job)
        state = JobState.QUEUED if record.ticket is not None else JobState.WAITING
        if desk.records.revive(job, state=state, message="Looking again."):
            # Held only now: the job's last run may be about to forget the key of an account without a job.
            if account is not None and account.fingerprint == record.account:
                desk.accounts.hold(account)
            self._workflow.enqueue(job, record.account, turn=f".{record.version}")
        return desk.records.get(job)

    def can_send_again(self, record: Record) -> bool:
        """Tell whether a lost job can be sent once more: its order is known, and it has not been sent again before."""
        lost = record.state is JobState.LOST and not record.origin
        followable = record.error is not None and record.error.code == NOT_FOLLOWED
        return lost and not followable and not self._desk.records.known([_again(record)])

    def send_again(self, job: str, account: Account, *, visitor: str = "", payer: str = "") -> Record:
        """Make a new job of a lost one's order and files: a new intent, which may be charged twice.

        The new job's name is made from the old one's, so that a second click finds the job that the first has made.

        Raises:
            NotFound: no such job.
            InputError: it is not lost, its order is not known here, the account is another, or a cap says no.
            StorageError: its files are not here any more, or the disk or the database said no.
        """
        desk = self._desk
        old = desk.records.get(job)
        if old.state is not JobState.LOST or old.origin or account.fingerprint != old.account:
            raise _not_again("Only a lost job can be sent again, with the key that it was sent with.")
        files = {file.sha256: desk.store.bring_input(job, file) for file in old.order.files()}
        fresh = Record.new(account, old.order, old.cost, visitor=visitor or old.visitor, now=desk.clock.now())
        new = replace(fresh, job=_again(old), region=old.region)
        try:
            desk.budget.add(new, payer)
        except TaskTaken:
            return desk.records.get(new.job)
        self._sending.fill(new, files, account)
        if old.error is not None:
            desk.records.change_in(job, (JobState.LOST,), error=replace(old.error, advice=_SENT_AGAIN))
        return desk.records.get(new.job)

    def stop_following(self, job: str) -> Record:
        """Ask the service about a job no more; its task goes on there. It ends as lost, and can be looked at again.

        Raises NotFound. A job that is not at the service stays as it is.
        """
        desk = self._desk
        if desk.records.get(job).ticket is not None:
            failure = _not_followed()
            ended = {"state": JobState.LOST, "ended": desk.clock.now(), "error": failure, "message": failure.message}
            if desk.records.change_in(job, FOLLOWED, **ended):
                desk.clock.nudge(job)
        return desk.records.get(job)


def _again(record: Record) -> str:
    """Name the job that a lost one is sent again as: as hard to guess as the lost one's own name."""
    return sha256(f"again:{record.job}".encode()).hexdigest()[:32]


def _not_followed() -> Failure:
    return Failure(
        code=NOT_FOLLOWED,
        message="You stopped following it. It goes on at the service, and is charged if it succeeds.",
        advice='"Look again" takes it up where it is; the service keeps it for 24 hours.',
    )


def _forgotten(record: Record) -> Failure:
    return Failure(
        code="Studio.Forgotten",
        message="It was sent more than 24 hours ago, and the service forgets a task after that.",
        advice="The service's console and its bill say whether it was made. To have the video, send it again.",
        request_id=record.error.request_id if record.error is not None else "",
    )


def _not_again(message: str) -> InputError:
    return InputError(Failure(code="Studio.NotAgain", message="It can't be sent again.", advice=message))
