"""`/models` is enough: a stranger draws every model's form from its JSON, fills it in, and has it made."""

from collections.abc import Iterator
from typing import Any

import pytest
from gradio_client import Client, handle_file

from tests.app.stranger import Filling, drawn, needed
from tests.forms.outside_model import MODEL, put, written
from tests.makers import make_clip, make_picture, make_voice
from tests.programs import Program, start_app

MODELS = ("wan2.7-r2v", "happyhorse-1.1-r2v", "wan2.7-i2v", "wan2.7-t2v", "wan2.7-videoedit", MODEL)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """An app with a model from outside, too, of which nobody else knows anything."""
    data = tmp_path_factory.mktemp("data")
    put(data / "models", written())
    with start_app(tmp_path_factory.mktemp("home"), R2V_DATA_DIR=str(data)) as program:
        yield program


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("media")
    return {
        "picture": handle_file(make_picture(folder / "a.png", width=640, height=480)),
        "clip": handle_file(make_clip(folder / "walk.mp4", width=640, height=360, seconds=2.5, fps=10)),
        "sound": handle_file(make_voice(folder / "song.wav", seconds=2.0)),
    }


def test_every_model_is_there(client: Client) -> None:
    assert {entry["id"] for entry in client.predict(api_name="/models")} == set(MODELS)


@pytest.mark.parametrize("model", MODELS)
def test_a_form_that_was_drawn_from_json_alone_is_filled_in_and_sent(
    client: Client, files: dict[str, Any], model: str
) -> None:
    entry = next(one for one in client.predict(api_name="/models") if one["id"] == model)
    page = drawn(entry)
    names = [row["name"] for row in entry["form_schema"]]
    assert [page.count(f'name="{name}"') for name in names] == [1] * len(names)
    filling = Filling("Somebody waves.", files, needed(entry))
    filling.feed(page)
    prompt = filling.values.pop("prompt", "")
    verdict = client.predict(prompt, model=model, extra=filling.values, api_name="/check")
    assert [one for one in verdict["findings"] if one["severity"] == "error"] == []
    record = client.predict(prompt, model=model, extra=filling.values, api_name="/submit")
    assert (record["model"], record["error"]) == (model, None)
    assert client.predict(record["job"], api_name="/cancel")["job"] == record["job"]
