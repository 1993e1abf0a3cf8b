"""Tasks over HTTP: create, look, cancel, list (api-facts sections 1.3 to 1.8)."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Final
from uuid import uuid4

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from lib.sandbox.access import caller, known_model
from lib.sandbox.answers import Cut, Refusal, answer
from lib.sandbox.any_body import read_any_body
from lib.sandbox.body import read_body
from lib.sandbox.faults import FaultName
from lib.sandbox.files import Files
from lib.sandbox.intake import Intake
from lib.sandbox.listing import listing
from lib.sandbox.rate import SubmitPace
from lib.sandbox.store import TASK_SECONDS
from lib.sandbox.task import Status, Task
from lib.sandbox.unusable import Unusable
from lib.sandbox.wording import looked_at

PENDING_SECONDS: Final = 1.5
# Five references and a first frame of 20 MB each, as base64. The service's own limit is not documented.
_LARGEST_BODY: Final = 170 * 1024 * 1024
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_BROKEN_GATEWAY: Final = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class Tasks:
    """The task half of the stand-in.

    Attributes:
        accepted: creates that this process took, for tests.
    """

    def __init__(self, files: Files, *, speed: float, pace: SubmitPace | None, wake: Callable[[], None]) -> None:
        self._files = files
        self._store = files.store
        self._faults = files.faults
        self._clock = files.clock
        self._speed = speed
        self._pace = pace
        self._wake = wake
        self.accepted = 0

    async def create(self, request: Request) -> Response:
        """Answer `POST /services/aigc/video-generation/video-synthesis`.

        Headers and the outer body are judged at once. What is wrong inside `input` and `parameters` comes out on the
        first look, as FAILED, which is how the service was observed to do it.
        """
        account = caller(request)
        if request.headers.get("x-dashscope-async") != "enable":
            raise Refusal(403, "AccessDenied", "current user api does not support synchronous calls.")
        if self._faults.strikes(FaultName.THROTTLE):
            raise _throttled()
        if self._faults.strikes(FaultName.CREATE_500):
            raise _internal_error()
        body = await json_body(request)
        model = known_model(body.get("model"), self._files.models)
        if "input" not in body:
            raise Refusal(400, "BadRequest.EmptyInput", "Required input parameter missing from request.")
        if self._pace is not None and not self._pace.allows((account, model), self._clock()):
            raise _throttled()
        if request.headers.get("x-dashscope-ossresourceresolve") != "enable" and _names_uploads(body):
            # That it is refused at once, and in these words, is inferred: the gateway resolves these links.
            raise Refusal(400, "InvalidParameter", "url error, please check url!")
        task = await self.accept(account, model, body)
        if self._faults.strikes(FaultName.CREATE_DROP):
            return Cut()
        return answer({"output": {"task_status": Status.PENDING, "task_id": task.task_id}}, request_id=task.request_id)

    async def look(self, request: Request) -> Response:
        """Answer `GET /tasks/{task_id}`."""
        account = caller(request)
        if self._faults.strikes(FaultName.POLL_DROP):
            return Cut()
        if self._faults.strikes(FaultName.POLL_500):
            raise _internal_error()
        if self._faults.strikes(FaultName.POLL_HTML):
            return HTMLResponse(_BROKEN_GATEWAY, status_code=HTTPStatus.BAD_GATEWAY)
        task_id = request.path_params["task_id"]
        task = self.find(account, task_id)
        if task is None:
            return answer({"output": {"task_id": task_id, "task_status": Status.UNKNOWN}})
        if self._faults.strikes(FaultName.UNKNOWN_STATUS):
            return answer({"output": {"task_id": task_id, "task_status": "SUSPENDED"}})
        return answer(looked_at(task, video_url=self._files.link(request, task_id)))

    async def cancel(self, request: Request) -> Response:
        """Answer `POST /tasks/{task_id}/cancel`; only what is PENDING can be canceled."""
        account = caller(request)
        if not self._store.cancel(account, request.path_params["task_id"], now=self._clock()):
            raise Refusal(
                400,
                "UnsupportedOperation",
                "Failed to cancel the task, please confirm if the task is in PENDING status.",
            )
        return answer({})

    async def list_tasks(self, request: Request) -> Response:
        """Answer `GET /tasks/` with the account's tasks, the newest first."""
        account = caller(request)
        return answer(listing(self._store, account, request.query_params, now=self._clock()))

    async def accept(self, account: str, model: str, body: dict[str, object]) -> Task:
        """Make a task of a body of Model Studio's shape. What is wrong in it comes out on the first look."""
        task = await run_in_threadpool(self._accept, account, model, body)
        self.accepted += 1
        self._wake()
        return task

    def find(self, account: str, task_id: str) -> Task | None:
        """Give an account's task of the last 24 hours; None for any other id."""
        return self._store.task(account, task_id, since=self._clock() - TASK_SECONDS)

    def _accept(self, account: str, model: str, body: dict[str, object]) -> Task:
        now = self._clock()
        task = Task(
            task_id=f"sandbox-{uuid4()}",
            account=account,
            model=model,
            request_id=str(uuid4()),
            status=Status.PENDING,
            created=now,
        )
        try:
            rules = self._files.models[model]
            intake = Intake(self._store, rules, account=account, model=model, now=now)
            asked = read_body(body, rules) if rules.known else read_any_body(body)
            task = replace(task, generation=intake.take(asked))
        except Unusable as verdict:
            task = replace(task, status=Status.FAILED, ended=now, code=verdict.code, message=verdict.message)
        self._store.add_task(task, due=now + PENDING_SECONDS / self._speed)
        return task


async def json_body(request: Request) -> dict[str, object]:
    """Read a request's body as a JSON object.

    Raises:
        Refusal: 400 where it is none, 413 where it is too large.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise _malformed()
    text = bytearray()
    too_large = False
    async for chunk in request.stream():
        too_large = too_large or len(text) + len(chunk) > _LARGEST_BODY
        if not too_large:
            text += chunk
    if too_large:
        raise Refusal(413, "BadRequest.TooLarge", "Payload Too Large")
    return await run_in_threadpool(_parsed, bytes(text))


def _parsed(text: bytes) -> dict[str, object]:
    try:
        body = json.loads(text)
        if _SURROGATE.search(text):
            json.dumps(body, ensure_ascii=False).encode()  # half a character alone can't be written anywhere
    except (ValueError, RecursionError):
        raise _malformed() from None
    if not isinstance(body, dict):
        raise _malformed()
    return body


def _names_uploads(body: dict[str, object]) -> bool:
    fields = body["input"] if isinstance(body["input"], dict) else {}
    media = fields.get("media")
    items = [item for item in media if isinstance(item, dict)] if isinstance(media, list) else []
    links = [item.get(name) for item in items for name in ("url", "reference_voice")]
    return any(isinstance(link, str) and link.startswith("oss://") for link in (*links, *fields.values()))


def _malformed() -> Refusal:
    return Refusal(400, "InvalidParameter", "Required body invalid, please check the request body format.")


def _throttled() -> Refusal:
    return Refusal(429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later.")


def _internal_error() -> Refusal:
    return Refusal(500, "InternalError", "An internal error has occurred, please try again later.")
