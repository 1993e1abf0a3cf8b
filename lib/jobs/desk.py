"""What every step of a job works with, and how it waits and tries again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from lib.errors import Failure, ServiceError, StorageError, StudioError, Throttled
from lib.forms.catalog import Catalog
from lib.forms.form import ModelForm
from lib.jobs import pace
from lib.jobs.accounts import Accounts
from lib.jobs.admission import Admission
from lib.jobs.budget import Budget
from lib.jobs.clock import Clock
from lib.jobs.record import Record
from lib.jobs.records import Records
from lib.jobs.store import JobStore
from lib.providers.provider import Account, Provider, Ticket

T = TypeVar("T")

WAITING_FOR_KEY = "Waiting for your key: give it again on the page and the job goes on."

# 1 + 2 + 4 + 8 + 16 s: a service that restarts is back by then; what it can't answer within is told to the person.
ATTEMPTS = 6


class JobEnded(StudioError):
    """Somebody ended the job while a step was at work, or another process works on it: there is nothing left to do."""


class Lost(StudioError):
    """What became of a paid request can't be told; the record says what is known."""


class TaskFailed(ServiceError):
    """The task ended without a video, and without a charge."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The records, caps, files, keys, services, forms and the clock."""

    records: Records
    admission: Admission
    budget: Budget
    store: JobStore
    accounts: Accounts
    providers: Mapping[str, Provider]
    catalog: Catalog
    clock: Clock

    def current(self, job: str) -> Record:
        """Give the record as it is now. Raises JobEnded."""
        return self._mine(self.records.get(job))

    def tell(self, job: str, **changes: object) -> Record:
        """Change the record. Raises JobEnded where it has ended meanwhile."""
        return self._mine(self.records.advance(job, mine=True, **changes))

    def _mine(self, record: Record) -> Record:
        if record.state.ended:
            raise JobEnded(Failure(code="Studio.Ended", message="The job has ended."))
        if record.worker != self.records.worker:
            raise JobEnded(Failure(code="Studio.Elsewhere", message="Another process works on the job."))
        return record

    def provider(self, record: Record) -> Provider:
        """Give the client of the record's service."""
        return self.providers[record.service]

    def form(self, record: Record) -> ModelForm:
        """Give the form of the record's model. Raises StudioError where a model file was taken away."""
        return self.form_of(record.order.model)

    def form_of(self, model: str) -> ModelForm:
        """Give a model's form. Raises StudioError where its file was taken away."""
        form = self.catalog.get(model)
        if form is None:
            raise StudioError(
                Failure(
                    code="Studio.ModelGone",
                    message=f"The model {model} is not offered here any more.",
                    advice="Choose another model and send the form again.",
                    field="model",
                )
            )
        return form

    def account(self, record: Record) -> Account:
        """Give the record's account; a key that left with the process is waited for. Raises JobEnded, Stopping."""
        if self.accounts.wait_for(record.account, seconds=0.0):
            return self.accounts.get(record.account)
        # From now on it is anybody's: the browser that has the key may come to another process.
        self.records.advance(record.job, mine=True, worker="", message=WAITING_FOR_KEY)
        while not self.accounts.wait_for(record.account, seconds=1.0):
            self.clock.check()
            now = self.records.get(record.job)
            self._mine(now if now.worker else replace(now, worker=self.records.worker))
        self.records.claim(record.job, {""}, message="The key is here; going on.")
        self.current(record.job)
        return self.accounts.get(record.account)

    def ticket(self, record: Record) -> Ticket | None:
        """Give the record's ticket; the stand-in keeps its tasks, but has another address at each start."""
        ticket = record.ticket
        if ticket is None or record.service != "sandbox":
            return ticket
        return replace(ticket, base_url=self.account(record).base_url)

    def pause(self, record: Record, seconds: float) -> None:
        """Wait, shorter for the stand-in; a nudge cuts it short. Raises Stopping."""
        own = pace.SANDBOX_PACE if record.service == "sandbox" else 1.0
        self.clock.wait(record.job, seconds, pace=own)

    def again(self, record: Record, attempt: Callable[[], T]) -> T:
        """Do what is safe to repeat until it succeeds, a few times. Raises ServiceError, JobEnded, Stopping."""
        for failures in range(ATTEMPTS):
            try:
                return attempt()
            except ServiceError as error:
                if not error.failure.retryable or failures == ATTEMPTS - 1:
                    raise
                asked = error.retry_after if isinstance(error, Throttled) else None
                self.tell(record.job, message=f"{error.failure.message} Trying again.")
                self.pause(record, pace.back_off(failures, asked))
        raise AssertionError("the last attempt returns or raises")

    def patiently(self, record: Record, attempt: Callable[[], T]) -> T:
        """Do what must not be given up while the service still has the task: again and again, rarer and rarer.

        Raises what time can't mend at once, and the last error after the service has forgotten the task.
        """
        failures = 0
        while True:
            try:
                return attempt()
            except (ServiceError, StorageError) as error:
                since = record.intent or record.created
                if not is_passing(error) or self.clock.now() - since > pace.TASK_KEPT_SECONDS:
                    raise
                asked = error.retry_after if isinstance(error, Throttled) else None
                self.tell(record.job, message=f"{error.failure.message} Trying again; nothing is lost yet.")
                self.pause(record, pace.back_off(failures, asked))
                failures += 1


def is_passing(error: StudioError) -> bool:
    """Tell whether time can mend it: a service that is away, a disk that is full."""
    return error.failure.retryable
