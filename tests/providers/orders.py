"""Accounts, orders and policies that the tests of this folder share."""

from typing import Any

from lib.forms.catalog import load_catalog
from lib.forms.draft import Order, OrderFile, OrderItem
from lib.forms.fields import Scalar
from lib.providers.dashscope import DashScope
from lib.providers.http import Timeouts
from lib.providers.provider import Account, Ticket
from lib.secret import Secret

KEY = "sk-made-up-0123456789abcdef"
MODEL = "wan2.7-r2v"
FORM = load_catalog().forms[MODEL]
# Three workers on two cores: an answer that is given at once has been half a second late.
QUICK = DashScope(timeouts=Timeouts(connect=1.5, read=1.5, create=1.5))


def unwatched(_done: int, _total: int) -> None:
    """A progress that nobody watches."""


def account(base_url: str) -> Account:
    return Account(service="dashscope", base_url=base_url, key=Secret(KEY), region="cn-beijing")


def ticket(base_url: str, task_id: str = "task-1") -> Ticket:
    return Ticket(service="dashscope", base_url=base_url, task_id=task_id)


def file(letter: str, kind: str = "png", mime: str = "image/png", size: int = 100) -> OrderFile:
    return OrderFile(sha256=letter * 64, name=f"{letter}.{kind}", format=kind, mime=mime, size_bytes=size)


def order(*media: OrderItem, **values: Scalar) -> Order:
    """An order for wan2.7-r2v: defaults, then what is given."""
    filled: dict[str, Scalar] = {row.name: FORM.default(row.name) for row in FORM.scalars()}
    filled["prompt"] = "Image 1 smiles."
    return Order(
        model=MODEL, values={**filled, **values}, media=media or (OrderItem(field="reference_image", file=file("a")),)
    )


def links(made: Order) -> dict[str, str]:
    return {one.sha256: f"oss://bucket/{one.stored_name}" for one in made.files()}


def policy(host: str, **changes: Any) -> dict[str, Any]:
    """An answer to getPolicy as documented."""
    data = {
        "policy": "eyJl",
        "signature": "g5K=",
        "upload_dir": "dashscope-instant/x/2026-10-30/y",
        "upload_host": host,
        "expire_in_seconds": 300,
        "max_file_size_mb": 100,
        "capacity_limit_mb": 999999999,
        "oss_access_key_id": "LTAmadeup",
        "x_oss_object_acl": "private",
        "x_oss_forbid_overwrite": "true",
    }
    return {"request_id": "r-1", "data": {**data, **changes}}


def created(task_id: str = "task-1") -> dict[str, Any]:
    return {"output": {"task_status": "PENDING", "task_id": task_id}, "request_id": "r-2"}


def state(status: str, **output: Any) -> dict[str, Any]:
    return {"request_id": "r-3", "output": {"task_id": "task-1", "task_status": status, **output}}


def chain(error: BaseException | None) -> str:
    """Everything that an exception and those behind it say."""
    said: list[str] = []
    while error is not None:
        said += [repr(error), str(error), repr(error.args), repr(getattr(error, "failure", ""))]
        error = error.__cause__ or error.__context__
    return " ".join(said)
