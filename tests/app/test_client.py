"""The contract of the endpoints, through Gradio's own client against the running app."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from tests.makers import make_clip, make_picture, make_voice
from tests.media.specimens import flat_png
from tests.programs import Program, start_app
from tests.providers.example_runs import run_all

RECORD = {
    "job",
    "service",
    "model",
    "state",
    "message",
    "task_id",
    "created",
    "updated",
    "seconds_left",
    "seed",
    "cost",
    "billed_seconds",
    "error",
    "video",
}
PROMPT = "Scene 1 [0-1s]: Image 1 looks up. Scene 2 [1-2s]: Image 1 walks to Image 2."


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with start_app(tmp_path_factory.mktemp("home")) as program:
        yield program


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pictures")
    return [make_picture(folder / "anna.png"), make_picture(folder / "a cup, 茶.jpg", width=600, height=800)]


def files(paths: list[Path]) -> list[Any]:
    return [handle_file(path) for path in paths]


def ended(client: Client, job: str) -> dict[str, Any]:
    """Ask after a job until it has ended, and give its record."""
    while (record := client.predict(job, api_name="/job"))["state"] not in {"succeeded", "failed", "canceled", "lost"}:
        pass
    return dict(record)


def boxes(path: Path) -> list[bytes]:
    """Give the names of an MP4's top-level boxes in their order."""
    data, at, names = path.read_bytes(), 0, []
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        names.append(data[at + 4 : at + 8])
        at += size if size > 1 else len(data)
    return names


def test_generate_tells_every_state_and_ends_with_the_video(client: Client, pictures: list[Path]) -> None:
    job = client.submit(
        PROMPT, reference_image=files(pictures), duration=2, resolution="720P", seed=0, api_name="/generate"
    )
    records = list(job)
    last = records[-1]
    assert set(last) == RECORD
    states = [record["state"] for record in records]
    assert states[-1] == "succeeded", last
    assert {"queued", "running"} <= set(states)
    assert (last["service"], last["seed"], last["cost"]["high"], last["error"]) == ("sandbox", 0, 0.0, None)
    path = Path(last["video"])
    names = boxes(path)
    assert names.index(b"moov") < names.index(b"mdat")
    with av.open(str(path)) as video:
        picture, sound = video.streams.video[0], video.streams.audio[0]
        assert (picture.width, picture.height) == (1280, 720)
        assert picture.average_rate == 30
        assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert picture.frames in range(59, 62)


def test_models_and_check_judge_without_making_a_job(client: Client, pictures: list[Path]) -> None:
    models = client.predict(api_name="/models")
    assert [model["id"] for model in models] == [
        "wan2.7-r2v",
        "happyhorse-1.1-r2v",
        "wan2.7-i2v",
        "wan2.7-t2v",
        "wan2.7-videoedit",
    ]
    fine = client.predict("Image 1 meets Image 2.", reference_image=files(pictures), api_name="/check")
    assert (fine["ok"], fine["findings"]) == (True, [])
    wrong = client.predict("Image 9.", reference_image=files(pictures[:1]), duration=99, api_name="/check")
    assert wrong["ok"] is False
    assert {(one["field"], one["code"]) for one in wrong["findings"]} >= {
        ("prompt", "citation.missing"),
        ("duration", "number.range"),
    }
    assert set(wrong["findings"][0]) == {"field", "severity", "code", "message", "fix"}
    assert set(wrong["cost"]) == {"currency", "low", "high", "note"}


def test_voices_go_with_their_references(client: Client, pictures: list[Path], tmp_path: Path) -> None:
    clip, voice = make_clip(tmp_path / "walk.mp4"), make_voice(tmp_path / "voice.wav", seconds=0.4)
    verdict = client.predict(
        "Image 1, Image 2 and Video 1 talk.",
        reference_image=files(pictures),
        reference_video=files([clip]),
        reference_voice=[None, None, handle_file(voice)],
        api_name="/check",
    )
    assert [(one["field"], one["code"]) for one in verdict["findings"]] == [("reference_voice[2]", "media.seconds")]


def test_a_form_with_an_error_makes_no_job(client: Client) -> None:
    with pytest.raises(AppError, match=r"Prompt is empty.*There is no reference.*Duration is 1;"):
        client.predict("", duration=1, api_name="/submit")


