"""ModelStream, and any gateway of its shape: the same verbs over a flat body and tolerant answers, without state."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import requests

from lib.errors import Failure, Interrupted, Refused, ServiceError
from lib.forms.draft import Order, OrderFile
from lib.forms.fields import MIB
from lib.forms.finding import Finding
from lib.forms.form import ModelForm
from lib.forms.words import say
from lib.providers.download import download
from lib.providers.http import Answer, Bearer, Timeouts, ask_for
from lib.providers.links import is_loopback
from lib.providers.modelstream_answers import Reading, read
from lib.providers.modelstream_body import build_flat_body, field_of, is_inline, objections
from lib.providers.modelstream_profile import MODELSTREAM, GatewayProfile, address_of
from lib.providers.provider import Account, Links, ListedTask, Look, Progress, Provider, Ticket, Turn, at_once
from lib.providers.upload import opened_file, size_of
from lib.secret import Secret

Publish = Callable[[Path, str], str]
"""Gives a link, valid for the next day, under which others read a file; takes its path and its media type."""

# In the shape of new-api's own ids; no task has it.
NOBODYS_TASK = "task_00000000000000000000000000000000"

_JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class ModelStream(Provider):
    """The client. What it is asked for and whose key it uses are arguments; it keeps nothing.

    Attributes:
        profile: paths, names and orders of one gateway.
        publish: makes links to files; None where this app has no address that others reach.
        timeouts: in seconds.
        turn: called before every look.
    """

    uploads: ClassVar[bool] = False
    lists: ClassVar[bool] = False

    profile: GatewayProfile = MODELSTREAM
    publish: Publish | None = field(default=None, repr=False)
    timeouts: Timeouts = field(default_factory=Timeouts)
    turn: Turn = at_once

    def prepare(self, account: Account, model: str, file: OrderFile, path: Path, progress: Progress) -> str:
        """Give the link of one file: a `data:` URI where it goes into the request itself, else a published one.

        Nothing is sent to the gateway; it has no upload that is known.

        Raises:
            Refused: `Studio.TooLargeToInline`.
            StorageError: the file can't be read, or can't be published.
        """
        del account, model
        size_bytes = size_of(path)
        if is_inline(self.profile, file.mime, size_bytes, links_can_be_made=self.publish is not None):
            with opened_file(path) as stream:
                content = base64.b64encode(stream.read(size_bytes)).decode("ascii")
            link = f"data:{file.mime};base64,{content}"
        elif self.publish is not None:
            link = self.publish(path, file.mime)
        else:
            raise Refused(_too_large(self.profile))
        progress(size_bytes, size_bytes)
        return link

    def objections(self, form: ModelForm, order: Order) -> tuple[Finding, ...]:
        """Give everything for which this gateway can't be asked; pure, so a check may call it at every change."""
        return objections(self.profile, form, order, links_can_be_made=self.publish is not None)

    def submit(self, account: Account, form: ModelForm, order: Order, links: Links) -> Ticket:
        """Ask for the video. The POST is sent once; whatever is not a clear answer counts as "may have been accepted".

        Raises:
            Unreachable: no byte of it left.
            Throttled: it came too soon; nothing was accepted.
            Refused: a clear no, or an objection, for which nothing was sent. The failure names the form's field.
            Interrupted: it may have been accepted and charged. Never retryable by itself.
        """
        for objection in self.objections(form, order):
            raise Refused(Failure(code=objection.code, message=say(objection, form), field=objection.field))
        request = self._request("POST", account, self.profile.create_path)
        request.json = build_flat_body(self.profile, form, order, links)
        failed: ServiceError
        try:
            reading = read(self.profile, account, self._ask(account, request, read=self.timeouts.create))
            if reading.answer.ok and reading.task_id:
                return Ticket(
                    service=account.service,
                    base_url=account.base_url,
                    task_id=reading.task_id,
                    request_id=reading.request_id,
                )
            failed = reading.error()
        except Interrupted as error:
            failed = error
        else:
            about = field_of(reading.param, self.profile, form)
            failed.failure = replace(failed.failure, field=about or failed.failure.field)
        raise Interrupted(_doubtful(failed.failure)) if isinstance(failed, Interrupted) else failed

    def look(self, account: Account, ticket: Ticket) -> Look:
        """Ask how a task stands, at the host that made it.

        Raises:
            ServiceError: `Studio.UnknownStatus` for a state that is not known, with the gateway's word; retryable.
        """
        return self._asked_about(account, ticket).look(ticket.task_id)

    def cancel(self, account: Account, ticket: Ticket) -> None:
        """Refuse: no way to cancel a task is known, so nothing is sent. Raises Refused, `Studio.NoCancel`."""
        del account, ticket
        raise Refused(
            Failure(
                code="Studio.NoCancel",
                message="The gateway has no way to cancel a task.",
                advice="It goes on there, and a success is charged.",
            )
        )

    def fetch(self, account: Account, link: Secret, target: Path, progress: Progress) -> None:
        """Save a result; the key is not sent. Raises as `lib.providers.download.download`."""
        timeout = (self.timeouts.connect, self.timeouts.read)
        download(link, target, progress, timeout=timeout, anywhere=is_loopback(account.base_url) and not account.typed)

    def recent(self, account: Account, model: str, since: float) -> list[ListedTask]:
        """Say that there is nothing to look in: the gateway lists no tasks. Nothing is sent.

        Raises:
            ServiceError: `Studio.NoTaskList`. Not Refused, which would say of the request that is looked for that
                nothing was accepted.
        """
        del account, model, since
        raise ServiceError(
            Failure(
                code="Studio.NoTaskList",
                message="The gateway has no list of tasks, so it can't be told whether the request was accepted.",
                advice="It may have been accepted and charged. Look in the gateway's console before asking again.",
            )
        )

    def try_key(self, account: Account, model: str) -> None:
        """Ask for a task that nobody has made: a gateway looks at the key first (6.2). **Unconfirmed** for ModelStream.

        Raises as the other verbs.
        """
        del model
        self.look(account, Ticket(service=account.service, base_url=account.base_url, task_id=NOBODYS_TASK))

    def _asked_about(self, account: Account, ticket: Ticket) -> Reading:
        self.turn(account)
        there = replace(account, base_url=ticket.base_url)
        path = self.profile.query_path.format(task_id=quote(ticket.task_id, safe=""))
        return read(self.profile, there, self._ask(there, self._request("GET", there, path)))

    def _request(self, method: str, account: Account, path: str) -> requests.Request:
        url = address_of(account.base_url, path)
        return requests.Request(method, url, headers={"Accept": _JSON}, auth=Bearer(account.key))

    def _ask(self, account: Account, request: requests.Request, *, read: float | None = None) -> Answer:
        timeout = (self.timeouts.connect, self.timeouts.read if read is None else read)
        return ask_for(account, request, timeout=timeout)


def _too_large(profile: GatewayProfile) -> Failure:
    return Failure(
        code="Studio.TooLargeToInline",
        message=f"The file is too large: a request to the gateway carries {profile.inline_total_bytes // MIB} MB.",
        advice="Make it smaller, choose another service, or give this app a public address (R2V_PUBLIC_URL).",
    )


def _doubtful(failure: Failure) -> Failure:
    """Say of a submit that it may have been accepted: the same request could then be charged twice."""
    return replace(
        failure,
        advice="It may have been accepted and charged. Look in the gateway's console before asking again.",
        retryable=False,
    )
