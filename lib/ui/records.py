"""A record as the endpoints and the page show it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lib.jobs.jobs import Jobs
from lib.jobs.record import Record

CHANGE_POLL_SECONDS = 0.25


def record_as_json(jobs: Jobs, record: Record) -> dict[str, Any]:
    """Give the record of `interface.md`, with the video as a Gradio file."""
    path = jobs.video_path(record)
    video = None if path is None else gradio_file(path, f"{record.order.model}-{record.job[:8]}.mp4")
    return record.as_json(seconds_left=jobs.seconds_left(record), video=video)


def gradio_file(path: Path, name: str) -> dict[str, Any]:
    """Give a served file in the shape of Gradio's FileData."""
    return {
        "path": str(path),
        "url": file_url(path),
        "orig_name": name,
        "size": path.stat().st_size,
        "mime_type": "video/mp4",
        "meta": {"_type": "gradio.FileData"},
    }


def file_url(path: Path) -> str:
    """Give the address of a served file, relative to the page so that a proxy's path holds."""
    return f"gradio_api/file={quote(str(path))}"


async def changes(jobs: Jobs, job: str) -> AsyncIterator[Record]:
    """Give the record at once, and again at every change until it has ended. It only reads: cutting it is safe."""
    seen = -1
    while True:
        record = await asyncio.to_thread(jobs.get, job)
        if record.version != seen:
            seen = record.version
            yield record
        if record.state.ended:
            return
        await asyncio.sleep(CHANGE_POLL_SECONDS)
