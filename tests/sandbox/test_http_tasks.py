"""Tasks: from PENDING to a video that plays, cancel, and who may look."""

import re
from pathlib import Path

import pytest
import requests

from tests.makers import make_picture
from tests.sandbox.conftest import Connect, StartSandbox
from tests.sandbox.raw_client import RawClient, body_of, video_facts

TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}")


def test_a_task_waits_runs_and_succeeds_with_the_documented_answer(
    start_sandbox: StartSandbox, connect: Connect, media: Path
) -> None:
    client = connect(start_sandbox(speed=2.0))
    body = body_of(
        {"type": "reference_image", "url": client.upload(media / "picture.png")},
        {"type": "reference_video", "url": client.upload(media / "clip.mp4")},
        prompt="Image 1 meets Video 1.",
        ratio="1:1",
        seed=0,
    )
    task_id = client.created(body)
    assert task_id.startswith("sandbox-")
    assert client.look(task_id)["output"]["task_status"] == "PENDING"
    running = client.until(task_id, "RUNNING")["output"]
    assert TIME.fullmatch(running["submit_time"])
    assert TIME.fullmatch(running["scheduled_time"])
    answer = client.until(task_id, "SUCCEEDED")
    assert answer["usage"] == {
        "duration": 4.0,
        "input_video_duration": 2.0,
        "output_video_duration": 2,
        "video_count": 1,
        "SR": 720,
        "ratio": "1:1",
    }
    output = answer["output"]
    assert output["orig_prompt"] == "Image 1 meets Video 1."
    assert output["submit_time"] < output["scheduled_time"] < output["end_time"]
    assert video_facts(requests.get(output["video_url"], timeout=60).content) == (960, 960, 60)


def test_a_first_frame_decides_the_shape(client: RawClient, tmp_path: Path, inline_picture: dict[str, str]) -> None:
    frame = client.upload(make_picture(tmp_path / "frame.png", width=400, height=800))
    task_id = client.created(body_of(inline_picture, {"type": "first_frame", "url": frame}))
    output = client.until(task_id, "SUCCEEDED")["output"]
    width, height, _ = video_facts(requests.get(output["video_url"], timeout=60).content)
    assert width / height == pytest.approx(0.5, rel=0.02)


def test_what_the_clips_cost_is_shared_among_them(client: RawClient, media: Path) -> None:
    link = client.upload(media / "clip.mp4")
    clips = [{"type": "reference_video", "url": link}] * 5
    answer = client.until(client.created(body_of(*clips, prompt="Video 1")), "SUCCEEDED")
    assert answer["usage"]["input_video_duration"] == 5.0
    assert answer["usage"]["duration"] == 7.0


def test_a_prompt_that_is_too_long_is_cut_silently(client: RawClient, inline_picture: dict[str, str]) -> None:
    answer = client.until(client.created(body_of(inline_picture, prompt="图1" + "猫" * 5000)), "SUCCEEDED")
    assert answer["output"]["orig_prompt"] == "图1" + "猫" * 4998


def test_a_prompt_need_not_cite_anything(client: RawClient, inline_picture: dict[str, str]) -> None:
    client.until(client.created(body_of(inline_picture, prompt="A cat by the window")), "SUCCEEDED")


def test_a_result_comes_in_ranges_and_only_with_its_signature(
    client: RawClient, inline_picture: dict[str, str]
) -> None:
    url = client.until(client.created(body_of(inline_picture)), "SUCCEEDED")["output"]["video_url"]
    whole = requests.get(url, timeout=60)
    assert (whole.status_code, whole.headers["content-type"]) == (200, "video/mp4")
    size = len(whole.content)
    part = requests.get(url, headers={"Range": "bytes=100-199"}, timeout=60)
    assert (part.status_code, part.headers["content-range"]) == (206, f"bytes 100-199/{size}")
    assert part.content == whole.content[100:200]
    rest = requests.get(url, headers={"Range": f"bytes={size - 10}-"}, timeout=60)
    assert rest.content == whole.content[-10:]
    assert requests.get(url, headers={"Range": f"bytes={size}-"}, timeout=60).status_code == 416
    assert int(requests.head(url, timeout=60).headers["content-length"]) == size
    for wrong in (url.partition("?")[0], url.replace("Expires=", "Expires=9"), url + "x"):
        assert requests.get(wrong, timeout=60).status_code == 403
    with_key = requests.get(url, headers=client.authorization, timeout=60)
    assert with_key.status_code == 400


def test_only_a_pending_task_is_canceled(
    start_sandbox: StartSandbox, connect: Connect, inline_picture: dict[str, str]
) -> None:
    client = connect(start_sandbox(speed=1.0))
    task_id = client.created(body_of(inline_picture))
    canceled = client.cancel(task_id)
    assert canceled.status_code == 200
    assert list(canceled.json()) == ["request_id"]
    assert client.look(task_id)["output"]["task_status"] == "CANCELED"
    failed = client.created(body_of(inline_picture, duration=1))
    for other in (task_id, failed, "sandbox-nothing"):
        refused = client.cancel(other)
        assert (refused.status_code, refused.json()["code"]) == (400, "UnsupportedOperation")
        assert "please confirm if the task is in PENDING status" in refused.json()["message"]


def test_an_id_that_is_not_there_is_unknown(client: RawClient) -> None:
    assert client.look("0385dc79")["output"] == {"task_id": "0385dc79", "task_status": "UNKNOWN"}


def test_a_small_answer_does_not_wait_for_an_acknowledgement(client: RawClient) -> None:
    client.look("warm-up")
    assert min(client.get("/tasks/1").elapsed.total_seconds() for _ in range(10)) < 0.03


def test_another_account_sees_nothing(
    start_sandbox: StartSandbox, connect: Connect, inline_picture: dict[str, str]
) -> None:
    sandbox = start_sandbox(speed=1.0)
    owner, stranger = connect(sandbox, "sk-one"), connect(sandbox, "sk-two")
    task_id = owner.created(body_of(inline_picture))
    assert stranger.look(task_id)["output"]["task_status"] == "UNKNOWN"
    assert stranger.cancel(task_id).status_code == 400
    assert stranger.tasks()["total"] == 0
    assert owner.tasks()["total"] == 1


@pytest.mark.parametrize(("method", "path"), [("GET", "/nothing"), ("DELETE", "/tasks/1"), ("GET", "/tasks/1/cancel")])
def test_a_path_or_method_that_is_not_there_is_refused_in_json(client: RawClient, method: str, path: str) -> None:
    answer = client.session.request(method, client.base_url + path, headers=client.authorization, timeout=60)
    assert answer.status_code in (404, 405)
    assert {"code", "message", "request_id"} == set(answer.json())


@pytest.mark.parametrize("path", ["/tasks/1", "/tasks", "/tasks/", "/uploads"])
def test_every_door_asks_for_a_key(client: RawClient, path: str) -> None:
    answer = client.session.get(client.base_url + path, timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (401, "InvalidApiKey")


def test_a_smaller_scale_makes_the_same_video_smaller(
    start_sandbox: StartSandbox, connect: Connect, media: Path
) -> None:
    client = connect(start_sandbox(scale=0.25))
    body = body_of({"type": "reference_image", "url": client.upload(media / "picture.png")}, ratio="9:16")
    made = client.ended(client.created(body))["output"]
    assert video_facts(requests.get(made["video_url"], timeout=60).content) == (180, 320, 60)
