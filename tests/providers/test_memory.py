"""Files and answers of any size pass through in small pieces."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from lib.errors import Interrupted
from lib.secret import Secret
from tests.providers.orders import QUICK, account, policy
from tests.providers.server import MIB, Handler, answer, by_path, serving


def drain(handler: Handler, length: int) -> bytes:
    """Read a body and keep nothing of it."""
    while length > 0:
        length -= len(handler.rfile.read(min(length, 65536)) or b"x" * length)
    return b""


def test_five_uploads_of_30_mb_at_once_cost_less_than_16_mb(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("warm", "a", "b", "c", "d", "e")]
    for path in files:
        with path.open("wb") as sparse:
            sparse.truncate(1 if path.name == "warm" else 30 * MIB)
    with serving(answer({})) as server:
        server.read_body = drain
        server.script[0] = by_path({"/uploads": answer(policy(f"{server.origin}/oss")), "/oss": answer(b"")})
        command = [sys.executable, "-m", "tests.providers.upload_peak", server.base_url, *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    sent = [int(seen.headers["Content-Length"]) for seen in server.seen if seen.path == "/oss"]
    assert sorted(size > 30 * MIB for size in sent) == [False] + [True] * 5
    assert int(done.stdout) < 16 * MIB


def test_a_result_without_end_is_read_piece_by_piece_and_can_be_stopped(tmp_path: Path) -> None:
    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not handler.server.stopping.is_set():
            handler.wfile.write(b"x" * 65536)

    class Enough(Exception):
        pass

    def until(done: int, _total: int) -> None:
        if done > 5 * MIB:
            raise Enough

    with serving(endless) as server:
        link = Secret(f"{server.origin}/v.mp4")
        with pytest.raises(Enough):
            QUICK.fetch(account(server.base_url), link, tmp_path / "v.mp4", until)


def test_a_packed_answer_is_unpacked_no_further_than_the_cap() -> None:
    bomb = gzip.compress(b" " * (64 * MIB))
    with serving(answer(bomb, headers={"Content-Encoding": "gzip"})) as server, pytest.raises(Interrupted):
        QUICK.recent(account(server.base_url), "m", 0)
