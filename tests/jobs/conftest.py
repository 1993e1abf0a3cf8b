"""A studio for the tests of jobs: a real stand-in, the real client, a real database, quick waits."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lib.forms.catalog import load_catalog
from lib.forms.check import check
from lib.forms.cost import Tariff
from lib.forms.draft import Attached, Draft, Upload
from lib.jobs.jobs import Jobs, JobsConfig
from lib.jobs.record import Record
from lib.media import FactsCache
from lib.providers.dashscope import DashScope
from lib.providers.provider import Account
from lib.sandbox import Fault, Sandbox, SandboxConfig
from lib.secret import Secret
from tests.makers import make_picture

WAIT_SECONDS = 60
# Never set: a bounded wait between two looks at a condition.
_PAUSE = threading.Event()


class Studio:
    """Jobs on a stand-in. `restart` is what a new process does."""

    def __init__(self, folder: Path, sandbox: Sandbox, **options: Any) -> None:
        self.folder = folder
        self.options = options
        self.sandbox = sandbox
        self.account = Account(service="dashscope", base_url=sandbox.base_url, key=Secret("sk-owner-of-the-tests"))
        self.jobs = self._new_jobs()

    def _new_jobs(self) -> Jobs:
        client = DashScope()
        config = JobsConfig(data_dir=self.folder, pace=0.02, **self.options)
        return Jobs(config, load_catalog(), {"dashscope": client, "sandbox": client})

    def start(self, *, with_key: bool = True) -> None:
        if with_key:
            self.jobs.hold(self.account, keep=True)
        self.jobs.start()

    def restart(self, *, with_key: bool = True) -> None:
        self.jobs.stop()
        self.jobs = self._new_jobs()
        self.start(with_key=with_key)

    def submit(
        self, prompt: str = "Image 1 waves.", *, visitor: str = "somebody", key: str | None = None, **values: object
    ) -> Record:
        path = make_picture(self.folder / f"anna-{len(prompt)}.png")
        draft = Draft(
            model="wan2.7-r2v",
            values={"prompt": prompt, "duration": 2, "resolution": "720P", **values},
            attached=(Attached(field="reference_image", upload=Upload(path=path, name="anna.png")),),
        )
        facts = {path: FactsCache().facts(path)}
        checked = check(draft, load_catalog().default, facts, Tariff(service="dashscope", region="cn-beijing"))
        assert checked.order is not None, checked.findings
        account = self.account if key is None else replace(self.account, key=Secret(key))
        return self.jobs.submit(checked.order, {facts[path].sha256: path}, account, cost=checked.cost, visitor=visitor)

    def until(self, job: str, wanted: Callable[[Record], bool]) -> Record:
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            record = self.jobs.get(job)
            if wanted(record):
                return record
            _PAUSE.wait(0.02)
        raise AssertionError(f"it never came: {self.jobs.get(job)}")

    def ended(self, job: str) -> Record:
        return self.until(job, lambda record: record.state.ended)


@pytest.fixture
def studio_on(tmp_path: Path) -> Iterator[Callable[..., Studio]]:
    """Make a studio whose stand-in has these faults and makes small pictures quickly; stopped at the end."""
    made: list[Studio] = []

    def make(*faults: str, speed: float = 20.0, scale: float = 0.25, **options: Any) -> Studio:
        folder = tmp_path / "data"
        folder.mkdir()
        config = SandboxConfig(
            data_dir=tmp_path / "sandbox",
            speed=speed,
            scale=scale,
            faults=tuple(Fault.parse(text) for text in faults),
        )
        sandbox = Sandbox(config)
        sandbox.start()
        studio = Studio(folder, sandbox, **options)
        made.append(studio)
        return studio

    yield make
    for studio in made:
        studio.jobs.stop()
        studio.sandbox.stop()
