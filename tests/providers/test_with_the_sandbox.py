"""The client and the stand-in, which share no code, understand each other."""

import time
from pathlib import Path

import pytest

from lib.errors import Refused
from lib.forms.draft import OrderFile, OrderItem
from lib.providers.provider import Account, Look, TaskState, Ticket
from lib.sandbox import Sandbox, SandboxConfig
from tests.makers import make_picture, make_voice
from tests.providers.orders import FORM, MODEL, QUICK, account, order, unwatched

UNDER_WAY = (TaskState.QUEUED, TaskState.RUNNING)


def until_over(who: Account, ticket: Ticket) -> Look:
    """Look again and again; each look is a request, which takes its time by itself."""
    deadline = time.monotonic() + 120
    while (seen := QUICK.look(who, ticket)).state in UNDER_WAY:
        assert time.monotonic() < deadline, seen
    return seen


def test_from_a_picture_and_a_voice_to_a_video(tmp_path: Path) -> None:
    picture, voice = make_picture(tmp_path / "a.png"), make_voice(tmp_path / "b.wav")
    image = OrderFile(sha256="a" * 64, name="a.png", format="png", mime="image/png", size_bytes=picture.stat().st_size)
    sound = OrderFile(sha256="b" * 64, name="b.wav", format="wav", mime="audio/wav", size_bytes=voice.stat().st_size)
    made = order(OrderItem(field="reference_image", file=image, voice=sound), duration=2, resolution="720P", seed=0)
    with Sandbox(SandboxConfig(data_dir=tmp_path / "sandbox", scale=0.25, speed=50.0)) as sandbox:
        who = account(sandbox.base_url)
        links = {
            one.sha256: QUICK.prepare(who, MODEL, one, path, unwatched)
            for one, path in ((image, picture), (sound, voice))
        }
        begun = time.time()
        ticket = QUICK.submit(who, FORM, made, links)
        listed = QUICK.recent(who, MODEL, begun - 5)
        seen = until_over(who, ticket)
        assert seen.state is TaskState.SUCCEEDED, seen
        assert seen.video_url is not None
        QUICK.fetch(who, seen.video_url, tmp_path / "video.mp4", unwatched)
        with pytest.raises(Refused) as raised:
            QUICK.cancel(who, ticket)
        gone = QUICK.look(who, Ticket(service=who.service, base_url=who.base_url, task_id="sandbox-none"))
    assert [task.task_id for task in listed] == [ticket.task_id]
    assert begun - 5 <= listed[0].created <= time.time()
    assert seen.billed_seconds == 2
    assert (tmp_path / "video.mp4").read_bytes()[4:8] == b"ftyp"
    assert raised.value.failure.code == "UnsupportedOperation"
    assert gone.state is TaskState.GONE
