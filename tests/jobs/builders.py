"""Orders and records as values, for tests that need no service."""

from typing import Any

from lib.forms.cost import Cost
from lib.forms.draft import Order, OrderFile, OrderItem
from lib.jobs.record import Record

ANNA = OrderFile(sha256="a" * 64, name="anna.png", format="png", mime="image/png", size_bytes=1000)


def new_order(prompt: str, **values: Any) -> Order:
    settings = {"prompt": prompt, "duration": 2, "resolution": "720P", "ratio": "16:9", "seed": 7, **values}
    return Order(model="wan2.7-r2v", values=settings, media=(OrderItem(field="reference_image", file=ANNA),))


def new_record(job: str, *, prompt: str = "Image 1 waves.", **fields: Any) -> Record:
    cost = Cost(currency="CNY", low=0.0, high=0.0, note="")
    made = {"visitor": "anna", "service": "sandbox", "account": "account", "created": 1000.0, "updated": 1000.0}
    return Record(**{"job": job, "order": new_order(prompt), "cost": cost, **made, **fields})
