"""The models beside wan2.7-r2v: what the stand-in takes of each, what it refuses, and what it renders."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from lib.sandbox.rules import RULES, size_of
from tests.makers import make_clip, make_picture
from tests.sandbox.raw_client import RawClient, video_facts
from tests.sandbox.screening import screen
from tests.sandbox.siblings import REQUESTS, request_of
from tests.sandbox.test_http_create import MISSING, changed


@pytest.fixture(scope="module")
def folder(media: Path) -> Path:
    make_picture(media / "large.png", width=400, height=400)
    make_clip(media / "wide.mp4", width=640, height=240, seconds=2.5, fps=10)
    return media


Make = Callable[[str], dict[str, Any]]


@pytest.fixture
def body(client: RawClient, folder: Path) -> Make:
    """Make a request by its name, its files uploaded."""
    return lambda name: request_of(name, lambda file, model: client.upload(folder / file, model))


def watched(client: RawClient, made: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    ended = client.ended(client.created(made))
    assert ended["output"]["task_status"] == "SUCCEEDED", ended
    return ended["usage"], requests.get(ended["output"]["video_url"], timeout=60).content


@pytest.mark.parametrize("name", REQUESTS)
def test_each_is_rendered(client: RawClient, body: Make, name: str) -> None:
    made = body(name)
    usage, video = watched(client, made)
    seconds = made["parameters"].get("duration") or 2
    assert usage["output_video_duration"] == seconds
    assert video_facts(video)[2] == seconds * 30


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("words", 16 / 9),
        ("a first frame", 1),
        ("a clip", 4 / 3),
        ("an edit", 4 / 3),
        ("an edit by a picture", 9 / 16),
        ("a horse", 21 / 9),
    ],
)
def test_the_shape_is_that_of_the_ratio_or_of_the_input(client: RawClient, body: Make, name: str, shape: float) -> None:
    width, height, _ = video_facts(watched(client, body(name))[1])
    assert width / height == pytest.approx(shape, rel=0.02)
    assert width * height == pytest.approx(1280 * 720, rel=0.03)


def test_an_edit_keeps_the_length_of_its_clip_and_bills_both(client: RawClient, folder: Path) -> None:
    item = {"type": "video", "url": client.upload(folder / "wide.mp4", "wan2.7-videoedit")}
    made = {"model": "wan2.7-videoedit", "input": {"media": [item]}, "parameters": {"resolution": "720P"}}
    usage, video = watched(client, made)
    assert (usage["input_video_duration"], usage["output_video_duration"], usage["duration"]) == (2.5, 2.5, 5.0)
    assert video_facts(video)[2] == 75


def test_a_clip_that_is_gone_on_from_is_not_billed(client: RawClient, body: Make) -> None:
    assert watched(client, body("a clip"))[0]["input_video_duration"] == 0


def test_both_ends_are_the_frames_that_were_given(client: RawClient, tmp_path: Path) -> None:
    model, colours = "wan2.7-i2v", {"first_frame": (200, 40, 40), "last_frame": (40, 40, 200)}
    media = []
    for kind, colour in colours.items():
        Image.new("RGB", (480, 270), colour).save(tmp_path / f"{kind}.png")
        media.append({"type": kind, "url": client.upload(tmp_path / f"{kind}.png", model)})
    made = {"model": model, "input": {"media": media}, "parameters": {"resolution": "720P", "duration": 3}}
    (tmp_path / "both.mp4").write_bytes(watched(client, made)[1])
    frames = screen(tmp_path / "both.mp4").frames
    for frame, colour in ((frames[0], colours["first_frame"]), (frames[-1], colours["last_frame"])):
        assert frame[300:500, 100:600].mean(axis=(0, 1)) == pytest.approx(colour, abs=8)


def test_a_driving_sound_is_heard_from_the_beginning(client: RawClient, body: Make, tmp_path: Path) -> None:
    heard = {}
    for name in ("words", "words and a sound", "a first frame and a sound"):
        (tmp_path / f"{name}.mp4").write_bytes(watched(client, body(name))[1])
        heard[name] = screen(tmp_path / f"{name}.mp4").loudness(0.2, 1.8)
    assert heard["words"] < 0.002
    assert min(heard["words and a sound"], heard["a first frame and a sound"]) > 0.02


@pytest.mark.parametrize(
    ("name", "where", "message"),
    [
        ("words", ("input.media", []), "not permitted: input.media"),
        ("words", ("input.prompt", MISSING), "Field required: input.prompt"),
        ("words", ("parameters.audio_setting", "auto"), "not permitted"),
        ("words and a sound", ("input.audio_url", 5), "valid string: input.audio_url"),
        ("words and a sound", ("input.audio_url", "oss://nobody/a.wav"), "Failed to download"),
        ("a first frame", ("parameters.ratio", "16:9"), "not permitted: parameters.ratio"),
        ("a first frame", ("input.media", []), "combination"),
        ("a first frame", ("input.media.0.type", "last_frame"), "combination"),
        ("a first frame", ("input.media.0.type", "reference_image"), "input.media.0.type"),
        ("a first frame", ("input.media.0.reference_voice", "oss://a/b.wav"), "not permitted"),
        ("a clip and a last frame", ("input.media.1.type", "driving_audio"), "combination"),
        ("an edit", ("input.media", []), "One video is required"),
        ("an edit", ("parameters.duration", 1), "between 2 and 10"),
        ("an edit", ("parameters.duration", 11), "between 2 and 10"),
        ("an edit", ("parameters.duration", False), "valid integer"),
        ("an edit", ("parameters.audio_setting", "none"), "auto, origin"),
        ("a horse", ("parameters.duration", 2), "between 3 and 15"),
        ("a horse", ("parameters.duration", 0), "between 3 and 15"),
        ("a horse", ("parameters.prompt_extend", True), "not permitted: parameters.prompt_extend"),
        ("a horse", ("input.negative_prompt", "rain"), "not permitted: input.negative_prompt"),
        ("a horse", ("parameters.ratio", "2:1"), "parameters.ratio"),
    ],
)
def test_what_a_model_does_not_take_fails_on_the_first_look(
    client: RawClient, body: Make, name: str, where: tuple[str, object], message: str
) -> None:
    output = client.look(client.created(changed(body(name), *where)))["output"]
    assert (output["task_status"], output["code"]) == ("FAILED", "InvalidParameter")
    assert message in output["message"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("a horse", "input.media.0.url", "picture.png"), "InvalidFile.Resolution"),
        (("words and a sound", "input.audio_url", "picture.png"), "InvalidURL"),
        (("an edit", "input.media.0.url", "voice.wav"), "InvalidFile.Format"),
    ],
)
def test_a_file_outside_its_limits_is_refused(
    client: RawClient, folder: Path, body: Make, change: tuple[str, str, str], code: str
) -> None:
    name, where, file = change
    made = body(name)
    made = changed(made, where, client.upload(folder / file, made["model"]))
    assert client.look(client.created(made))["output"]["code"] == code


def test_every_ratio_of_every_model_has_a_size() -> None:
    for rules in RULES.values():
        for ratio in (*rules.ratios, rules.ratio):
            for resolution in ("720P", "1080P"):
                width, height = size_of(resolution, ratio)
                assert width % 2 == height % 2 == 0
                if ratio:
                    across, down = (int(part) for part in ratio.split(":"))
                    assert width / height == pytest.approx(across / down, rel=0.02)
