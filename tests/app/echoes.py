"""A Model Studio that says back whatever secret it knows: the key in each error, and links that are signed.

How a job goes is told by its prompt, so that one service serves jobs of every end.
"""

import threading
from typing import Any
from urllib.parse import urlsplit

from tests.providers.orders import policy
from tests.providers.server import Handler, Reply, answer

SIGNATURE = "canary-signature-of-a-result"
REFUSED, SUBMITTING, RUNNING, SAVING = "Image 1 is refused.", "Image 1 is sent.", "Image 1 runs.", "Image 1 is saved."
# So often the storage refuses to give the video.
STUTTERS = 2


class Echoes:
    """Answers by `reply` of a `ScriptedServer`."""

    def __init__(self, video: bytes) -> None:
        self._video = video
        self._lock = threading.Lock()
        self._prompts: dict[str, str] = {}
        self.stutters = STUTTERS

    def reply(self, handler: Handler) -> None:
        self._right(handler, urlsplit(handler.path).path)(handler)

    def _right(self, handler: Handler, path: str) -> Reply:
        if path.endswith("/uploads"):
            return answer(policy(f"{_origin(handler)}/oss"))
        if path.endswith("/oss"):
            return answer(b"")
        if path.endswith("/video.mp4"):
            return self._storage(handler)
        if path.endswith("/video-synthesis"):
            return self._create(handler)
        if path.rstrip("/").endswith("/tasks"):
            return answer({"request_id": "r", "total_page": 1, "data": []})
        return self._look(handler, path.rpartition("/")[2])

    def _create(self, handler: Handler) -> Reply:
        body = next(one for one in reversed(handler.server.seen) if one.path.endswith("/video-synthesis"))
        prompt = body.json["input"]["prompt"]
        if prompt == REFUSED:
            return answer(_told(handler, "InvalidApiKey"), 401)
        if prompt == SUBMITTING:
            return answer(_told(handler, f"Odd.Sending.{_key(handler)}"), 400)
        with self._lock:
            task = f"task-{len(self._prompts)}"
            self._prompts[task] = prompt
        return answer({"request_id": "r", "output": {"task_id": task, "task_status": "PENDING"}})

    def _look(self, handler: Handler, task: str) -> Reply:
        output: dict[str, Any] = {"task_id": task, "task_status": "SUCCEEDED", "video_url": _link(handler)}
        if self._prompts[task] == RUNNING:
            output = {"task_id": task, "task_status": "FAILED", **_told(handler, f"Odd.Running.{_key(handler)}")}
        return answer({"request_id": _key(handler), "output": output, "usage": {"duration": 2}})

    def _storage(self, handler: Handler) -> Reply:
        with self._lock:
            self.stutters -= 1
        if self.stutters >= 0:
            told = f"<Error><Code>AccessDenied</Code><Message>{_link(handler)}</Message></Error>"
            return answer(told.encode(), 403, "application/xml")
        return answer(self._video, 200, "video/mp4")


def _told(handler: Handler, code: str) -> dict[str, str]:
    """Make an error with everything in it that nobody should say."""
    said = f"The key {_key(handler)} (Bearer {_key(handler)}) can't have {_link(handler)}, see {_link(handler)}"
    return {"code": code, "message": said, "request_id": _key(handler)}


def _key(handler: Handler) -> str:
    return str(handler.headers.get("Authorization", "")).removeprefix("Bearer ")


def _link(handler: Handler) -> str:
    return f"{_origin(handler)}/video.mp4?Expires=9999999999&OSSAccessKeyId=canary-store-id&Signature={SIGNATURE}"


def _origin(handler: Handler) -> str:
    return handler.server.origin
