"""Model Studio, and the stand-in that speaks like it: seven verbs, each one step, without state."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote, urlsplit

import requests

from lib.errors import Failure, Interrupted, Refused, ServiceError
from lib.forms.draft import Order, OrderFile
from lib.forms.form import ModelForm
from lib.providers.dashscope_answers import Page, accepted, look_of, nonsense, page_of, stored, task_id_of, text
from lib.providers.dashscope_body import build_body, field_named
from lib.providers.download import download
from lib.providers.http import Answer, Bearer, Timeouts, ask_for, host_of
from lib.providers.links import check_link, is_loopback
from lib.providers.provider import Account, Links, ListedTask, Look, Progress, Provider, Ticket, Turn, at_once
from lib.providers.upload import Policy, check_size, opened_file, size_of, upload_name, upload_request
from lib.secret import Secret

CREATE_PATH = "services/aigc/video-generation/video-synthesis"
# What the official SDK asks for; no page says how many a page may hold.
PAGE_SIZE = 10
MAX_PAGES = 200

_JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class DashScope(Provider):
    """The client. What it is asked for and whose key it uses are arguments; it keeps nothing."""

    timeouts: Timeouts = field(default_factory=Timeouts)
    turn: Turn = at_once

    def prepare(self, account: Account, model: str, file: OrderFile, path: Path, progress: Progress) -> str:
        """Upload one file by streaming and give its `oss://` link, valid for 48 h, for this model and account only.

        Args:
            account: whose key.
            model: the model that will read the file.
            file: its facts; the name of the upload is made from its hash.
            path: where it lies.
            progress: told the bytes of the form, sent and in all.

        Raises:
            Refused: no permission, larger than the service takes, or the permission ran out (then retryable).
            ServiceError: as the other verbs; every upload may be tried again.
            StorageError: the file can't be read.
        """
        size_bytes = size_of(path)
        policy = self._policy(account, model)
        check_size(policy, size_bytes)
        anywhere = is_loopback(account.base_url) and not account.typed
        secure = urlsplit(account.base_url).scheme == "https"
        check_link(policy.upload_host, anywhere=anywhere, secure=secure)
        key = f"{policy.upload_dir}/{upload_name(file)}"
        with opened_file(path) as stream:
            request = upload_request(policy, key, file, stream, progress)
            sent = self._ask(account, request, public_only=not anywhere)
        stored(sent, account, host_of(policy.upload_host))
        return f"oss://{key}"

    def submit(self, account: Account, form: ModelForm, order: Order, links: Links) -> Ticket:
        """Ask for the video. The POST is sent once; whatever is not a clear answer counts as "may have been accepted".

        Raises:
            Unreachable: no byte of it left.
            Throttled: it came too soon; nothing was accepted.
            Refused: a clear no; the failure names the form's field where the service does.
            Interrupted: it may have been accepted and charged. Never retryable by itself.
        """
        body = build_body(form, order, links)
        request = self._post(account, CREATE_PATH)
        request.json = body
        request.headers["X-DashScope-Async"] = "enable"
        if any(links[file.sha256].startswith("oss://") for file in order.files()):
            request.headers["X-DashScope-OssResourceResolve"] = "enable"
        failed: ServiceError
        try:
            return self._ticket(account, self._ask(account, request, read=self.timeouts.create))
        except Interrupted as error:
            failed = Interrupted(_doubtful(error.failure))
        except Refused as error:
            error.failure = _at_field(error.failure, form, order)
            raise
        raise failed

    def look(self, account: Account, ticket: Ticket) -> Look:
        """Ask how a task stands, at the host that made it.

        Raises:
            ServiceError: `Studio.UnknownStatus` for a status of no page, with the service's own word; retryable.
        """
        there = replace(account, base_url=ticket.base_url)
        self.turn(account)
        answer = self._ask(there, self._get(there, f"tasks/{quote(ticket.task_id, safe='')}"))
        return look_of(accepted(answer, there), answer, there, ticket.task_id)

    def cancel(self, account: Account, ticket: Ticket) -> None:
        """Ask to cancel a task, which works only until it has begun.

        Raises:
            Refused: `UnsupportedOperation`: it has begun, or is over.
        """
        there = replace(account, base_url=ticket.base_url)
        path = f"tasks/{quote(ticket.task_id, safe='')}/cancel"
        self.turn(account)
        answer = self._ask(there, self._post(there, path))
        # Any other JSON is not a yes: a task that is taken for canceled would go on, be charged, and not be saved.
        if not text(accepted(answer, there), "request_id"):
            raise nonsense(answer, host_of(there.base_url))

    def fetch(self, account: Account, link: Secret, target: Path, progress: Progress) -> None:
        """Save a result; the key is not sent. Raises as `lib.providers.download.download`."""
        timeout = (self.timeouts.connect, self.timeouts.read)
        download(link, target, progress, timeout=timeout, anywhere=is_loopback(account.base_url) and not account.typed)

    def recent(self, account: Account, model: str, since: float) -> list[ListedTask]:
        """List the tasks of a model made since a time, in the service's order.

        The list is asked for without `start_time`, whose time zone no page states: it then covers the last 24 h, and
        `gmt_create`, which is in milliseconds since 1970, tells the rest.

        Raises:
            ServiceError: as the other verbs; `Studio.ListTooLong` where it goes on for over 2,000 tasks.
        """
        found: dict[str, ListedTask] = {}
        for number in range(1, MAX_PAGES + 1):
            page = self._page(account, model, number)
            found.update((task.task_id, task) for task in page.tasks)
            if not page.tasks or number >= page.pages:
                return [task for task in found.values() if task.created >= since]
        raise ServiceError(
            Failure(
                code="Studio.ListTooLong",
                message=f"The account's task list is longer than {MAX_PAGES * PAGE_SIZE} tasks.",
                advice="Look for the task in the service's console.",
            )
        )

    def try_key(self, account: Account, model: str) -> None:
        """Ask for the permission to upload a file for a model, and make no use of it. Raises as the other verbs."""
        self._policy(account, model)

    def _policy(self, account: Account, model: str) -> Policy:
        answer = self._ask(account, self._get(account, "uploads", {"action": "getPolicy", "model": model}))
        policy = Policy.read(accepted(answer, account))
        if policy is None:
            raise nonsense(answer, host_of(account.base_url))
        return policy

    def _page(self, account: Account, model: str, number: int) -> Page:
        self.turn(account)
        query = {"page_no": str(number), "page_size": str(PAGE_SIZE), "model_name": model}
        answer = self._ask(account, self._get(account, "tasks/", query))
        return page_of(accepted(answer, account), answer, account)

    def _ticket(self, account: Account, answer: Answer) -> Ticket:
        body = accepted(answer, account)
        task_id = task_id_of(body)
        if not task_id:
            raise nonsense(answer, host_of(account.base_url))
        return Ticket(
            service=account.service, base_url=account.base_url, task_id=task_id, request_id=text(body, "request_id")
        )

    def _get(self, account: Account, path: str, query: dict[str, str] | None = None) -> requests.Request:
        url, headers = f"{account.base_url}/{path}", {"Accept": _JSON}
        return requests.Request("GET", url, headers=headers, params=query, auth=Bearer(account.key))

    def _post(self, account: Account, path: str) -> requests.Request:
        url, headers = f"{account.base_url}/{path}", {"Accept": _JSON, "Content-Type": _JSON}
        return requests.Request("POST", url, headers=headers, auth=Bearer(account.key))

    def _ask(
        self, account: Account, request: requests.Request, *, read: float | None = None, public_only: bool = False
    ) -> Answer:
        timeout = (self.timeouts.connect, self.timeouts.read if read is None else read)
        return ask_for(account, request, timeout=timeout, public_only=public_only)


def _doubtful(failure: Failure) -> Failure:
    """Say of a submit that it may have been accepted: the same request could then be charged twice."""
    return replace(
        failure,
        advice="It may have been accepted and charged. Look in the account's task list before asking again.",
        retryable=False,
    )


def _at_field(failure: Failure, form: ModelForm, order: Order) -> Failure:
    return replace(failure, field=field_named(failure.message, form, order) or failure.field)
