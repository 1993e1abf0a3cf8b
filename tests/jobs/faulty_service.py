"""A Model Studio of one job's own, on a real port: right in every stage but one, and wrong there until it is mended."""

import threading
import uuid
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from lib.providers.provider import Account
from lib.secret import Secret
from tests.jobs.door import Door, bound
from tests.providers.orders import KEY, MODEL, policy
from tests.providers.server import Handler, Reply, answer, reset


class Stage(StrEnum):
    """What a job asks of the service, in its order. A list is asked for where the create had no clear answer."""

    POLICY = "policy"
    UPLOAD = "upload"
    CREATE = "create"
    LOOK = "look"
    LIST = "list"
    CANCEL = "cancel"
    FETCH = "fetch"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A way to be wrong.

    Attributes:
        name: as the table calls it.
        reply: what is answered; None where nobody listens.
        done: the service does what it was asked, and goes wrong only then.
        slow: the client finds out by waiting.
        stages: where it can happen.
    """

    name: str
    reply: Reply | None
    done: bool = False
    slow: bool = False
    stages: tuple[Stage, ...] = tuple(Stage)

    @property
    def away(self) -> bool:
        """Nobody listens, so the service can't count how often it was asked."""
        return self.reply is None


# After which stage's answer the service leaves, so that the next one finds nobody.
_LEAVES_AFTER = {Stage.CREATE: Stage.UPLOAD, Stage.LOOK: Stage.CREATE, Stage.LIST: Stage.CREATE}


class Service:
    """The service, as a context manager; all of it is about one job.

    Attributes:
        stage: in which it is wrong.
        account: whose key; its address makes it another account than that of every other job.
        struck: how often the fault was met, where that can be counted.
        sent: how many creates came in.
        taken: how many of them were taken.
    """

    def __init__(self, stage: Stage, fault: Fault, *, video: bytes, times: int | None = None) -> None:
        self.struck = self.sent = self.taken = 0
        self.stage = stage
        self._fault = fault
        self._video = video
        self._times = times
        self._task = f"task-{uuid.uuid4().hex}"
        self._canceled = False
        self._lock = threading.Lock()
        self._door = Door(self._answer)
        self._nobody = bound()
        # A port is soon another service's; the path is this one's alone.
        base_url = f"{self._door.origin}/{self._task}/api/v1"
        self.account = Account(service="dashscope", base_url=base_url, key=Secret(KEY), region="cn-beijing")

    def __enter__(self) -> Self:
        if not (self._fault.away and self.stage is Stage.POLICY):
            self._door.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._door.close()
        self._nobody.close()

    def leave(self) -> None:
        """Stop listening, where that is the fault."""
        if self._fault.away:
            self._door.leave()

    def mend(self) -> None:
        """Be right from now on."""
        with self._lock:
            self._times = 0
        self._door.open()

    def _answer(self, handler: Handler) -> None:
        stage = _stage_of(handler)
        with self._lock:
            strikes = self._strikes(stage)
            if not strikes or self._fault.done:
                self._do(stage)
            self.sent += stage is Stage.CREATE
            reply = self._fault.reply if strikes and self._fault.reply is not None else self._right(stage)
            leaves = self._fault.away and self._times != 0 and _LEAVES_AFTER.get(self.stage) is stage
        if leaves:
            self._door.leave()
        reply(handler)

    def _strikes(self, stage: Stage) -> bool:
        due = stage is self.stage and not self._fault.away and (self._times is None or self.struck < self._times)
        self.struck += due
        return due

    def _do(self, stage: Stage) -> None:
        self.taken += stage is Stage.CREATE
        self._canceled = self._canceled or stage is Stage.CANCEL

    def _right(self, stage: Stage) -> Reply:
        match stage:
            case Stage.POLICY:
                return answer(policy(f"{self._origin_for(Stage.UPLOAD)}/oss"))
            case Stage.UPLOAD:
                return answer(b"")
            case Stage.CREATE if self.stage is Stage.LIST:
                return reset  # taken, and only the list can tell
            case Stage.CREATE:
                return answer({"request_id": "r-create", "output": self._output("PENDING")})
            case Stage.LOOK:
                return answer({"request_id": "r-look", "output": self._output(self._status())})
            case Stage.LIST:
                row = {"task_id": self._task, "model_name": MODEL, "status": "RUNNING", "gmt_create": 4e12}
                return answer({"request_id": "r-list", "total_page": 1, "data": [row] * self.taken})
            case Stage.CANCEL:
                return answer({"request_id": "r-cancel"})
            case Stage.FETCH:
                return answer(self._video, 200, "video/mp4")

    def _output(self, status: str) -> dict[str, str]:
        link = f"{self._origin_for(Stage.FETCH)}/video.mp4?Expires=1&Signature=verysecret"
        return {"task_id": self._task, "task_status": status, **({"video_url": link} if status == "SUCCEEDED" else {})}

    def _status(self) -> str:
        # A look tells it a moment later, so that what the cancel itself came to is read first.
        if self._canceled and self._times == 0:
            return "CANCELED"
        return "PENDING" if self.stage is Stage.CANCEL else "SUCCEEDED"

    def _origin_for(self, stage: Stage) -> str:
        """Give the origin of storage; of a port at which nobody listens where that is the fault."""
        if not (self._fault.away and stage is self.stage and (self._times is None or self.struck < self._times)):
            return self._door.origin
        self.struck += 1
        return f"http://127.0.0.1:{self._nobody.getsockname()[1]}"


def _stage_of(handler: Handler) -> Stage:
    path = urlsplit(handler.path).path.rstrip("/")
    ends = {
        "/uploads": Stage.POLICY,
        "/oss": Stage.UPLOAD,
        "/video-synthesis": Stage.CREATE,
        "/tasks": Stage.LIST,
        "/cancel": Stage.CANCEL,
        "/video.mp4": Stage.FETCH,
    }
    return next((stage for end, stage in ends.items() if path.endswith(end)), Stage.LOOK)
