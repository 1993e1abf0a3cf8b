"""A person's link, fetched from real servers that are honest, slow, huge, or lead astray."""

from pathlib import Path

import pytest

from lib.errors import InputError
from lib.providers.link_file import fetch_link
from lib.secret import Secret
from tests.providers.server import Reply, answer, cut, drip, hang_up, html, huge, redirect, serving, stall

PICTURE = b"\x89PNG" + bytes(3000)
SLOW = 0.3


def fetch(link: str, target: Path, *, anywhere: bool = True, **limits: float) -> None:
    asked = {"max_bytes": 100_000, "whole_seconds": 5.0, **limits}
    fetch_link(
        Secret(link),
        target,
        anywhere=anywhere,
        max_bytes=int(asked["max_bytes"]),
        timeout=(1.0, asked.get("between", 2.0)),
        whole_seconds=asked["whole_seconds"],
    )


def refused(link: str, target: Path, *, anywhere: bool = True, **limits: float) -> InputError:
    with pytest.raises(InputError) as caught:
        fetch(link, target, anywhere=anywhere, **limits)
    assert not target.exists()
    return caught.value


def test_a_file_is_fetched_through_redirects_and_nobodys_key_goes_along(tmp_path: Path) -> None:
    with serving(redirect("/two"), redirect("three?signature=secret"), answer(PICTURE, kind="image/png")) as server:
        fetch(f"{server.origin}/one", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == PICTURE
    assert [one.path for one in server.seen] == ["/one", "/two", "/three"]
    assert not any({"Authorization", "Cookie"} & set(one.headers) for one in server.seen)


@pytest.mark.parametrize(
    "link",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/a.png",
        "data:image/png;base64,AAAA",
        "http://me:secret@example.com/a.png",
        "a picture",
        "",
        "http://[::1",
    ],
)
def test_only_plain_web_addresses_are_taken(tmp_path: Path, link: str) -> None:
    assert refused(link, tmp_path / "file").failure.code == "Studio.LinkRefused"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "2130706433", "0"])
def test_private_addresses_are_refused(tmp_path: Path, host: str) -> None:
    found = refused(f"http://{host}:9/a.png", tmp_path / "file", anywhere=False)
    assert found.failure.code == "Studio.LinkRefused"
    assert "private address" in found.failure.sentence


def test_nothing_is_asked_of_a_private_address(tmp_path: Path) -> None:
    with serving(answer(PICTURE)) as server:
        refused(f"{server.origin}/a.png", tmp_path / "file", anywhere=False)
    assert server.seen == []


def test_a_public_link_that_leads_to_a_private_address_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(answer(PICTURE)) as inside, serving(redirect(f"{inside.origin}/a.png")) as outside:
        # The proxy stands for the web: what it answers comes from a public name.
        monkeypatch.setenv("http_proxy", outside.origin)
        found = refused("http://public.example/a.png", tmp_path / "file", anywhere=False)
    assert "private address" in found.failure.sentence
    assert len(outside.seen) == 1
    assert inside.seen == []


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (redirect("/again"), "Studio.LinkRefused"),
        (redirect("file:///etc/passwd"), "Studio.LinkRefused"),
        (redirect("http://[::1/a"), "Studio.LinkRefused"),
        (html(404), "Studio.LinkGivesNothing"),
        (html(403), "Studio.LinkGivesNothing"),
        (html(500), "Studio.LinkGivesNothing"),
        (answer(b"", kind="image/png"), "Studio.LinkBroken"),
        (cut(PICTURE, promised=9000), "Studio.LinkBroken"),
        (hang_up, "Studio.LinkBroken"),
        (huge(200, 10_000_000), "Studio.LinkTooLarge"),
    ],
)
def test_what_goes_wrong_is_said_and_leaves_nothing(tmp_path: Path, reply: Reply, code: str) -> None:
    with serving(reply) as server:
        found = refused(f"{server.origin}/a.png?Signature=secret", tmp_path / "file")
    assert found.failure.code == code
    assert "secret" not in f"{found!r} {found.failure.sentence} {found.__cause__!r} {found.__context__!r}"


def test_a_size_that_is_not_told_counts_too(tmp_path: Path) -> None:
    endless = answer(bytes(200_001), kind="image/png", headers={"Content-Length": "", "Connection": "close"})
    with serving(endless) as server:
        assert refused(f"{server.origin}/a.png", tmp_path / "file").failure.code == "Studio.LinkTooLarge"


def test_a_server_that_says_nothing_or_drips_is_given_up(tmp_path: Path) -> None:
    with serving(stall, drip) as server:
        found = refused(f"{server.origin}/a.png", tmp_path / "file", between=SLOW)
        assert found.failure.code == "Studio.LinkBroken"
        found = refused(f"{server.origin}/a.png", tmp_path / "file", whole_seconds=SLOW, max_bytes=2_000_000)
    assert "took too long" in found.failure.sentence
