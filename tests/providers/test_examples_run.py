"""Every example really runs, for every model: what arrives is what the app sends, and the video comes back."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lib.forms.draft import Order
from lib.forms.form import ModelForm
from lib.providers.dashscope import DashScope
from lib.providers.dashscope_body import build_body
from lib.providers.examples import LANGUAGES, request_example
from lib.providers.provider import Account
from lib.sandbox import Fault, Sandbox, SandboxConfig
from lib.sandbox.faults import FaultName
from lib.sandbox.store import Store
from lib.secret import Secret
from tests.forms.fillings import FORMS
from tests.providers.example_runs import WILD, Ran, order_in, run_all
from tests.providers.orders import unwatched

# What the official SDK sends beside what it is told (`test_as_the_sdk.py`).
SDKS_OWN = {"extend_prompt", "function"}
KEY = "sk-of-the-example"
CREATE = "/api/v1/services/aigc/video-generation/video-synthesis"


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A stand-in that makes videos."""
    with Sandbox(
        SandboxConfig(data_dir=tmp_path_factory.mktemp("data"), scale=0.25, speed=50.0, rate_limit=False)
    ) as running:
        yield running


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def refusing(data: Path) -> Iterator[Sandbox]:
    """A stand-in that takes every request and lets every task fail, which takes no time."""
    fails = Fault(name=FaultName.FAIL_MODERATION)
    with Sandbox(SandboxConfig(data_dir=data, scale=0.25, speed=50.0, rate_limit=False, faults=(fails,))) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "media"
    made.mkdir()
    return made


@pytest.mark.long
def test_the_video_comes_back(sandbox: Sandbox, folder: Path) -> None:
    form = FORMS["wan2.7-r2v"]
    order = order_in(folder, form, full=False)
    texts = {name: request_example(form, order, "sandbox", sandbox.base_url, name) for name in LANGUAGES}
    for language, ran in run_all(folder, texts, DASHSCOPE_API_KEY=KEY).items():
        assert ran.video()[4:8] == b"ftyp", language


@pytest.mark.parametrize("model", FORMS)
def test_what_arrives_is_what_the_app_sends(refusing: Sandbox, data: Path, folder: Path, model: str) -> None:
    form = FORMS[model]
    order = order_in(folder, form, full=True)
    texts = {name: request_example(form, order, "sandbox", refusing.base_url, name) for name in LANGUAGES}
    _send_as_the_app(refusing, folder, form, order)
    _all_told_why(run_all(folder, texts, DASHSCOPE_API_KEY=KEY))
    bodies = _bodies(refusing, data)
    assert bodies == [bodies[0]] * (1 + len(LANGUAGES))
    assert bodies[0] == build_body(form, order, {file.sha256: file.sha256 for file in order.files()})


def test_names_that_nobody_would_choose(refusing: Sandbox, data: Path, folder: Path) -> None:
    form = FORMS["wan2.7-r2v"]
    order = order_in(folder, form, full=True, names=WILD)
    texts = {
        name: request_example(form, order, "sandbox", refusing.base_url, name)
        for name in LANGUAGES
        if name != "dashscope"
    }
    _all_told_why(run_all(folder, texts, DASHSCOPE_API_KEY=KEY))
    expected = build_body(form, order, {file.sha256: file.sha256 for file in order.files()})
    assert _bodies(refusing, data) == [expected] * len(texts)


def _all_told_why(ran: dict[str, Ran]) -> None:
    for language, one in ran.items():
        assert (language, one.code) == (language, 1), one.said + one.complaint
        assert "DataInspectionFailed" in one.complaint, (language, one.complaint)
        assert one.said.startswith("Task "), (language, one.said)


def _send_as_the_app(sandbox: Sandbox, folder: Path, form: ModelForm, order: Order) -> None:
    client = DashScope()
    account = Account(service="sandbox", base_url=sandbox.base_url, key=Secret("sk-the-app"))
    links = {
        one.sha256: client.prepare(account, order.model, one, folder / one.name, unwatched) for one in order.files()
    }
    client.submit(account, form, order, links)


def _bodies(sandbox: Sandbox, data: Path) -> list[Any]:
    """Give the bodies that asked for a video, each link replaced by the hash of what lies there."""
    store = Store(data)
    return [_settled(store, one.body) for one in sandbox.requests if one.path == CREATE]


def _settled(store: Store, value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _settled(store, one) for name, one in value.items() if name not in SDKS_OWN}
    if isinstance(value, list):
        return [_settled(store, one) for one in value]
    if isinstance(value, str) and value.startswith("oss://"):
        upload = store.upload(value.removeprefix("oss://"))
        assert upload is not None, value
        return hashlib.sha256((store.folder / upload.path).read_bytes()).hexdigest()
    return value
