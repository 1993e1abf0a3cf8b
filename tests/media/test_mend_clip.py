"""Repairs of clips: each real file passes afterwards, upright, and as long as it claims."""

import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from imageio_ffmpeg import get_ffmpeg_exe
from numpy.typing import NDArray
from PIL import Image

from lib.forms.fields import Between
from lib.media import inspect, poster
from lib.media.mend import Choice, MendFailed, Repair
from tests.makers import make_clip
from tests.media.mended import CLIP, Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    folder = tmp_path / "mended"
    folder.mkdir()
    return Bench(folder=folder)


def frames(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def seen(path: Path, folder: Path) -> NDArray[np.float64]:
    """Give the colours of the first frame as shown: (4, 4, 3)."""
    with Image.open(poster(path, folder / "still.png")) as still:
        return np.asarray(still.resize((4, 4), Image.Resampling.BOX)).astype(np.float64)


def ffmpeg(*arguments: str) -> None:
    subprocess.run([get_ffmpeg_exe(), "-v", "error", "-y", *arguments], check=True, timeout=60)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.webm", "libvpx-vp9"),
        ("a.mkv", "libx264"),
        ("a.mkv", "libx265"),
        ("a.avi", "libx264"),
        ("a.mov", "prores_ks"),
        ("a.mov", "libx265"),
        ("a.mp4", "libsvtav1"),
    ],
)
def test_any_clip_becomes_an_mp4_of_h264(name: str, codec: str, bench: Bench, tmp_path: Path) -> None:
    source = make_clip(tmp_path / name, codec=codec)
    made, facts = bench.mend(Repair.CLIP_CONVERT, source, CLIP)
    assert (facts.format, facts.video_codec, facts.audio_codec) == ("mp4", "h264", "aac")
    assert (facts.width, facts.height) == (640, 360)
    assert facts.seconds == pytest.approx(2, abs=0.04)
    decoded = frames(made)
    assert len(decoded) in {59, 60}
    assert decoded[0].format.name == "yuv420p"


@pytest.mark.parametrize(
    ("name", "codecs"),
    [
        ("a.ts", ("libx264", "aac")),
        ("a.flv", ("flv", "aac")),
        ("a.wmv", ("wmv2", "wmav2")),
        ("a.mpg", ("mpeg2video", "mp2")),
    ],
)
def test_old_containers_become_one_too(name: str, codecs: tuple[str, str], bench: Bench, tmp_path: Path) -> None:
    picture, sound = codecs
    inputs = ["-f", "lavfi", "-i", "testsrc2=s=320x240:d=2:r=25", "-f", "lavfi", "-i", "sine=d=2"]
    ffmpeg(*inputs, "-c:v", picture, "-pix_fmt", "yuv420p", "-c:a", sound, str(tmp_path / name))
    _, facts = bench.mend(Repair.CLIP_CONVERT, tmp_path / name, CLIP)
    assert (facts.video_codec, facts.audio_codec, facts.width, facts.height) == ("h264", "aac", 320, 240)
    assert facts.seconds == pytest.approx(2, abs=0.08)


def test_only_the_container_is_changed_where_that_is_enough(bench: Bench, tmp_path: Path) -> None:
    source = make_clip(tmp_path / "a.mkv")
    made, _ = bench.mend(Repair.CLIP_CONVERT, source, CLIP)
    for before, after in zip(frames(source), frames(made), strict=True):
        assert np.array_equal(before.to_ndarray(), after.to_ndarray())


@pytest.mark.parametrize("name", ["a.mkv", "b.mov"])
def test_the_header_stands_in_front(name: str, bench: Bench, tmp_path: Path) -> None:
    made, _ = bench.mend(Repair.CLIP_CONVERT, make_clip(tmp_path / name, faststart=False), CLIP)
    content = made.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_phones_clip_stays_as_it_is_held(rotation: int, bench: Bench, tmp_path: Path) -> None:
    source = make_clip(tmp_path / "a.mov", width=400, height=220, rotation=rotation)
    made, facts = bench.mend(Repair.CLIP_SCALE, source, CLIP)
    assert (facts.width, facts.height) == ((436, 240) if rotation == 180 else (240, 436))
    frame = frames(made)[0]
    assert (frame.width, frame.height, frame.rotation) == (facts.width, facts.height, 0)
    assert seen(made, tmp_path) == pytest.approx(seen(source, tmp_path), abs=12)


