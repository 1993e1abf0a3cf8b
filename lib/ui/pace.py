"""How much one caller may ask of the app: so many requests a second, and so many bytes of uploads an hour."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from lib.ui.guard import Asgi, Receive, Scope, Send
from lib.ui.visitors import MARK

# The callers that are remembered; whoever has been quiet for longest is forgotten first.
MOST_CALLERS = 10_000
GIB = 2**30


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """`burst` at once, and `a_second` more with each second."""

    burst: float
    a_second: float


# A page that opens asks for some hundred files; an open one asks once or twice a second, and an office has thirty.
READS = Allowance(burst=4_000, a_second=200)
WRITES = Allowance(burst=1_200, a_second=60)
# Some forms of five clips of 100 MB, and then another every quarter of an hour.
UPLOADS = Allowance(burst=2 * GIB, a_second=2 * GIB / 3600)


class Buckets:
    """A bucket of an allowance for each caller, in bounded memory. Safe for many threads."""

    def __init__(self, allowance: Allowance, now: Callable[[], float] = time.monotonic) -> None:
        self._allowance = allowance
        self._now = now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, caller: str, amount: float = 1.0) -> float:
        """Take from a caller's bucket; give 0, or the seconds to wait where there is not so much in it."""
        full, now = self._allowance.burst, self._now()
        with self._lock:
            left, since = self._left.pop(caller, (full, now))
            left = min(full, left + (now - since) * self._allowance.a_second)
            missing = amount - left
            self._left[caller] = (left if missing > 0 else left - amount, now)
            while len(self._left) > MOST_CALLERS:
                self._left.popitem(last=False)
        return max(0.0, missing / self._allowance.a_second)

    def __len__(self) -> int:
        return len(self._left)


class Pace:
    """ASGI middleware behind `MarkCallers`."""

    def __init__(self, app: Asgi) -> None:
        self._app = app
        self._reads, self._writes, self._uploads = Buckets(READS), Buckets(WRITES), Buckets(UPLOADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 429 to whoever asks too fast or uploads too much, and say when to come again."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        caller = headers.get(MARK, "").partition(".")[0]
        writes = scope["method"] not in {"GET", "HEAD"}
        wait = (self._writes if writes else self._reads).take(caller)
        if wait == 0 and writes and headers.get("content-type", "").startswith("multipart/"):
            length = headers.get("content-length", "")
            wait = self._uploads.take(caller, int(length)) if length.isdigit() else 0.0
            receive = receive if length.isdigit() else self._counted(caller, receive)
        if wait > 0:
            words = "Too much was asked from here in a short time. Wait a moment and try again."
            again = {"Retry-After": str(max(1, round(wait)))}
            await PlainTextResponse(words, 429, headers=again)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _counted(self, caller: str, receive: Receive) -> Receive:
        """Count a body that doesn't say how long it is, and hang up once it is too much."""

        async def counted() -> MutableMapping[str, Any]:
            message = await receive()
            too_much = self._uploads.take(caller, len(message.get("body", b"")))
            return {"type": "http.disconnect"} if too_much else message

        return counted
