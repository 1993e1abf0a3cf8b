"""A file from a link that a person gave: fetched from public addresses only, up to a size and a time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import requests

from lib.errors import Failure, InputError, Refused, ServiceError, StorageError
from lib.providers.http import Nobody, host_of, opened, pieces
from lib.providers.links import check_link, joined
from lib.secret import Secret

MAX_REDIRECTS = 5
# The biggest file that any model takes has 100 MiB.
MAX_BYTES = 100 * 1024 * 1024
# In seconds: to connect, between two pieces, and in all.
TIMEOUT = (10.0, 15.0)
WHOLE_SECONDS = 90.0

_OK = 200
_REDIRECTS = (301, 302, 303, 307, 308)


def fetch_link(  # noqa: PLR0913  # the last three are limits with a default each
    link: Secret,
    target: Path,
    *,
    anywhere: bool = False,
    max_bytes: int = MAX_BYTES,
    timeout: tuple[float, float] = TIMEOUT,
    whole_seconds: float = WHOLE_SECONDS,
) -> None:
    """Save what a link gives to `target`. Neither key nor cookie is sent, and each redirect is judged anew.

    Args:
        link: http or https; it may be signed, so no error shows more of it than the host.
        target: written while it comes in; nothing is left there where it fails.
        anywhere: local and private addresses are taken too.
        max_bytes: of the file.
        timeout: seconds to connect, and between two pieces.
        whole_seconds: for the whole.

    Raises:
        InputError: `Studio.LinkRefused`, `Studio.LinkGivesNothing`, `Studio.LinkTooLarge` or `Studio.LinkBroken`.
        StorageError: the disk said no.
    """
    failed: InputError | None = None
    try:
        with _opened(link.reveal(), anywhere=anywhere, timeout=timeout) as response:
            _save(response, target, max_bytes=max_bytes, deadline=time.monotonic() + whole_seconds)
            return
    except InputError as error:
        failed = error
    except ServiceError as error:
        failed = _broken(error)
    except OSError:
        _forget(target)
        raise _no_room() from None
    _forget(target)
    # Raised outside of `except`: the error before it may know the link.
    raise failed


@contextmanager
def _opened(address: str, *, anywhere: bool, timeout: tuple[float, float]) -> Iterator[requests.Response]:
    """Ask for the link and up to five redirects, each judged before it is followed."""
    secure = False
    for _hop in range(MAX_REDIRECTS + 1):
        _judge(address, anywhere=anywhere, secure=secure)
        secure = secure or urlsplit(address).scheme == "https"
        request = requests.Request("GET", address, headers={"Accept-Encoding": "identity"}, auth=Nobody())
        with opened(request, timeout=timeout, public_only=not anywhere) as response:
            if response.status_code not in _REDIRECTS:
                yield response
                return
            address = _next(address, response.headers.get("Location", ""))
    raise _refused("The link leads from one address to the next without an end.")


def _next(address: str, location: str) -> str:
    try:
        return joined(address, location)
    except Refused:
        raise _refused("The link leads on to something that is not an address.") from None


def _judge(address: str, *, anywhere: bool, secure: bool) -> None:
    try:
        check_link(address, anywhere=True, secure=False)
    except Refused:
        raise _refused("This is not the address of a file in the web, which begins with https:// or http://.") from None
    try:
        check_link(address, anywhere=True, secure=secure)
    except Refused:
        raise _refused("The link leads from an encrypted address to one that is not.") from None
    check_link(address, anywhere=anywhere, secure=secure)


def _save(response: requests.Response, target: Path, *, max_bytes: int, deadline: float) -> None:
    host = host_of(response.url)
    if response.status_code != _OK:
        raise InputError(
            Failure(
                code="Studio.LinkGivesNothing",
                message=f"{host} does not give the file (HTTP {response.status_code}).",
                advice="Open the link in a private window: only what can be seen there can be fetched.",
            )
        )
    told = response.headers.get("Content-Length", "")
    length = int(told) if told.isdigit() else None
    got = 0
    with target.open("wb") as file:
        if length is not None and length > max_bytes:
            raise _too_large(max_bytes)
        for piece in pieces(response, deadline=deadline):
            got += len(piece)
            if got > max_bytes:
                raise _too_large(max_bytes)
            file.write(piece)
    if got == 0 or (length is not None and got < length):
        raise _incomplete(host)


def _forget(target: Path) -> None:
    target.unlink(missing_ok=True)


def _refused(message: str) -> InputError:
    return InputError(Failure(code="Studio.LinkRefused", message=message, advice="Nothing was fetched."))


def _broken(error: ServiceError) -> InputError:
    """Say in the person's words why a fetch ended: the guard's own errors speak of services and settings."""
    code = error.failure.code
    if isinstance(error, Refused):
        return _refused("The link leads to a private address, and files are fetched from public ones only.")
    if code == "Studio.BadAddress":
        return _refused("The link can't be read as an address.")
    advice = "Check the link, or save the file and add it from this device."
    return InputError(Failure(code="Studio.LinkBroken", message=error.failure.message, advice=advice))


def _incomplete(host: str) -> InputError:
    return InputError(
        Failure(code="Studio.LinkBroken", message=f"{host} did not give the whole file.", advice="Try again.")
    )


def _too_large(max_bytes: int) -> InputError:
    return InputError(
        Failure(
            code="Studio.LinkTooLarge",
            message=f"The file is larger than {max_bytes // (1024 * 1024)} MB, which no model takes.",
            advice="Choose a smaller one.",
        )
    )


def _no_room() -> StorageError:
    return StorageError(
        Failure(
            code="Studio.Disk",
            message="The file could not be written to the disk.",
            advice="Tell whoever runs this app: the disk may be full.",
            retryable=True,
        )
    )
