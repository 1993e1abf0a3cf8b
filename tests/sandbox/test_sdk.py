"""The official SDK against the stand-in: what works there works here, and the other way round."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import dashscope
import pytest
import requests
from dashscope import VideoSynthesis

from tests.makers import make_picture
from tests.sandbox.raw_client import SandboxProcess, video_facts

MODEL = "wan2.7-r2v"


@pytest.fixture
def sdk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The SDK, pointed at a stand-in that runs in a process of its own."""
    with SandboxProcess(tmp_path / "data", "--speed", "2") as process:
        monkeypatch.setattr(dashscope, "base_http_api_url", process.base_url)
        monkeypatch.setattr(dashscope, "api_key", "sk-sdk")
        yield VideoSynthesis


@pytest.fixture
def references(media: Path, tmp_path: Path) -> list[dict[str, str]]:
    """Local pictures, a clip, and a voice, as the SDK takes them."""
    second = make_picture(tmp_path / "second picture.jpg", width=300, height=400)
    return [
        {
            "type": "reference_image",
            "url": f"file://{media / 'picture.png'}",
            "reference_voice": f"file://{media / 'voice.wav'}",
        },
        {"type": "reference_image", "url": f"file://{second}"},
        {"type": "reference_video", "url": f"file://{media / 'clip.mp4'}"},
    ]


def test_call_uploads_waits_and_gives_a_video_that_plays(sdk: Any, references: list[dict[str, str]]) -> None:
    answer = sdk.call(
        model=MODEL,
        prompt="Image 1 waves to Image 2, and Video 1 passes by.",
        negative_prompt="blurry",
        media=references,
        resolution="720P",
        ratio="16:9",
        duration=3,
        prompt_extend=True,
        watermark=True,
        seed=7,
    )
    assert answer.status_code == HTTPStatus.OK, answer
    assert answer.output.task_status == "SUCCEEDED", answer
    assert answer.usage["duration"] == 5.0
    assert answer.usage["SR"] == 720
    video = requests.get(answer.output.video_url, timeout=60).content
    assert video_facts(video) == (1280, 720, 90)


def test_async_call_fetch_list_and_cancel(sdk: Any, references: list[dict[str, str]]) -> None:
    first = created(sdk, references[1:2])
    second = created(sdk, references[1:2])
    assert sdk.fetch(first).output.task_status in ("PENDING", "RUNNING")
    canceled = sdk.cancel(second)
    assert canceled.status_code == HTTPStatus.OK, canceled
    assert sdk.fetch(second).output.task_status == "CANCELED"
    listed = sdk.list(model_name=MODEL, status="CANCELED", page_no=1, page_size=10)
    assert [row["task_id"] for row in listed.output["data"]] == [second.output.task_id]
    assert sdk.list().output["total"] == 2
    assert sdk.wait(first).output.task_status == "SUCCEEDED"
    refused = sdk.cancel(first)
    assert (refused.status_code, refused.code) == (HTTPStatus.BAD_REQUEST, "UnsupportedOperation")


def test_what_is_wrong_comes_out_as_failed(sdk: Any, references: list[dict[str, str]]) -> None:
    too_long = sdk.call(model=MODEL, prompt="Video 1", media=references[2:], duration=15)
    assert too_long.status_code == HTTPStatus.OK
    assert too_long.output.task_status == "FAILED"
    assert too_long.output.code == "InvalidParameter"
    assert "duration" in too_long.output.message
    no_media = sdk.call(model=MODEL, prompt="A cat")
    assert no_media.output.message == "Field required: input.media"


def test_an_unknown_model_and_a_wrong_key_are_refused(sdk: Any) -> None:
    unknown = sdk.async_call(model="wan9-r2v", prompt="A cat")
    assert (unknown.status_code, unknown.code) == (HTTPStatus.NOT_FOUND, "ModelNotFound")
    no_key = sdk.async_call(model=MODEL, prompt="A cat", api_key="nonsense")
    assert (no_key.status_code, no_key.code) == (HTTPStatus.UNAUTHORIZED, "InvalidApiKey")


def created(sdk: Any, media: list[dict[str, str]]) -> Any:
    answer = sdk.async_call(
        model=MODEL, prompt="Image 1 waves.", media=[dict(item) for item in media], duration=2, resolution="720P"
    )
    assert answer.status_code == HTTPStatus.OK, answer
    return answer
