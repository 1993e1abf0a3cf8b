"""Create: what is refused at once, what fails on the first look, and what the queue may take."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.sandbox.body import Asked, read_body
from lib.sandbox.rules import RULES
from lib.sandbox.unusable import Unusable
from tests.sandbox.conftest import Connect, StartSandbox
from tests.sandbox.raw_client import CREATE, MODEL, RawClient, body_of

MISSING = object()
FIELDS = ["prompt", "media", "type", "url", "reference_voice", "duration", "seed"]


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Authorization": None}, 401, "InvalidApiKey"),
        ({"Authorization": "sk-test"}, 401, "InvalidApiKey"),
        ({"Authorization": "Bearer ms-test"}, 401, "InvalidApiKey"),
        ({"Authorization": "Bearer sk-"}, 401, "InvalidApiKey"),
        ({"X_DashScope_Async": None}, 403, "AccessDenied"),
        ({"X_DashScope_Async": "true"}, 403, "AccessDenied"),
        ({"Content_Type": "text/plain"}, 400, "InvalidParameter"),
    ],
)
def test_a_wrong_header_is_refused_at_once(
    client: RawClient, inline_picture: dict[str, str], headers: dict[str, str | None], status: int, code: str
) -> None:
    answer = client.create(body_of(inline_picture), **headers)
    assert answer.status_code == status
    assert answer.json()["code"] == code
    assert answer.json()["message"]
    assert answer.json()["request_id"]
    assert client.tasks()["total"] == 0


def test_a_synchronous_call_is_refused_in_the_documented_words(client: RawClient) -> None:
    answer = client.create({}, X_DashScope_Async=None)
    assert "current user api does not support synchronous calls" in answer.json()["message"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "InvalidParameter"),
        ("[]", 400, "InvalidParameter"),
        ("[" * 100_000, 400, "InvalidParameter"),
        ('{"model": "wan2.7-r2v", "input": {"prompt": "\\ud83d"}}', 400, "InvalidParameter"),
        ('{"input": {}}', 400, "BadRequest.EmptyModel"),
        ('{"model": "wan2.7-r2v"}', 400, "BadRequest.EmptyInput"),
        ('{"model": "wan9-r2v", "input": {}}', 404, "ModelNotFound"),
        ('{"model": ["wan2.7-r2v"], "input": {}}', 404, "ModelNotFound"),
    ],
)
def test_a_malformed_body_is_refused_at_once(client: RawClient, body: str, status: int, code: str) -> None:
    headers = {**client.authorization, "X-DashScope-Async": "enable", "Content-Type": "application/json"}
    answer = client.session.post(client.base_url + CREATE, data=body, headers=headers, timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_an_oss_link_needs_the_resolve_header(client: RawClient, media: Path) -> None:
    link = client.upload(media / "picture.png")
    body = body_of({"type": "reference_image", "url": link})
    answer = client.create(body, X_DashScope_OssResourceResolve=None)
    assert (answer.status_code, answer.json()["code"]) == (400, "InvalidParameter")


@pytest.mark.parametrize(
    ("where", "value", "message"),
    [
        ("input", [], "valid dictionary: input"),
        ("input.prompt", MISSING, "Field required: input.prompt"),
        ("input.prompt", None, "valid string: input.prompt"),
        ("input.prompt", " ", "input.prompt"),
        ("input.negative_prompt", 3, "valid string: input.negative_prompt"),
        ("input.media", MISSING, "Field required: input.media"),
        ("input.media", {}, "valid list: input.media"),
        ("input.media", [], "between 1 and 5"),
        ("input.media.0.type", MISSING, "Field required: input.media.0.type"),
        ("input.media.0.type", "image", "input.media.0.type"),
        ("input.media.0.url", MISSING, "Field required: input.media.0.url"),
        ("input.media.0.url", "/srv/a.png", "url error"),
        ("input.media.0.url", "file:///srv/a.png", "url error"),
        ("input.media.0.url", "https://example.com/a.png", "Failed to download https://example.com/a.png"),
        ("input.media.0.url", "oss://dashscope-instant/nobody/a.png", "Failed to download oss://"),
        ("input.media.0.url", "data:image/gif;base64,R0lGOD", "Base64"),
        ("input.media.0.url", "data:image/png;base64,A", "Base64"),
        ("input.media.0.voice", "oss://a/b.wav", "not permitted: input.media.0.voice"),
        ("input.img_url", "x", "not permitted: input.img_url"),
        ("parameters", None, "valid dictionary: parameters"),
        ("parameters.size", "1280*720", "not permitted: parameters.size"),
        ("parameters.resolution", "720p", "parameters.resolution"),
        ("parameters.resolution", 720, "valid string: parameters.resolution"),
        ("parameters.ratio", "21:9", "parameters.ratio"),
        ("parameters.duration", "5", "valid integer: parameters.duration"),
        ("parameters.duration", 5.0, "valid integer: parameters.duration"),
        ("parameters.duration", True, "valid integer: parameters.duration"),
        ("parameters.duration", 1, "between 2 and 15"),
        ("parameters.duration", 16, "between 2 and 15"),
        ("parameters.prompt_extend", "true", "valid boolean: parameters.prompt_extend"),
        ("parameters.watermark", 1, "valid boolean: parameters.watermark"),
        ("parameters.seed", -1, "parameters.seed"),
        ("parameters.seed", 2147483648, "parameters.seed"),
        ("parameters.seed", None, "valid integer: parameters.seed"),
    ],
)
def test_a_wrong_field_fails_on_the_first_look(
    client: RawClient, inline_picture: dict[str, str], where: str, value: object, message: str
) -> None:
    body = changed(body_of(dict(inline_picture)), where, value)
    output = client.look(client.created(body))["output"]
    assert (output["task_status"], output["code"]) == ("FAILED", "InvalidParameter")
    assert message in output["message"]


def test_the_number_of_references_is_held(client: RawClient, inline_picture: dict[str, str]) -> None:
    frame = {**inline_picture, "type": "first_frame"}
    for media, message in [
        ([inline_picture] * 6, "between 1 and 5"),
        ([frame], "between 1 and 5"),
        ([inline_picture, frame, frame], "At most one first_frame"),
        ([inline_picture, {**frame, "reference_voice": "oss://a/b.wav"}], "reference_voice is only allowed"),
    ]:
        output = client.look(client.created(body_of(*media)))["output"]
        assert output["code"] == "InvalidParameter"
        assert message in output["message"]


def test_a_clip_shortens_the_longest_duration(client: RawClient, media: Path) -> None:
    clip = {"type": "reference_video", "url": client.upload(media / "clip.mp4")}
    output = client.look(client.created(body_of(clip, duration=11)))["output"]
    assert "between 2 and 10" in output["message"]


def test_more_than_five_submits_a_second_are_throttled(
    start_sandbox: StartSandbox, connect: Connect, inline_picture: dict[str, str]
) -> None:
    now = [1_000_000.0]
    sandbox = start_sandbox(clock=lambda: now[0])
    client, other = connect(sandbox), connect(sandbox, "sk-other")
    body = body_of(inline_picture)
    assert [client.create(body).status_code for _ in range(6)] == [200] * 5 + [429]
    assert client.create(body).json()["code"] == "Throttling.RateQuota"
    assert other.create(body).status_code == 200
    now[0] += 1.0
    assert client.create(body).status_code == 200
    assert sandbox.creates == 7


def test_the_log_of_requests_keeps_bodies_and_no_keys(
    start_sandbox: StartSandbox, connect: Connect, media: Path
) -> None:
    sandbox = start_sandbox()
    client = connect(sandbox, "sk-very-secret")
    body = body_of({"type": "reference_image", "url": client.upload(media / "picture.png")})
    client.created(body)
    seen = sandbox.requests
    assert [(request.method, request.path) for request in seen] == [
        ("GET", "/api/v1/uploads"),
        ("POST", "/"),
        ("POST", f"/api/v1{CREATE}"),
    ]
    assert seen[-1].body == body
    assert seen[-1].headers["x-dashscope-async"] == "enable"
    assert "very-secret" not in str([vars(request) for request in seen])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.sampled_from(["input", "parameters", *(f"input.{name}" for name in FIELDS[:2]), "input.media.0"]))
def test_whatever_stands_in_a_body_is_judged(value: object, where: str) -> None:
    body = changed(body_of({"type": "reference_image", "url": "oss://a/b.png"}), where, value)
    with suppress(Unusable):
        assert isinstance(read_body(body, RULES[MODEL]), Asked)


def changed(body: dict[str, Any], where: str, value: object) -> dict[str, Any]:
    """Put a value at a dotted place of a body; MISSING takes the field out."""
    *parents, name = where.split(".")
    place: Any = body
    for parent in parents:
        place = place[int(parent) if parent.isdigit() else parent]
    last = int(name) if name.isdigit() else name
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return body
