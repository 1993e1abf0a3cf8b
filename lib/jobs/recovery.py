"""Recover: tasks of an account that this app doesn't know, and how one of them becomes a job. Nothing paid is sent."""

from dataclasses import replace

from lib.errors import Failure, InputError, ServiceError
from lib.forms.cost import Cost
from lib.forms.draft import Order
from lib.jobs import pace
from lib.jobs.desk import Desk
from lib.jobs.record import ADOPTED, JobState, Record
from lib.jobs.records import TaskTaken
from lib.jobs.workflow import Workflow
from lib.providers.provider import Account, ListedTask, Look, TaskState, Ticket

# Longer than any id that is known; what is longer was not copied from a console.
LONGEST_ID = 120

_COST = Cost(currency="CNY", low=None, high=None, note="It was not sent from here, so what it costs is not known here.")


class Recovery:
    """For whoever has the account's key."""

    def __init__(self, desk: Desk, workflow: Workflow) -> None:
        self._desk = desk
        self._workflow = workflow

    def unknown_tasks(self, account: Account) -> list[ListedTask]:
        """Give the account's tasks of the last 24 h that no record here has, of the models on offer, newest first.

        Raises:
            InputError: the service has no list.
            ServiceError: as the provider's `recent`.
        """
        desk = self._desk
        if not desk.providers[account.service].lists:
            raise _no_list()
        tasks = self._listed(account)
        known = desk.records.known_tasks([task.task_id for task in tasks])
        unknown = (task for task in tasks if task.task_id not in known)
        return sorted(unknown, key=lambda task: task.created, reverse=True)

    def adopt(self, account: Account, task_id: str, *, visitor: str = "") -> Record:
        """Make a job of a task, which then waits for its end and saves its video.

        Raises:
            InputError: another job has the task, the account doesn't, or there is no video to come of it.
            ServiceError: as the provider's `look`.
            StorageError: the database said no.
        """
        desk = self._desk
        task_id = task_id.strip()
        if not task_id or len(task_id) > LONGEST_ID or not task_id.isprintable():
            raise _refused("That is not the id of a task.", "Copy it from the service's console.")
        if desk.records.known_tasks([task_id]):
            raise _taken()
        ticket = Ticket(service=account.service, base_url=account.base_url, task_id=task_id, found=True)
        _check_worth(desk.providers[account.service].look(account, ticket))
        record = self._record(account, ticket, visitor)
        try:
            desk.records.add(record)
        except TaskTaken:
            raise _taken() from None
        desk.accounts.hold(account)
        self._workflow.enqueue(record.job, record.account)
        return record

    def _listed(self, account: Account) -> list[ListedTask]:
        desk = self._desk
        provider, since = desk.providers[account.service], desk.clock.now() - pace.TASK_KEPT_SECONDS
        return [task for form in desk.catalog for task in provider.recent(account, form.id, since)]

    def _record(self, account: Account, ticket: Ticket, visitor: str) -> Record:
        """Write down what is known, and nothing else: an order of a model, without a value."""
        now = self._desk.clock.now()
        listed = self._line_of(account, ticket)
        order = Order(model=listed.model if listed is not None else "", values={}, media=())
        return replace(
            Record.new(account, order, _COST, visitor=visitor, now=now),
            state=JobState.QUEUED,
            message="Adopted from the account; asking how it stands.",
            ticket=ticket,
            intent=listed.created if listed is not None else now,
            origin=ADOPTED,
        )

    def _line_of(self, account: Account, ticket: Ticket) -> ListedTask | None:
        """Find the task's line in the account's list, which alone tells its model; None where there is none."""
        if not self._desk.providers[account.service].lists:
            return None
        try:
            return next((task for task in self._listed(account) if task.task_id == ticket.task_id), None)
        except ServiceError:
            # The task was seen a moment ago; without its line, only its model is not known.
            return None


def _check_worth(look: Look) -> None:
    """Raise InputError where no video can come of a task any more."""
    match look.state:
        case TaskState.GONE:
            raise _refused(
                "The service does not know this task.",
                "It keeps a task for 24 hours, and shows it to the account and region that made it: check the key.",
            )
        case TaskState.FAILED:
            said = look.failure.message if look.failure is not None else "It gives no reason."
            raise _refused(f"This task failed, so there is no video. {said}", "Nothing is charged for it.")
        case TaskState.CANCELED:
            raise _refused("This task was canceled, so there is no video.", "Nothing is charged for it.")
        case TaskState.QUEUED | TaskState.RUNNING | TaskState.SUCCEEDED:
            return


def _taken() -> InputError:
    return _refused("This app has a job of that task already.", "It is in the history of the browser that made it.")


def _no_list() -> InputError:
    return _refused(
        "This service has no list of tasks that could be looked in.", "Write the id of the task that you miss."
    )


def _refused(message: str, advice: str) -> InputError:
    return InputError(Failure(code="Studio.NotAdopted", message=message, advice=advice, field="task_id"))
