"""Saving a video: whole or not at all, taken up where it stopped, and never from where it must not come."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lib.errors import Interrupted, Refused, ServiceError, StorageError, Unreachable
from lib.secret import Secret
from tests.providers.certificate import certificate
from tests.providers.orders import QUICK, account, chain, unwatched
from tests.providers.server import (
    Handler,
    Heard,
    Reply,
    answer,
    closed_port,
    cut,
    hang_up,
    html,
    redirect,
    reset,
    serving,
    stall,
)

VIDEO = bytes(range(256)) * 4000
SIGNED = "?Expires=1&Signature=verysecret"


def video(status: int = 200, **headers: str) -> Reply:
    return answer(VIDEO, status, "video/mp4", headers)


def ranged(handler: Handler) -> None:
    """Answer as object storage does: with the range that is asked for."""
    asked = handler.headers.get("Range")
    if asked is None:
        video()(handler)
        return
    start = int(asked.removeprefix("bytes=").rstrip("-"))
    if start >= len(VIDEO):
        answer(b"", 416, "text/plain", {"Content-Range": f"bytes */{len(VIDEO)}"})(handler)
        return
    span = f"bytes {start}-{len(VIDEO) - 1}/{len(VIDEO)}"
    answer(VIDEO[start:], 206, "video/mp4", {"Content-Range": span})(handler)


def part_of(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def fetch(origin: str, target: Path, progress: Callable[[int, int], None] = unwatched, path: str = "/v.mp4") -> None:
    QUICK.fetch(account(f"{origin}/api/v1"), Secret(f"{origin}{path}{SIGNED}"), target, progress)


def test_a_video_is_there_whole_and_without_a_key_being_sent(tmp_path: Path) -> None:
    target, heard = tmp_path / "v.mp4", Heard()
    with serving(video()) as server:
        fetch(server.origin, target, heard)
    assert target.read_bytes() == VIDEO
    assert not part_of(target).exists()
    assert heard.calls[-1] == (len(VIDEO), len(VIDEO))
    assert "Authorization" not in server.seen[0].headers
    assert server.seen[0].target.endswith(SIGNED)


def test_a_broken_transfer_goes_on_where_it_stopped(tmp_path: Path) -> None:
    target, heard = tmp_path / "v.mp4", Heard()
    with serving(cut(VIDEO[:300_000], len(VIDEO)), ranged) as server:
        with pytest.raises(Interrupted) as raised:
            fetch(server.origin, target)
        assert raised.value.failure.retryable
        assert not target.exists()
        have = part_of(target).stat().st_size
        assert 0 < have <= 300_000
        fetch(server.origin, target, heard)
    assert server.seen[1].headers["Range"] == f"bytes={have}-"
    assert target.read_bytes() == VIDEO
    assert heard.calls[0][0] > have


@pytest.mark.parametrize(
    ("replies", "requests"),
    [
        pytest.param([video()], 1, id="a server that knows no ranges gives the whole"),
        pytest.param([answer(b"", 416, "text/plain"), video()], 2, id="range refused"),
        pytest.param([video(206), video()], 2, id="a part that does not say which"),
        pytest.param([video(206, **{"Content-Range": "bytes 7-9/99"}), video()], 2, id="another part"),
    ],
)
def test_what_cannot_go_on_starts_again(tmp_path: Path, replies: list[Reply], requests: int) -> None:
    target = tmp_path / "v.mp4"
    part_of(target).write_bytes(b"x" * 500_000)
    with serving(*replies) as server:
        fetch(server.origin, target)
    assert target.read_bytes() == VIDEO
    assert len(server.seen) == requests


def test_a_part_that_is_longer_than_the_video_starts_again(tmp_path: Path) -> None:
    target = tmp_path / "v.mp4"
    part_of(target).write_bytes(VIDEO + b"more")
    with serving(ranged) as server:
        fetch(server.origin, target)
    assert target.read_bytes() == VIDEO


FAULTS: dict[str, tuple[Reply, type[ServiceError], str, bool]] = {
    "reset": (reset, Interrupted, "Studio.Interrupted", True),
    "hang-up": (hang_up, Interrupted, "Studio.Interrupted", True),
    "stall": (stall, Interrupted, "Studio.TimedOut", True),
    "cut": (cut(b"half", 1000), Interrupted, "Studio.Interrupted", True),
    "empty": (answer(b"", 200, "video/mp4"), Interrupted, "Studio.Interrupted", True),
    "a page": (html(200), Interrupted, "Studio.BadAnswer", True),
    "JSON": (answer({"code": "x"}), Interrupted, "Studio.BadAnswer", True),
    "packed": (video(200, **{"Content-Encoding": "gzip"}), Interrupted, "Studio.BadAnswer", True),
    "500": (html(500), Interrupted, "Studio.BadAnswer", True),
    "429": (html(429), Interrupted, "Studio.BadAnswer", True),
    "403": (answer(b"<Error/>", 403, "application/xml"), Refused, "Studio.LinkExpired", True),
    "404": (html(404), Refused, "Studio.LinkExpired", True),
    "no location": (redirect(""), Refused, "Studio.LinkRefused", False),
    "to a file": (redirect("file:///etc/passwd"), Refused, "Studio.LinkRefused", False),
    "to ftp": (redirect("ftp://127.0.0.1/v"), Refused, "Studio.LinkRefused", False),
    "with a user": (redirect("http://me:pw@127.0.0.1/v"), Refused, "Studio.LinkRefused", False),
    "broken location": (redirect("http://[::1/v"), Refused, "Studio.LinkRefused", False),
    "for ever": (redirect("/v.mp4"), Refused, "Studio.LinkRefused", False),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_and_leaves_no_video(tmp_path: Path, fault: str) -> None:
    reply, kind, code, retryable = FAULTS[fault]
    target = tmp_path / "v.mp4"
    with serving(reply) as server, pytest.raises(ServiceError) as raised:
        fetch(server.origin, target)
    assert type(raised.value) is kind
    assert (raised.value.failure.code, raised.value.failure.retryable) == (code, retryable)
    assert "verysecret" not in chain(raised.value)
    assert "pw@" not in chain(raised.value)
    assert not target.exists()


def test_five_redirects_are_followed_and_a_sixth_is_not(tmp_path: Path) -> None:
    with serving(*[redirect("/next")] * 5, video()) as server:
        fetch(server.origin, tmp_path / "v.mp4")
    assert len(server.seen) == 6
    with serving(*[redirect("/next")] * 6, video()) as server, pytest.raises(Refused):
        fetch(server.origin, tmp_path / "w.mp4")
    assert len(server.seen) == 6


def test_the_body_of_a_redirect_is_not_read(tmp_path: Path) -> None:
    def endless(handler: Handler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/v.mp4")
        handler.end_headers()
        handler.server.stopping.wait()

    with serving(endless, video()) as server:
        fetch(server.origin, tmp_path / "v.mp4")
    assert (tmp_path / "v.mp4").read_bytes() == VIDEO


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1:{port}/v",
        "http://localhost:{port}/v",
        "http://x.localhost:{port}/v",
        "http://[::1]:{port}/v",
        "http://[::ffff:127.0.0.1]:{port}/v",
        "http://2130706433:{port}/v",
        "http://0x7f.1:{port}/v",
        "http://127.1:{port}/v",
        "https://127.1:{port}/v",
        "http://0.0.0.0:{port}/v",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/v",
        "http://192.168.1.1/v",
        "http://100.64.0.1/v",
        "http://[fe80::1]/v",
        "http://[fd00::1]/v",
        "http://[64:ff9b::7f00:1]/v",
        "http://[2002:7f00:1::]/v",
        "file:///etc/passwd",
        "http:///v",
        "//127.0.0.1/v",
        "gopher://127.0.0.1/v",
    ],
)
def test_a_public_service_cannot_send_us_inside(tmp_path: Path, link: str) -> None:
    with serving(video()) as server:
        inside = link.format(port=server.server_address[1])
        with pytest.raises(Refused) as raised:
            QUICK.fetch(account("https://dashscope.aliyuncs.com/api/v1"), Secret(inside), tmp_path / "v.mp4", unwatched)
        assert raised.value.failure.code == "Studio.LinkRefused"
        assert server.seen == []
        assert list(tmp_path.iterdir()) == []


def test_an_encrypted_link_is_not_downgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted))
    with serving(video()) as plain, serving(redirect(f"{plain.origin}/v.mp4"), video(), tls=context) as server:
        link = Secret(f"https://127.0.0.1:{server.server_address[1]}/v.mp4")
        with pytest.raises(Refused) as raised:
            QUICK.fetch(account(server.base_url), link, tmp_path / "v.mp4", unwatched)
        assert raised.value.failure.code == "Studio.LinkRefused"
        assert plain.seen == []
        QUICK.fetch(account(server.base_url), link, tmp_path / "v.mp4", unwatched)
    assert (tmp_path / "v.mp4").read_bytes() == VIDEO


def test_a_host_that_is_away_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        fetch(closed_port().removesuffix("/api/v1"), tmp_path / "v.mp4")


def test_a_disk_that_says_no_is_a_storage_error(tmp_path: Path) -> None:
    with serving(video()) as server, pytest.raises(StorageError):
        fetch(server.origin, tmp_path / "no such folder" / "v.mp4")


def test_a_progress_that_raises_stops_it_and_keeps_what_came(tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    with serving(video()) as server, pytest.raises(Stopped):
        fetch(server.origin, tmp_path / "v.mp4", stop)
    assert part_of(tmp_path / "v.mp4").stat().st_size > 0
