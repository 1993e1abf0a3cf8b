"""A job's record: what is known of it, and the states it goes through."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from lib.errors import Failure
from lib.forms.cost import Cost
from lib.forms.draft import Order
from lib.providers.provider import Account, Ticket


class JobState(StrEnum):
    """Where a job is (`interface.md`); the last four are ends."""

    WAITING = "waiting"
    UPLOADING = "uploading"
    QUEUED = "queued"
    RUNNING = "running"
    SAVING = "saving"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    LOST = "lost"

    @property
    def ended(self) -> bool:
        """Tell whether nothing more will happen by itself."""
        return self in ENDS


# Of a record whose task was not sent from here (`lib.jobs.recovery`): what was asked for is not known.
ADOPTED = "adopted"
ENDS = frozenset({JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELED, JobState.LOST})
UNDER_WAY = tuple(str(state) for state in JobState if state not in ENDS)


@dataclass(frozen=True, kw_only=True)
class Record:
    """One job.

    Attributes:
        job: 32 unguessable characters; whoever has them may read the record.
        visitor: the browser that asked, empty for the API.
        service: `sandbox`, `dashscope` or `modelstream`.
        base_url: where it was sent; the sandbox's own address changes, so it is empty there.
        region: for the price.
        account: the account's fingerprint.
        order: what was asked.
        state: where it is.
        message: one sentence on where it is.
        ticket: the accepted task, None before.
        intent: seconds since 1970 at which the paid request was about to be sent, None before.
        created: seconds since 1970.
        updated: of the last change.
        begun: when the service began to work on it, None before.
        ended: when it ended, None before.
        cost: the estimate made at submit.
        billed_seconds: what the service says was billed.
        actual_prompt: the rewritten prompt where the service gave one.
        cancel_asked: somebody asked to cancel it.
        error: why it ended without a video.
        video: the file's name in the job's result folder, empty before.
        version: grows with every change.
        favourite: the visitor keeps it: retention leaves it alone.
        removed: seconds since 1970 at which the visitor removed it, None before; undone, or swept later.
        batch: what variants that were made together have in common, empty for one alone.
        vote: what the visitor said of it beside another, empty for nothing.
        origin: `ADOPTED` for a task that was taken from the account, whose order holds only what the service tells of
            it; empty for one that was sent from here.
        worker: the process that works on it (`lib.jobs.seat`), empty where it waits for one that has its key.
        took: seconds from the request until the task had its video, as near as that is known; None before.
    """

    job: str
    visitor: str = ""
    service: str
    base_url: str = ""
    region: str = ""
    account: str
    order: Order
    state: JobState = JobState.WAITING
    message: str = ""
    ticket: Ticket | None = None
    intent: float | None = None
    created: float
    updated: float
    begun: float | None = None
    ended: float | None = None
    cost: Cost
    billed_seconds: float | None = None
    actual_prompt: str | None = None
    cancel_asked: bool = False
    error: Failure | None = None
    video: str = ""
    version: int = 0
    favourite: bool = False
    removed: float | None = None
    batch: str = ""
    vote: str = ""
    origin: str = ""
    worker: str = ""
    took: float | None = None

    @classmethod
    def new(cls, account: Account, order: Order, cost: Cost, *, visitor: str, now: float) -> Self:
        """Make the record of a job that nothing has been done for yet; `now` in seconds since 1970."""
        return cls(
            job=secrets.token_hex(16),
            visitor=visitor,
            service=account.service,
            # The stand-in has another address at each start.
            base_url="" if account.service == "sandbox" else account.base_url,
            region=account.region,
            account=account.fingerprint,
            order=order,
            message="Waiting to begin.",
            created=now,
            updated=now,
            cost=cost,
        )

    def as_json(self, *, seconds_left: float | None, video: Mapping[str, Any] | None) -> dict[str, Any]:
        """Give the record as `/job` shows it (`interface.md`); `video` is a Gradio file or None."""
        return {
            "job": self.job,
            "service": self.service,
            "model": self.order.model,
            "state": str(self.state),
            "message": self.message,
            "task_id": self.ticket.task_id if self.ticket else None,
            "created": self.created,
            "updated": self.updated,
            "seconds_left": seconds_left,
            "seed": self.order.values.get("seed"),
            "cost": self.cost.as_json(),
            "billed_seconds": self.billed_seconds,
            "error": self.error.as_record() if self.error else None,
            "video": video,
        }
