"""ASGI middleware for Gradio's scripts and styles: from memory, compressed once, kept by the browser for ever."""

import gradio as gr
from starlette.datastructures import Headers
from starlette.middleware import Middleware

from lib.ui.delivery.build import asset
from lib.ui.delivery.parcel import Parcel
from lib.ui.guard import Asgi, Receive, Scope, Send

FOLDER, THEME = "/assets/", "/theme.css"


class Assets:
    """Only files of Gradio's build, whose names hold a hash, and the theme, whose address does, are touched."""

    def __init__(self, app: Asgi, theme: str) -> None:
        self._app = app
        self._theme = Parcel(body=theme.encode(), kind="text/css")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for such a file; hand on everything else, and so every stream of events, as it is."""
        parcel = self._wanted(scope) if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} else None
        if parcel is None:
            await self._app(scope, receive, send)
        else:
            await parcel.answer(Headers(scope=scope))(scope, receive, send)

    def _wanted(self, scope: Scope) -> Parcel | None:
        path = str(scope["path"])
        if path == THEME and scope["query_string"].startswith(b"v="):
            return self._theme
        return asset(path.removeprefix(FOLDER)) if path.startswith(FOLDER) else None


def serve_assets(page: gr.Blocks) -> None:
    """Put `Assets` in front of a page that is being served: Gradio's own compression would come before it (6.31)."""
    page.app.user_middleware.insert(0, Middleware(Assets, theme=page.theme_css))
    page.app.middleware_stack = page.app.build_middleware_stack()
