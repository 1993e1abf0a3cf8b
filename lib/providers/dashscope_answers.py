"""Model Studio's answers as values: errors of every verb, the ticket, the state of a task, a page of the list. Pure."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from xml.sax.saxutils import unescape

from lib.errors import Failure, Interrupted, Refused, ServiceError, Throttled
from lib.providers.dashscope_errors import DOUBTFUL_CODES, PACE_CODES, failure
from lib.providers.http import Answer, host_of
from lib.providers.provider import Account, ListedTask, Look, TaskState
from lib.secret import Secret, redact

_CLIENT_ERRORS = 400
_SERVER_ERRORS = 500
_TOO_MANY = 429
_REQUEST_TIMEOUT = 408
_MILLISECONDS = 1000
_XML_CODE = re.compile(rb"<Code>([^<]{1,200})</Code>")
_XML_MESSAGE = re.compile(rb"<Message>([^<]{1,2000})</Message>")
_XML_REQUEST = re.compile(rb"<RequestId>([^<]{1,100})</RequestId>")

# `SUSPENDED` is a constant of the official SDK, on no page.
_STATES: Mapping[str, TaskState] = {
    "PENDING": TaskState.QUEUED,
    "SUSPENDED": TaskState.QUEUED,
    "RUNNING": TaskState.RUNNING,
    "SUCCEEDED": TaskState.SUCCEEDED,
    "FAILED": TaskState.FAILED,
    "CANCELED": TaskState.CANCELED,
    "UNKNOWN": TaskState.GONE,
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of the account's task list, and how many there are."""

    tasks: tuple[ListedTask, ...]
    pages: int


def accepted(answer: Answer, account: Account, *, host: str = "") -> dict[str, Any]:
    """Give the JSON of an answer that says yes.

    Raises:
        Refused: a clear no: a status of 4xx with a code in JSON.
        Throttled: the same, asking for a slower pace.
        Interrupted: everything else; what became of the request is not known.
    """
    host = host or host_of(account.base_url)
    body = answer.json_object()
    if answer.ok and body is not None:
        return body
    code, message = text(body, "code"), text(body, "message")
    if body is None or not code:
        raise nonsense(answer, host)
    told = failure(code, message, request_id=text(body, "request_id"), host=host, key=account.key)
    raise _error(answer, code, told)


def stored(answer: Answer, account: Account, host: str) -> None:
    """Pass when object storage has taken an upload; its errors are XML. Raises as `accepted`."""
    if answer.ok:
        return
    code = _first(_XML_CODE, answer.body)
    if not code:
        accepted(answer, account, host=host)
        raise nonsense(answer, host)
    message, request_id = _first(_XML_MESSAGE, answer.body), _first(_XML_REQUEST, answer.body)
    raise _error(answer, code, failure(code, message, request_id=request_id, host=host, key=account.key))


def nonsense(answer: Answer, host: str) -> Interrupted:
    """Make the error of an answer that is none of Model Studio's."""
    if is_redirect(answer.status):
        what = f"{host} sent the request elsewhere (HTTP {answer.status})."
    else:
        what = f"The answer of {host} made no sense (HTTP {answer.status})."
    return Interrupted(
        Failure(
            code="Studio.BadAnswer",
            message=what,
            advice="Try again; if it stays like this, check the address of the service.",
            retryable=True,
        )
    )


def unknown_status(status: str, request_id: str, account: Account) -> ServiceError:
    """Make the error of a status of no page, with the service's own word; retryable."""
    shown = redact(status, account.key)[:100]
    return ServiceError(
        Failure(
            code="Studio.UnknownStatus",
            message=f"The service says that the task is {shown}, a word that is not known here.",
            advice="It may still be at work; look again later.",
            request_id=request_id,
            retryable=True,
        )
    )


def is_redirect(status: int) -> bool:
    """Tell whether a status is a redirect; none is followed but that of a video."""
    return status in (301, 302, 303, 307, 308)


def task_id_of(body: Mapping[str, Any]) -> str:
    """Give the id of the task that was made, empty where there is none."""
    found = text(part(body, "output"), "task_id")
    return found if found.isprintable() else ""


