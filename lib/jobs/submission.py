"""Submit: the paid request, sent once. Its intent is saved before, its ticket after.

An intent without a ticket means that the request may have been accepted: the account's own list of tasks is asked, and
the request is never sent again by itself (`api-facts.md` 1.4).
"""

from lib.errors import Failure, Interrupted, Throttled, Unreachable
from lib.jobs import pace
from lib.jobs.adoption import Adoption, maybe_accepted
from lib.jobs.desk import ATTEMPTS, Desk, JobEnded
from lib.jobs.record import JobState, Record
from lib.jobs.staging import Staging
from lib.providers.provider import Ticket

CANCELED_UNSENT = "Canceled before the paid request was sent."
NO_ROOM = "Waiting for its turn: as many tasks of this key are under way as the service takes at once."
# How often it is seen whether a task of the same key has ended, in another process too.
ROOM_SECONDS = 1.0


class Submission:
    """The step."""

    def __init__(self, desk: Desk, staging: Staging) -> None:
        self._desk = desk
        self._staging = staging
        self._adoption = Adoption(desk)

    def run(self, job: str) -> None:
        """Send the request unless it was sent. Raises ServiceError, Lost, JobEnded, Stopping."""
        desk = self._desk
        record = desk.current(job)
        if record.ticket is not None:
            return
        ticket = self._sent(record) if record.intent is None else self._adoption.ticket(record)
        accepted = desk.records.accept(job, ticket, state=JobState.QUEUED, message="The service has accepted the job.")
        if accepted is None:
            raise maybe_accepted(None)

    def _sent(self, record: Record) -> Ticket:
        """Send the request; again only after an answer that leaves no doubt that nothing was accepted."""
        desk = self._desk
        account, links = desk.account(record), self._staging.links(record)
        provider, form = desk.provider(record), desk.form(record)
        for failures in range(ATTEMPTS):
            if not self._announced(record):
                return self._announced_before(desk.current(record.job))
            try:
                return provider.submit(account, form, record.order, links)
            except (Throttled, Unreachable) as error:
                # Nothing was accepted, so nothing is left to look for should the process die in the pause.
                message = f"{error.failure.message} Nothing was accepted yet; trying again."
                desk.tell(record.job, intent=None, message=message)
                if not error.failure.retryable or failures == ATTEMPTS - 1:
                    raise
                asked = error.retry_after if isinstance(error, Throttled) else None
                desk.pause(record, pace.back_off(failures, asked))
            except Interrupted as error:
                return self._adoption.ticket(desk.current(record.job), error.failure)
        raise AssertionError("the last attempt returns or raises")

    def _announced(self, record: Record) -> bool:
        """Save the intent, as soon as the account has room; False where the request must not be sent from here."""
        desk, told = self._desk, False
        while not desk.admission.admit(record):
            now = desk.current(record.job)
            if now.intent is not None or now.cancel_asked:
                return False
            if not told:
                told = True
                desk.tell(record.job, state=JobState.WAITING, message=NO_ROOM)
            desk.pause(record, ROOM_SECONDS)
        return True

    def _announced_before(self, record: Record) -> Ticket:
        """The request was sent by an earlier run of this step, or must not be sent: somebody canceled it."""
        desk = self._desk
        if record.intent is not None:
            return self._adoption.ticket(record)
        desk.tell(record.job, state=JobState.CANCELED, message=CANCELED_UNSENT, ended=desk.clock.now())
        raise JobEnded(Failure(code="Studio.Ended", message=CANCELED_UNSENT))
