"""Which addresses a link of a service may lead to: public ones, unless the service itself is on this machine."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from enum import Enum
from urllib.parse import urljoin, urlsplit

from lib.errors import Failure, Refused, StudioError

MAX_REDIRECTS = 5

_LOCAL_NAMES = ("localhost", "localhost.localdomain")
# NAT64 (RFC 6052) carries an IPv4 address in its last 32 bits and counts as global by itself.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Why(Enum):
    """Why a link is not followed."""

    NOT_WEB = "not-web"
    UNREADABLE = "unreadable"
    LESS_SECURE = "less-secure"
    PRIVATE = "private"
    ENDLESS = "endless"


_WORDS = {
    Why.NOT_WEB: "is not a plain web address",
    Why.UNREADABLE: "is not a plain web address",
    Why.LESS_SECURE: "would give up the encryption",
    Why.PRIVATE: "leads to a private address",
    Why.ENDLESS: f"was redirected more than {MAX_REDIRECTS} times",
}


Refuse = Callable[[Why], StudioError]
"""Makes the error of a link that is not followed, in the words of whoever asked for it."""


def host_in(url: str) -> str:
    """Give the host of a URL in lower case, empty where there is none to be read."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_loopback(url: str) -> bool:
    """Tell whether a URL names this machine: `localhost` or a loopback address. No name is looked up."""
    host = host_in(url).rstrip(".")
    if host in _LOCAL_NAMES or host.endswith(".localhost"):
        return True
    address = _literal(host)
    return address is not None and address.is_loopback


def is_public(address: str) -> bool:
    """Tell whether an IP address, as text, is one of the internet's and not of a machine or network near this one."""
    found = _literal(address)
    return found is not None and all(_is_global(one) for one in _embedded(found))


def check_link(link: str, *, anywhere: bool, secure: bool) -> None:
    """Refuse a link that is not of the web, names a user, or spells out an address that is not public.

    Names are judged where they are looked up, at the connection itself (`lib.providers.reach`), so that a name can't
    lead elsewhere a moment later.

    Args:
        link: the URL, never shown in the exception.
        anywhere: local and private addresses are taken too (the service is on this machine).
        secure: only `https` is taken.

    Raises:
        Refused: `Studio.LinkRefused`.
    """
    why = objection(link, anywhere=anywhere, secure=secure)
    if why is not None:
        raise refusal(why)


def objection(link: str, *, anywhere: bool, secure: bool) -> Why | None:
    """Tell why a link is not followed, None where it is; the arguments are those of `check_link`."""
    try:
        parts = urlsplit(link)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return Why.NOT_WEB
    if secure and parts.scheme != "https":
        return Why.LESS_SECURE
    near = is_loopback(link) or (_literal(host) is not None and not is_public(host))
    return Why.PRIVATE if near and not anywhere else None


def joined(link: str, location: str) -> str | None:
    """Give the address of a redirect, which may be relative, None where it can't be read."""
    try:
        return urljoin(link, location)
    except ValueError:
        return None


def public_addresses(host: str, port: int) -> list[str]:
    """Look a name up and give its addresses, in the system's order.

    Raises:
        Refused: one of them is not public.
        OSError: there is no such name.
    """
    # An address with a scope (`fe80::1%eth0`) is link-local, and refused below.
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(is_public(address) for address in found):
        raise refusal(Why.PRIVATE)
    return found


def refusal(why: Why) -> Refused:
    """Make the error of a link that is not followed; the link itself is not in it."""
    return Refused(
        Failure(
            code="Studio.LinkRefused",
            message=f"A link that the service gave was not followed: it {_WORDS[why]}.",
            advice="Check the address of the service in the settings.",
        )
    )


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _embedded(address: Address) -> Iterator[Address]:
    """Go through the address and every IPv4 address that it carries inside."""
    yield address
    if isinstance(address, ipaddress.IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def _is_global(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return True  # judged by the address inside
    return address.is_global and not address.is_multicast