@pytest.mark.parametrize(
    ("make", "shown"),
    [
        ({"width": 4400, "height": 880, "seconds": 1, "fps": 2}, (4096, 820)),
        ({"width": 200, "height": 100}, (480, 240)),
        ({"width": 1000, "height": 100}, (1920, 240)),
        ({"width": 320, "height": 320, "sample_aspect": Fraction(2)}, (640, 320)),
    ],
)
def test_sides_end_where_they_should(
    make: dict[str, Any], shown: tuple[int, int], bench: Bench, tmp_path: Path
) -> None:
    made, facts = bench.mend(Repair.CLIP_SCALE, make_clip(tmp_path / "a.mp4", **make), CLIP)
    assert (facts.width, facts.height) == shown
    frame = frames(made)[0]
    assert (frame.width, frame.height) == shown


def test_the_canvas_has_the_colour_that_is_picked(bench: Bench, tmp_path: Path) -> None:
    source = make_clip(tmp_path / "a.mp4", width=1000, height=100)
    made, _ = bench.mend(Repair.CLIP_SCALE, source, CLIP, Choice(background="#00ff00"))
    top = frames(made)[0].to_ndarray(format="rgb24")[:8].reshape(-1, 3).mean(axis=0)
    assert top == pytest.approx([0, 255, 0], abs=12)


def test_a_colour_brings_no_filters_along(bench: Bench, tmp_path: Path) -> None:
    source = make_clip(tmp_path / "a.mp4", width=1000, height=100)
    with pytest.raises(MendFailed, match="no colour"):
        bench.mend(Repair.CLIP_SCALE, source, CLIP, Choice(background="#00ff00,negate"))


def test_a_long_clip_is_cut_to_its_first_seconds(bench: Bench, tmp_path: Path) -> None:
    rule = replace(CLIP, seconds=Between(minimum=1, maximum=2))
    made, facts = bench.mend(Repair.CLIP_TRIM, make_clip(tmp_path / "a.mp4", seconds=5), rule)
    assert facts.seconds == pytest.approx(2, abs=0.07)
    with av.open(str(made)) as container:
        assert (container.duration or 0) / av.time_base <= 2  # the sound too: a service may go by the longest track


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_a_picked_part_starts_and_ends_at_its_frame(name: str, bench: Bench, tmp_path: Path) -> None:
    source = make_clip(tmp_path / name, seconds=5)
    choice = Choice(start_seconds=1.5, end_seconds=3.1)
    made, facts = bench.mend(Repair.CLIP_TRIM, source, CLIP, choice)
    assert facts.seconds == pytest.approx(1.6, abs=1 / 30)
    kept = frames(made)[0].to_ndarray(format="gray").astype(np.int16)
    near = [frame.to_ndarray(format="gray").astype(np.int16) for frame in frames(source)[40:50]]
    closest = 40 + int(np.argmin([np.abs(kept - frame).mean() for frame in near]))
    assert closest in {44, 45, 46}


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (-1, 2, "not within the file"),
        (1, 9, "not within the file"),
        (1, 1.5, "too short"),
        (3, 2, "too short"),
        (0, 4, "too long"),
    ],
)
def test_a_part_that_is_none_is_refused(start: float, end: float, words: str, bench: Bench, tmp_path: Path) -> None:
    rule = replace(CLIP, seconds=Between(minimum=1, maximum=3))
    source = make_clip(tmp_path / "a.mp4", seconds=5)
    with pytest.raises(MendFailed, match=words):
        bench.mend(Repair.CLIP_TRIM, source, rule, Choice(start_seconds=start, end_seconds=end))


