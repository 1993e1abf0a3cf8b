"""Uploading one file: the permission, its limits, and what storage may answer."""

import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from lib.errors import Interrupted, Refused, ServiceError, StorageError
from lib.providers.form_stream import FormStream
from lib.providers.reach import SENT_IS_SENT, Straight
from tests.providers.orders import MODEL, QUICK, account, chain, file, policy, unwatched
from tests.providers.server import Heard, Reply, answer, by_path, html, serving


def prepare(path: Path, granted: dict[str, Any], storage: Reply, heard: Heard | None = None) -> tuple[str, int]:
    """Upload a file, and tell the link and how often storage was asked."""
    with serving(answer({})) as server:
        granted = {**granted, "data": {"upload_host": f"{server.origin}/oss", **granted["data"]}}
        server.script[0] = by_path({"/uploads": answer(granted), "/oss": storage})
        try:
            link = QUICK.prepare(account(server.base_url), MODEL, file("a"), path, heard or unwatched)
        finally:
            asked = [seen for seen in server.seen if seen.path == "/oss"]
        return link, len(asked)


def granted(**changes: Any) -> dict[str, Any]:
    made = policy("", **changes)
    if "upload_host" not in changes:
        del made["data"]["upload_host"]
    return made


def test_an_upload_gives_a_link_that_no_other_has(tmp_path: Path) -> None:
    path, heard = tmp_path / "my own name.png", Heard()
    path.write_bytes(b"x" * 2_000_000)
    first, _ = prepare(path, granted(), answer(b""), heard)
    second, _ = prepare(path, granted(), answer(b""))
    assert first.startswith(f"oss://dashscope-instant/x/2026-10-30/y/{'a' * 64}-")
    assert first.endswith(".png")
    assert first != second
    done, total = heard.calls[-1]
    assert done == total > 2_000_000
    assert len(heard.calls) > 5


def test_what_is_told_as_sent_has_left(tmp_path: Path) -> None:
    """A storage that reads nothing for a while: what waits for it is not told as sent, but for its own buffers."""
    path, size = tmp_path / "big", 6_000_000
    path.write_bytes(b"x" * size)
    far = threading.Event()
    told: list[int] = []

    def progress(done: int, _: int) -> None:
        told.append(done)
        if done > 2_000_000:
            far.set()

    def hold(connection: socket.socket) -> None:
        with connection:
            # Where nothing holds it back, the system takes three megabytes within a millisecond.
            before.append(far.wait(0.5))
            tail = piece = b" "
            while piece and not tail.endswith(b"--\r\n"):
                piece = connection.recv(65_536)
                tail = (tail + piece)[-4:]
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    before: list[bool] = []
    with socket.create_server(("127.0.0.1", 0)) as listener, path.open("rb") as stream:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        storage = threading.Thread(target=lambda: hold(listener.accept()[0]))
        storage.start()
        form = FormStream([], "big", stream, progress)
        url, headers = f"http://127.0.0.1:{listener.getsockname()[1]}/", {"Content-Type": form.content_type}
        with Straight(public_only=False) as session:
            assert session.post(url, data=form, headers=headers, timeout=30).ok
        storage.join()
    assert before == [not SENT_IS_SENT]
    assert told[-1] > size


def test_a_file_over_the_limit_is_not_sent(tmp_path: Path) -> None:
    path = tmp_path / "big"
    with path.open("wb") as stream:
        stream.truncate(1024 * 1024 + 1)
    with pytest.raises(Refused) as raised:
        prepare(path, granted(max_file_size_mb=1), answer(b""))
    assert raised.value.failure.code == "Studio.FileTooLarge"
    for unlimited in (None, "2", 1.5):
        assert prepare(path, granted(max_file_size_mb=unlimited), answer(b""))[1] == 1


def test_a_file_that_is_gone_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        prepare(tmp_path / "gone", granted(), answer(b""))


XML = b'<?xml version="1.0"?><Error><Code>%s</Code><Message>%s</Message><RequestId>R1</RequestId></Error>'


@pytest.mark.parametrize(
    ("storage", "kind", "code", "retryable"),
    [
        (
            answer(XML % (b"AccessDenied", b"Invalid according to Policy: Policy expired."), 403, "application/xml"),
            Refused,
            "AccessDenied",
            True,
        ),
        (answer({"code": "AccessDenied", "message": "Policy expired."}, 403), Refused, "AccessDenied", True),
        (answer(XML % (b"AccessDenied", b"No."), 403, "application/xml"), Refused, "AccessDenied", False),
        (answer(XML % (b"FileAlreadyExists", b"Taken."), 409, "application/xml"), Refused, "FileAlreadyExists", True),
        (answer(XML % (b"InternalError", b"Oops."), 500, "application/xml"), Interrupted, "InternalError", True),
        (html(502), Interrupted, "Studio.BadAnswer", True),
        (html(403), Interrupted, "Studio.BadAnswer", True),
    ],
)
def test_an_upload_that_storage_refuses(
    tmp_path: Path, storage: Reply, kind: type[ServiceError], code: str, retryable: bool
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")
    with pytest.raises(ServiceError) as raised:
        prepare(path, granted(), storage)
    assert type(raised.value) is kind
    assert (raised.value.failure.code, raised.value.failure.retryable) == (code, retryable)
    assert "eyJl" not in chain(raised.value)


@pytest.mark.parametrize("missing", ["policy", "signature", "upload_dir", "oss_access_key_id", "x_oss_object_acl"])
@pytest.mark.parametrize("value", [None, "", 5])
def test_a_permission_that_lacks_something_is_no_permission(tmp_path: Path, missing: str, value: object) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")
    with pytest.raises(Interrupted):
        prepare(path, granted(**{missing: value}), answer(b""))


@pytest.mark.parametrize("host", ["file:///tmp", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/", "127.0.0.1"])
def test_a_permission_that_leads_elsewhere_is_refused(tmp_path: Path, host: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")
    with pytest.raises(Refused) as raised:
        prepare(path, granted(upload_host=host), answer(b""))
    assert raised.value.failure.code == "Studio.LinkRefused"


def test_a_form_is_read_in_any_pieces(tmp_path: Path) -> None:
    path, heard = tmp_path / "a", Heard()
    path.write_bytes(bytes(range(256)) * 20)
    with path.open("rb") as stream:
        form = FormStream([("key", "ключ"), ("policy", "eyJl")], "a.png", stream, heard)
        whole = b"".join(iter(lambda: form.read(7), b""))
    assert len(whole) == len(form) == heard.calls[-1][0] == heard.calls[-1][1]
    boundary = form.content_type.partition("boundary=")[2].encode()
    assert whole.endswith(path.read_bytes() + b"\r\n--" + boundary + b"--\r\n")
    assert whole.count(b"--" + boundary) == 4
    assert "ключ".encode() in whole
    assert form.read(7) == b""
