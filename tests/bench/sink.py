"""A program: a Model Studio that takes what comes and keeps nothing. Prints its address, then what was posted.

It runs in a process of its own, so that neither its time nor its memory is counted as a client's.
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.providers.orders import created, policy

PIECE_BYTES = 1024 * 1024
# On a slow line the turns must be short, or who comes second waits for all of the first.
SLOW_PIECE_BYTES = 16 * 1024


class Line:
    """How much comes in a second in all, whoever sends it; no limit where `rate` is 0."""

    def __init__(self, rate: int) -> None:
        self.piece_bytes = SLOW_PIECE_BYTES if rate else PIECE_BYTES
        self._rate = rate
        self._free_at = 0.0
        self._lock = threading.Lock()
        # Never set: a wait of so many seconds.
        self._never = threading.Event()

    def carry(self, size: int) -> None:
        """Wait until so many bytes are through."""
        if not self._rate:
            return
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic()) + size / self._rate
            seconds = self._free_at - time.monotonic()
        self.wait(seconds)

    def wait(self, seconds: float) -> None:
        """Wait."""
        self._never.wait(max(0.0, seconds))


class Sink(BaseHTTPRequestHandler):
    """Answers every path that a client asks for on its way to a task, each answer `latency` seconds late."""

    protocol_version = "HTTP/1.1"
    server: "SinkServer"

    def do_GET(self) -> None:  # the name is the standard library's
        host, port = self.server.server_address[:2]
        self._answer(policy(f"http://{host!s}:{port}/oss"))

    def do_POST(self) -> None:  # the same
        left, line = int(self.headers["Content-Length"]), self.server.line
        with memoryview(bytearray(line.piece_bytes)) as piece:
            while left > 0:
                got = self.rfile.readinto(piece[: min(left, len(piece))]) or left
                line.carry(got)
                left -= got
        self._answer(None if self.path == "/oss" else created())
        # One line for each, so that whoever started this can tell what came.
        sys.stdout.write(f"{self.path} {self.headers['Content-Length']}\n")
        sys.stdout.flush()

    def _answer(self, body: object) -> None:
        data = b"" if body is None else json.dumps(body).encode()
        self.server.line.wait(self.server.latency)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the standard library's
        """Keep quiet."""


class SinkServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, latency: float, rate: int) -> None:
        super().__init__(("127.0.0.1", 0), Sink)
        self.latency = latency
        self.line = Line(rate)


def main(latency: str = "0", rate: str = "0") -> None:
    """Serve until ended. `latency` in seconds, `rate` in bytes a second."""
    server = SinkServer(float(latency), int(rate))
    sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}/api/v1\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
