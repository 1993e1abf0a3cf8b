"""Hugging Face's site around a Space, as a browser meets it: a page of another origin with the Space in a frame.

Both names lead to this one server, by TLS; what is asked of the Space goes on to the app, as the Hub's proxy sends it.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from threading import Thread

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.programs import SPACE_HOST, free_port
from tests.providers.certificate import certificate

HUB = "huggingface.co"
_PAGE = f"""<!doctype html><title>A Space on the Hub</title>
<iframe src="https://{SPACE_HOST}/" style="width: 1280px; height: 1400px; border: 0"
  allow="clipboard-read; clipboard-write"></iframe>"""
# Of one connection, not of what goes over it; and the length of what was compressed on the way.
_OWN = {"connection", "transfer-encoding", "content-encoding", "content-length", "keep-alive", "host"}
_METHODS = ["GET", "HEAD", "POST", "OPTIONS"]


class Hub:
    """The page and the proxy."""

    def __init__(self, app_address: str) -> None:
        self._app_address = app_address

    @asynccontextmanager
    async def life(self, _: Starlette) -> AsyncIterator[None]:
        async with httpx.AsyncClient(base_url=self._app_address, timeout=120) as self._web:
            yield

    async def answer(self, request: Request) -> Response:
        if request.headers["host"].startswith(HUB):
            return HTMLResponse(_PAGE)
        told = {"Host": SPACE_HOST, "X-Forwarded-Host": SPACE_HOST, "X-Forwarded-Proto": "https"}
        headers = {name: value for name, value in request.headers.items() if name not in _OWN}
        target = httpx.URL(path=request.url.path, query=request.url.query.encode())
        asked = self._web.build_request(
            request.method, target, headers={**headers, **told, "X-Forwarded-For": "8.8.8.8"}, content=request.stream()
        )
        given = await self._web.send(asked, stream=True)
        kept = {name: value for name, value in given.headers.items() if name not in _OWN}
        return StreamingResponse(
            given.aiter_bytes(), given.status_code, headers=kept, background=BackgroundTask(given.aclose)
        )


@contextmanager
def hub_before(app_address: str, folder: Path) -> Iterator[int]:
    """Serve the Hub before an app, and give the port."""
    certificate(folder, HUB, SPACE_HOST)
    hub, port = Hub(app_address), free_port()
    config = uvicorn.Config(
        Starlette(routes=[Route("/{path:path}", hub.answer, methods=_METHODS)], lifespan=hub.life),
        port=port,
        ssl_certfile=folder / "trusted.pem",
        ssl_keyfile=folder / "private.pem",
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join()
