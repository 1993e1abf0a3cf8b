"""The owner's page: what was spent today and by whom, and the switch that stops it. Behind a code of its own.

The page holds nothing; what it shows is asked for with the code in a header, which no other site's form can send.
"""

import secrets
from dataclasses import asdict
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from lib.errors import InputError, StorageError
from lib.tokens import as_root_style
from lib.ui.attempts import Attempts
from lib.ui.services import Services
from lib.ui.visitors import visitor_of

PAGE = Path(__file__).parents[2] / "assets" / "owner.html"
CODE = "x-owner-code"
_NONCE, _TOKENS = "NONCE", "TOKENS"
_PRIVATE = {"Cache-Control": "no-store"}
_POLICY = (
    "default-src 'none'; connect-src 'self'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def owner_routes(services: Services) -> list[Route]:
    """Make the routes; none where the owner has set no code."""
    if not services.settings.owner_code:
        return []
    page = OwnerPage(services)
    return [
        Route("/owner", page.empty, methods=["GET"]),
        Route("/owner/spending", page.spending, methods=["GET"]),
        Route("/owner/stop", page.stop, methods=["POST"]),
        Route("/owner/go", page.go, methods=["POST"]),
    ]


class OwnerPage:
    """Answers the routes."""

    def __init__(self, services: Services) -> None:
        self._code = services.settings.owner_code
        self._jobs = services.jobs
        self._attempts = Attempts()

    def empty(self, _: Request) -> Response:
        """Give the page, which shows nothing before it is given the code."""
        nonce = secrets.token_urlsafe(16)
        text = PAGE.read_text(encoding="utf-8").replace(_NONCE, nonce).replace(_TOKENS, as_root_style())
        return HTMLResponse(text, headers={**_PRIVATE, "Content-Security-Policy": _POLICY.format(nonce=nonce)})

    def spending(self, request: Request) -> Response:
        """Tell what was spent today."""
        return self._refused(request) or self._told()

    def stop(self, request: Request) -> Response:
        """Stop all spending, and tell."""
        return self._refused(request) or self._told(stopped=True)

    def go(self, request: Request) -> Response:
        """Let spending go on, and tell."""
        return self._refused(request) or self._told(stopped=False)

    def _refused(self, request: Request) -> Response | None:
        mark = visitor_of(request).mark
        try:
            right = self._attempts.opens(mark, self._code, request.headers.get(CODE, ""))
        except InputError as error:
            return _said(error.failure.message, 429)
        return None if right else _said("This is not the owner's code.", 403)

    def _told(self, *, stopped: bool | None = None) -> Response:
        try:
            if stopped is not None:
                self._jobs.ledger.stop(stopped=stopped)
            day = self._jobs.ledger.today()
        except StorageError as error:
            return _said(error.failure.sentence, 503)
        return JSONResponse({**asdict(day), "caps": asdict(self._jobs.budget.caps)}, headers=_PRIVATE)


def _said(message: str, status: int) -> Response:
    return JSONResponse({"message": message}, status, headers=_PRIVATE)
