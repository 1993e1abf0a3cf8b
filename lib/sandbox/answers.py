"""The shapes of what is answered: Model Studio's JSON, object storage's XML, and no answer at all."""

from asyncio import Transport
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast
from uuid import uuid4
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Message, Receive, Scope, Send

if TYPE_CHECKING:
    from starlette.exceptions import HTTPException


class Refusal(Exception):
    """An HTTP error of Model Studio: `{code, message, request_id}`."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


class StorageRefusal(Exception):
    """An HTTP error of object storage: XML.

    Only "403, Policy expired" is documented for Model Studio's uploads; the other codes, and the XML around them, are
    inferred from what OSS answers in general.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def answer(body: Mapping[str, object], *, request_id: str | None = None) -> JSONResponse:
    """Give a 200 with the request's id in it."""
    return JSONResponse({"request_id": request_id or str(uuid4()), **body})


def refuse(_request: Request, refusal: Exception) -> Response:
    """Answer a `Refusal`."""
    refusal = cast("Refusal", refusal)
    body = {"code": refusal.code, "message": refusal.message, "request_id": str(uuid4())}
    return JSONResponse(body, status_code=refusal.status)


def refuse_storage(request: Request, refusal: Exception) -> Response:
    """Answer a `StorageRefusal`."""
    refusal = cast("StorageRefusal", refusal)
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error>\n  <Code>{escape(refusal.code)}</Code>\n  <Message>{escape(refusal.message)}</Message>\n"
        f"  <RequestId>{uuid4().hex[:24].upper()}</RequestId>\n  <HostId>{escape(request.url.netloc)}</HostId>\n"
        "</Error>\n"
    )
    return Response(xml, status_code=refusal.status, media_type="application/xml")


def refuse_path(_request: Request, error: Exception) -> Response:
    """Answer a path or a method that is not there in Model Studio's own shape."""
    error = cast("HTTPException", error)
    code = "NotFound" if error.status_code == 404 else "InvalidRequest"  # noqa: PLR2004 - HTTP's own number
    body = {"code": code, "message": error.detail, "request_id": str(uuid4())}
    return JSONResponse(body, status_code=error.status_code, headers=error.headers)


def refuse_nobody(_request: Request, _error: Exception) -> Response:
    """Answer a client that hung up in the middle of its own request: nothing, since nobody reads it."""
    return Response(status_code=400)


def refuse_crash(_request: Request, _error: Exception) -> Response:
    """Answer a fault of this program itself; the trace goes to the log."""
    body = {"code": "InternalError", "message": "An internal error has occurred.", "request_id": str(uuid4())}
    return JSONResponse(body, status_code=500)


class Cut(Response):
    """No answer: the connection is cut, as a gateway or a network does it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Drop the connection and wait until the server has noticed."""
        del send
        _transport(scope).abort()
        while (await receive())["type"] != "http.disconnect":
            pass


class HalfOf(Response):
    """The first half of another response's body; then the connection ends."""

    def __init__(self, whole: Response) -> None:
        super().__init__()
        self._whole = whole

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what the whole response sends until half of its announced length is through."""
        left = 0

        async def send_half(message: Message) -> None:
            nonlocal left
            if message["type"] == "http.response.start":
                length = dict(message["headers"])[b"content-length"]
                left = int(length) // 2
                await send(message)
            elif left > 0:
                body = message["body"][:left]
                left -= len(body)
                await send({"type": "http.response.body", "body": body, "more_body": True})
            if left <= 0:
                _transport(scope).close()

        await self._whole(scope, receive, send_half)


def _transport(scope: Scope) -> Transport:
    return cast("Transport", scope["state"]["transport"])
