"""A port of this machine that is somebody's, whether or not they are at home: to knock in vain is to be refused."""

import socket
import threading

from tests.providers.server import Reply, ScriptedServer


def bound(port: int = 0) -> socket.socket:
    """Take a port and don't listen: nobody else gets it, and whoever connects is refused."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", port))
    return held


class Door:
    """A server that can leave and come back to the same port. Closed at first."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self._held: socket.socket | None = bound()
        self._port = int(self._held.getsockname()[1])
        self._servers: list[tuple[ScriptedServer, threading.Thread]] = []

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def open(self) -> None:
        """Listen, unless it does."""
        if self._held is None:
            return
        self._held.close()
        self._held = None
        server = ScriptedServer(self._reply, port=self._port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        self._servers.append((server, thread))

    def leave(self) -> None:
        """Stop listening. An answer that is under way is still given, so this may be called while one is made."""
        server, _thread = self._servers[-1]
        server.shutdown()
        server.socket.close()
        self._held = bound(self._port)

    def close(self) -> None:
        """Stop for good, and let go of whoever is kept waiting."""
        for server, thread in self._servers:
            server.stopping.set()
            server.shutdown()
            thread.join()
            server.server_close()
        if self._held is not None:
            self._held.close()