def look_of(body: Mapping[str, Any], answer: Answer, account: Account, task_id: str) -> Look:
    """Read the state of a task (`api-facts.md` 1.5).

    Raises:
        Interrupted: there is no status, the answer is about another task, or a video has no link.
        ServiceError: `Studio.UnknownStatus`, with the service's word.
    """
    host = host_of(account.base_url)
    output, usage = part(body, "output"), part(body, "usage")
    status = text(output, "task_status")
    if not status or text(output, "task_id") not in ("", task_id):
        raise nonsense(answer, host)
    state = _STATES.get(status)
    if state is None:
        raise unknown_status(status, text(body, "request_id"), account)
    link = text(output, "video_url")
    if state is TaskState.SUCCEEDED and not link:
        raise nonsense(answer, host)
    failed = None
    if state is TaskState.FAILED:
        code, message, request_id = text(output, "code"), text(output, "message"), text(body, "request_id")
        failed = failure(code, message, request_id=request_id, host=host, key=account.key)
    return Look(
        state=state,
        raw_status=status,
        video_url=Secret(link) if state is TaskState.SUCCEEDED else None,
        failure=failed,
        billed_seconds=number(usage, "duration"),
        actual_prompt=text(output, "actual_prompt") or None,
        orig_prompt=text(output, "orig_prompt") or None,
        took=_took(output),
    )


def _took(output: Mapping[str, Any]) -> float | None:
    """Give the seconds between two times of one clock, of which nobody says in which zone it is."""
    try:
        begun, ended = (datetime.fromisoformat(text(output, name)) for name in ("submit_time", "end_time"))
        return max(0.0, (ended - begun).total_seconds())
    except (TypeError, ValueError):  # not told, or one with a zone and one without
        return None


def page_of(body: Mapping[str, Any], answer: Answer, account: Account) -> Page:
    """Read a page of the task list (`api-facts.md` 1.8).

    Raises:
        Interrupted: it is not one, or a line lacks its id or its time. Left out, a task that was paid for would look
            as if it had never been accepted.
    """
    rows = body.get("data")
    tasks = [_listed(row) for row in rows] if isinstance(rows, list) else [None]
    known = tuple(task for task in tasks if task is not None)
    if len(known) < len(tasks):
        raise nonsense(answer, host_of(account.base_url))
    return Page(tasks=known, pages=int(number(body, "total_page") or 1))


def _listed(row: object) -> ListedTask | None:
    if not isinstance(row, dict):
        return None
    task_id, created = text(row, "task_id"), number(row, "gmt_create")
    if not task_id or created is None:
        return None
    model, status = text(row, "model_name"), text(row, "status")
    return ListedTask(task_id=task_id, model=model, raw_status=status, created=created / _MILLISECONDS)


def part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Give the object of that name, an empty one where it is missing or anything else."""
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def text(body: Mapping[str, Any] | None, name: str) -> str:
    """Give the text of that name, empty where it is missing or anything else."""
    found = (body or {}).get(name)
    return found if isinstance(found, str) else ""


def number(body: Mapping[str, Any], name: str) -> float | None:
    """Give the number of that name, which may come as a text; None where it is none, or can't be an amount."""
    found = body.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float | str):
        return None
    try:
        amount = float(found)
    except (ValueError, OverflowError):
        return None
    return amount if math.isfinite(amount) and amount >= 0 else None


def _error(answer: Answer, code: str, told: Failure) -> ServiceError:
    clear = _CLIENT_ERRORS <= answer.status < _SERVER_ERRORS
    if not clear or answer.status == _REQUEST_TIMEOUT or code in DOUBTFUL_CODES:
        return Interrupted(replace(told, retryable=True))
    if answer.status == _TOO_MANY and code in PACE_CODES:
        return Throttled(told, answer.retry_after)
    return Refused(told)


def _first(pattern: re.Pattern[bytes], body: bytes) -> str:
    found = pattern.search(body)
    return unescape(found[1].decode("utf-8", "replace")) if found else ""
