"""Every model from a program: judged, shown as a request, and made into a video on the stand-in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from tests.forms.outside_model import MODEL, put, written
from tests.makers import make_clip, make_picture, make_voice
from tests.programs import Program, start_app

# By model: its arguments, its files as arguments, its files in `extra`, and the seconds and the shape of the video.
MODELS: dict[str, tuple[dict[str, Any], dict[str, list[str]], dict[str, str], float, float]] = {
    "wan2.7-r2v": (
        {"prompt": "Image 1 waves.", "duration": 2, "ratio": "1:1"},
        {"reference_image": ["a.png"]},
        {},
        2,
        1,
    ),
    "wan2.7-r2v-2026-06-12": (
        {"prompt": "Image 1 waves.", "duration": 2},
        {"reference_image": ["a.png"]},
        {},
        2,
        16 / 9,
    ),
    "wan2.7-t2v": ({"prompt": "It rains.", "duration": 2, "ratio": "9:16"}, {}, {"audio_url": "song.wav"}, 2, 9 / 16),
    "wan2.7-i2v": (
        {"prompt": "", "duration": 2},
        {},
        {"first_frame": "a.png", "last_frame": "b.png", "driving_audio": "song.wav"},
        2,
        4 / 3,
    ),
    "wan2.7-videoedit": (
        {"prompt": "As in the picture."},
        {"reference_image": ["b.png"]},
        {"video": "walk.mp4"},
        2.5,
        16 / 9,
    ),
    "happyhorse-1.1-r2v": (
        {"prompt": "[Image 1] and [Image 2] run.", "duration": 3, "ratio": "1:1"},
        {"reference_image": ["a.png", "b.png"]},
        {},
        3,
        1,
    ),
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """An app whose data folder has a model from outside in it, and one that is not understood."""
    data = tmp_path_factory.mktemp("data")
    put(data / "models", written())
    put(data / "models", {**written(), "id": "studio-10", "form_schema": []}, "broken.json")
    with start_app(tmp_path_factory.mktemp("home"), R2V_DATA_DIR=str(data)) as program:
        yield program


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("media")
    make_picture(made / "a.png", width=640, height=480)
    make_picture(made / "b.png", width=480, height=480)
    make_clip(made / "walk.mp4", width=640, height=360, seconds=2.5, fps=10)
    make_voice(made / "song.wav", seconds=2.0)
    return made


def arguments(model: str, folder: Path) -> dict[str, Any]:
    given, listed, alone, _, _ = MODELS[model]
    files = {name: [handle_file(folder / one) for one in names] for name, names in listed.items()}
    extra = {name: handle_file(folder / one) for name, one in alone.items()}
    return {"model": model, "resolution": "720P", **given, **files, "extra": extra}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.long
def test_one_video_of_each_model(client: Client, folder: Path, model: str) -> None:
    _, _, _, seconds, shape = MODELS[model]
    verdict = client.predict(**arguments(model, folder), api_name="/check")
    assert (verdict["ok"], [one["code"] for one in verdict["findings"] if one["severity"] != "note"]) == (True, [])
    records = list(client.submit(**arguments(model, folder), api_name="/generate"))
    last = records[-1]
    assert (last["state"], last["model"], last["error"]) == ("succeeded", model, None), last
    with av.open(last["video"]) as video:
        picture = video.streams.video[0]
        assert picture.frames == round(seconds * 30)
        assert picture.width / picture.height == pytest.approx(shape, rel=0.02)


@pytest.mark.parametrize("model", MODELS)
def test_the_request_example_is_that_of_the_model(client: Client, folder: Path, model: str) -> None:
    text = client.predict(**arguments(model, folder), api_name="/request_example")
    assert f'"model": "{model}"' in text
    for names in (*MODELS[model][1].values(), MODELS[model][2].values()):
        assert all(name in text for name in names)
    if model == "wan2.7-t2v":
        assert """"audio_url": "'"$link1"'\"""" in text
    if model == "happyhorse-1.1-r2v":
        assert '"watermark": true' in text
        assert "prompt_extend" not in text


def test_what_is_left_at_its_default_is_the_models_and_what_is_in_extra_is_meant(client: Client, folder: Path) -> None:
    given = arguments("wan2.7-videoedit", folder)
    clip = {"video": handle_file(folder / "walk.mp4")}
    text = client.predict(**{**given, "extra": {**clip}}, api_name="/request_example")
    assert '"duration": 0' in text
    assert '"ratio"' not in text
    text = client.predict(
        **{**given, "extra": {**clip, "duration": 5, "ratio": "16:9", "audio_setting": "origin"}},
        api_name="/request_example",
    )
    assert all(part in text for part in ('"duration": 5', '"ratio": "16:9"', '"audio_setting": "origin"'))


def test_what_a_model_does_not_take_is_refused_by_name(client: Client, folder: Path) -> None:
    given = arguments("wan2.7-t2v", folder)
    picture = [handle_file(folder / "a.png")]
    for more in ({"reference_image": picture}, {"extra": {"last_frame": handle_file(folder / "a.png")}}):
        verdict = client.predict(**{**given, **more}, api_name="/check")
        assert [one["code"] for one in verdict["findings"]] == ["field.not_taken"]
    frames = {"last_frame": handle_file(folder / "a.png")}
    with pytest.raises(AppError, match="not a set that this model takes"):
        client.predict("", model="wan2.7-i2v", extra=frames, api_name="/submit")


def test_a_path_in_extra_that_was_not_uploaded_is_refused(client: Client) -> None:
    with pytest.raises(AppError, match="uploaded"):
        client.predict("It rains.", model="wan2.7-t2v", extra={"audio_url": {"path": "/etc/passwd"}}, api_name="/check")


def test_a_model_from_outside_is_offered_judged_and_rendered(client: Client, folder: Path) -> None:
    told = {model["id"]: model for model in client.predict(api_name="/models")}
    assert [row["name"] for row in told[MODEL]["form_schema"]] == [row["name"] for row in written()["form_schema"]]
    given = {
        "prompt": "#Actor1 sings.",
        "model": MODEL,
        "resolution": "4K ultra",
        "duration": 2,
        "extra": {
            "actor": [handle_file(folder / "a.png")],
            "opening": handle_file(folder / "b.png"),
            "score": handle_file(folder / "song.wav"),
        },
    }
    verdict = client.predict(**given, api_name="/check")
    assert (verdict["ok"], verdict["findings"]) == (True, [])
    last = list(client.submit(**given, api_name="/generate"))[-1]
    assert (last["state"], last["model"]) == ("succeeded", MODEL), last


def test_a_model_file_that_is_not_understood_is_logged_and_shown(app: Program, client: Client) -> None:
    said = "The model file broken.json is not understood, so its model is left out: form_schema must not be empty."
    assert "studio-10" not in {model["id"] for model in client.predict(api_name="/models")}
    assert said in app.output
    assert said in httpx.get(f"{app.address.rstrip('/')}/config").text
