"""How a video was made, as JSON: what stands in the MP4's comment, beside it as `video.json`, and in a bundle.

Version 1 of the schema is everything below. It holds neither a key nor a link, nor the job's own name, which would open
the record to whoever has the video. What is read back comes from a stranger's file, and is believed in nothing but its
shape.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lib.forms.draft import Order, OrderFile
from lib.jobs.record import Record
from lib.secret import redact
from lib.version import VERSION

SCHEMA = "wan-r2v-studio.video/1"
ANIMATIC = "An offline animatic: a moving storyboard of the references, made by the app's stand-in, not the model."

# Twice what any form takes: a stranger's file must not fill the memory.
MOST_CHARACTERS = 200_000
MOST_FILES = 24
MOST_VALUES = 60
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHORT_NAME = re.compile(r"[a-z0-9]{1,12}")


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What a video's own JSON says.

    Attributes:
        order: what was asked: model, values, and each file by name and hash.
        service: which service made it.
        task_id: the service's name of the task, empty where it gave none.
    """

    order: Order
    service: str
    task_id: str


def write_provenance(record: Record, *, ended: float) -> str:
    """Give the JSON of a job that has succeeded; `ended` in seconds since 1970."""
    told = {
        "schema": SCHEMA,
        "app": f"Wan R2V Studio {VERSION}",
        **({"note": ANIMATIC} if record.service == "sandbox" else {}),
        "service": record.service,
        "region": record.region,
        "task_id": record.ticket.task_id if record.ticket else "",
        "created": _moment(record.created),
        "ended": _moment(ended),
        "billed_seconds": record.billed_seconds,
        "rewritten_prompt": record.actual_prompt,
        **record.order.as_json(),
    }
    return json.dumps(_clean(told), ensure_ascii=False)


def read_provenance(text: str) -> Provenance | None:
    """Read what `write_provenance` gave; None for anything else."""
    if len(text) > MOST_CHARACTERS or SCHEMA not in text:
        return None
    try:
        told = json.loads(text)
        if not isinstance(told, dict) or told.get("schema") != SCHEMA:
            return None
        order = Order.from_json(told)
        named = (told.get("service"), told.get("task_id"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not _is_sound(order) or not all(isinstance(name, str) for name in named):
        return None
    return Provenance(order=order, service=str(named[0]), task_id=str(named[1]))


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _clean(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Take keys and links out of every text, wherever it came from: a prompt, a file's name, a service's answer."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {name: _clean(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value


def _is_sound(order: Order) -> bool:
    """Tell whether every part is of its type and no part is beyond measure; `from_json` asks for the names alone."""
    files = [file for item in order.media for file in (item.file, item.voice) if file is not None]
    return (
        isinstance(order.model, str)
        and len(order.values) <= MOST_VALUES
        and all(isinstance(value, str | int | float | bool | None) for value in order.values.values())
        and len(files) <= MOST_FILES
        and all(isinstance(item.field, str) for item in order.media)
        and all(map(_is_sound_file, files))
    )


def _is_sound_file(file: OrderFile) -> bool:
    texts = (file.sha256, file.name, file.format, file.mime)
    numbers = (file.size_bytes, file.seconds if file.seconds is not None else 0)
    return (
        all(isinstance(text, str) for text in texts)
        and _SHA256.fullmatch(file.sha256) is not None
        and _SHORT_NAME.fullmatch(file.format) is not None
        and all(isinstance(number, int | float) and math.isfinite(number) and number >= 0 for number in numbers)
    )
