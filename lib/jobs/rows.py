"""A record as a row of the database, and the way back."""

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy.engine import Row

from lib.errors import Failure
from lib.forms.cost import Cost
from lib.forms.draft import Order
from lib.jobs.record import JobState, Record
from lib.jobs.schema import next_place
from lib.jobs.search import words_of
from lib.providers.provider import Ticket

# Values of many parts are one JSON text each.
JSON_COLUMNS = ("ticket", "error", "cost", "order")


def plain(name: str, value: Any) -> Any:  # noqa: ANN401 - a column's value
    """Give a column's value as the database has it."""
    if name in JSON_COLUMNS and value is not None:
        data = value.as_json() if isinstance(value, Order) else asdict(value)
        return json.dumps(data, ensure_ascii=False)
    return str(value) if isinstance(value, JobState) else value


def row_of(record: Record) -> dict[str, Any]:
    """Give a record as a new row."""
    values = record.order.values
    columns = {name: plain(name, getattr(record, name)) for name in Record.__dataclass_fields__}
    return {
        **columns,
        "model": record.order.model,
        "resolution": str(values.get("resolution") or ""),
        "duration": float(values.get("duration") or 0),
        "task_id": record.ticket.task_id if record.ticket else None,
        "words": words_of(record.visitor, record.order),
        "place": next_place(record.created),
    }


def record_of(row: Row[Any]) -> Record:
    """Give a row as the record that it was."""
    columns = row._asdict()
    data = {name: columns[name] for name in Record.__dataclass_fields__}
    for name in JSON_COLUMNS:
        data[name] = None if data[name] is None else json.loads(data[name])
    data["state"] = JobState(data["state"])
    data["order"] = Order.from_json(data["order"])
    data["cost"] = Cost(**data["cost"])
    data["ticket"] = None if data["ticket"] is None else Ticket(**data["ticket"])
    data["error"] = None if data["error"] is None else Failure(**data["error"])
    return Record(**data)
