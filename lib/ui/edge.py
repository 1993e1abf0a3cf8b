"""The page's edge: a failure of ours becomes words, anything else an incident; nothing inside shows outside."""

import functools
import html
import inspect
import logging
import uuid
from collections.abc import Callable
from typing import Any

import gradio as gr

from lib.errors import StudioError
from lib.ui.language.spoken import answer, told

_log = logging.getLogger(__name__)

# How the page's own events are declared: they are no part of the API, and what they change shows that they are done.
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
# Queued, so that an error shows; as many at once as there are visitors.
QUEUED: dict[str, Any] = {**QUIET, "concurrency_limit": None}
# A poll or a check is read-only: it takes no place in the queue, which is many times cheaper.
AT_ONCE: dict[str, Any] = {**QUIET, "queue": False}


def on_the_page(handler: Callable[..., Any]) -> Any:  # noqa: ANN401 - a handler of the same signature
    """Give a handler of the page: its failures become toasts, and what it says is in the visitor's language."""
    return at_the_edge(handler, escape=True)


def at_the_edge(handler: Callable[..., Any], *, escape: bool) -> Any:  # noqa: ANN401 - a handler of the same signature
    """Give the handler with its failures as `gr.Error`.

    `escape` for the page, whose toast would render the text as HTML, and whose panels speak the visitor's language; a
    client of the API gets everything as it is.
    """
    if inspect.isasyncgenfunction(handler):

        @functools.wraps(handler)
        async def generator(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the handler's own types
            try:
                async for value in handler(*args, **kwargs):
                    yield answer(value) if escape else value
            except Exception as error:  # noqa: BLE001 - the page's edge
                raise _shown(error, escape=escape) from None

        return generator

    @functools.wraps(handler)
    def function(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the handler's own types
        try:
            value = handler(*args, **kwargs)
            return answer(value) if escape else value
        except Exception as error:  # noqa: BLE001 - the page's edge
            raise _shown(error, escape=escape) from None

    return function


def _shown(error: Exception, *, escape: bool) -> gr.Error:
    if isinstance(error, gr.Error):
        return error
    if isinstance(error, StudioError):
        text = error.failure.sentence
    else:
        incident = uuid.uuid4().hex[:8]
        _log.error("incident %s", incident, exc_info=error)
        text = f"Something went wrong inside the app. Tell whoever runs it the incident {incident}."
    return gr.Error(html.escape(told(text)) if escape else text, print_exception=False)
