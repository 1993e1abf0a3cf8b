"""The guard in front of the tools for agents: no call of a tool makes this machine open a file of its own.

Gradio carries a tool's call to its endpoint with a client of its own, here on this machine, and that client opens
whatever path an argument names that looks like one of Gradio's files, and uploads it: `{"path": "/etc/passwd", "meta":
{"_type": "gradio.FileData"}}` anywhere in `extra` is enough (`gradio.mcp`, 6.31; `tests/app/test_tools.py`).
"""

import json
from collections.abc import Iterator
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from lib.ui.guard import Asgi, Receive, Scope, Send

TOOLS = "/gradio_api/mcp"
UPLOADS = "/gradio_api/upload"
# How Gradio's own client on this machine names itself; from outside it may be sent, and only shuts its sender out.
_ITSELF = "mcp"


class ToolsGuard:
    """ASGI middleware behind `Guard`, which has capped the body."""

    def __init__(self, app: Asgi) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 400 to a call that names a file as Gradio does, and 403 to an upload by Gradio's own client."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
        elif UPLOADS in scope["path"] and Headers(scope=scope).get("x-gradio-user") == _ITSELF:
            await PlainTextResponse("Tools upload nothing", 403)(scope, receive, send)
        elif TOOLS in scope["path"]:
            await self._checked(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _checked(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _whole(receive)
        if body is None:
            return
        try:
            call = json.loads(body)
        except (ValueError, RecursionError):
            await PlainTextResponse("The call is not JSON", 400)(scope, receive, send)
            return
        if any("path" in one and "meta" in one for one in _objects(call)):
            words = "Pass a file as a text: the path that an upload to /gradio_api/upload gave."
            await PlainTextResponse(words, 400)(scope, receive, send)
            return
        await self._app(scope, _again(body, receive), send)


def _objects(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """Go through every object in a JSON value, without a stack that depth could exhaust."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            yield one
            left += one.values()
        elif isinstance(one, list):
            left += one


async def _whole(receive: Receive) -> bytes | None:
    """Read a body; None where its sender has hung up."""
    parts = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Hand a body out that has been read."""
    told = False

    async def receive_again() -> Any:  # noqa: ANN401 - an ASGI message
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
