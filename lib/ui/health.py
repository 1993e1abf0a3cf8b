"""`/healthz`: whether the app can do its work, in a word for each thing it stands on. For anybody, so it tells no more.

However many ask, each thing is looked at by one thread at a time, and once a second at most. A look that hangs, at a
database say that is cut off, holds up neither the page nor the answer.
"""

import asyncio
import http.client
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lib.jobs.threads import ThreadEach
from lib.jobs.vitals import WELL
from lib.ui.services import Services

Look = Callable[[], str]

NO_ANSWER = "no answer"
FAILING = "failing"
FRESH_SECONDS = 1.0
PATIENCE_SECONDS = 2.0
SANDBOX_SECONDS = 1.0
_OK, _UNAVAILABLE = 200, 503


class Vital:
    """One thing that is looked at."""

    def __init__(self, name: str, look: Look, patience: float) -> None:
        self._look = look
        self._patience = patience
        self._thread = ThreadEach(f"health-{name}")
        self._lock = threading.Lock()
        self._last: Future[str] | None = None
        self._begun = 0.0

    def look(self) -> Future[str]:
        """Give the last look where it is fresh or still under way, else begin another."""
        now = time.monotonic()
        with self._lock:
            age = now - self._begun
            if self._last is None or (self._last.done() and age > FRESH_SECONDS):
                self._begun = now
                self._last = self._thread.submit(self._look)
            elif not self._last.done() and age > self._patience:
                # It hangs: nobody waits for it any more.
                hangs: Future[str] = Future()
                hangs.set_result(NO_ANSWER)
                return hangs
            return self._last


class Health:
    """Answers the route; `looks` by the name under which each is told."""

    def __init__(self, looks: Mapping[str, Look], patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._vitals = {name: Vital(name, look, patience) for name, look in looks.items()}

    async def answer(self, _: Request) -> Response:
        """Tell how things are: 200, or 503 where one of them is not as it should be."""
        looks = {name: vital.look() for name, vital in self._vitals.items()}
        waits = [asyncio.wrap_future(one) for one in looks.values() if not one.done()]
        if waits:
            await asyncio.wait(waits, timeout=self._patience)
        told = {"process": WELL, **{name: _state(one) for name, one in looks.items()}}
        well = all(state == WELL for state in told.values())
        body = {"status": WELL if well else FAILING, **told}
        return JSONResponse(body, _OK if well else _UNAVAILABLE, headers={"Cache-Control": "no-store"})


def health_route(services: Services) -> Route:
    """Make the route."""
    vitals = services.jobs.vitals
    looks = {"database": vitals.database, "disk": vitals.disk, "sandbox": lambda: sandbox_state(services.sandbox_url)}
    return Route("/healthz", Health(looks).answer, methods=["GET"])


def sandbox_state(url: str) -> str:
    """Ask the stand-in how it is; give `WELL` or what is wrong."""
    host = urlsplit(url)
    connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=SANDBOX_SECONDS)
    try:
        connection.request("GET", "/healthz")
        return WELL if connection.getresponse().status == _OK else FAILING
    except (OSError, http.client.HTTPException):
        return "away"
    finally:
        connection.close()


def _state(look: Future[str]) -> str:
    if not look.done():
        return NO_ANSWER
    return FAILING if look.exception() is not None else look.result()
