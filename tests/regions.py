"""Model Studio's own hosts on this machine, behind a proxy and with TLS: what each says to each key."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.providers.certificate import certificate
from tests.providers.orders import policy

BEIJING, SINGAPORE = "dashscope.aliyuncs.com", "dashscope-intl.aliyuncs.com"
WORKSPACE = "ws-1.cn-beijing.maas.aliyuncs.com"
Said = tuple[int, dict[str, Any]]
"""A status and a JSON body."""

UNKNOWN_KEY: Said = (401, {"code": "InvalidApiKey", "message": "Invalid API-key provided.", "request_id": "r-401"})
SILENT: Said = (0, {})
"""No answer: the connection is cut."""


class _Handler(BaseHTTPRequestHandler):
    server: "Regions"

    def do_CONNECT(self) -> None:
        self.host = self.path.partition(":")[0]
        self.send_response(200)
        self.end_headers()
        secure = self.server.tls.wrap_socket(self.connection, server_side=True)
        with secure, secure.makefile("rb") as self.rfile, secure.makefile("wb") as self.wfile:
            self.handle_one_request()
        self.close_connection = True

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        key = self.headers.get("Authorization", "").removeprefix("Bearer ")
        self.server.seen.append((self.host, self.path.partition("?")[0], key))
        status, body = self.server.said.get((self.host, key), UNKNOWN_KEY)
        if status:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            self.wfile.flush()

    do_POST = do_GET  # noqa: N815  # the name is the standard library's

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the standard library's
        """Keep quiet: the requests are noted."""


class Regions(ThreadingHTTPServer):
    """What each host says to each key; a key that is not told of is unknown there."""

    daemon_threads = True

    def __init__(self, folder: Path, said: Mapping[tuple[str, str], Said]) -> None:
        self.tls, self.trusted = certificate(folder, BEIJING, SINGAPORE, WORKSPACE)
        self.said = said
        self.seen: list[tuple[str, str, str]] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def environment(self) -> dict[str, str]:
        """What leads a program here."""
        proxy = f"http://127.0.0.1:{self.server_address[1]}"
        return {"HTTPS_PROXY": proxy, "NO_PROXY": "127.0.0.1,localhost", "REQUESTS_CA_BUNDLE": str(self.trusted)}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet: a connection that is cut is what some tests are about."""


def good() -> Said:
    """The permission to upload, which a good key gets."""
    return 200, policy("https://storage.example")


@contextmanager
def regions(folder: Path, said: Mapping[tuple[str, str], Said]) -> Iterator[Regions]:
    """Run the hosts until the block ends."""
    with Regions(folder, said) as hosts:
        thread = threading.Thread(target=hosts.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield hosts
        finally:
            hosts.shutdown()
            thread.join()
