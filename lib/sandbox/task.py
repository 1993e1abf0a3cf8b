"""A task: its state, its times, and what it will make."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum


class Status(StrEnum):
    """The states of a task, as documented for the query."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, kw_only=True)
class Medium:
    """One file of a task, already on disk. Paths are relative to the data folder, which may move.

    Attributes:
        kind: its type in `input.media`, or its own name in `input`.
        path: the file.
        voice: the file whose timbre it speaks with, None without.
    """

    kind: str
    path: str
    voice: str | None = None


@dataclass(frozen=True, kw_only=True)
class Generation:
    """What a task will make; everything the rendering needs, so that another process can do it.

    Attributes:
        prompt: after the silent cut.
        media: in the order of the request.
        resolution: `720P` or `1080P`.
        ratio: as asked, empty for that of the input; the size follows a first frame where there is one.
        duration: seconds; whole, unless it is that of a clip.
        seed: as asked, or drawn when the task was made.
        watermark: a mark at the bottom right.
        input_seconds: billed seconds of the clips (api-facts section 4).
    """

    prompt: str
    media: tuple[Medium, ...]
    resolution: str
    ratio: str
    duration: float
    seed: int
    watermark: bool
    input_seconds: float

    def to_json(self) -> str:
        """Write it for the store."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Generation":
        """Read what `to_json` wrote."""
        fields = json.loads(text)
        return cls(**{**fields, "media": tuple(Medium(**medium) for medium in fields["media"])})


@dataclass(frozen=True, kw_only=True)
class Task:
    """A task as it is now. Times are epoch seconds, None for what has not happened.

    Attributes:
        task_id: `sandbox-` and a UUID.
        account: whose it is; see `lib.sandbox.signing.account_of`.
        model: as asked.
        request_id: of the request that made it.
        status: where it stands.
        created: accepted.
        started: left the queue.
        ended: succeeded, failed or canceled.
        code: why it failed, empty otherwise.
        message: the same in words.
        generation: what it will make; None where the request was already wrong.
    """

    task_id: str
    account: str
    model: str
    request_id: str
    status: Status
    created: float
    started: float | None = None
    ended: float | None = None
    code: str = ""
    message: str = ""
    generation: Generation | None = None
