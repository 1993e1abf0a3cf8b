"""The app as it stands open to strangers: on an owner's key, behind a code and a budget, at a service that counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from gradio_client import Client

from lib.sandbox import Sandbox, SandboxConfig
from tests.programs import Program, start_app

# Each is looked for in everything that leaves the app.
OWNERS_KEY = "sk-canary-of-the-owner-0123456789"
ACCESS_CODE = "canary-access-code"
OWNER_CODE = "canary-owner-code"
# Five videos of 2 s at 720P in Beijing are CNY 6.00; a sixth is not to be had.
PER_VISITOR = 6.5


@pytest.fixture
def client(app: Program, tmp_path: Path) -> Iterator[Client]:
    """A client of the module's own app, with a folder of the test's own for what it downloads."""
    one = Client(app.address, verbose=False, download_files=str(tmp_path / "downloads"))
    yield one
    one.close()


@dataclass(frozen=True, kw_only=True)
class OpenApp:
    """The running app, its folders and the service that it pays."""

    program: Program
    home: Path
    service: Sandbox

    @property
    def address(self) -> str:
        return self.program.address.rstrip("/")


@pytest.fixture(scope="session")
def open_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenApp]:
    """One app for everything that strangers try."""
    home = tmp_path_factory.mktemp("open")
    config = SandboxConfig(data_dir=tmp_path_factory.mktemp("service"), scale=0.25, speed=20.0)
    with (
        Sandbox(config) as service,
        start_app(
            home,
            DASHSCOPE_API_KEY=OWNERS_KEY,
            DASHSCOPE_HTTP_BASE_URL=service.base_url,
            R2V_ACCESS_CODE=ACCESS_CODE,
            R2V_OWNER_CODE=OWNER_CODE,
            R2V_BUDGET_PER_VISITOR=str(PER_VISITOR),
        ) as program,
    ):
        yield OpenApp(program=program, home=home, service=service)
