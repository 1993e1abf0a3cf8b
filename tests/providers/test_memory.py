"""Files and answers of any size pass through in small pieces."""

import gzip
from pathlib import Path
from signal import SIGTERM

import pytest

from lib.errors import Interrupted
from lib.secret import Secret
from tests.bench.uploads import MB, send, sink
from tests.providers.orders import QUICK, account
from tests.providers.server import MIB, Handler, answer, serving


def test_five_files_of_90_mb_at_once_cost_less_than_32_mb(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.mp4" for name in ("warm", "a", "b", "c", "d", "e")]
    for path in files:
        with path.open("wb") as sparse:
            sparse.truncate(1 if path is files[0] else 90 * MB)
    with sink(tmp_path / "home") as server:
        ours, theirs = send("ours", server.address, files), send("sdk", server.address, files)
        assert server.stop() == -SIGTERM
    uploads = [int(line.split()[1]) for line in server.lines if line.startswith("/oss ")]
    assert sorted(size > 90 * MB for size in uploads) == [False] * 2 + [True] * 10, "both sent all of it"
    assert ours.grew_bytes < 32 * MB
    assert theirs.grew_bytes > 2 * 90 * MB, "the measure sees what is held"


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
