"""Submit: the paid request, sent once. Its intent is saved before, its ticket after.

An intent without a ticket means that the request may have been accepted: the account's own list of tasks is asked, and
the request is never sent again by itself (`api-facts.md` 1.4).
"""

from dataclasses import replace

from lib.errors import Failure, Interrupted, ServiceError, Throttled, Unreachable
from lib.jobs import pace
from lib.jobs.desk import ATTEMPTS, Desk, JobEnded, Lost
from lib.jobs.record import JobState, Record
from lib.jobs.staging import Staging
from lib.jobs.watching import is_strangers
from lib.providers.provider import Ticket

# The service's clock and ours may differ; a task listed this long before our intent can still be ours.
CLOCK_SKEW_SECONDS = 10.0
CANCELED_UNSENT = "Canceled before the paid request was sent."
NO_ROOM = "Waiting for its turn: as many tasks of this key are under way as the service takes at once."
# How often it is seen whether a task of the same key has ended, in another process too.
ROOM_SECONDS = 1.0
# A task may take a moment to show up in the list.
LIST_ATTEMPTS = 4


class Submission:
    """The step."""

    def __init__(self, desk: Desk, staging: Staging) -> None:
        self._desk = desk
        self._staging = staging

    def run(self, job: str) -> None:
        """Send the request unless it was sent. Raises ServiceError, Lost, JobEnded, Stopping."""
        desk = self._desk
        record = desk.current(job)
        if record.ticket is not None:
            return
        ticket = self._sent(record) if record.intent is None else self._adopted(record)
        accepted = desk.records.accept(job, ticket, state=JobState.QUEUED, message="The service has accepted the job.")
        if accepted is None:
            raise _lost(None)

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
                return self._adopted(desk.current(record.job), error.failure)
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
            return self._adopted(record)
        desk.tell(record.job, state=JobState.CANCELED, message=CANCELED_UNSENT, ended=desk.clock.now())
        raise JobEnded(Failure(code="Studio.Ended", message=CANCELED_UNSENT))

    def _adopted(self, record: Record, cause: Failure | None = None) -> Ticket:
        """Find the one task that the request must have made. Raises Lost where there is none, or more than one.

        Another job of the account that waits for its answer too makes every task doubtful, so it is waited for.
        """
        desk = self._desk
        if not desk.provider(record).lists:
            raise _lost(cause, listed=False)
        desk.tell(record.job, message="Looking in the account for a task that the request may have made.")
        for attempt in range(LIST_ATTEMPTS):
            try:
                ours = desk.patiently(record, lambda: self._candidates(record))
            except ServiceError as error:
                # A no to the list, or no list at all, tells nothing of the request.
                raise _lost(cause, no_list=error.failure) from None
            if len(ours) == 1 and not desk.records.waits_for_answer(record):
                return ours[0]
            if attempt < LIST_ATTEMPTS - 1:
                desk.pause(record, pace.back_off(attempt))
        raise _lost(cause)

    def _candidates(self, record: Record) -> list[Ticket]:
        """Give the account's tasks that may be the one: made since, of no record, and not of another prompt."""
        desk = self._desk
        account, provider = desk.account(record), desk.provider(record)
        since = (record.intent or record.created) - CLOCK_SKEW_SECONDS
        listed = provider.recent(account, record.order.model, since)
        known = desk.records.known_tasks([task.task_id for task in listed])
        tickets = [
            Ticket(service=record.service, base_url=account.base_url, task_id=task.task_id, found=True)
            for task in listed
            if task.task_id not in known
        ]
        looks = ((ticket, provider.look(account, ticket)) for ticket in tickets)
        return [ticket for ticket, look in looks if not is_strangers(replace(record, ticket=ticket), look)]


def _lost(cause: Failure | None, *, listed: bool = True, no_list: Failure | None = None) -> Lost:
    said = f" {cause.message}" if cause is not None else ""
    if no_list is not None:
        said = f"{said} The account's list of tasks can't be read: {no_list.sentence}"
    look = "Look again in a while, or in the service's console."
    if not listed:
        look = "The gateway has no list of tasks that this app could look in: look in the gateway's console."
    return Lost(
        Failure(
            code="Studio.MaybeAccepted",
            message="The request was sent, but no clear answer came. It may have been accepted and charged.",
            advice=f"{look} Sending it again may be charged twice.{said}",
            request_id=cause.request_id if cause is not None else "",
        )
    )
