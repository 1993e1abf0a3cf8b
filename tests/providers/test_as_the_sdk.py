"""What goes over the wire is what the official SDK sends for the same inputs, recorded here from the SDK itself."""

import mimetypes
from collections.abc import Callable, Iterator
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import dashscope
import pytest
from dashscope.aigc.video_synthesis import VideoSynthesis
from dashscope.api_entities.http_request import close_shared_sync_session

from lib.forms.draft import OrderItem
from tests.makers import make_picture, make_voice
from tests.providers.orders import (
    FORM,
    KEY,
    MODEL,
    QUICK,
    account,
    created,
    file,
    order,
    policy,
    state,
    ticket,
    unwatched,
)
from tests.providers.server import ScriptedServer, Seen, answer, by_path, serving

if TYPE_CHECKING:
    from email.message import Message

# Who sends it, and what names the sending library: these differ by nature.
_OWN_HEADERS = {
    "user-agent",
    "x-dashscope-sdk-client",
    "x-dashscope-sdk-session-id",
    "content-length",
    "host",
    "connection",
    "accept-encoding",
    "accept",
    "date",
}
# `api-facts.md`: fields that the SDK sends for history's sake.
_HISTORY = {"extend_prompt", "function"}


@pytest.fixture
def service() -> Iterator[ScriptedServer]:
    """A server that takes an upload, a task, a look, a cancel and a list."""
    with serving(answer({})) as server:
        server.script[0] = by_path(
            {
                "/uploads": answer(policy(f"{server.origin}/oss")),
                "/oss": answer(b""),
                "/video-synthesis": answer(created()),
                "/tasks/task-1": answer(state("RUNNING")),
                "/cancel": answer({"request_id": "r"}),
                "/tasks": answer({"request_id": "r", "data": [], "total_page": 1}),
                "/tasks/": answer({"request_id": "r", "data": [], "total_page": 1}),
            }
        )
        yield server


@pytest.fixture
def sdk(service: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., list[Seen]]]:
    """Call a verb of the SDK against the server, and give what it sent."""
    monkeypatch.setattr(dashscope, "base_http_api_url", service.base_url)

    def call(verb: str, *args: Any, **more: Any) -> list[Seen]:
        before = len(service.seen)
        getattr(VideoSynthesis, verb)(*args, api_key=KEY, **more)
        return service.seen[before:]

    yield call
    close_shared_sync_session()


def test_the_body_and_headers_of_a_task(service: ScriptedServer, sdk: Callable[..., list[Seen]]) -> None:
    made = order(
        OrderItem(field="reference_image", file=file("a"), voice=file("b", "wav", "audio/wav")),
        OrderItem(field="reference_video", file=file("c", "mp4", "video/mp4")),
        OrderItem(field="first_frame", file=file("d", "jpeg", "image/jpeg")),
        prompt="Image 1 说话 🙂 to Video 1.",
        negative_prompt="blur",
        seed=0,
        duration=10,
        resolution="720P",
        watermark=True,
        prompt_extend=False,
    )
    where = {one.sha256: f"oss://bucket/{one.stored_name}" for one in made.files()}
    QUICK.submit(account(service.base_url), FORM, made, where)
    ours = service.seen[-1]
    values = {name: value for name, value in made.values.items() if name != "prompt"}
    (theirs,) = sdk("async_call", MODEL, made.prompt, media=ours.json["input"]["media"], **values)
    expected = theirs.json
    expected["input"] = {name: value for name, value in expected["input"].items() if name not in _HISTORY}
    assert (ours.method, ours.target) == (theirs.method, theirs.target)
    assert ours.json == expected
    assert _headers(ours) == _headers(theirs)


def test_a_task_without_uploads_asks_for_no_resolving(service: ScriptedServer, sdk: Callable[..., list[Seen]]) -> None:
    made = order()
    where = {one.sha256: "https://example.com/a.png" for one in made.files()}
    QUICK.submit(account(service.base_url), FORM, made, where)
    ours = service.seen[-1]
    values = {name: value for name, value in made.values.items() if name != "prompt"}
    (theirs,) = sdk("async_call", MODEL, made.prompt, media=ours.json["input"]["media"], **values)
    assert _headers(ours) == _headers(theirs)
    assert "X-DashScope-OssResourceResolve" not in ours.headers
    assert "seed" not in ours.json["parameters"]
    assert "negative_prompt" not in ours.json["input"]


@pytest.mark.parametrize("suffix", [".png", ".jpeg", ".webp", ".bmp", ".wav", ".mp3"])
def test_the_upload(service: ScriptedServer, sdk: Callable[..., list[Seen]], tmp_path: Path, suffix: str) -> None:
    sound = suffix in (".wav", ".mp3")
    path = (make_voice if sound else make_picture)(tmp_path / f"theirs{suffix}")
    # The SDK says what this system's table says of the name (audio/x-wav or audio/wav); we say what the bytes are.
    sent = file("a", suffix[1:], mimetypes.guess_type(path)[0] or "")
    link = QUICK.prepare(account(service.base_url), MODEL, sent, path, unwatched)
    ours_policy, ours = service.seen
    media = [{"type": "reference_image", "url": f"file://{path}"}]
    theirs_policy, theirs, task = sdk("async_call", MODEL, "x", media=media)
    assert (ours_policy.path, ours_policy.query) == (theirs_policy.path, theirs_policy.query)
    assert _headers(ours_policy) == _headers(theirs_policy)
    assert _unnamed(_form(ours)) == _unnamed(_form(theirs))
    assert link == f"oss://{_value(ours, 'key')}"
    assert _value(ours, "key").rsplit("/", 1)[0] == _value(theirs, "key").rsplit("/", 1)[0]
    assert "Authorization" not in ours.headers
    assert task.headers["X-DashScope-OssResourceResolve"] == "enable"


def test_looking_canceling_and_listing(service: ScriptedServer, sdk: Callable[..., list[Seen]]) -> None:
    who = account(service.base_url)
    QUICK.look(who, ticket(who.base_url))
    QUICK.cancel(who, ticket(who.base_url))
    QUICK.recent(who, MODEL, 0.0)
    ours = service.seen[-3:]
    theirs = [*sdk("fetch", "task-1"), *sdk("cancel", "task-1"), *sdk("list", model_name=MODEL)]
    for own, other in zip(ours, theirs, strict=True):
        # The documentation's path of the list ends with a slash, the SDK's does not.
        assert (own.method, own.path.rstrip("/"), own.query) == (other.method, other.path, other.query)
        assert own.headers["Authorization"] == other.headers["Authorization"]
        assert own.headers["Accept"] == other.headers["Accept"]


def _headers(request: Seen) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items() if name.lower() not in _OWN_HEADERS}


def _form(request: Seen) -> list[tuple[str, str | None, str, bytes]]:
    """Read a multipart body: name, file name, headers but the first, content."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + request.body)
    parts = cast("list[Message]", message.get_payload())
    return [
        (
            str(part.get_param("name", header="Content-Disposition")),
            part.get_filename(),
            ", ".join(name for name in part if name != "Content-Disposition"),
            bytes(part.get_payload(decode=True) or b""),
        )
        for part in parts
    ]


def _unnamed(form: list[tuple[str, str | None, str, bytes]]) -> list[tuple[str, str, bytes]]:
    """Drop the file's name, which is ours to choose."""
    return [(name, kind, b"" if name == "key" else value) for name, _file, kind, value in form]


def _value(request: Seen, wanted: str) -> str:
    return next(value.decode() for name, _file, _kind, value in _form(request) if name == wanted)
