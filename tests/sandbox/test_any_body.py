"""A model of which the stand-in knows the name alone: what can be shown of its request is shown."""

from contextlib import suppress
from pathlib import Path

import requests
from hypothesis import given
from hypothesis import strategies as st

from lib.sandbox.any_body import read_any_body
from lib.sandbox.body import Asked
from lib.sandbox.unusable import Unusable
from tests.sandbox.conftest import Connect, StartSandbox
from tests.sandbox.raw_client import video_facts

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("oss://a/b.png"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def test_its_files_are_shown_wherever_their_links_stand(
    start_sandbox: StartSandbox, connect: Connect, media: Path
) -> None:
    client = connect(start_sandbox(others=("studio-9",)))
    links = {name: client.upload(media / name, "studio-9") for name in ("picture.png", "clip.mp4", "voice.wav")}
    body = {
        "model": "studio-9",
        "input": {
            "prompt": "Somebody sings.",
            "cast": [{"who": {"photo": links["picture.png"]}}, links["clip.mp4"]],
            "score": links["voice.wav"],
        },
        "parameters": {"seconds": 9, "duration": 3, "ratio": "5:4", "resolution": "8K"},
    }
    ended = client.ended(client.created(body))
    assert ended["output"]["task_status"] == "SUCCEEDED", ended
    width, height, frames = video_facts(requests.get(ended["output"]["video_url"], timeout=60).content)
    assert frames == 90
    assert abs(width / height - 5 / 4) < 0.02


def test_a_file_that_is_none_fails(start_sandbox: StartSandbox, connect: Connect, tmp_path: Path) -> None:
    client = connect(start_sandbox(others=("studio-9",)))
    (tmp_path / "words.png").write_text("Once upon a time.")
    link = client.upload(tmp_path / "words.png", "studio-9")
    output = client.look(client.created({"model": "studio-9", "input": {"photo": link}}))["output"]
    assert (output["task_status"], output["code"]) == ("FAILED", "InvalidFile.Openerror")


def test_another_name_is_not_known(start_sandbox: StartSandbox, connect: Connect) -> None:
    client = connect(start_sandbox(others=("studio-9",)))
    assert client.create({"model": "studio-8", "input": {}}).json()["code"] == "ModelNotFound"


def test_a_known_model_keeps_its_rules(start_sandbox: StartSandbox, connect: Connect) -> None:
    client = connect(start_sandbox(others=("wan2.7-t2v",)))
    output = client.look(client.created({"model": "wan2.7-t2v", "input": {}}))["output"]
    assert output["message"] == "Field required: input.prompt"


@given(JSON, JSON)
def test_whatever_stands_in_it_is_read(given_input: object, parameters: object) -> None:
    with suppress(Unusable):
        asked = read_any_body({"input": given_input, "parameters": parameters})
        assert isinstance(asked, Asked)
        assert 1 <= asked.duration <= 60
