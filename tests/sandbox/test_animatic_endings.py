"""How a rendering ends when it can't end well: one clear sentence, no file, no process."""

import os
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from lib.sandbox.animatic import Reference, RenderFailed, RenderRequest, RenderStopped, render
from tests.makers import make_clip, make_picture, make_voice

GARBAGE = bytes(range(256)) * 40


def ask(reference: Reference, *, duration: int = 2, side: int = 256, first: Path | None = None) -> RenderRequest:
    return RenderRequest(
        prompt=f"{reference.label} walks.",
        references=(reference,),
        width=side,
        height=side,
        duration=duration,
        seed=1,
        first_frame=first,
    )


def cut(path: Path) -> Path:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def broken_references(folder: Path) -> dict[str, Reference]:
    garbage = folder / "garbage"
    garbage.write_bytes(GARBAGE)
    picture = make_picture(folder / "good.png")
    playlist = folder / "playlist.mp4"
    playlist.write_text(f"#EXTM3U\n#EXTINF:2,\nfile://{folder}/secret.ts\n")
    return {
        "picture": Reference(kind="reference_image", path=garbage, label="Image 1"),
        "cut picture": Reference(kind="reference_image", path=cut(make_picture(folder / "cut.png")), label="Image 1"),
        "missing": Reference(kind="reference_image", path=folder / "none.png", label="Image 1"),
        "clip": Reference(kind="reference_video", path=garbage, label="Video 1"),
        "cut clip": Reference(
            kind="reference_video", path=cut(make_clip(folder / "c.mp4", faststart=False)), label="Video 1"
        ),
        "playlist": Reference(kind="reference_video", path=playlist, label="Video 1"),
        "voice": Reference(kind="reference_image", path=picture, label="Image 1", voice=garbage),
    }


CASES = ("picture", "cut picture", "missing", "clip", "cut clip", "playlist", "voice")


@pytest.mark.parametrize("case", CASES)
def test_a_broken_reference_is_named_in_the_failure(tmp_path: Path, case: str) -> None:
    reference = broken_references(tmp_path)[case]
    target = tmp_path / "out" / "animatic.mp4"
    target.parent.mkdir()
    with pytest.raises(RenderFailed, match=rf"{reference.label} can't be decoded"):
        render(ask(reference), target)
    assert list(target.parent.iterdir()) == []


def test_a_broken_first_frame_is_named_in_the_failure(tmp_path: Path) -> None:
    (tmp_path / "first.png").write_bytes(GARBAGE)
    reference = Reference(kind="reference_image", path=make_picture(tmp_path / "a.png"), label="Image 1")
    with pytest.raises(RenderFailed, match="first frame can't be decoded"):
        render(ask(reference, first=tmp_path / "first.png"), tmp_path / "animatic.mp4")


def at_work_in(folder: Path) -> set[int]:
    """Ids of the processes whose arguments name a folder, as the encoder's do."""
    found = set()
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(FileNotFoundError, ProcessLookupError):
            found |= {int(command.parent.name)} if os.fsencode(folder) in command.read_bytes() else set()
    return found


def test_a_stop_ends_the_encoder_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    reference = Reference(
        kind="reference_image",
        path=make_picture(tmp_path / "a.png", width=1200, height=900),
        label="Image 1",
        voice=make_voice(tmp_path / "v.wav"),
    )
    target = tmp_path / "out" / "animatic.mp4"
    target.parent.mkdir()
    stopped = threading.Event()
    ended: list[BaseException] = []

    def run() -> None:
        try:
            render(ask(reference, duration=15, side=1440), target, stopped=stopped)
        except RenderStopped as error:
            ended.append(error)

    rendering = threading.Thread(target=run)
    rendering.start()
    tick = threading.Event()
    while rendering.is_alive() and not at_work_in(target.parent):
        tick.wait(0.01)
    assert at_work_in(target.parent)
    begin = time.monotonic()
    stopped.set()
    rendering.join(timeout=10)
    assert time.monotonic() - begin < 2
    assert len(ended) == 1
    assert not at_work_in(target.parent)
    assert list(target.parent.iterdir()) == []


def test_a_stop_before_the_start_encodes_nothing(tmp_path: Path) -> None:
    stopped = threading.Event()
    stopped.set()
    reference = Reference(kind="reference_image", path=make_picture(tmp_path / "a.png"), label="Image 1")
    with pytest.raises(RenderStopped):
        render(ask(reference), tmp_path / "animatic.mp4", stopped=stopped)
    assert not (tmp_path / "animatic.mp4").exists()
