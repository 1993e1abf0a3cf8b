"""Hugging Face's login, as far as it is ours: where it is to be had, and that of it nothing but the name stays.

The routes and the signed cookie are Gradio's (`gradio.oauth`, 6.31). Gradio puts everything that the Hub answered into
the cookie, the tokens among it, of which this app needs none.
"""

import logging
from collections.abc import MutableMapping
from importlib.util import find_spec
from typing import Any

import gradio.oauth
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from lib.settings import Settings
from lib.ui.guard import Asgi, Receive, Scope, Send

_log = logging.getLogger(__name__)

# What `gradio[oauth]` brings.
PACKAGES = ("authlib", "itsdangerous")
NO_PACKAGE = "the login of Hugging Face is set up, and its package is not here: pip install 'gradio[oauth]' brings it"
NO_LOGIN = "nobody can log in here, though R2V_ALLOWED_USERS names people: a Space with hf_oauth has the login"

_CALLBACK = "/login/callback"
_LOGOUT = "/logout"
_ROUTES = ("/login/huggingface", _CALLBACK, _LOGOUT)
# What Gradio's button and `login_in` read.
_KEPT = ("expires_at",)
_NAME = "preferred_username"


def has_login(settings: Settings) -> bool:
    """Tell whether Hugging Face's login is to be had: only on a Space, and only with what Gradio needs for it."""
    return settings.oauth and all(find_spec(name) is not None for name in PACKAGES)


def tell_of_login(settings: Settings) -> None:
    """Say in the log what keeps people from logging in, and let nothing of a login be printed beside the log."""
    if settings.oauth and not has_login(settings):
        _log.warning(NO_PACKAGE)
    if settings.allowed_users and not has_login(settings):
        _log.warning(NO_LOGIN)
    # Gradio prints each address that a login came with.
    vars(gradio.oauth)["print"] = _say_nothing


class Login:
    """ASGI middleware, next to Gradio's own routes: what they raise ends here."""

    def __init__(self, app: Asgi, *, offered: bool) -> None:
        self._app = app
        self._offered = offered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Keep tokens out of the session, lead back from a login that failed, and close what is not offered."""
        path = scope["path"].rstrip("/") if scope["type"] == "http" else ""
        if path not in _ROUTES:
            await self._app(scope, receive, send)
        elif not self._offered:
            await Response(status_code=404)(scope, receive, send)
        elif path == _LOGOUT and Headers(scope=scope).get("sec-fetch-site") == "cross-site":
            await PlainTextResponse("Another site's page can't do that here", 403)(scope, receive, send)
        else:
            await self._handed_on(scope, receive, send)

    async def _handed_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def kept(message: MutableMapping[str, Any]) -> None:
            nonlocal begun
            begun = True
            keep_the_name(scope.get("session"))
            await send(message)

        try:
            await self._app(scope, receive, kept)
        except Exception as error:
            if begun:
                raise
            # Its own words may quote what the Hub answered; the log leaves them out.
            _log.warning("a login could not be finished", exc_info=error)
            await _not_finished(scope)(scope, receive, kept)


def keep_the_name(session: object) -> None:
    """Take everything but the name and the end out of a login that Gradio has put into a session."""
    info = session.get("oauth_info") if isinstance(session, MutableMapping) else None
    if not isinstance(session, MutableMapping) or not isinstance(info, MutableMapping):
        return
    who = info.get("userinfo")
    name = who.get(_NAME) if isinstance(who, MutableMapping) else None
    if not name:
        session.pop("oauth_info")
        return
    slim = {**{one: info[one] for one in _KEPT if one in info}, "userinfo": {_NAME: name}}
    if slim != info:
        session["oauth_info"] = slim


def _not_finished(scope: Scope) -> Response:
    """Lead to the page, which still says "Sign in"; the Hub's own no, or a visitor's, ends here too."""
    if scope["path"].startswith(_CALLBACK):
        return RedirectResponse("/", 302)
    return PlainTextResponse("Hugging Face's login can't be reached. Try again later.", 502)


def _say_nothing(*_: object, **__: object) -> None:
    """Stand in for `print`."""
