"""What every provider keeps to, tried on the stand-in: from real files to a saved video, and each way to be refused."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from lib.errors import Refused, ServiceError
from lib.forms.draft import Order, OrderFile, OrderItem
from lib.forms.fields import Scalar
from lib.providers.dashscope import DashScope
from lib.providers.modelstream import ModelStream
from lib.providers.provider import Account, Links, Look, Provider, TaskState, Ticket
from lib.sandbox import Fault, FaultName, Sandbox, SandboxConfig
from lib.secret import Secret
from tests.makers import make_clip, make_picture, make_voice
from tests.providers.orders import FORM, KEY, MODEL, chain, order, unwatched
from tests.providers.server import Heard, answer, serving

SERVICES = ("dashscope", "modelstream")
UNDER_WAY = (TaskState.QUEUED, TaskState.RUNNING)


@dataclass(frozen=True, kw_only=True)
class Party:
    """A provider, an account at the stand-in, and the stand-in itself."""

    provider: Provider
    who: Account
    sandbox: Sandbox

    def staged(self, files: "Files", made: Order) -> Links:
        return {
            one.sha256: self.provider.prepare(self.who, MODEL, one, files.paths[one.sha256], unwatched)
            for one in made.files()
        }

    def submitted(self, files: "Files", made: Order) -> Ticket:
        return self.provider.submit(self.who, FORM, made, self.staged(files, made))

    def until_over(self, ticket: Ticket) -> Look:
        """Look again and again; each look is a request, which takes its time by itself."""
        deadline = time.monotonic() + 120
        while (seen := self.provider.look(self.who, ticket)).state in UNDER_WAY:
            assert time.monotonic() < deadline, seen
        return seen


@dataclass(frozen=True, kw_only=True)
class Files:
    """Real files by their content, and an order of all of them."""

    paths: dict[str, Path]
    everything: Order
    least: Order


def _file(path: Path, mime: str) -> OrderFile:
    letter = path.stem
    return OrderFile(
        sha256=letter * 64, name=path.name, format=path.suffix[1:], mime=mime, size_bytes=path.stat().st_size
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("media")
    picture = _file(make_picture(folder / "a.png", width=320, height=320), "image/png")
    clip = _file(make_clip(folder / "b.mp4", width=320, height=240, seconds=1.5), "video/mp4")
    voice = _file(make_voice(folder / "c.wav", seconds=1.5), "audio/wav")
    frame = _file(make_picture(folder / "d.png", width=400, height=300), "image/png")
    media = (
        OrderItem(field="reference_image", file=picture),
        OrderItem(field="reference_video", file=clip, voice=voice),
        OrderItem(field="first_frame", file=frame),
    )
    small: dict[str, Scalar] = {"duration": 2, "resolution": "720P", "seed": 0}
    return Files(
        paths={one.sha256: folder / one.name for one in (picture, clip, voice, frame)},
        everything=order(*media, prompt="Image 1 waves to Video 1.", **small),
        least=order(media[0], **small),
    )


def _party(service: str, sandbox: Sandbox) -> Party:
    if service == "dashscope":
        who = Account(service=service, base_url=sandbox.base_url, key=Secret(KEY))
        return Party(provider=DashScope(), who=who, sandbox=sandbox)
    who = Account(service=service, base_url=sandbox.gateway_url, key=Secret(KEY))
    return Party(provider=ModelStream(), who=who, sandbox=sandbox)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    config = SandboxConfig(data_dir=tmp_path_factory.mktemp("sandbox"), scale=0.25, speed=50.0, rate_limit=False)
    with Sandbox(config) as started:
        yield started


@pytest.fixture(params=SERVICES)
def party(request: pytest.FixtureRequest, sandbox: Sandbox) -> Party:
    return _party(request.param, sandbox)


def test_from_a_picture_a_clip_and_a_voice_to_a_saved_video(party: Party, files: Files, tmp_path: Path) -> None:
    before, heard, target = party.sandbox.creates, Heard(), tmp_path / "video.mp4"
    ticket = party.submitted(files, files.everything)
    assert (ticket.service, ticket.base_url) == (party.who.service, party.who.base_url)
    seen = party.until_over(ticket)
    assert seen.state is TaskState.SUCCEEDED, seen
    assert seen.failure is None
    assert seen.video_url is not None
    party.provider.fetch(party.who, seen.video_url, target, heard)
    assert target.read_bytes()[4:8] == b"ftyp"
    assert heard.calls[-1] == (target.stat().st_size,) * 2
    assert party.sandbox.creates == before + 1
    with pytest.raises(Refused):
        party.provider.cancel(party.who, ticket)


def test_a_file_that_the_service_does_not_take_ends_as_a_failure_that_says_why(party: Party, files: Files) -> None:
    wrong = replace(files.least.media[0], file=files.everything.media[1].file)
    seen = party.until_over(party.submitted(files, replace(files.least, media=(wrong,))))
    assert seen.state is TaskState.FAILED
    assert seen.failure is not None
    assert seen.failure.code == "InvalidFile.Format"
    assert seen.failure.advice
    assert seen.video_url is None


def test_a_task_that_nobody_made_is_gone(party: Party) -> None:
    ticket = Ticket(service=party.who.service, base_url=party.who.base_url, task_id="sandbox-none")
    assert party.provider.look(party.who, ticket).state is TaskState.GONE


def test_another_account_does_not_see_the_task(party: Party, files: Files) -> None:
    ticket = party.submitted(files, files.least)
    other = replace(party.who, key=Secret("sk-another-0123456789"))
    assert party.provider.look(other, ticket).state is TaskState.GONE


def test_a_wrong_key_is_refused_about_the_key_and_never_said(party: Party, files: Files) -> None:
    key = Secret("wrong-0123456789abcdef")
    other, links, before = replace(party.who, key=key), party.staged(files, files.least), party.sandbox.creates
    ticket = Ticket(service=other.service, base_url=other.base_url, task_id="sandbox-none")
    for verb in (
        lambda: party.provider.submit(other, FORM, files.least, links),
        lambda: party.provider.look(other, ticket),
    ):
        with pytest.raises(Refused) as raised:
            verb()
        assert raised.value.failure.field == "api_key"
        assert not raised.value.failure.retryable
        assert key.reveal() not in chain(raised.value)
    assert party.sandbox.creates == before


@pytest.mark.parametrize("service", SERVICES)
def test_an_answer_that_was_cut_off_is_not_asked_for_again(service: str, files: Files, tmp_path: Path) -> None:
    faults = (Fault(name=FaultName.CREATE_DROP, times=1),)
    with Sandbox(SandboxConfig(data_dir=tmp_path, scale=0.25, speed=50.0, faults=faults)) as sandbox:
        party = _party(service, sandbox)
        with pytest.raises(ServiceError) as raised:
            party.submitted(files, files.least)
        assert sandbox.creates == 1
    assert not raised.value.failure.retryable
    assert "may have been accepted" in raised.value.failure.advice
    assert KEY not in chain(raised.value)


def test_links_of_this_apps_own_take_the_place_of_base64(sandbox: Sandbox, files: Files) -> None:
    clip = files.everything.media[1].file
    party = _party("modelstream", sandbox)
    content = answer(files.paths[clip.sha256].read_bytes(), kind=clip.mime)
    made = replace(files.everything, media=(files.everything.media[0], replace(files.everything.media[1], voice=None)))
    with serving(content) as server:
        publishing = ModelStream(publish=lambda path, _mime: f"{server.origin}/{path.name}")
        ticket = replace(party, provider=publishing).submitted(files, made)
    assert [seen.path for seen in server.seen] == ["/b.mp4"]
    assert party.until_over(ticket).state is TaskState.SUCCEEDED
