"""What other sites may do with the app: nothing. They can't send a person's browser here, nor put the page in a frame.

Gradio reflects any Origin on a public host, credentials allowed (6.31; `gradio-facts.md` 2.2).
"""

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

import gradio as gr
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse

from lib.settings import Settings
from lib.ui.guard import Asgi, Receive, Scope, Send

# A Space is shown in a frame of Hugging Face's site.
SPACE_FRAMES = "'self' https://huggingface.co https://*.huggingface.co https://*.hf.space"
OWN_FRAMES = "'self'"
_PORTS = {"http": 80, "https": 443}


class Neighbours:
    """ASGI middleware in front of all."""

    def __init__(self, app: Asgi, public_url: str, *, on_space: bool) -> None:
        self._app = app
        self._public = urlsplit(public_url).netloc.lower()
        self._headers = {
            "X-Content-Type-Options": "nosniff",
            # A file's address holds a name that nobody can guess.
            "Referrer-Policy": "same-origin",
            "Content-Security-Policy": f"frame-ancestors {SPACE_FRAMES if on_space else OWN_FRAMES}",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what another site's page sends, let it read nothing, and put the headers on every answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        foreign = self.is_foreign(Headers(scope=scope))

        async def told(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                for name in [one for one in headers if foreign and one.startswith("access-control-")]:
                    del headers[name]
            await send(message)

        if foreign and scope["method"] not in {"GET", "HEAD"}:
            await PlainTextResponse("Another site's page can't do that here", 403)(scope, receive, told)
        else:
            await self._app(scope, receive, told)

    def is_foreign(self, headers: Headers) -> bool:
        """Tell whether a page of another site sent a request; a program says nothing of an origin."""
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site") == "cross-site"
        hosts = {headers.get("host", "").lower(), headers.get("x-forwarded-host", "").lower(), self._public} - {""}
        return not any(_same(origin, host) for host in hosts)


def keep_neighbours_out(page: gr.Blocks, settings: Settings) -> None:
    """Put `Neighbours` in front of a page that is being served.

    What `launch` is given comes behind Gradio's own CORS, which would answer first, so the stack is built anew (6.31).
    """
    outermost = Middleware(Neighbours, public_url=settings.public_url, on_space=settings.on_space)
    page.app.user_middleware.insert(0, outermost)
    page.app.middleware_stack = page.app.build_middleware_stack()


def _same(origin: str, host: str) -> bool:
    try:
        here = urlsplit(origin.lower())
        there = urlsplit(f"{here.scheme}://{host}")
        usual = _PORTS.get(here.scheme)
        return (here.hostname, here.port or usual) == (there.hostname, there.port or usual) and bool(here.hostname)
    except ValueError:
        return False
