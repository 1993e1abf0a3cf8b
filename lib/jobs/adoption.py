"""Finds the one task that a request without an answer has made, in the account's own list (`api-facts.md` 1.4, 1.8).

The list tells no prompt, and a task tells it only once it has succeeded. So where several tasks could be the one, or
several jobs wait for theirs, it is waited for what the tasks turn out to be: a wrong guess would show a stranger's
video as one's own, and lose the paid one.
"""

from dataclasses import dataclass

from lib.errors import Failure, ServiceError
from lib.jobs import pace
from lib.jobs.desk import Desk, Lost
from lib.jobs.record import Record
from lib.jobs.same_prompt import is_same_prompt
from lib.providers.provider import Look, TaskState, Ticket

# The service's clock and ours may differ; a task listed this long before our intent can still be ours.
CLOCK_SKEW_SECONDS = 10.0
# A task may take a moment to show up in the list.
LIST_ATTEMPTS = 4
LOOKING = "Looking in the account for a task that the request may have made."
TELLING_APART = "Waiting for other tasks of this key to end: only then can it be told which one is this job's."


@dataclass(frozen=True, kw_only=True)
class Found:
    """The account's tasks that may be the one: made since, and of no record.

    Attributes:
        sure: succeeded with our prompt.
        open: not ended yet, so their prompt isn't told.
        mute: ended without telling their prompt.
    """

    sure: tuple[Ticket, ...]
    open: tuple[Ticket, ...]
    mute: tuple[Ticket, ...]

    @property
    def all(self) -> tuple[Ticket, ...]:
        """Every one that is not known to be another's."""
        return (*self.sure, *self.open, *self.mute)


class Adoption:
    """Looks for the task of a job whose request was sent, and whose ticket is not known."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ticket(self, record: Record, cause: Failure | None = None) -> Ticket:
        """Give the task's ticket. Raises Lost where there is none, or where it can't be told; JobEnded, Stopping."""
        desk = self._desk
        if not desk.provider(record).lists:
            raise maybe_accepted(cause, listed=False)
        desk.tell(record.job, message=LOOKING)
        misses = 0
        while True:
            try:
                found = desk.patiently(record, lambda: self._found(record))
            except ServiceError as error:
                # A no to the list, or no list at all, tells nothing of the request.
                raise maybe_accepted(cause, no_list=error.failure) from None
            ticket = self._ours(record, found)
            if ticket is not None:
                return ticket
            elapsed = desk.clock.now() - (record.intent or record.created)
            if found.open and elapsed < pace.TASK_DEADLINE_SECONDS:
                desk.tell(record.job, message=TELLING_APART)
                usual = pace.habit(record.service, desk.records.durations(record))
                desk.pause(record, pace.next_look(elapsed, usual))
                continue
            misses += 1
            if misses == LIST_ATTEMPTS:
                raise maybe_accepted(cause)
            desk.pause(record, pace.back_off(misses - 1))

    def _ours(self, record: Record, found: Found) -> Ticket | None:
        """Give the one that can only be ours, None where there is none or more than one."""
        others = self._desk.records.prompts_without_answer(record)
        rivals = [prompt for prompt in others if is_same_prompt(record.order.prompt, prompt)]
        if len(found.sure) == 1 and not rivals:
            return found.sure[0]
        return found.all[0] if len(found.all) == 1 and not others else None

    def _found(self, record: Record) -> Found:
        desk = self._desk
        account, provider = desk.account(record), desk.provider(record)
        since = (record.intent or record.created) - CLOCK_SKEW_SECONDS
        listed = provider.recent(account, record.order.model, since)
        known = desk.records.known_tasks([task.task_id for task in listed])
        sure, open_, mute = [], [], []
        for task in listed:
            if task.task_id in known:
                continue
            ticket = Ticket(service=record.service, base_url=account.base_url, task_id=task.task_id, found=True)
            look = provider.look(account, ticket)
            if look.orig_prompt is not None:
                if is_same_prompt(record.order.prompt, look.orig_prompt):
                    sure.append(ticket)
            elif _has_ended(look):
                mute.append(ticket)
            else:
                open_.append(ticket)
        return Found(sure=tuple(sure), open=tuple(open_), mute=tuple(mute))


def _has_ended(look: Look) -> bool:
    return look.state not in {TaskState.QUEUED, TaskState.RUNNING}


def maybe_accepted(cause: Failure | None, *, listed: bool = True, no_list: Failure | None = None) -> Lost:
    """Say that a request may have been accepted, and where one can look."""
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
