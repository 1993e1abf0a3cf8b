"""`/metrics` for Prometheus, where the owner has set a token for it: what it tells of money is the owner's.

The text format is a page long, and the counting is the journal's; a client library would bring registries, processes
and collectors of its own.
"""

from collections.abc import Iterable, Iterator, Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lib.errors import InputError, StorageError
from lib.jobs.journal import BOUNDS, Figures, Histogram
from lib.jobs.ledger import Day
from lib.ui.attempts import Attempts
from lib.ui.services import Services
from lib.ui.visitors import visitor_of

FORMAT = "text/plain; version=0.0.4; charset=utf-8"
_PRIVATE = {"Cache-Control": "no-store"}

Sample = tuple[Mapping[str, str], float]


def metrics_routes(services: Services) -> list[Route]:
    """Make the route; none where the owner has set no token."""
    if not services.settings.metrics_token:
        return []
    return [Route("/metrics", MetricsPage(services).answer, methods=["GET"])]


class MetricsPage:
    """Answers the route."""

    def __init__(self, services: Services) -> None:
        self._token = services.settings.metrics_token
        self._jobs = services.jobs
        self._attempts = Attempts()

    def answer(self, request: Request) -> Response:
        """Give the figures to whoever has the token; where the database is away, those of the process alone."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        try:
            bearer = given.strip() if scheme.lower() == "bearer" else ""
            right = self._attempts.opens(visitor_of(request).mark, self._token, bearer)
        except InputError:
            return PlainTextResponse("Too many wrong tokens came from here. Wait ten minutes.", 429, headers=_PRIVATE)
        if not right:
            headers = {**_PRIVATE, "WWW-Authenticate": "Bearer"}
            return PlainTextResponse("This is not the token of R2V_METRICS.", 401, headers=headers)
        return Response("\n".join(self._lines()) + "\n", headers=_PRIVATE, media_type=FORMAT)

    def _lines(self) -> Iterator[str]:
        yield from of_process(self._jobs.vitals.figures())
        try:
            by_state, day = self._jobs.vitals.by_state(), self._jobs.ledger.today()
        except StorageError:
            yield from _gauge("r2v_database_up", "Whether the database answers.", [({}, 0)])
            return
        yield from _gauge("r2v_database_up", "Whether the database answers.", [({}, 1)])
        states = [({"state": state}, count) for state, count in by_state.items()]
        yield from _gauge("r2v_jobs", "Jobs that have a record, by state.", states)
        yield from of_money(day)


def of_process(figures: Figures) -> Iterator[str]:
    """Write what this process has counted since its start."""
    yield from _head("r2v_stage_seconds", "histogram", "Seconds that jobs stayed in a state.")
    for (stage, service), histogram in figures.stages.items():
        yield from _buckets("r2v_stage_seconds", {"stage": stage, "service": service}, histogram)
    ends = [({"state": state, "service": service}, count) for (state, service), count in figures.ends.items()]
    yield from _metric("r2v_jobs_ended_total", "counter", "Jobs that ended.", ends)
    errors = [({"code": code}, count) for code, count in figures.errors.items()]
    yield from _metric("r2v_errors_total", "counter", "Jobs that ended with an error, by its code.", errors)


def of_money(day: Day) -> Iterator[str]:
    """Write what was spent on the owner's key."""
    spent = [({"currency": currency}, amount) for currency, amount in day.totals.items()]
    yield from _gauge("r2v_spent_today", "Reserved and spent on the owner's key since 00:00 UTC.", spent)
    yield from _gauge("r2v_spending_stopped", "Whether the owner has stopped spending.", [({}, float(day.stopped))])


def _buckets(name: str, labels: Mapping[str, str], histogram: Histogram) -> Iterator[str]:
    below = 0
    for bound, count in zip((*(f"{one:g}" for one in BOUNDS), "+Inf"), histogram.counts, strict=True):
        below += count
        yield _sample(f"{name}_bucket", {**labels, "le": bound}, below)
    yield _sample(f"{name}_sum", labels, histogram.total)
    yield _sample(f"{name}_count", labels, below)


def _gauge(name: str, text: str, samples: Iterable[Sample]) -> Iterator[str]:
    return _metric(name, "gauge", text, samples)


def _metric(name: str, kind: str, text: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield from _head(name, kind, text)
    for labels, value in samples:
        yield _sample(name, labels, value)


def _head(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} {kind}"


def _sample(name: str, labels: Mapping[str, str], value: float) -> str:
    inside = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{inside}}} {value:.10g}" if inside else f"{name} {value:.10g}"


def _escaped(text: str) -> str:
    # A code is a service's own text.
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
