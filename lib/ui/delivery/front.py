"""ASGI middleware that serves the page in its visitor's language, and what belongs to it, each made once."""

from collections import OrderedDict
from collections.abc import Mapping, MutableMapping
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response

from lib.ui.delivery.page import TakenApart, take_apart
from lib.ui.delivery.parcel import Parcel
from lib.ui.guard import Asgi, Receive, Scope, Send
from lib.ui.language.front import spoken_settings
from lib.ui.language.visitor import CHINESE, ENGLISH, HEADER, known, page_language

Message = MutableMapping[str, Any]

# The page itself, and what it asks for anew when the app was started again meanwhile.
PAGE, CONFIG = "/", ("/config", "/config/")
FILES = ("/scripts/page-", "/assets/page-")
# From these Gradio tells the address under which the browser reaches it, which its settings hold (6.31).
_ADDRESS = ("host", "x-forwarded-host", "x-forwarded-proto", "x-gradio-server")
# Pages are kept for as many languages and addresses; an address is anybody's to invent.
KEPT = 16


class Front:
    """Only the page, its files and its settings are touched."""

    def __init__(self, app: Asgi) -> None:
        self._app = app
        self._pages: OrderedDict[tuple[str, ...], TakenApart] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for the page and its files; hand on everything else."""
        path = scope["path"] if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} else ""
        if path == PAGE:
            request = Request(scope)
            accepted = request.headers.get("accept-language", "")
            language = page_language(request.query_params, request.cookies, accepted)
            answer = await self._page(scope, receive, language)
        elif path.startswith(FILES):
            answer = await self._file(scope, receive, path)
        elif path in CONFIG:
            answer = await self._settings(scope, receive)
        else:
            await self._app(scope, receive, send)
            return
        await answer(scope, receive, send)

    async def _page(self, scope: Scope, receive: Receive, language: str) -> Response:
        page = await self._made(scope, receive, language)
        return page if isinstance(page, Response) else page.document.answer(Headers(scope=scope))

    async def _file(self, scope: Scope, receive: Receive, path: str) -> Response:
        """Give a file of a page.

        One that isn't known is another process's, or was made before this one started: what it is here, is given.
        """
        headers = Headers(scope=scope)
        for page in self._pages.values():
            if path in page.files:
                return page.files[path].answer(headers)
        language = CHINESE if f"-{CHINESE}-" in path else ENGLISH
        now = await self._made(scope, receive, language)
        if isinstance(now, Response):
            return now
        of_its_kind: Mapping[str, Parcel] = {name.rpartition(".")[2]: one for name, one in now.files.items()}
        parcel = of_its_kind.get(path.rpartition(".")[2])
        if parcel is None:
            return Response("Not found", 404, media_type="text/plain")
        return parcel.answer(headers, keep="" if path in now.files else "no-store")

    async def _made(self, scope: Scope, receive: Receive, language: str) -> TakenApart | Response:
        """Give the page as Gradio makes it for this address, taken apart; or its answer where it has none."""
        headers = [(name, value) for name, value in scope["headers"] if name.decode("latin-1") in _ADDRESS]
        address = sorted(f"{name!r} {value!r}" for name, value in headers)
        key = (language, str(scope.get("root_path", "")), str(scope.get("scheme", "")), *address)
        if key in self._pages:
            self._pages.move_to_end(key)
            return self._pages[key]
        # Nothing else of a request may be in what others get, too.
        bare = {"method": "GET", "path": PAGE, "raw_path": PAGE.encode(), "query_string": b"", "headers": headers}
        answer = await collected(self._app, {**scope, **bare}, receive)
        if answer.status_code != HTTPStatus.OK or answer.media_type != "text/html":
            return answer
        page = take_apart(bytes(answer.body).decode(), language)
        self._pages[key] = page
        if len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        return page

    async def _settings(self, scope: Scope, receive: Receive) -> Response:
        answer = await collected(self._app, scope, receive)
        language = known(Headers(scope=scope).get(HEADER, ""))
        if answer.status_code == HTTPStatus.OK and language == CHINESE:
            answer.body = spoken_settings(bytes(answer.body).decode(), language).encode()
            answer.headers["content-length"] = str(len(answer.body))
        return answer


async def collected(app: Asgi, scope: Scope, receive: Receive) -> Response:
    """Hold an answer back until it is whole."""
    start: Message = {}
    parts: list[bytes] = []

    async def held(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, held)
    headers = MutableHeaders(raw=list(start["headers"]))
    answer = Response(
        b"".join(parts), int(start["status"]), media_type=headers.get("content-type", "").partition(";")[0]
    )
    answer.raw_headers = headers.raw
    return answer
