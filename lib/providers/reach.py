"""Connections that tell a request that never left from one that may have, and keep to public addresses on demand."""

import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError, ProxyError
from urllib3.util import connection as sockets

from lib.providers.links import public_addresses

# urllib3's own 16 KB cost more than the sending on a fast line; a slow one still tells its progress often enough.
PIECE_BYTES = 128 * 1024
# What is told as sent has left this machine but for a piece: else the system takes megabytes at once, and a slow line
# would show all of a picture as sent before much of it is. It costs no speed: only what waits here is held small.
# Python knows no name for the option before 3.15, and not every system has it: Linux, macOS.
_UNSENT = {"linux": 25, "darwin": 0x201}
SENT_IS_SENT = [(socket.IPPROTO_TCP, _UNSENT[sys.platform], PIECE_BYTES)] if sys.platform in _UNSENT else []


def never_left(error: Exception) -> bool:
    """Tell whether no byte of the request was sent: no such host, refused, connect timed out, TLS not agreed.

    A `ProxyError` alone doesn't tell: urllib3 says it also where an answer broke off behind a proxy, since by then it
    has closed the connection and takes it for one that was never made.
    """
    if isinstance(error, requests.ConnectTimeout):
        return True
    inner = error.args[0] if error.args else None
    reason = inner.reason if isinstance(inner, MaxRetryError) else None
    if isinstance(reason, ProxyError):
        reason = reason.original_error
    return isinstance(reason, NewConnectionError)


class Straight(requests.Session):
    """A session for one request: no redirect is followed, and connections come from `Doorway`."""

    def __init__(self, *, public_only: bool) -> None:
        super().__init__()
        self.mount("http://", Doorway(public_only=public_only))
        self.mount("https://", Doorway(public_only=public_only))

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002  # the name is requests' own
        """Say that there is none: requests would read a redirect's whole body, of any size, to prepare the next."""
        return None


class Doorway(HTTPAdapter):
    """Hands out the connections below. Nothing is tried twice."""

    def __init__(self, *, public_only: bool) -> None:
        self._public_only = public_only
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool: object) -> None:
        """Make requests' manager of pools, which sends a body in pieces of ours."""
        options = [*HTTPConnection.default_socket_options, *SENT_IS_SENT]
        super().init_poolmanager(connections, maxsize, block, blocksize=PIECE_BYTES, socket_options=options, **pool)

    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,
        verify: bool | str | None,
        proxies: Mapping[str, str] | None = None,
        cert: tuple[str, str] | str | None = None,
    ) -> ConnectionPool:
        """Give requests' pool, with connections of ours."""
        pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
        if isinstance(pool, HTTPSConnectionPool):
            pool.ConnectionCls = _PublicHttps if self._public_only else _Https
        elif isinstance(pool, HTTPConnectionPool):
            pool.ConnectionCls = _PublicHttp if self._public_only else _Http
        return pool


@contextmanager
def _nothing_sent(connection: HTTPConnection) -> Iterator[None]:
    """Mark whatever goes wrong inside as "the request never left": urllib3 names a TLS error alike before and after."""
    try:
        yield
    except (OSError, HTTPError):
        pass
    else:
        return
    raise NewConnectionError(connection, "no connection")


def _connect_to_public(connection: HTTPConnection) -> socket.socket:
    """Connect to an address that was judged, not to a name that may be looked up anew (DNS rebinding)."""
    failed: OSError = OSError("the name has no address")
    for address in public_addresses(connection.host, connection.port or connection.default_port):
        try:
            return sockets.create_connection(
                (address, connection.port or connection.default_port),
                connection.timeout,
                socket_options=connection.socket_options,
            )
        except OSError as error:
            failed = error
    raise failed


class _Http(HTTPConnection):
    def connect(self) -> None:
        with _nothing_sent(self):
            super().connect()


class _Https(HTTPSConnection):
    def connect(self) -> None:
        with _nothing_sent(self):
            super().connect()


class _PublicHttp(_Http):
    def _new_conn(self) -> socket.socket:
        # A proxy looks names up itself; its own address is the owner's choice.
        return _connect_to_public(self) if self.proxy is None else super()._new_conn()


class _PublicHttps(_Https):
    def _new_conn(self) -> socket.socket:
        return _connect_to_public(self) if self.proxy is None else super()._new_conn()
