"""The guard in front of the page: closed routes, and a cap on JSON bodies."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

# Deep links dump a session's values to disk; the file proxy fetches any address; tools have a second, older door; the
# rest tells about other visitors.
CLOSED = re.compile(
    r"^/(gradio_api/(deep_link|runs|run-history|proxy=|process_recording|file=https?:|mcp/(sse|messages))|monitoring)",
    re.IGNORECASE,
)
# Gradio echoes a large JSON body into its log and holds it several times in memory.
MAX_JSON_BYTES = 1_000_000


class Guard:
    """ASGI middleware; streams pass untouched."""

    def __init__(self, app: Asgi) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404 on a closed route and 413 on a JSON body over the cap; hand on all else."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if CLOSED.match(scope["path"]):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["method"] == "POST" and not headers.get("content-type", "").startswith("multipart/"):
            length = headers.get("content-length", "0")
            if not length.isdigit() or int(length) > MAX_JSON_BYTES:
                await PlainTextResponse("The request is too large", 413)(scope, receive, send)
                return
            receive = _capped(receive)
        await self._app(scope, receive, send)


def _capped(receive: Receive) -> Receive:
    """Hang up on a body without a length that grows over the cap."""
    seen = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > MAX_JSON_BYTES else message

    return counted
