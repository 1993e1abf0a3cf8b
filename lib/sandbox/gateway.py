"""The stand-in as a flat gateway: new-api's two routes and answers over the same tasks (api-facts 6.1 and 6.2)."""

import re
from collections.abc import Mapping
from typing import Final, cast
from uuid import uuid4

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from lib.sandbox.answers import Cut, Refusal
from lib.sandbox.faults import FaultName
from lib.sandbox.files import Files
from lib.sandbox.flat_body import FlatBodyRefused, native_body
from lib.sandbox.rules import AT_THE_GATEWAY
from lib.sandbox.signing import account_of
from lib.sandbox.store import Upload
from lib.sandbox.task import Status, Task
from lib.sandbox.tasks import Tasks, json_body
from lib.sandbox.wording import looked_at

# Both prefixes are seen on ModelStream's pages.
_BEARER: Final = re.compile(r"Bearer (?P<key>(?:sk|ms)-\S+)")
_ALI_CHANNEL: Final = "17"
_STATES: Final[Mapping[Status, tuple[str, str]]] = {
    Status.PENDING: ("QUEUED", "20%"),
    Status.RUNNING: ("IN_PROGRESS", "30%"),
    Status.SUCCEEDED: ("SUCCESS", "100%"),
    Status.FAILED: ("FAILURE", "100%"),
    # new-api has no word for it.
    Status.CANCELED: ("FAILURE", "100%"),
}


class GatewayRefusal(Exception):
    """An HTTP error of the gateway: of its task routes, or of the layer before them (keys, models, rates)."""

    def __init__(self, status: int, code: str, message: str, *, before: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.before = before


def refuse_at_gateway(_request: Request, refusal: Exception) -> Response:
    """Answer a `GatewayRefusal` in the shape of its layer."""
    refusal = cast("GatewayRefusal", refusal)
    if not refusal.before:
        body: dict[str, object] = {"code": refusal.code, "message": refusal.message, "data": None}
        return JSONResponse(body, status_code=refusal.status)
    request_id = uuid4().hex
    told = {
        "message": f"{refusal.message} (request id: {request_id})",
        "type": "new_api_error",
        "param": "",
        "code": refusal.code,
    }
    return JSONResponse({"error": told}, status_code=refusal.status, headers={"X-Oneapi-Request-Id": request_id})


class Gateway:
    """The two routes."""

    def __init__(self, files: Files, tasks: Tasks) -> None:
        self._files = files
        self._tasks = tasks

    async def create(self, request: Request) -> Response:
        """Answer `POST /v1/video/generations`. What is wrong with a file or a value comes out on the first look."""
        account = _caller(request)
        if self._files.faults.strikes(FaultName.THROTTLE):
            raise GatewayRefusal(429, "", "You have reached the request limit", before=True)
        if self._files.faults.strikes(FaultName.CREATE_500):
            raise GatewayRefusal(500, "do_request_failed", "do request failed")
        try:
            flat = await json_body(request)
        except Refusal as refusal:
            raise GatewayRefusal(refusal.status, "invalid_request", refusal.message) from None
        model = _model(flat.get("model"))
        try:
            body = await run_in_threadpool(native_body, flat, lambda content: self._keep(account, model, content))
        except FlatBodyRefused as refused:
            raise GatewayRefusal(400, "invalid_request", str(refused)) from None
        task = await self._tasks.accept(account, model, body)
        if self._files.faults.strikes(FaultName.CREATE_DROP):
            return Cut()
        return JSONResponse(
            {
                "id": task.task_id,
                "task_id": task.task_id,
                "object": "video",
                "model": model,
                "status": "queued",
                "progress": 0,
                "created_at": int(task.created),
            }
        )

    async def look(self, request: Request) -> Response:
        """Answer `GET /v1/video/generations/{task_id}`."""
        account = _caller(request)
        faults = self._files.faults
        if faults.strikes(FaultName.POLL_DROP):
            return Cut()
        if faults.strikes(FaultName.POLL_500):
            raise GatewayRefusal(500, "get_task_failed", "get task failed")
        if faults.strikes(FaultName.POLL_HTML):
            return HTMLResponse("<html><body><h1>502 Bad Gateway</h1></body></html>", status_code=502)
        task = self._tasks.find(account, request.path_params["task_id"])
        if task is None:
            raise GatewayRefusal(400, "task_not_exist", "task_not_exist")
        told = _told(task, self._files.link(request, task.task_id))
        if faults.strikes(FaultName.UNKNOWN_STATUS):
            told["status"] = "UNKNOWN"
        return JSONResponse({"code": "success", "message": "", "data": told})

    def _keep(self, account: str, model: str, content: bytes) -> str:
        """Keep an inline file as an upload of the account, and give its link."""
        store = self._files.store
        place = store.uploads_folder / uuid4().hex
        place.write_bytes(content)
        key = f"gateway/{account}/{place.name}"
        path = place.relative_to(store.folder).as_posix()
        store.add_upload(Upload(key=key, account=account, model=model, path=path, created=self._files.clock()))
        return f"oss://{key}"


def _told(task: Task, link: str) -> dict[str, object]:
    status, progress = _STATES[task.status]
    told: dict[str, object] = {
        "task_id": task.task_id,
        "platform": _ALI_CHANNEL,
        "action": "generate",
        "status": status,
        "fail_reason": "",
        "progress": progress,
        "submit_time": int(task.created),
        "start_time": int(task.started or 0),
        "finish_time": int(task.ended or 0),
        "properties": {"origin_model_name": task.model},
        "data": {"request_id": task.request_id, **looked_at(task, video_url=link)},
    }
    if task.status is Status.SUCCEEDED:
        told["result_url"] = link
    if task.status is Status.FAILED:
        told["fail_reason"] = f"task failed, code: {task.code} , message: {task.message}"
    if task.status is Status.CANCELED:
        told["fail_reason"] = "task canceled"
    return told


def _caller(request: Request) -> str:
    bearer = _BEARER.fullmatch(request.headers.get("authorization", ""))
    if bearer is None:
        raise GatewayRefusal(401, "", "Invalid token", before=True)
    return account_of(bearer["key"])


def _model(name: object) -> str:
    if not isinstance(name, str) or not name:
        raise GatewayRefusal(400, "invalid_request", "model is required")
    if name not in AT_THE_GATEWAY:
        message = f"No available channel for model {name} under group default"
        raise GatewayRefusal(503, "model_not_found", message, before=True)
    return name
