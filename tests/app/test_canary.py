"""The canary: marked keys and codes go through every flow of the open app, and lie nowhere afterwards."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.app.conftest import ACCESS_CODE, OWNER_CODE, OWNERS_KEY, OpenApp
from tests.app.hostile import API
from tests.canaries import files_below, found_below, found_in
from tests.makers import make_picture

VISITORS_KEY = "sk-canary-of-a-visitor-9876543210"
WRONG_CODE = "canary-wrong-code"
CANARIES = (VISITORS_KEY, OWNERS_KEY, ACCESS_CODE, OWNER_CODE, WRONG_CODE)
LANGUAGES = ("curl", "python", "dashscope", "javascript")


class Flows:
    """Calls endpoints, and keeps everything that was answered."""

    def __init__(self, app: OpenApp) -> None:
        self.heard: list[str] = []
        self.web = httpx.Client(base_url=app.address, headers={"X-Forwarded-For": "198.51.100.21"}, timeout=120)

    def call(self, endpoint: str, form: dict[str, Any], **headers: str) -> Any:
        begun = self.web.post(f"{API}/call/v2/{endpoint}", json=form, headers=headers)
        answer = self.web.get(f"{API}/call/{endpoint}/{begun.json()['event_id']}", headers=headers).text
        self.heard += [begun.text, str(begun.headers), answer]
        return json.loads(answer.rpartition("data: ")[2])

    def read(self, path: str, **headers: str) -> httpx.Response:
        answer = self.web.get(path, headers=headers)
        self.heard += [answer.text, str(answer.headers)]
        return answer


@pytest.fixture
def flows(open_app: OpenApp) -> Iterator[Flows]:
    one = Flows(open_app)
    yield one
    one.web.close()


def test_keys_and_codes_lie_nowhere(open_app: OpenApp, flows: Flows, tmp_path: Path) -> None:
    picture = make_picture(tmp_path / "anna.png")
    files = [("files", (picture.name, picture.read_bytes()))]
    (path,) = flows.web.post(f"{API}/upload", files=files, headers={"X-Api-Key": VISITORS_KEY}).json()
    form = {"prompt": "Image 1 sings.", "reference_image": [{"path": path}], "duration": 2, "resolution": "720P"}
    paid, own = {**form, "service": "dashscope"}, {"X-Api-Key": VISITORS_KEY}
    flows.call("check", form, **own)
    for language in LANGUAGES:
        flows.call("request_example", {**paid, "language": language}, **own)
    flows.call("submit", paid, **{"X-Access-Code": WRONG_CODE})
    flows.call("submit", {**paid, "duration": 99}, **own)
    (made,) = flows.call("generate", paid, **own)
    (owners,) = flows.call("generate", {**paid, "prompt": "Image 1 hums."}, **{"X-Access-Code": ACCESS_CODE})
    assert (made["state"], owners["state"]) == ("succeeded", "succeeded")
    (waiting,) = flows.call("submit", {**paid, "prompt": "Image 1 sleeps."}, **own)
    flows.call("cancel", {"job": waiting["job"]}, **own)
    flows.call("job", {"job": made["job"]}, **own)
    for page in ("/", "/config", f"{API}/info", f"{API}/mcp/schema", "/owner", "/healthz"):
        flows.read(page, **own)
    flows.read("/owner/spending", **{"X-Owner-Code": OWNER_CODE})
    flows.read("/owner/spending", **{"X-Owner-Code": WRONG_CODE})
    video = flows.web.get(made["video"]["url"])
    assert video.content[4:8] == b"ftyp"
    names = {path.name for path in files_below(open_app.home)}
    # The database with its log, the video and the upload are among them, or nothing was looked at.
    assert {"jobs.sqlite3", "workflows.sqlite3", "video.mp4", "video.json", "anna.png"} <= names
    assert found_below(open_app.home, CANARIES) == []
    told: dict[str, str | bytes] = {
        "answers": "\n".join(flows.heard),
        "log": open_app.program.output,
        "video": video.content,
    }
    assert found_in(told, CANARIES) == []
