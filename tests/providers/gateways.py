"""Accounts, clients and links of a gateway that the tests of this folder share."""

from lib.forms.draft import Order
from lib.providers.http import Timeouts
from lib.providers.modelstream import ModelStream
from lib.providers.provider import Account, Ticket
from lib.secret import Secret
from tests.providers.orders import KEY

QUICK_GATEWAY = ModelStream(timeouts=Timeouts(connect=0.5, read=0.5, create=0.5))


def gateway_account(root: str) -> Account:
    return Account(service="modelstream", base_url=root, key=Secret(KEY))


def gateway_ticket(root: str, task_id: str = "task-1") -> Ticket:
    return Ticket(service="modelstream", base_url=root, task_id=task_id)


def web_links(made: Order) -> dict[str, str]:
    return {one.sha256: f"https://files.example/{one.sha256[:4]}.{one.format}" for one in made.files()}
