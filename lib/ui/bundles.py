"""The address of a job's bundle, and the route that makes the zip while it is sent."""

import hmac
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from lib.errors import NotFound, StorageError
from lib.jobs.record import Record
from lib.ui.downloads import film_name
from lib.ui.services import Services

NO_BUNDLE = "There is no such bundle."


def bundle_address(record: Record, visitor: str) -> str:
    """Give the address, relative to the page; empty for anybody but the visitor who made the job.

    A bundle holds the references, which the record that a job's name opens does not show. So the address holds a pass
    as well, made of the visitor's own name, which any process of the app can check and nobody else can make.
    """
    if not visitor or record.visitor != visitor:
        return ""
    return f"bundle/{record.job}/{_pass(record)}"


def bundle_route(services: Services) -> Route:
    """Give the route of all bundles."""
    return Route("/bundle/{job}/{token}", _answer_with(services))


def _answer_with(services: Services) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        try:
            record = services.jobs.get(request.path_params["job"])
            known = bool(record.visitor) and _is_pass(str(request.path_params["token"]), record)
            if not known or services.jobs.video_path(record) is None:
                return PlainTextResponse(NO_BUNDLE, 404)
            pieces = services.jobs.results.bundle(record)
        except NotFound:
            return PlainTextResponse(NO_BUNDLE, 404)
        except StorageError as error:
            return PlainTextResponse(error.failure.sentence, 503)
        name = quote(film_name(record, "zip"))
        headers = {"Content-Disposition": f"attachment; filename*=utf-8''{name}", "Cache-Control": "no-store"}
        return StreamingResponse(pieces, media_type="application/zip", headers=headers)

    return answer


def _is_pass(shown: str, record: Record) -> bool:
    return hmac.compare_digest(shown.encode(), _pass(record).encode())


def _pass(record: Record) -> str:
    return sha256(f"r2v-bundle:{record.job}:{record.visitor}".encode()).hexdigest()[:32]
