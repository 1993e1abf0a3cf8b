"""ASGI middleware that serves the page in its visitor's language, with the script that carries the choice of it."""

import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request

from lib.ui.language.chinese import Chinese, chinese, read_catalogue
from lib.ui.language.spoken import component
from lib.ui.language.visitor import CHINESE, COOKIE, HEADER, known, page_language

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

ASSETS = Path(__file__).parents[3] / "assets"
# The page itself, and what it asks for anew when the app was started again meanwhile.
PAGE, CONFIG = "/", ("/config", "/config/")
# How Gradio writes its settings into the page (6.31); the journey in Chinese notices where another one doesn't.
_CONFIG = re.compile(r"(?<=window\.gradio_config = )\{.*?\}(?=;</script>)", re.DOTALL)
_SAID = re.compile(r"""\bsay\(\s*(['"])(.+?)\1""")
# In a script element these would end it, or begin something else.
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", ord("'"): "\\u0027"}


class Front:
    """ASGI middleware; only the page and its settings are touched."""

    def __init__(self, app: Asgi) -> None:
        self._app = app
        self._script = (ASSETS / "language.js").read_text(encoding="utf-8")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on everything; what comes back for the page is put into the visitor's language."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] not in (PAGE, *CONFIG):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if scope["path"] == PAGE:
            parameters, cookies = request.query_params, request.cookies
            language = page_language(parameters, cookies, request.headers.get("accept-language", ""))
        else:
            language = known(request.headers.get(HEADER, ""))

        def spoken(body: bytes) -> bytes:
            if scope["path"] == PAGE:
                return self._page(body.decode(), language).encode()
            return _settings(body.decode(), chinese()).encode() if language == CHINESE else body

        await self._app(scope, receive, _rewriting(send, spoken))

    def _page(self, page: str, language: str) -> str:
        """Give the page in a language, its first script being ours."""
        words: dict[str, str] = {}
        if language == CHINESE:
            words = _page_words()
            page = _CONFIG.sub(lambda found: _settings(found[0], chinese()).translate(_ESCAPED), page, count=1)
            page = page.replace('lang="en"', f'lang="{CHINESE}"', 1)
        told = json.dumps(
            {"language": language, "words": words, "cookie": COOKIE, "header": HEADER}, ensure_ascii=False
        )
        ours = f"<script>window.r2vPage = {told.translate(_ESCAPED)};\n{self._script}</script>"
        return page.replace("<head>", f"<head>{ours}", 1)


def script_words(words: Chinese) -> dict[str, str]:
    """Give the Chinese of what the browser says by itself: `say('…')` in the scripts, and the models' own words."""
    said = {sentence for file in sorted(ASSETS.rglob("*.js")) for sentence in said_in(file.read_text(encoding="utf-8"))}
    models = {one.english: one.chinese for one in read_catalogue("forms.toml")}
    return {**models, **{sentence: words.template(sentence) for sentence in sorted(said)}}


@cache
def _page_words() -> dict[str, str]:
    """Give the same, read once: a page is asked for more often than the scripts change."""
    return script_words(chinese())


def said_in(script: str) -> list[str]:
    """Give the sentences of a script."""
    return [found[2] for found in _SAID.finditer(script)]


def _settings(text: str, words: Chinese) -> str:
    """Give Gradio's settings of the page with every component's words in Chinese."""
    settings = json.loads(text)
    for one in settings.get("components", []):
        one["props"].update(component(one["props"], words, one["type"]))
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":"))


def _rewriting(send: Send, rewrite: Callable[[bytes], bytes]) -> Send:
    """Hold an answer back until it is whole, and send it rewritten. One that isn't a page goes out as it is."""
    start: Message = {}
    parts: list[bytes] = []

    async def held(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            return
        parts.append(message.get("body", b""))
        if message.get("more_body"):
            return
        body = b"".join(parts)
        headers = MutableHeaders(raw=list(start["headers"]))
        kind = Headers(raw=start["headers"]).get("content-type", "")
        if start["status"] == HTTPStatus.OK and kind.startswith(("text/html", "application/json")):
            body = rewrite(body)
            headers["content-length"] = str(len(body))
            headers["vary"] = ", ".join(filter(None, [headers.get("vary"), "Accept-Language, Cookie"]))
        await send({**start, "headers": headers.raw})
        await send({"type": "http.response.body", "body": body})

    return held
