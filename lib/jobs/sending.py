"""Sending: a request becomes records, their files and their turn in the queue; asked twice, it is made once."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from lib.errors import Failure, StorageError, StudioError
from lib.forms.cost import Cost
from lib.forms.draft import Order
from lib.forms.variants import ONE, Variants, orders_of
from lib.jobs.desk import Desk
from lib.jobs.intents import SAME_CLICK_SECONDS, Intent, Intents
from lib.jobs.record import Record
from lib.providers.provider import Account

Enqueue = Callable[[str, str], None]
CheckRoom = Callable[[Order], None]
"""Raises StorageError where the disk has no room for an order's files and its video."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What somebody asks for with one click.

    Attributes:
        order: what is asked.
        files: the path of each of `order.files()` by sha256.
        account: who pays.
        cost: of one video.
        visitor: the browser that asks, empty for the API, where every request is an intent of its own.
        payer: to whom it is counted where the owner pays.
        variants: how many videos of it.
        within: the seconds for which the same request is the same intent.
    """

    order: Order
    files: Mapping[str, Path]
    account: Account
    cost: Cost
    visitor: str = ""
    payer: str = ""
    variants: Variants = ONE
    within: float = SAME_CLICK_SECONDS


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What became of a request.

    Attributes:
        records: the jobs that were made, or the one that stands for them.
        asked: how many were asked for.
        before: None, or the seconds since the same request was made, whose job was given instead of a new one.
        failure: why the rest of them was not made.
    """

    records: tuple[Record, ...]
    asked: int
    before: float | None = None
    failure: Failure | None = None


class Sending:
    """Makes the jobs."""

    def __init__(self, desk: Desk, enqueue: Enqueue, check_room: CheckRoom) -> None:
        self._desk = desk
        self._enqueue = enqueue
        self._check_room = check_room
        self._intents = Intents(desk.records, desk.budget)

    def send(self, request: Request) -> Sent:
        """Make the jobs of a request. What can't be made after the first is told, and what was made stays.

        Raises InputError for variants that can't be, StudioError where not even the first could be made.
        """
        form = self._desk.form_of(request.order.model)
        orders = orders_of(request.order, form, request.variants, secrets.randbelow)
        batch = secrets.token_hex(8) if len(orders) > 1 else ""
        made: list[Record] = []
        for order in orders:
            now = self._desk.clock.now()
            new = Record.new(request.account, order, request.cost, visitor=request.visitor, now=now)
            record = replace(new, batch=batch)
            try:
                before = self._saved(record, request, first=not made)
            except StudioError as error:
                if not made:
                    raise
                return Sent(records=tuple(made), asked=len(orders), failure=error.failure)
            if before is not None:
                return Sent(records=(before,), asked=len(orders), before=record.created - before.created)
            made.append(record)
        return Sent(records=tuple(made), asked=len(orders))

    def forget(self, before: float) -> None:
        """Forget the intents older than a moment, in seconds since 1970."""
        self._intents.forget(before)

    def _saved(self, record: Record, request: Request, *, first: bool) -> Record | None:
        """Save a job and queue it, and give None; or give the job that the same request has made."""
        desk = self._desk
        if first and request.visitor:
            intent = Intent.of(request.visitor, record.account, request.order, request.variants, within=request.within)
            before = self._intents.make(record, intent, request.payer)
            if before is not None:
                return desk.records.get(before)
        else:
            desk.budget.add(record, request.payer)
        self.fill(record, request.files, request.account)
        return None

    def fill(self, record: Record, files: Mapping[str, Path], account: Account) -> None:
        """Give a saved job its files, its key and its turn; without its files there is no job. Raises StorageError."""
        desk = self._desk
        try:
            self._check_room(record.order)
            for file in record.order.files():
                desk.store.take_in(record.job, file, files[file.sha256])
        except StorageError:
            desk.records.remove(record.job)
            with suppress(StorageError):
                desk.store.forget(record.job)
            raise
        desk.records.journal.made(record)
        desk.accounts.hold(account)
        self._enqueue(record.job, record.account)
