"""A finished video under a name that a person recognises in a folder of downloads."""

import re
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from lib.errors import NotFound
from lib.jobs.jobs import Jobs
from lib.jobs.record import Record

NO_VIDEO = "There is no such video here."
# What stands before a shot says when it is, not what it is of.
_SHOT = re.compile(r"(?:scene\s*\d+\s*)?\[[^\]]*\]\s*:?", re.IGNORECASE)
_LONGEST = 48


def film_name(record: Record, ending: str = "mp4") -> str:
    """Give a file's name for the job's video: its day (UTC), what it is of, and four characters of the job's name."""
    day = datetime.fromtimestamp(record.created, UTC).date().isoformat()
    words = "-".join(re.findall(r"\w+", _SHOT.sub(" ", record.order.prompt))).lower()
    about = words if len(words) <= _LONGEST else words[:_LONGEST].rpartition("-")[0] or words[:_LONGEST]
    return (
        "-".join(part for part in (day, about or record.order.model or "video", record.job[:4]) if part) + f".{ending}"
    )


def download_address(record: Record) -> str:
    """Give the address under which the video is saved, relative to the page; who has the job's name may have it."""
    return f"download/{record.job}"


def download_route(jobs: Jobs) -> Route:
    """Make the route: Gradio's own names every video alike, whatever the link says."""

    def serve(request: Request) -> Response:
        try:
            record = jobs.get(str(request.path_params["job"]))
            path = jobs.video_path(record)
            if path is None:
                return PlainTextResponse(NO_VIDEO, 404)
            return FileResponse(path, media_type="video/mp4", filename=film_name(record), stat_result=path.stat())
        except (NotFound, OSError):
            return PlainTextResponse(NO_VIDEO, 404)

    return Route("/download/{job}", serve, methods=["GET"])