def test_submit_job_and_cancel(client: Client, pictures: list[Path]) -> None:
    record = client.predict(PROMPT, reference_image=files(pictures), duration=2, api_name="/submit")
    assert set(record) == RECORD
    after = client.predict(record["job"], api_name="/cancel")
    # Files that the service has are not sent again: then the job waits until the paid request has its answer.
    assert after["state"] in {"canceled", "waiting", "queued", "running", "uploading"}
    end = ended(client, record["job"])
    assert end["job"] == record["job"]
    # A task that had begun by then is made to its end, and says so.
    assert end["state"] in {"canceled", "succeeded"}
    assert end["error"] is None
    with pytest.raises(AppError, match="no job of that name"):
        client.predict("0" * 32, api_name="/job")


@pytest.mark.parametrize("path", ["/etc/passwd", "../../etc/passwd", "app.py", "/", "file:///etc/passwd", "x\0y"])
def test_a_path_that_was_not_uploaded_is_refused(client: Client, path: str) -> None:
    with pytest.raises(AppError, match="uploaded"):
        client.predict("Image 1.", reference_image=[{"path": path}], api_name="/check")
    with pytest.raises(AppError, match="uploaded"):
        client.predict("Image 1.", first_frame={"path": path}, api_name="/submit")


def test_an_unknown_model_a_service_without_a_key_and_an_unknown_service(client: Client, pictures: list[Path]) -> None:
    given = {"prompt": "Image 1 waves.", "reference_image": files(pictures[:1])}
    with pytest.raises(AppError, match="not offered here"):
        client.predict(**given, model="sora", api_name="/check")
    with pytest.raises(AppError, match="needs a key"):
        client.predict(**given, service="dashscope", api_name="/submit")
    with pytest.raises(AppError, match="not offered here"):
        client.predict(**given, service="kling", api_name="/submit")


def test_the_example_in_every_language_runs_as_it_is(client: Client, pictures: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    for path in pictures:
        (folder / path.name).write_bytes(path.read_bytes())
    texts = {
        language: client.predict(
            "Image 1 meets Image 2 — \"hello\", 'hi'.",
            reference_image=files(pictures),
            duration=2,
            resolution="720P",
            language=language,
            api_name="/request_example",
        )
        for language in ("curl", "python", "dashscope", "javascript")
    }
    for language, ran in run_all(folder, texts, DASHSCOPE_API_KEY="sk-of-the-example").items():
        assert ran.video()[4:8] == b"ftyp", language
    with pytest.raises(AppError, match="no example in 'perl'"):
        client.predict("Image 1.", language="perl", api_name="/request_example")


def test_closed_routes_and_large_bodies(app: Program) -> None:
    base = app.address.rstrip("/")
    for path in (
        "/gradio_api/deep_link",
        "/gradio_api/runs",
        "/monitoring/summary",
        "/gradio_api/file=https://x.org/a",
    ):
        assert httpx.get(base + path).status_code == 404, path
    large = httpx.post(f"{base}/gradio_api/call/check", json={"data": ["x" * 1_100_000]})
    assert large.status_code == 413
    assert httpx.get(f"{base}/healthz").json()["status"] == "ok"


def test_a_bomb_and_lies_are_answered_within_a_second(client: Client, tmp_path: Path) -> None:
    lie = tmp_path / "photo.jpg"
    lie.write_text("this is a text")
    bomb = tmp_path / "bomb.png"
    flat_png(bomb, side=30_000)
    uploaded = [handle_file(lie), handle_file(bomb)]
    begun = time.monotonic()
    verdict = client.predict("Image 1 and Image 2.", reference_image=uploaded, api_name="/check")
    assert time.monotonic() - begun < 1
    codes = {(one["field"], one["code"]) for one in verdict["findings"]}
    assert ("reference_image[0]", "media.unrecognised") in codes
    assert ("reference_image[1]", "media.sides") in codes


@pytest.mark.parametrize("extra", [1, "x", True, ["a"], [{}]])
def test_extra_that_is_no_set_of_fields_is_told(client: Client, extra: object) -> None:
    with pytest.raises(AppError, match="not a set of fields"):
        client.predict("Image 1.", extra=extra, api_name="/check")
