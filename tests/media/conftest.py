"""Files for the tests of lib.media, and a server that counts who calls."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass(frozen=True, kw_only=True)
class Canary:
    """A server on loopback that nobody may call."""

    url: str
    calls: list[str] = field(default_factory=list)


@pytest.fixture
def canary() -> Iterator[Canary]:
    calls: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815  # the name that http.server looks for

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # named by http.server
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Canary(url=f"http://127.0.0.1:{server.server_port}", calls=calls)
    server.shutdown()
    thread.join()
    server.server_close()
