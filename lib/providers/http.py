"""One HTTP exchange under guard: timeouts, no redirects, a cap on the answer, and what a broken one means."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as PoolTimeout

from lib.errors import Failure, Interrupted, Refused, ServiceError, Unreachable
from lib.providers.links import check_link, host_in, is_loopback
from lib.providers.provider import Account
from lib.providers.reach import Straight, never_left
from lib.secret import Secret

USER_AGENT = "wan-r2v-studio/0.1"
# No answer of a service that is JSON comes near this; an error page may be of any size.
MAX_ANSWER_BYTES = 1024 * 1024
# A service that asks for more than this is better asked again than waited for.
MAX_RETRY_AFTER_SECONDS = 120.0

_BROKEN = (OSError, HTTPError, HTTPException)


@dataclass(frozen=True, kw_only=True)
class Timeouts:
    """In seconds: to connect, between two pieces of an answer, and the same for the request that makes a task."""

    connect: float = 10
    read: float = 60
    create: float = 120


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back. `body` is cut at `MAX_ANSWER_BYTES`, and `cut` tells so."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: bool = False

    @property
    def ok(self) -> bool:
        """A status of 200 to 299."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    def json_object(self) -> dict[str, Any] | None:
        """Read the body as a JSON object; None where it is anything else."""
        if self.cut:
            return None
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None

    @property
    def retry_after(self) -> float | None:
        """Seconds of the `Retry-After` header, capped; None where there is none that can be read."""
        said = self.headers.get("Retry-After", "").strip()
        if said.isascii() and said.isdigit():
            return min(float(said[:9]), MAX_RETRY_AFTER_SECONDS)
        try:
            seconds = parsedate_to_datetime(said).timestamp() - time.time()
        except (ValueError, OverflowError):
            return None
        return min(max(seconds, 0.0), MAX_RETRY_AFTER_SECONDS)


class Bearer(AuthBase):
    """Puts a key into the header. Being there at all, it keeps requests from a `~/.netrc` that would override it."""

    def __init__(self, key: Secret) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the header. Raises Refused for a key that no header can carry."""
        key = self._key.reveal()
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            # http.client would raise with the key in its text.
            raise Refused(
                Failure(
                    code="InvalidApiKey",
                    message="The key is empty, or holds a space or a sign that keys do not have.",
                    advice="Copy it again, without anything in front or behind.",
                    field="api_key",
                )
            )
        request.headers["Authorization"] = f"Bearer {key}"
        return request


class Nobody(AuthBase):
    """Sends no key, and keeps requests from looking for one in `~/.netrc` or in the link."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Leave the request as it is."""
        return request


def ask(request: requests.Request, *, timeout: tuple[float, float], public_only: bool = False) -> Answer:
    """Send a request once and read its answer, whatever the status. Raises as `opened`."""
    with opened(request, timeout=timeout, public_only=public_only) as response:
        body = bytearray()
        for piece in pieces(response, deadline=time.monotonic() + timeout[1]):
            body += piece
            if len(body) > MAX_ANSWER_BYTES:
                break
        return Answer(
            status=response.status_code,
            headers=response.headers,
            body=bytes(body[:MAX_ANSWER_BYTES]),
            cut=len(body) > MAX_ANSWER_BYTES,
        )


def ask_for(
    account: Account, request: requests.Request, *, timeout: tuple[float, float], public_only: bool = False
) -> Answer:
    """Send a request of an account, as `ask`. Raises as `opened`, and Refused where a stranger's address isn't safe.

    A stranger's address must not make this machine knock at its own neighbours, and tell what they say.
    """
    if account.typed:
        check_link(account.base_url, anywhere=False, secure=True)
    return ask(request, timeout=timeout, public_only=public_only or account.typed)


@contextmanager
def opened(
    request: requests.Request, *, timeout: tuple[float, float], public_only: bool
) -> Iterator[requests.Response]:
    """Send a request once and give the answer with its body unread. No redirect is followed.

    Args:
        request: with an `auth`.
        timeout: seconds to connect, and seconds between two pieces of the answer.
        public_only: connect to public addresses only.

    Raises:
        Unreachable: no byte of the request was sent.
        Interrupted: it may have arrived.
        Refused: the address is not public, or the key can't be sent.
    """
    request.headers = {"User-Agent": USER_AGENT, **request.headers}
    with Straight(public_only=public_only) as session, _sent(session, request, timeout) as response:
        yield response


def pieces(response: requests.Response, *, deadline: float | None = None, size: int = 65536) -> Iterator[bytes]:
    """Go through the body as it comes in. Raises Interrupted where it breaks off, or goes on past `deadline`.

    `deadline` is of `time.monotonic`: a timeout between pieces alone lets a server drip for ever.
    """
    host = host_of(response.url)
    while True:
        failed: ServiceError | None = None
        piece = b""
        try:
            piece = response.raw.read1(size, decode_content=True)
        except _BROKEN as error:
            failed = broken(error, host)
        if failed is None and deadline is not None and time.monotonic() > deadline:
            failed = _interrupted("Studio.TimedOut", f"The answer of {host} took too long.")
        if failed is not None:
            raise failed
        if not piece:
            return
        yield piece


def broken(error: Exception, host: str) -> ServiceError:
    """Say in the tree's words what a failed exchange means. The error's own text may hold a link and is not used."""
    if never_left(error):
        return Unreachable(
            Failure(
                code="Studio.Unreachable",
                message=f"{host} can't be reached.",
                advice="Check the network and the address of the service, then try again.",
                retryable=True,
            )
        )
    if isinstance(error, requests.Timeout | PoolTimeout | TimeoutError):
        return _interrupted("Studio.TimedOut", f"{host} did not answer in time.")
    return _interrupted("Studio.Interrupted", f"The connection to {host} broke off.")


def host_of(url: str | None) -> str:
    """Give the host of a URL, which is all of it that may be shown."""
    return host_in(url or "") or "the service"


def _sent(session: Straight, request: requests.Request, timeout: tuple[float, float]) -> requests.Response:
    # Errors are raised outside of `except`, so that not even their context holds requests' text with the URL in it.
    try:
        prepared = session.prepare_request(request)
    except (OSError, ValueError):
        prepared = None
    if prepared is None:
        raise Unreachable(
            Failure(
                code="Studio.BadAddress",
                message="The address of the service can't be read.",
                advice="Check it in the settings.",
            )
        )
    settings = session.merge_environment_settings(prepared.url or "", {}, stream=True, verify=None, cert=None)
    if is_loopback(prepared.url or ""):
        settings["proxies"] = {}  # a company's proxy can't reach the stand-in on this machine
    try:
        return session.send(prepared, timeout=timeout, allow_redirects=False, **settings)
    except _BROKEN as error:
        failed = broken(error, host_of(request.url))
    raise failed


def _interrupted(code: str, message: str) -> Interrupted:
    return Interrupted(Failure(code=code, message=message, advice="Try again.", retryable=True))
