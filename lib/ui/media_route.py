"""The route under which a service fetches the inputs of a job that goes on. Nothing is listed, no refusal explained."""

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from lib.errors import NotFound
from lib.jobs.jobs import Jobs
from lib.jobs.public_links import KEY, PREFIX, PublicLinks

# The bytes came from a stranger: a browser must take them for what they were found to be, run nothing, keep nothing.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def media_route(links: PublicLinks, jobs: Jobs) -> Route:
    """Make the route; GET and HEAD, ranges included."""

    def serve(request: Request) -> Response:
        file = links.find(str(request.path_params["name"]), request.query_params.get(KEY, ""))
        if file is None or not _goes_on(jobs, file.job):
            return _nothing()
        path = links.path(file)
        try:
            return FileResponse(path, media_type=file.mime, headers=HEADERS, stat_result=path.stat())
        except OSError:
            return _nothing()

    return Route(f"{PREFIX}/{{name}}", serve, methods=["GET"])


def _goes_on(jobs: Jobs, job: str) -> bool:
    try:
        return not jobs.get(job).state.ended
    except NotFound:
        return False


def _nothing() -> Response:
    return PlainTextResponse("Not found", 404, headers=HEADERS)
