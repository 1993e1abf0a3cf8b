"""The list of an account's tasks: filters, pages, epoch milliseconds (api-facts section 1.8)."""

from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import Final

from lib.sandbox.answers import Refusal
from lib.sandbox.store import TASK_SECONDS, Store
from lib.sandbox.task import Status, Task
from lib.sandbox.wording import BEIJING, milliseconds

REGION: Final = "sandbox"
_LARGEST_PAGE: Final = 100  # not documented
_STAMP: Final = "%Y%m%d%H%M%S"


def listing(store: Store, account: str, query: Mapping[str, str], *, now: float) -> dict[str, object]:
    """Give one page of the account's tasks.

    `start_time` and `end_time` (`YYYYMMDDhhmmss`) are taken as Beijing time and span at most 24 hours; without them it
    is the last 24 hours. What is not documented (`api_key_id` as a filter, for example) filters nothing.

    Raises:
        Refusal: 400 for a value that can't be read.
    """
    since, until = _span(query, now)
    status = query.get("status")
    if status is not None and status not in list(Status):
        raise _invalid("status")
    model = query.get("model_name")
    region = query.get("region", REGION)
    found = [
        task
        for task in store.tasks(account, since=since, until=until)
        if task.created > now - TASK_SECONDS
        and model in (None, task.model)
        and status in (None, task.status)
        and region == REGION
    ]
    page_no = _whole(query, "page_no", 1)
    page_size = min(_whole(query, "page_size", 10), _LARGEST_PAGE)
    page = found[(page_no - 1) * page_size : page_no * page_size]
    return {
        "total": len(found),
        "total_page": ceil(len(found) / page_size),
        "page_no": page_no,
        "page_size": page_size,
        "data": [_row(task) for task in page],
    }


def _row(task: Task) -> dict[str, object]:
    row: dict[str, object] = {
        "task_id": task.task_id,
        "status": task.status,
        "model_name": task.model,
        "gmt_create": milliseconds(task.created),
        "region": REGION,
        "request_id": task.request_id,
        "api_key_id": task.account,
        "caller_uid": task.account,
        "caller_parent_id": task.account,
        "user_api_unique_key": f"apikey:v1:{task.model}",
    }
    if task.started is not None:
        row["start_time"] = milliseconds(task.started)
    if task.ended is not None:
        row["end_time"] = milliseconds(task.ended)
    return row


def _span(query: Mapping[str, str], now: float) -> tuple[float, float]:
    start = _moment(query, "start_time")
    end = _moment(query, "end_time")
    if end is None:
        end = now if start is None else min(now, start + TASK_SECONDS)
    if start is None:
        start = end - TASK_SECONDS
    if not 0 <= end - start <= TASK_SECONDS:
        raise _invalid("start_time and end_time (at most 24 hours)")
    # A stamp has whole seconds; what was made within the last one is still inside.
    return start, end + 1


def _moment(query: Mapping[str, str], name: str) -> float | None:
    text = query.get(name)
    if text is None:
        return None
    try:
        return datetime.strptime(text, _STAMP).replace(tzinfo=BEIJING).timestamp()
    except ValueError:
        raise _invalid(name) from None


def _whole(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise _invalid(name)
    return int(text)


def _invalid(name: str) -> Refusal:
    return Refusal(400, "InvalidParameter", f"Required parameter(s) missing or invalid: {name}.")
