"""The way to a service that is far off: every request arrives so much later."""

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send


class Latency:
    """ASGI middleware that lets each request wait for `seconds`, as a round trip of that length does."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait, then pass the request on."""
        await asyncio.sleep(self._seconds)
        await self._app(scope, receive, send)
