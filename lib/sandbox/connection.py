"""One HTTP connection whose transport the application can reach, so that a fault can cut it."""

import asyncio
import socket
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


class CuttableConnection(H11Protocol):
    """uvicorn's h11 connection; `scope["state"]["transport"]` is its transport.

    ASGI has no word for "hang up without an answer": an application that just returns makes the server send a 500.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - uvicorn's own arguments, passed on
        super().__init__(*args, **kwargs)
        # A result's link carries its signature, so no request line is logged.
        self.access_log = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn narrows it
        """Keep the transport where requests of this connection find it, and send small answers at once."""
        # asyncio does this itself only where the listening socket names its protocol, which create_server's does not;
        # without it an answer waits 40 ms for the client's acknowledgement of its own head.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}
