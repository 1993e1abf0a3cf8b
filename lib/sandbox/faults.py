"""The faults that the stand-in can be told to have, and how often each one strikes."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock


class FaultName(StrEnum):
    """Where a fault strikes, and what the client sees."""

    THROTTLE = "throttle"  # create: 429 Throttling.RateQuota, nothing accepted
    CREATE_500 = "create-500"  # create: 500 InternalError, nothing accepted
    CREATE_DROP = "create-drop"  # create: the task is accepted, the connection is cut without an answer
    POLL_500 = "poll-500"  # look: 500 InternalError
    POLL_DROP = "poll-drop"  # look: the connection is cut without an answer
    POLL_HTML = "poll-html"  # look: 502 with a proxy's HTML page
    UPLOAD_EXPIRED = "upload-expired"  # the OSS post: 403 AccessDenied, Policy expired
    DOWNLOAD_CUT = "download-cut"  # result: the connection ends half way through the body
    FAIL_MODERATION = "fail-moderation"  # task: FAILED, DataInspectionFailed
    FAIL_INTERNAL = "fail-internal"  # task: FAILED, InternalError
    NEVER_ENDS = "never-ends"  # task: RUNNING for as long as this process lives
    UNKNOWN_STATUS = "unknown-status"  # look: task_status SUSPENDED, which only the SDK's source knows


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One misbehaviour on order.

    Attributes:
        name: where it strikes.
        times: how often, counted over the whole process; None for always.
    """

    name: FaultName
    times: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Fault":
        """Read `NAME` or `NAME:TIMES`, as on the command line.

        Raises:
            ValueError: no such fault, or a count that is not a whole number above zero.
        """
        name, colon, count = text.partition(":")
        if name not in list(FaultName):
            raise ValueError(f"no fault is called {name!r}; there are {', '.join(FaultName)}")
        if not colon:
            return cls(name=FaultName(name))
        if not (count.isascii() and count.isdigit() and int(count) > 0):
            raise ValueError(f"how often {name!r} strikes must be a whole number above zero, not {count!r}")
        return cls(name=FaultName(name), times=int(count))


class Faults:
    """The faults that are left. Asked by several threads at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self._lock = Lock()
        self._left: dict[FaultName, int | None] = {fault.name: fault.times for fault in faults}

    def strikes(self, name: FaultName) -> bool:
        """Tell whether the fault strikes now, and count it."""
        with self._lock:
            left = self._left.get(name, 0)
            if left is None:
                return True
            self._left[name] = max(left - 1, 0)
            return left > 0
