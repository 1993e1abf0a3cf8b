"""A file from a link that a person gave: fetched from public addresses only, up to a size and a time."""

import time
from pathlib import Path

import requests

from lib.errors import Failure, InputError, Refused, ServiceError, StorageError
from lib.providers.following import followed
from lib.providers.http import host_of, pieces
from lib.providers.links import Why
from lib.secret import Secret

# The biggest file that any model takes has 100 MiB.
MAX_BYTES = 100 * 1024 * 1024
# In seconds: to connect, between two pieces, and in all.
TIMEOUT = (10.0, 15.0)
WHOLE_SECONDS = 90.0

_OK = 200
# The guard's own words speak of services and settings.
_NOT_FOLLOWED = {
    Why.NOT_WEB: "This is not the address of a file in the web, which begins with https:// or http://.",
    Why.UNREADABLE: "The link leads on to something that is not an address.",
    Why.LESS_SECURE: "The link leads from an encrypted address to one that is not.",
    Why.PRIVATE: "The link leads to a private address, and files are fetched from public ones only.",
    Why.ENDLESS: "The link leads from one address to the next without an end.",
}


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
        with followed(link, anywhere=anywhere, timeout=timeout, refuse=_not_followed) as response:
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


def _not_followed(why: Why) -> InputError:
    return _refused(_NOT_FOLLOWED[why])


def _broken(error: ServiceError) -> InputError:
    """Say in the person's words why a fetch ended."""
    code = error.failure.code
    if isinstance(error, Refused):
        return _not_followed(Why.PRIVATE)
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
