"""Orders and records as values, for tests that need no service."""

import time
from typing import Any

from lib.forms.catalog import load_catalog
from lib.forms.cost import Cost
from lib.forms.draft import Order, OrderFile, OrderItem
from lib.jobs.accounts import Accounts
from lib.jobs.budget import NO_CAPS, Budget, Caps
from lib.jobs.record import Record
from lib.jobs.records import Records
from lib.providers.provider import Account
from lib.secret import Secret

ANNA = OrderFile(sha256="a" * 64, name="anna.png", format="png", mime="image/png", size_bytes=1000)


def new_order(prompt: str, **values: Any) -> Order:
    settings = {"prompt": prompt, "duration": 2, "resolution": "720P", "ratio": "16:9", "seed": 7, **values}
    return Order(model="wan2.7-r2v", values=settings, media=(OrderItem(field="reference_image", file=ANNA),))


def new_record(job: str, *, prompt: str = "Image 1 waves.", **fields: Any) -> Record:
    cost = Cost(currency="CNY", low=0.0, high=0.0, note="")
    made = {"visitor": "anna", "service": "sandbox", "account": "account", "created": 1000.0, "updated": 1000.0}
    return Record(**{"job": job, "order": new_order(prompt), "cost": cost, **made, **fields})


OWNER = Account(service="dashscope", base_url="https://owner", key=Secret("sk-owner"), region="cn-beijing")


def budget_on(records: Records, caps: Caps = NO_CAPS) -> Budget:
    """Give the budget of a process that holds the owner's account."""
    accounts = Accounts()
    accounts.hold(OWNER, keep=True)
    return Budget(records, accounts, load_catalog(), caps, time.time)
