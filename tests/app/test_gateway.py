"""The whole app on a flat gateway: its jobs, its public links to their inputs, what it objects to, and its example."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from lib.sandbox import Sandbox, SandboxConfig
from tests.makers import make_clip, make_picture
from tests.programs import Program, free_port, start_app
from tests.providers.example_runs import run_all
from tests.providers.server import ScriptedServer, answer, serving

KEY = "ms-of-the-owner"
VISITORS = "ms-of-a-visitor"
ENDS = {"succeeded", "failed", "canceled", "lost"}
_PAUSE = threading.Event()


def settings(gateway: str, port: int, **more: str) -> dict[str, str]:
    """The app with the owner's gateway key, reached by the gateway at its own address."""
    public = f"http://127.0.0.1:{port}"
    owned = {"MODELSTREAM_API_KEY": KEY, "MODELSTREAM_BASE_URL": gateway, "R2V_PUBLIC_URL": public}
    return {**owned, "GRADIO_SERVER_PORT": str(port), **more}


def until(client: Client, job: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        record: dict[str, Any] = client.predict(job, api_name="/job")
        if wanted(record):
            return record
        _PAUSE.wait(0.05)
    raise AssertionError(f"it never came: {record}")


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(SandboxConfig(data_dir=tmp_path / "gateway", scale=0.25)) as running:
        yield running


@pytest.fixture(scope="module")
def unreachable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The app with a gateway key and no public address; nothing that these tests do reaches the gateway."""
    asked = {"MODELSTREAM_API_KEY": KEY, "MODELSTREAM_BASE_URL": "http://127.0.0.1:9"}
    with start_app(tmp_path_factory.mktemp("home"), **asked) as app:
        yield app


@pytest.fixture
def client(unreachable: Program) -> Iterator[Client]:
    one = Client(unreachable.address, verbose=False)
    yield one
    one.close()


@pytest.mark.parametrize("killed", [False, True], ids=["in one go", "with a kill while the gateway works"])
@pytest.mark.long
def test_a_job_ends_with_a_video_made_of_files_that_the_gateway_fetched(
    tmp_path: Path, gateway: Sandbox, *, killed: bool
) -> None:
    asked = settings(gateway.gateway_url, free_port())
    app = start_app(tmp_path / "home", **asked)
    client = Client(app.address, verbose=False)
    record = client.predict(
        "Image 1 watches Video 1.",
        reference_image=[handle_file(make_picture(tmp_path / "anna.jpg"))],
        reference_video=[handle_file(make_clip(tmp_path / "walk.mp4"))],
        duration=2,
        resolution="720P",
        api_name="/submit",
    )
    job = record["job"]
    assert record["service"] == "modelstream"
    assert record["cost"]["low"] is None
    until(client, job, lambda now: now["task_id"] is not None)
    output = ""
    if killed:
        client.close()
        app.kill()
        output = app.output
        app = start_app(tmp_path / "home", **asked)
        client = Client(app.address, verbose=False)
    ended = until(client, job, lambda now: now["state"] in ENDS)
    client.close()
    app.stop()
    assert ended["state"] == "succeeded", ended
    assert gateway.creates == 1
    body: Any = next(one.body for one in gateway.requests if one.method == "POST")
    assert body["reference_image"].startswith("data:image/jpeg;base64,")
    assert body["reference_video"].startswith(f"{asked['R2V_PUBLIC_URL']}/media/")
    for secret in (KEY, body["reference_video"].partition("?")[2]):
        assert secret not in output + app.output
        assert not [path for path in (tmp_path / "home").rglob("*.sqlite3*") if secret.encode() in path.read_bytes()]


class Held:
    """A job that a scripted gateway keeps running, and the two links that it was given."""

    def __init__(self, home: Path, gateway: ScriptedServer, files: list[Path]) -> None:
        self.gateway = gateway
        self.home = home
        self.settings = settings(gateway.origin, free_port())
        self.app = start_app(home, **self.settings)
        client = Client(self.app.address, verbose=False)
        clips = [handle_file(path) for path in files[1:]]
        given = {"reference_image": [handle_file(files[0])], "reference_video": clips, "api_name": "/submit"}
        self.job = str(client.predict("Image 1 watches Video 1 and Video 2.", **given)["job"])
        until(client, self.job, lambda now: now["task_id"] is not None)
        client.close()
        body = next(one.json for one in gateway.seen if one.method == "POST")
        self.links: list[str] = body["reference_video"]

    def restart(self) -> None:
        self.app.kill()
        self.app = start_app(self.home, **self.settings)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("files")
    return [
        make_picture(folder / "anna.png"),
        make_clip(folder / "one.mp4"),
        make_clip(folder / "two.mp4", width=480),
    ]


@pytest.fixture
def held(tmp_path: Path, clips: list[Path]) -> Iterator[Held]:
    with serving(answer({"task_id": "t-1"}), answer({"status": "in_progress", "progress": 7})) as server:
        one = Held(tmp_path / "home", server, clips)
        yield one
        one.app.stop()


def test_a_link_gives_its_file_and_nothing_else_gives_anything(held: Held, clips: list[Path]) -> None:
    first, second = held.links
    whole = httpx.get(first)
    assert (whole.status_code, whole.content) == (200, clips[1].read_bytes())
    assert whole.headers["content-type"] == "video/mp4"
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in whole.headers["cache-control"]
    head = httpx.head(first)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == clips[1].stat().st_size
    part = httpx.get(first, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, clips[1].read_bytes()[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{clips[1].stat().st_size}"
    assert httpx.get(first, headers={"Range": "bytes=99999999-"}).status_code == 416
    base, key = first.split("?key=")
    root = base.rpartition("/")[0]
    wrong = [
        base,
        f"{base}?key=",
        f"{base}?key={key[:-1]}",
        f"{base}?key={'a' * len(key)}",
        f"{second.split('?')[0]}?key={key}",
        f"{root}/?key={key}",
        f"{root}?key={key}",
        f"{root}/..%2f..%2fjobs?key={key}",
        f"{root}/%2e%2e/links?key={key}",
        f"{root}/{'x' * 3000}?key={key}",
        f"{held.app.address.rstrip('/')}/gradio_api/file={held.home}/share/wan-r2v-studio/links",
    ]
    assert {httpx.get(url).status_code for url in wrong} <= {403, 404}
    assert httpx.post(first).status_code == 405
    assert not [link for link in held.links if held.job in link]


@pytest.mark.long
def test_a_link_outlives_a_kill_and_dies_with_its_job(held: Held) -> None:
    held.restart()
    assert {httpx.get(link).status_code for link in held.links} == {200}
    client = Client(held.app.address, verbose=False)
    running = until(client, held.job, lambda now: "%" in now["message"])
    assert running["message"] == "The service is making the video: 7 % done, it says."
    assert "no way to cancel" in client.predict(held.job, api_name="/cancel")["message"]
    held.gateway.script.append(answer({"status": "failed", "error": {"code": "InternalError", "message": "it broke"}}))
    assert until(client, held.job, lambda now: now["state"] in ENDS)["state"] == "failed"
    client.close()
    assert {httpx.get(link).status_code for link in held.links} == {404}
    assert [one.method for one in held.gateway.seen].count("POST") == 1


def test_what_the_gateway_does_not_take_is_told_before_anything_is_sent(client: Client, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "walk.mp4")
    large = tmp_path / "large.mp4"
    # A box of free space behind the film: a clip that plays, and is larger than a request may be.
    large.write_bytes(clip.read_bytes() + (7 * 2**20).to_bytes(4, "big") + b"free" + bytes(7 * 2**20 - 8))
    form = {"prompt": "Video 1 walks.", "reference_video": [handle_file(large)]}
    verdict = client.predict(**form, api_name="/check")
    said = {one["code"]: one for one in verdict["findings"] if one["severity"] == "error"}
    assert verdict["ok"] is False
    assert {code: one["field"] for code, one in said.items()} == {
        "gateway.required": "reference_image",
        "gateway.too_large": "reference_video[0]",
    }
    assert "at least one is needed" in said["gateway.required"]["message"]
    assert "Video 1 is 7." in said["gateway.too_large"]["message"]
    assert "R2V_PUBLIC_URL" in said["gateway.too_large"]["message"]
    assert verdict["cost"]["low"] is None
    assert "no price" in verdict["cost"]["note"]
    with pytest.raises(AppError, match="takes no request without pictures"):
        client.predict(**form, api_name="/submit")
    # Another service has other rules: what stops it here is its key.
    with pytest.raises(AppError, match="Model Studio needs a key"):
        client.predict(**form, service="dashscope", api_name="/submit")


@pytest.mark.long
def test_a_visitors_key_goes_to_the_service_that_was_chosen(tmp_path: Path) -> None:
    picture = make_picture(tmp_path / "anna.png")
    refused = answer({"error": {"message": "no", "type": "new_api_error", "code": "invalid_api_key"}}, 401)
    with serving(refused) as gateway, serving(refused) as studio:
        hosts = {"MODELSTREAM_BASE_URL": gateway.origin, "DASHSCOPE_HTTP_BASE_URL": studio.base_url}
        with start_app(tmp_path / "home", **hosts, R2V_SERVICE="modelstream") as app:
            client = Client(app.address, verbose=False, headers={"X-Api-Key": VISITORS})
            record = client.predict(
                "Image 1 waves.", reference_image=[handle_file(picture)], service="modelstream", api_name="/submit"
            )
            ended = until(client, record["job"], lambda now: now["state"] in ENDS)
            client.close()
    assert ended["state"] == "failed"
    assert "did not accept the key" in ended["error"]["message"]
    assert {one.headers["Authorization"] for one in gateway.seen} == {f"Bearer {VISITORS}"}
    assert studio.seen == []
    assert VISITORS not in app.output


@pytest.mark.long
def test_the_example_for_the_gateway_runs_as_it_is(client: Client, gateway: Sandbox, tmp_path: Path) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    pictures = [make_picture(folder / name) for name in ("anna.jpg", "-a 'cup', 茶.jpg")]
    text = client.predict(
        "Image 1 meets Image 2 — \"hello\", 'hi', $HOME, 100 %.",
        reference_image=[handle_file(path) for path in pictures],
        duration=2,
        service="modelstream",
        language="curl",
        api_name="/request_example",
    )
    assert KEY not in text
    assert "API=http://127.0.0.1:9\n" in text
    here = text.replace("http://127.0.0.1:9", gateway.gateway_url).replace("sleep 15", "sleep 1")
    ran = run_all(folder, {"curl": here}, MODELSTREAM_API_KEY="ms-of-the-example")["curl"]
    assert ran.video()[4:8] == b"ftyp"
    body: Any = next(one.body for one in gateway.requests if one.method == "POST")
    assert body["prompt"] == "Image 1 meets Image 2 — \"hello\", 'hi', $HOME, 100 %."
    assert len(body["reference_image"]) == 2