def test_a_part_may_have_one_end(bench: Bench, tmp_path: Path) -> None:
    source = make_clip(tmp_path / "a.mp4", seconds=5)
    _, facts = bench.mend(Repair.CLIP_TRIM, source, CLIP, Choice(start_seconds=3))
    assert facts.seconds == pytest.approx(2, abs=0.04)
    _, facts = bench.mend(Repair.CLIP_TRIM, source, CLIP, Choice(end_seconds=2.5))
    assert facts.seconds == pytest.approx(2.5, abs=0.04)


def test_a_heavy_clip_is_made_lighter(bench: Bench, tmp_path: Path) -> None:
    source = make_clip(tmp_path / "a.mp4", seconds=4)
    rule = replace(CLIP, max_bytes=150_000)
    _, facts = bench.mend(Repair.CLIP_SHRINK, source, rule)
    assert facts.seconds == pytest.approx(4, abs=0.04)
    assert facts.size_bytes > 60_000
    with pytest.raises(MendFailed, match="can't be made to fit"):
        bench.mend(Repair.CLIP_SHRINK, source, replace(CLIP, max_bytes=8_000))


def test_a_browsers_recording_says_no_length_and_passes(bench: Bench, tmp_path: Path) -> None:
    recording = tmp_path / "recording.webm"
    with recording.open("wb") as file:
        source = ["-f", "lavfi", "-i", "testsrc2=s=320x240:d=2:r=25"]
        vp8 = ["-c:v", "libvpx", "-deadline", "realtime", "-f", "webm", "-live", "1", "pipe:1"]
        subprocess.run([get_ffmpeg_exe(), "-v", "error", *source, *vp8], stdout=file, check=True, timeout=60)
    _, facts = bench.mend(Repair.CLIP_CONVERT, recording, CLIP)
    assert facts.seconds == pytest.approx(2, abs=0.05)


def test_a_bright_phone_clip_is_brought_to_an_ordinary_screen(bench: Bench, tmp_path: Path) -> None:
    hlg = "log-level=error:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"
    source = ["-f", "lavfi", "-i", "testsrc2=s=320x240:d=1:r=25", "-pix_fmt", "yuv420p10le"]
    ffmpeg(*source, "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", hlg, str(tmp_path / "a.mov"))
    made, _ = bench.mend(Repair.CLIP_CONVERT, tmp_path / "a.mov", CLIP)
    frame = frames(made)[0]
    assert (frame.color_trc, frame.color_primaries, frame.colorspace) == (1, 1, 1)  # BT.709 (H.273)


def test_a_silent_clip_stays_silent(bench: Bench, tmp_path: Path) -> None:
    _, facts = bench.mend(Repair.CLIP_CONVERT, make_clip(tmp_path / "a.avi", sound=False), CLIP)
    assert not facts.has_audio


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.avi", "a.webm"])
def test_half_a_clip_is_refused(name: str, bench: Bench, tmp_path: Path) -> None:
    codec = "libvpx-vp9" if name == "a.webm" else "libx264"
    source = make_clip(tmp_path / name, seconds=4, codec=codec)
    source.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    with pytest.raises(MendFailed, match="missing"):
        bench.mend(Repair.CLIP_CONVERT, source, CLIP)
    assert list(bench.folder.iterdir()) == []


@pytest.mark.parametrize("head", [b"\x1a\x45\xdf\xa3webm", b"RIFF\0\0\0\0AVI LIST", b"FLV\1"])
def test_what_only_starts_like_a_clip_is_refused(head: bytes, bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "a.mkv").write_bytes(head + np.random.default_rng(1).bytes(50_000))
    assert inspect(tmp_path / "a.mkv").flaw is None
    with pytest.raises(MendFailed):
        bench.mend(Repair.CLIP_CONVERT, tmp_path / "a.mkv", CLIP)
