"""What the stand-in's tests share: a running stand-in, a client of it, and real media."""

import base64
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from lib.sandbox import Sandbox, SandboxConfig
from tests.makers import make_clip, make_picture, make_voice
from tests.sandbox.raw_client import RawClient

StartSandbox = Callable[..., Sandbox]
Connect = Callable[..., RawClient]


@pytest.fixture
def start_sandbox(tmp_path: Path) -> Iterator[StartSandbox]:
    """Start stand-ins on one data folder, twenty times as fast as usual; all are stopped at the end."""
    with ExitStack() as stack:

        def start(**settings: Any) -> Sandbox:
            settings = {"data_dir": tmp_path / "data", "speed": 20.0, **settings}
            return stack.enter_context(Sandbox(SandboxConfig(**settings)))

        yield start


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Give clients of a stand-in, closed at the end."""
    with ExitStack() as stack:

        def open_client(sandbox: Sandbox, key: str = "sk-test") -> RawClient:
            return stack.enter_context(RawClient(sandbox.base_url, key))

        yield open_client


@pytest.fixture(scope="module")
def shared_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the stand-in that a module's tests share."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def shared_sandbox(shared_data: Path) -> Iterator[Sandbox]:
    """A stand-in without faults for the tests of a module, which takes any number of submits a second."""
    with Sandbox(SandboxConfig(data_dir=shared_data, speed=20.0, rate_limit=False)) as sandbox:
        yield sandbox


@pytest.fixture
def client(shared_sandbox: Sandbox, connect: Connect) -> RawClient:
    """A client with an account of its own, so that no test sees another's tasks."""
    return connect(shared_sandbox, f"sk-{uuid4().hex}")


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with picture.png, clip.mp4 (2 s, with sound) and voice.wav (2 s)."""
    folder = tmp_path_factory.mktemp("media")
    make_picture(folder / "picture.png", width=320, height=320)
    make_clip(folder / "clip.mp4", width=320, height=240, seconds=2.0)
    make_voice(folder / "voice.wav", seconds=2.0)
    return folder


@pytest.fixture(scope="session")
def inline_picture(media: Path) -> dict[str, str]:
    """A reference picture as base64: no upload needed."""
    content = base64.b64encode((media / "picture.png").read_bytes()).decode()
    return {"type": "reference_image", "url": f"data:image/png;base64,{content}"}
