"""A real HTTP server on loopback that answers from a script, misbehaves on order, and keeps what it was sent."""

import json
import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A request as it came in."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Reads a request whole, notes it, and does what the script says next."""

    protocol_version = "HTTP/1.1"
    server: "ScriptedServer"

    def handle_any(self) -> None:
        body = self.server.read_body(self, int(self.headers.get("Content-Length") or 0))
        self.server.note(Seen(method=self.command, target=self.path, headers=dict(self.headers), body=body))
        self.close_connection = True
        self.server.next_reply()(self)

    do_GET = handle_any  # noqa: N815  # the name is the standard library's
    do_POST = handle_any  # noqa: N815  # the same

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the standard library's
        """Keep quiet: the requests are noted."""


class ScriptedServer(ThreadingHTTPServer):
    """The script is a queue of replies; the last one is given again and again."""

    daemon_threads = True
    block_on_close = True

    def __init__(self, *replies: Reply, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.script: deque[Reply] = deque(replies)
        self.seen: list[Seen] = []
        self.stopping = threading.Event()
        self.read_body: Callable[[Handler, int], bytes] = lambda handler, length: handler.rfile.read(length)
        self._lock = threading.Lock()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def base_url(self) -> str:
        return f"{self.origin}/api/v1"

    def note(self, request: Seen) -> None:
        with self._lock:
            self.seen.append(request)

    def next_reply(self) -> Reply:
        with self._lock:
            return self.script.popleft() if len(self.script) > 1 else self.script[0]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet: a client that hangs up is what several tests are about."""


@contextmanager
def serving(*replies: Reply, tls: ssl.SSLContext | None = None) -> Iterator[ScriptedServer]:
    """Run a server until the block ends; whatever stalls is let go then."""
    with ScriptedServer(*replies) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            server.shutdown()
            thread.join()


def answer(
    body: object, status: int = 200, kind: str = "application/json", headers: dict[str, str] | None = None
) -> Reply:
    """Answer with JSON, or with bytes of any kind."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()

    def reply(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **(headers or {})}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)

    return reply


def by_path(routes: dict[str, Reply]) -> Reply:
    """Answer by the end of the path."""

    def reply(handler: Handler) -> None:
        path = urlsplit(handler.path).path
        next(route for end, route in routes.items() if path.endswith(end))(handler)

    return reply


def html(status: int) -> Reply:
    return answer(b"<html><body>Bad gateway</body></html>", status, "text/html")


def redirect(location: str, status: int = 302) -> Reply:
    return answer(b"", status, "text/plain", {"Location": location})


def cut(data: bytes, promised: int, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    """Promise more than is sent, then hang up."""
    return answer(data, status, "video/mp4", {"Content-Length": str(promised), **(headers or {})})


def huge(status: int, size: int) -> Reply:
    """Answer with a body of that many bytes; the client may hang up before the end."""

    def reply(handler: Handler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(size))
        handler.end_headers()
        for _ in range(size // 65536):
            handler.wfile.write(b"x" * 65536)

    return reply


def hang_up(handler: Handler) -> None:
    """Close without an answer."""
    handler.close_connection = True


def reset(handler: Handler) -> None:
    """Cut the connection with a TCP reset."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def stall(handler: Handler) -> None:
    """Say nothing until the test is over."""
    handler.server.stopping.wait()


def drip(handler: Handler) -> None:
    """Send a byte of a JSON answer every now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while not handler.server.stopping.wait(0.02):
        handler.wfile.write(b" ")


@contextmanager
def blackhole() -> Iterator[str]:
    """Give an address on which nothing ever completes a connection: its queue is full."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/api/v1"
        finally:
            for one in waiting:
                one.close()


def closed_port() -> str:
    """Give an address at which nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{one.getsockname()[1]}/api/v1"


@dataclass
class Heard:
    """A progress callback that keeps what it was told."""

    calls: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, done: int, total: int) -> None:
        self.calls.append((done, total))
