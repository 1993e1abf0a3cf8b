"""What every provider can do, and the values that go in and out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Protocol

from lib.errors import Failure
from lib.forms.draft import Order, OrderFile
from lib.forms.finding import Finding
from lib.forms.form import ModelForm
from lib.secret import Secret

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all; may raise to stop."""

Turn = Callable[["Account"], None]
"""Called before every look, page of a list and cancel; returns when it is the account's turn, or raises to stop."""

Links = Mapping[str, str]
"""By a file's sha256: the link under which the service reads it. Never stored, never logged."""


class TaskState(StrEnum):
    """What the service says of a task."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    GONE = "gone"
    """The service doesn't know the task: never made, or older than 24 h."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """Whose key, at which address.

    Attributes:
        service: `sandbox`, `dashscope` or `modelstream`.
        base_url: for Model Studio it ends in `/api/v1`; no slash at the end.
        key: never printed.
        region: as `DASHSCOPE_API_REGION` spells it, empty where it isn't known; the price depends on it.
        typed: a stranger wrote the address, so only public ones are spoken to, and only by https.
    """

    service: str
    base_url: str
    key: Secret
    region: str = ""
    typed: bool = False

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that tell this account from others, safe to store."""
        # The stand-in's address changes at every start; elsewhere the same key at another host is another account.
        address = "" if self.service == "sandbox" else self.base_url
        return Secret(f"{self.service}|{address}|{self.key.reveal()}").fingerprint()


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """A task that the service has accepted: its id and the host that gave it. Safe to store.

    Attributes:
        service: as the account's.
        base_url: the address that gave the task.
        task_id: the service's name for it.
        request_id: of the request that made it, empty where that is not known.
        found: no answer gave it: it was found in the account's list, so it may be somebody else's.
    """

    service: str
    base_url: str
    task_id: str
    request_id: str = ""
    found: bool = False


@dataclass(frozen=True, kw_only=True)
class Look:
    """One answer about a task.

    Attributes:
        state: as told.
        raw_status: the service's own word.
        video_url: a signed link, valid for 24 h; a Secret because whoever has it has the video.
        failure: why it ended without a video.
        billed_seconds: what was charged for.
        actual_prompt: the rewritten prompt, where the service gives one.
        orig_prompt: the prompt that the task was asked for with, where the service gives it.
        progress: how much of it is done, from 0 to 1, where the service says so.
        took: seconds from its acceptance to its end by the service's own clock, where it tells both.
    """

    state: TaskState
    raw_status: str
    video_url: Secret | None = None
    failure: Failure | None = None
    billed_seconds: float | None = None
    actual_prompt: str | None = None
    orig_prompt: str | None = None
    progress: float | None = None
    took: float | None = None


@dataclass(frozen=True, kw_only=True)
class ListedTask:
    """A line of the account's task list; `created` in seconds since 1970."""

    task_id: str
    model: str
    raw_status: str
    created: float


def at_once(_account: Account) -> None:
    """A turn that never has to be waited for."""


class Provider(Protocol):
    """One service's protocol. Every verb is one step and raises a `ServiceError` of the tree.

    `Refused` and `Unreachable` from `submit` mean that nothing was accepted; `Interrupted` that it may have been.

    Attributes:
        uploads: `prepare` sends the file, and its link serves every job of that account and model for a day and a half.
            Else it sends nothing, and the link is for one request.
        lists: the service has a list of tasks, so what became of a request can be looked up there.
    """

    uploads: ClassVar[bool] = True
    lists: ClassVar[bool] = True

    def objections(self, form: ModelForm, order: Order) -> tuple[Finding, ...]:
        """Give everything for which this service can't be asked, beyond the model's own limits. Pure."""
        del form, order
        return ()

    def prepare(self, account: Account, model: str, file: OrderFile, path: Path, progress: Progress) -> str:
        """Hand one file to the service by streaming and give its link."""
        ...

    def submit(self, account: Account, form: ModelForm, order: Order, links: Links) -> Ticket:
        """Ask for the video: the one request that costs money. Never repeated in here."""
        ...

    def look(self, account: Account, ticket: Ticket) -> Look:
        """Ask how a task stands."""
        ...

    def cancel(self, account: Account, ticket: Ticket) -> None:
        """Ask to cancel a task; raises Refused where it has begun."""
        ...

    def fetch(self, account: Account, link: Secret, target: Path, progress: Progress) -> None:
        """Save a result to `target`, going on where a broken attempt stopped (`target` with `.part`)."""
        ...

    def recent(self, account: Account, model: str, since: float) -> list[ListedTask]:
        """List the account's tasks of a model made since a time in seconds since 1970 (24 h at most)."""
        ...

    def try_key(self, account: Account, model: str) -> None:
        """Ask for something that needs the key and costs nothing; returns where the key is accepted."""
        ...
