"""Submit: the paid request, sent once. Its intent is saved before, its ticket after.

An intent without a ticket means that the request may have been accepted: the account's own list of tasks is asked, and
the request is never sent again by itself (`api-facts.md` 1.4).
"""

from lib.errors import Failure, Interrupted, ServiceError, Throttled, Unreachable
from lib.jobs import pace
from lib.jobs.desk import ATTEMPTS, Desk, Lost
from lib.jobs.record import JobState, Record
from lib.jobs.staging import Staging
from lib.providers.provider import Ticket

# The service's clock and ours may differ; a task listed this long before our intent can still be ours.
CLOCK_SKEW_SECONDS = 30.0
# A task may take a moment to show up in the list.
LIST_ATTEMPTS = 3


class Submission:
    """The step."""

    def __init__(self, desk: Desk, staging: Staging) -> None:
        self._desk = desk
        self._staging = staging

    def run(self, job: str) -> None:
        """Send the request unless it was sent. Raises ServiceError, Lost, JobEnded, Stopping."""
        record = self._desk.current(job)
        if record.ticket is not None:
            return
        ticket = self._sent(record) if record.intent is None else self._adopted(record)
        self._desk.tell(job, ticket=ticket, state=JobState.QUEUED, message="The service has accepted the job.")

    def _sent(self, record: Record) -> Ticket:
        """Send the request; again only after an answer that leaves no doubt that nothing was accepted."""
        desk = self._desk
        account, links = desk.account(record), self._staging.links(record)
        provider, form = desk.provider(record), desk.form(record)
        for failures in range(ATTEMPTS):
            if not desk.records.announce(record.job):
                return self._adopted(desk.current(record.job))
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

    def _adopted(self, record: Record, cause: Failure | None = None) -> Ticket:
        """Find the one task that the request must have made. Raises Lost where there is none, or more than one."""
        desk = self._desk
        account, provider = desk.account(record), desk.provider(record)
        since = (record.intent or record.created) - CLOCK_SKEW_SECONDS
        desk.tell(record.job, message="Looking in the account for a task that the request may have made.")
        for attempt in range(LIST_ATTEMPTS):
            try:
                listed = provider.recent(account, record.order.model, since)
            except ServiceError as error:
                raise _lost(cause or error.failure) from None
            known = desk.records.known_tasks([task.task_id for task in listed])
            ours = [task for task in listed if task.task_id not in known]
            if len(ours) == 1:
                return Ticket(service=record.service, base_url=account.base_url, task_id=ours[0].task_id)
            if ours:
                break
            if attempt < LIST_ATTEMPTS - 1:
                desk.pause(record, pace.back_off(attempt))
        raise _lost(cause)


def _lost(cause: Failure | None) -> Lost:
    said = f" ({cause.message})" if cause is not None else ""
    return Lost(
        Failure(
            code="Studio.MaybeAccepted",
            message=f"The request was sent, but no answer came{said}. It may have been accepted and charged.",
            advice="Look for the task in the service's console. Sending the form again may be charged twice.",
            request_id=cause.request_id if cause is not None else "",
        )
    )
