"""Doors that aren't there: what a request names wrongly is a clear answer in JSON, and no traceback of Gradio's own.

Gradio answers an unknown name with a bare 500, and prints what an event broke on past every logger, with everything
that the event was given: a prompt, or a key out of a page that was open since before an update (6.31).
"""

import logging
import re
import sys
import traceback
import uuid
from collections.abc import MutableMapping
from typing import Any

import gradio.queueing
import gradio.route_utils
import gradio.routes
from starlette.responses import JSONResponse

from lib.ui.guard import Asgi, Receive, Scope, Send

_log = logging.getLogger(__name__)

_NAMED = re.compile(r"^/gradio_api/(?:call/v2|call|run|api)/([^/]*)/?$")
_CALLS = re.compile(r"^/gradio_api/(?:call|run|api|queue/join)\b")
# What a client calls by its number says this in the place of a name.
_BY_NUMBER = "predict"
_NO_SUCH = "There is no endpoint of that name or number here. /gradio_api/info names them all."
_UNFIT = "The arguments don't fit the endpoint. /gradio_api/info names them all."


class Doors:
    """ASGI middleware, within all that judges a request first."""

    def __init__(self, app: Asgi) -> None:
        self._app = app
        self._names: frozenset[str] = frozenset()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404 to an unknown name, 422 to arguments that break the call, and 500 with an incident to the rest."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        named = _NAMED.match(scope["path"]) if scope["method"] == "POST" else None
        if named is not None and named[1] not in self._known(scope["app"]):
            await JSONResponse({"detail": _NO_SUCH}, 404)(scope, receive, send)
            return
        begun = False

        async def noting(message: MutableMapping[str, Any]) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as error:
            if begun:
                raise
            await _answer(error, scope)(scope, receive, send)

    def _known(self, app: Any) -> frozenset[str]:  # noqa: ANN401 - Gradio's app
        if not self._names:
            names = {str(fn.api_name) for fn in app.get_blocks().fns.values() if fn.api_name}
            self._names = frozenset({*names, _BY_NUMBER})
        return self._names


def _answer(error: Exception, scope: Scope) -> JSONResponse:
    if _CALLS.match(scope["path"]):
        if isinstance(error, KeyError):
            return JSONResponse({"detail": _NO_SUCH}, 404)
        if isinstance(error, TypeError | ValueError):
            return JSONResponse({"detail": _UNFIT}, 422)
    incident = uuid.uuid4().hex[:8]
    _log.error("incident %s", incident, exc_info=error)
    words = f"Something went wrong inside the app. Tell whoever runs it the incident {incident}."
    return JSONResponse({"detail": words}, 500)


class _Told:
    """Gradio's module `traceback`, but for what prints."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the module's own
        return getattr(traceback, name)

    @staticmethod
    def print_exc(*_: object, **__: object) -> None:
        """Write a line to our log, without content, where Gradio would print everything that it was given."""
        _log.error("an event could not be carried out", exc_info=sys.exc_info()[1])


def take_over_tracebacks() -> None:
    """Let what Gradio would print of a failed event go through our log."""
    for module in (gradio.queueing, gradio.routes, gradio.route_utils):
        module.traceback = _Told()
