"""A job's story on a flat gateway, which has no uploads, no cancel and no list of tasks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lib.forms.catalog import load_catalog
from lib.jobs.jobs import Jobs, JobsConfig
from lib.jobs.record import JobState, Record
from lib.providers.modelstream import ModelStream, Publish
from lib.providers.modelstream_profile import MODELSTREAM
from lib.providers.provider import Account
from lib.sandbox import Fault, Sandbox, SandboxConfig
from lib.secret import Secret
from tests.jobs.conftest import Studio
from tests.providers.server import answer, serving


class GatewayStudio(Studio):
    """The same studio, whose jobs go to the stand-in's gateway face, or to another gateway at `root`."""

    def __init__(self, folder: Path, sandbox: Sandbox, *, root: str = "", publish: Publish | None = None) -> None:
        # A gateway that takes nothing inline where links can be made, so that every file needs one.
        profile = MODELSTREAM if publish is None else replace(MODELSTREAM, inline_small_bytes=0)
        self.client = ModelStream(profile=profile, publish=publish)
        super().__init__(folder, sandbox)
        self.account = Account(service="modelstream", base_url=root or sandbox.gateway_url, key=Secret("ms-of-tests"))

    def _new_jobs(self) -> Jobs:
        config = JobsConfig(data_dir=self.folder, pace=0.02)
        return Jobs(config, load_catalog(), {"modelstream": self.client})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir()
    return made


@pytest.fixture
def sandbox(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    faults = tuple(Fault.parse(text) for text in getattr(request, "param", ()))
    with Sandbox(SandboxConfig(data_dir=tmp_path / "sandbox", scale=0.25, speed=5.0, faults=faults)) as running:
        yield running


@pytest.fixture
def studio(folder: Path, sandbox: Sandbox) -> Iterator[GatewayStudio]:
    made = GatewayStudio(folder, sandbox)
    made.start()
    yield made
    made.jobs.stop()


def test_a_job_ends_with_a_video_and_says_what_the_gateway_says(studio: GatewayStudio) -> None:
    job = studio.submit().job
    running = studio.until(job, lambda record: record.state is JobState.RUNNING or record.state.ended)
    assert running.message == "The service is making the video: 30 % done, it says."
    record = studio.ended(job)
    assert record.state is JobState.SUCCEEDED, record
    assert record.ticket is not None
    assert record.ticket.base_url == studio.sandbox.gateway_url
    assert studio.jobs.video_path(record) is not None
    assert studio.sandbox.creates == 1


@pytest.mark.parametrize("sandbox", [("throttle:2", "poll-500:2", "poll-html:1", "unknown-status:2")], indirect=True)
def test_what_may_be_repeated_is_repeated(studio: GatewayStudio) -> None:
    record = studio.ended(studio.submit().job)
    assert record.state is JobState.SUCCEEDED, record
    assert studio.sandbox.creates == 1


@pytest.mark.parametrize(
    ("sandbox", "creates"), [(("create-drop:1",), 1), (("create-500:1",), 0)], indirect=["sandbox"]
)
def test_an_unclear_answer_is_lost_at_once_and_never_sent_again(studio: GatewayStudio, creates: int) -> None:
    record = studio.ended(studio.submit().job)
    assert record.state is JobState.LOST
    assert record.error is not None
    assert "may have been accepted and charged" in record.error.message
    assert "look in the gateway's console" in record.error.advice
    assert "may be charged twice" in record.error.advice
    assert not studio.jobs.aftercare.can_look_again(record)
    assert studio.ended(studio.jobs.aftercare.look_again(record.job).job).state is JobState.LOST
    studio.restart()
    assert studio.jobs.get(record.job).state is JobState.LOST
    posts = [one for one in studio.sandbox.requests if one.method == "POST"]
    assert (studio.sandbox.creates, len(posts)) == (creates, 1)


@pytest.mark.parametrize("sandbox", [("never-ends",)], indirect=True)
def test_a_cancel_says_that_there_is_none_and_the_words_stay(studio: GatewayStudio) -> None:
    job = studio.submit().job
    studio.until(job, lambda record: record.ticket is not None)
    said = studio.jobs.cancel(job).message
    assert said.startswith("It could not be canceled. The gateway has no way to cancel a task.")
    running = studio.until(job, lambda record: record.state is JobState.RUNNING)
    assert running.message == said
    assert [one.method for one in studio.sandbox.requests].count("POST") == 1


def test_each_request_has_links_of_its_own_made_right_before_it(folder: Path, sandbox: Sandbox) -> None:
    published: list[str] = []

    def publish(path: Path, mime: str) -> str:
        published.append(f"https://studio.example/{len(published)}/{path.parent.name}?{mime}")
        return published[-1]

    busy = answer({"error": {"message": "slower", "type": "new_api_error", "code": ""}}, 429)
    made, failed = answer({"task_id": "t-1"}), answer({"status": "failed", "fail_reason": "no"})
    other, failed_too = answer({"task_id": "t-2"}), answer({"status": "failed", "fail_reason": "no"})
    with serving(busy, made, failed, other, failed_too) as gateway:
        studio = GatewayStudio(folder, sandbox, root=gateway.origin, publish=publish)
        studio.start()
        try:
            records: list[Record] = [studio.ended(studio.submit(visitor=who).job) for who in ("anna", "ben")]
        finally:
            studio.jobs.stop()
        sent = [one.json["reference_image"] for one in gateway.seen if one.method == "POST"]
    assert [record.state for record in records] == [JobState.FAILED] * 2
    # The same picture twice: the second job must not lean on a link that dies with the first.
    assert sent == [published[0], published[0], published[1]]
    assert [record.job in link for record, link in zip(records, published, strict=True)] == [True, True]
