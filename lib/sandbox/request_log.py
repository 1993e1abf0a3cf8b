"""What was asked of the stand-in: the last requests, without keys, for tests to look at."""

import json
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_KEPT: Final = 1000
_LARGEST_BODY: Final = 256 * 1024  # inline pictures are not kept


@dataclass(frozen=True, kw_only=True)
class SeenRequest:
    """One request.

    Attributes:
        method: GET, POST, ...
        path: without the query.
        query: as it came, undecoded.
        headers: in lower case, without `authorization`.
        body: of a JSON request that is not too large to keep; None otherwise.
    """

    method: str
    path: str
    query: str
    headers: dict[str, str] = field(repr=False)
    body: object = field(default=None, repr=False)


class RequestLog:
    """ASGI middleware that keeps what it passes on, at the latest when the answer starts."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._seen: deque[SeenRequest] = deque(maxlen=_KEPT)

    @property
    def requests(self) -> list[SeenRequest]:
        """The last thousand requests, the oldest first."""
        return list(self._seen)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its JSON body with it."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        headers.pop("authorization", None)
        is_json = headers.get("content-type", "").startswith("application/json")
        text = bytearray()
        kept = False

        def keep() -> None:
            nonlocal kept
            if not kept:
                kept = True
                self._seen.append(_seen(scope, headers, bytes(text)))

        async def receive_and_read() -> Message:
            message = await receive()
            if message["type"] == "http.request" and is_json and len(text) <= _LARGEST_BODY:
                text.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    keep()
            return message

        async def keep_and_send(message: Message) -> None:
            keep()
            await send(message)

        try:
            await self._app(scope, receive_and_read, keep_and_send)
        finally:
            keep()


def _seen(scope: Scope, headers: dict[str, str], text: bytes) -> SeenRequest:
    body = None
    if 0 < len(text) <= _LARGEST_BODY:
        try:
            body = json.loads(text)
        except (ValueError, RecursionError):
            body = None
    return SeenRequest(
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        headers=headers,
        body=body,
    )
