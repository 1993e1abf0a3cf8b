"""Media: the limits of each kind of file, and the links that lead to one."""

import base64
import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.makers import make_clip, make_picture, make_voice
from tests.sandbox.conftest import Connect, StartSandbox
from tests.sandbox.raw_client import RawClient, body_of


@pytest.mark.parametrize(
    "case",
    [
        ("reference_image", "small.png", "InvalidFile.Resolution"),
        ("reference_image", "narrow.png", "InvalidFile.AspectRatio"),
        ("reference_image", "alpha.png", "InvalidFile.Format"),
        ("reference_image", "moving.gif", "InvalidFile.Format"),
        ("reference_image", "large.bmp", "InvalidFile.Size"),
        ("first_frame", "small.png", "InvalidFile.Resolution"),
        ("reference_image", "clip.mp4", "InvalidFile.Format"),
        ("reference_video", "picture.png", "InvalidFile.Format"),
        ("reference_video", "short.mp4", "InvalidFile.Duration"),
        ("reference_video", "text.mp4", "InvalidFile.Format"),
        ("reference_voice", "short.wav", "InvalidURL"),
        ("reference_voice", "voice.flac", "InvalidURL"),
    ],
)
def test_a_file_outside_the_limits_fails(
    client: RawClient, odd_media: Path, inline_picture: dict[str, str], case: tuple[str, str, str]
) -> None:
    kind, file, code = case
    link = client.upload(odd_media / file)
    match kind:
        case "reference_voice":
            body = body_of({**inline_picture, "reference_voice": link})
        case "first_frame":
            body = body_of(inline_picture, {"type": kind, "url": link})
        case _:
            body = body_of({"type": kind, "url": link})
    output = client.look(client.created(body))["output"]
    assert (output["task_status"], output["code"]) == ("FAILED", code), output
    assert "input.media." in output["message"]


def test_base64_is_for_pictures_only(client: RawClient, media: Path, inline_picture: dict[str, str]) -> None:
    clip = base64.b64encode((media / "clip.mp4").read_bytes()).decode()
    voice = base64.b64encode((media / "voice.wav").read_bytes()).decode()
    for item in (
        {"type": "reference_video", "url": f"data:video/mp4;base64,{clip}"},
        {"type": "reference_video", "url": inline_picture["url"]},
        {**inline_picture, "reference_voice": f"data:audio/wav;base64,{voice}"},
    ):
        assert client.look(client.created(body_of(item)))["output"]["code"] == "InvalidParameter"


def test_a_file_served_on_loopback_is_fetched(
    client: RawClient, file_server: str, inline_picture: dict[str, str]
) -> None:
    there = client.created(body_of({"type": "reference_image", "url": f"{file_server}/picture.png"}))
    assert client.look(there)["output"]["task_status"] != "FAILED"
    gone = client.look(client.created(body_of({**inline_picture, "url": f"{file_server}/none.png"})))
    assert gone["output"]["message"] == f"Failed to download {file_server}/none.png"


def test_an_upload_serves_its_own_model_and_account_only(
    start_sandbox: StartSandbox, connect: Connect, media: Path
) -> None:
    sandbox = start_sandbox(rate_limit=False)
    owner, stranger = connect(sandbox, "sk-one"), connect(sandbox, "sk-two")
    item = {"type": "reference_image", "url": owner.upload(media / "picture.png", "wan2.7-r2v-2026-06-12")}
    body = body_of(item)
    assert owner.look(owner.created(body))["output"]["code"] == "InvalidParameter"
    body["model"] = "wan2.7-r2v-2026-06-12"
    assert stranger.look(stranger.created(body))["output"]["code"] == "InvalidParameter"
    assert owner.look(owner.created(body))["output"]["task_status"] != "FAILED"


@pytest.fixture(scope="module")
def odd_media(media: Path) -> Path:
    """The shared folder, with files added that each break one limit."""
    make_picture(media / "small.png", width=239, height=320)
    make_picture(media / "narrow.png", width=2170, height=270)
    make_picture(media / "alpha.png", width=320, height=320, mode="RGBA")
    make_picture(media / "moving.gif", width=320, height=320, frames=2)
    make_picture(media / "large.bmp", width=3000, height=2400)
    make_clip(media / "short.mp4", width=320, height=240, seconds=0.5)
    (media / "text.mp4").write_text("#EXTM3U\n")
    make_voice(media / "short.wav", seconds=0.5)
    make_voice(media / "voice.flac", seconds=2.0)
    return media


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@pytest.fixture
def file_server(media: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(media))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
