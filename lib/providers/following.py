"""A link asked for, and the redirects after it: each address is judged before anything is sent to it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

import requests

from lib.providers.http import Nobody, opened
from lib.providers.links import MAX_REDIRECTS, Refuse, Why, joined, objection, refusal
from lib.secret import Secret

_REDIRECTS = (301, 302, 303, 307, 308)


@contextmanager
def followed(
    link: Secret,
    *,
    anywhere: bool,
    timeout: tuple[float, float],
    headers: Mapping[str, str] | None = None,
    refuse: Refuse = refusal,
) -> Iterator[requests.Response]:
    """Ask for a link and up to five redirects; neither key nor cookie is sent.

    Args:
        link: http or https; it may be signed, so no error shows more of it than the host.
        anywhere: local and private addresses are taken too.
        timeout: seconds to connect, and seconds between two pieces.
        headers: sent along to each address.
        refuse: makes the error of a link that leads where it must not, or on and on.

    Raises:
        StudioError: what `refuse` makes.
        ServiceError: as `lib.providers.http.opened`, a name that leads to a private address among it.
    """
    address, secure = link.reveal(), False
    for _hop in range(MAX_REDIRECTS + 1):
        why = objection(address, anywhere=anywhere, secure=secure)
        if why is not None:
            raise refuse(why)
        secure = secure or urlsplit(address).scheme == "https"
        sent = {"Accept-Encoding": "identity", **(headers or {})}
        request = requests.Request("GET", address, headers=sent, auth=Nobody())
        with opened(request, timeout=timeout, public_only=not anywhere) as response:
            if response.status_code not in _REDIRECTS:
                yield response
                return
            further = joined(address, response.headers.get("Location", ""))
        if further is None:
            raise refuse(Why.UNREADABLE)
        address = further
    raise refuse(Why.ENDLESS)
