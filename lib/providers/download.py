"""Saving a result: streamed, checked, taken up where it stopped, and there under its name only when it is whole."""

import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from lib.errors import Failure, Interrupted, Refused, StorageError
from lib.providers.following import followed
from lib.providers.http import host_of, pieces
from lib.providers.provider import Progress
from lib.secret import Secret

# Fifteen seconds at 1080P come to some tens of MB; this only keeps a disk from being filled.
MAX_RESULT_BYTES = 4 * 1024**3

_OK = 200
_PARTIAL = 206
_SERVER_ERRORS = 500
_RANGE_REFUSED = 416
_LINK_DEAD = (401, 403, 404, 410)
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


@dataclass(frozen=True, kw_only=True)
class _Span:
    """What an answer brings: its first byte, and the bytes of the whole, None where it doesn't say."""

    start: int
    total: int | None


def download(link: Secret, target: Path, progress: Progress, *, timeout: tuple[float, float], anywhere: bool) -> None:
    """Save what a link gives to `target`, going on with `target` + `.part` where that is there.

    Args:
        link: http or https; no key is sent with it.
        target: appears at once and whole.
        progress: told the bytes there and the bytes in all (0 where the server doesn't say).
        timeout: seconds to connect, and seconds between two pieces.
        anywhere: links to local and private addresses are followed too.

    Raises:
        Interrupted: the transfer broke; `.part` keeps what came, and a new call goes on.
        Unreachable: the host can't be reached.
        Refused: the link is dead, or leads where it must not.
        StorageError: the disk said no.
    """
    part = target.with_name(target.name + ".part")
    source = _Source(link=link, timeout=timeout, anywhere=anywhere)
    have = _size(part)
    # Where there is nothing to go on with, or the server can't: from the first byte.
    if not have or not _attempt(source, part, have, progress):
        _attempt(source, part, 0, progress)
    with _on_disk():
        part.replace(target)


@dataclass(frozen=True, kw_only=True)
class _Source:
    """Where the result comes from."""

    link: Secret
    timeout: tuple[float, float]
    anywhere: bool

    def opened(self, have: int) -> AbstractContextManager[requests.Response]:
        """Ask for the link from byte `have` on, and follow its redirects."""
        headers = {"Range": f"bytes={have}-"} if have else {}
        return followed(self.link, anywhere=self.anywhere, timeout=self.timeout, headers=headers)


def _attempt(source: _Source, part: Path, have: int, progress: Progress) -> bool:
    """Fetch from byte `have` on; False where the server can't give that, and must be asked for the whole."""
    with source.opened(have) as response:
        if have and response.status_code == _RANGE_REFUSED:
            return False
        _check_answer(response)
        span = _span(response)
        if span is None or span.start not in (0, have):
            if have:
                return False
            raise _broken_off(response)
        got = _save(response, part, span, progress)
        if got == 0 or (span.total is not None and got < span.total):
            raise _broken_off(response)
        if span.total is not None and got > span.total:
            part.unlink(missing_ok=True)
            raise _broken_off(response)
    return True


def _check_answer(response: requests.Response) -> None:
    status, host = response.status_code, host_of(response.url)
    if status in _LINK_DEAD:
        raise Refused(
            Failure(
                code="Studio.LinkExpired",
                message=f"{host} does not give the video under its link (HTTP {status}).",
                advice="A link of the service dies after 24 hours; look again for a new one.",
                # Each attempt asks for a new link, and a copy of the store may get to know a new video late.
                retryable=True,
            )
        )
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    page = kind.startswith("text/") or kind in ("application/json", "application/xml")
    if status in (_OK, _PARTIAL) and not page and not response.headers.get("Content-Encoding"):
        return
    raise Interrupted(
        Failure(
            code="Studio.BadAnswer",
            message=f"{host} gave something else than a video (HTTP {status}).",
            advice="Try again.",
            retryable=True,
        )
    )


def _span(response: requests.Response) -> _Span | None:
    """Read which bytes come; None where a partial answer doesn't say."""
    if response.status_code == _OK:
        length = response.headers.get("Content-Length", "")
        return _Span(start=0, total=int(length) if length.isdigit() else None)
    said = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if said is None:
        return None
    return _Span(start=int(said[1]), total=None if said[3] == "*" else int(said[3]))


def _save(response: requests.Response, part: Path, span: _Span, progress: Progress) -> int:
    """Write the body behind `span.start` and give the bytes that are there then."""
    got, total = span.start, span.total or 0
    _check_size(total)
    with _on_disk():
        stream = part.open("r+b" if got else "wb")
    with stream:
        stream.seek(got)
        for piece in pieces(response):
            _check_size(got + len(piece))
            with _on_disk():
                stream.write(piece)
            got += len(piece)
            progress(got, total)
        with _on_disk():
            stream.flush()
            os.fsync(stream.fileno())
    return got


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except OSError:
        return 0


@contextmanager
def _on_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            Failure(
                code="Studio.Disk",
                message="The video could not be written to the disk.",
                advice="Make room or mend the permissions, then try again; the service keeps it for 24 hours.",
                retryable=True,
            )
        ) from error


def _check_size(size_bytes: int) -> None:
    if size_bytes > MAX_RESULT_BYTES:
        raise StorageError(
            Failure(
                code="Studio.ResultTooLarge",
                message="The service gave a file that is far larger than a video of it can be.",
                advice="Check the address of the service.",
            )
        )


def _broken_off(response: requests.Response) -> Interrupted:
    return Interrupted(
        Failure(
            code="Studio.Interrupted",
            message=f"{host_of(response.url)} did not give the whole video.",
            advice="Try again; it goes on where it stopped.",
            retryable=True,
        )
    )
