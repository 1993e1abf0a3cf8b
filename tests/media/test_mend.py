"""What every repair promises: a safe name, an untouched original, nothing left when it fails or is stopped."""

import shutil
import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lib.errors import StorageError
from lib.facts import Flaw, Kind, MediaInfo
from lib.forms.fields import Between, MediaRule
from lib.media import inspect
from lib.media.mend import MendFailed, MendStopped, Repair, mend, suitable
from tests.makers import make_clip, make_heic, make_picture, make_voice
from tests.media.conftest import Canary
from tests.media.mended import CLIP, PICTURE, VOICE, Bench, limits_of

Make = Callable[[Path], Path]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    folder = tmp_path / "mended"
    folder.mkdir()
    return Bench(folder=folder)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a b.png", "a b.jpg"),
        ("-rf.png", "rf.jpg"),
        ("图片 1.png", "图片 1.jpg"),
        ("100%d:x?.png", "100_d_x.jpg"),
        ("con.png", "file.jpg"),
        ("...png", "file.jpg"),
        ("'; rm -rf ~ #.png", "rm -rf.jpg"),
        (f"{'é' * 120}.png", f"{'é' * 60}.jpg"),
    ],
)
def test_odd_names_become_safe_ones(name: str, expected: str, bench: Bench, tmp_path: Path) -> None:
    source = make_picture(tmp_path / name, format="PNG")
    made, _ = bench.mend(Repair.PICTURE_CONVERT, source, PICTURE)
    assert (made.name, made.parent) == (expected, bench.folder)


@pytest.mark.parametrize("name", ["-i.mkv", "a:b %03d.mkv", "http:x.mkv", "'quoted' [0] ,;.mkv"])
def test_ffmpeg_takes_a_name_for_nothing_else(name: str, bench: Bench, tmp_path: Path) -> None:
    _, facts = bench.mend(Repair.CLIP_CONVERT, make_clip(tmp_path / name), CLIP)
    assert facts.seconds == 2


def test_a_name_that_is_taken_is_left_alone(tmp_path: Path) -> None:
    source = make_picture(tmp_path / "a.jpg", mode="CMYK")
    before = source.read_bytes()
    bench = Bench(folder=tmp_path)
    names = [bench.mend(Repair.PICTURE_CONVERT, source, PICTURE)[0].name for _ in range(2)]
    assert names == ["a-2.jpg", "a-3.jpg"]
    assert source.read_bytes() == before


@pytest.mark.parametrize(
    ("repair", "make", "rule"),
    [
        (Repair.PICTURE_CONVERT, lambda folder: make_picture(folder / "a.tiff"), PICTURE),
        (Repair.CLIP_TRIM, lambda folder: make_clip(folder / "a.mp4", seconds=3, width=1280, height=720), CLIP),
        (Repair.VOICE_CONVERT, lambda folder: make_voice(folder / "a.flac"), VOICE),
    ],
)
@pytest.mark.parametrize("share", [-1, 0.05])
def test_a_stopped_repair_leaves_nothing(  # noqa: PLR0913, PLR0917  # a row of the tables above
    repair: Repair, make: Make, rule: MediaRule, share: float, bench: Bench, tmp_path: Path
) -> None:
    source = make(tmp_path)
    with pytest.raises(MendStopped) as caught:
        bench.stop_at(share, repair, source, rule)
    assert caught.value.failure.code == "Studio.MendStopped"
    assert list(bench.folder.iterdir()) == []
    assert str(bench.folder) not in processes()


def processes() -> str:
    """Give the command lines of all processes."""
    return subprocess.run(["ps", "-eo", "args", "-ww"], capture_output=True, text=True, check=True).stdout


def test_a_caller_that_fails_leaves_nothing_either(bench: Bench, tmp_path: Path) -> None:
    def fail(done: float) -> None:
        if done > 0:
            raise KeyError(done)

    source = make_clip(tmp_path / "a.mp4", seconds=3, width=1280, height=720)
    with pytest.raises(KeyError):
        mend(Repair.CLIP_TRIM, source, bench.folder, inspect(source), limits_of(CLIP), progress=fail)
    assert list(bench.folder.iterdir()) == []
    assert str(bench.folder) not in processes()


@pytest.mark.parametrize("flaw", sorted(set(Flaw) - {Flaw.TOO_MANY_PIXELS}))
def test_what_the_look_found_broken_is_refused_at_once(flaw: Flaw, bench: Bench, tmp_path: Path) -> None:
    source = make_picture(tmp_path / "a.png")
    facts = replace(inspect(source), flaw=flaw)
    with pytest.raises(MendFailed) as caught:
        mend(Repair.PICTURE_CONVERT, source, bench.folder, facts, limits_of(PICTURE), progress=bench.told.append)
    assert caught.value.failure.message
    assert caught.value.failure.advice
    assert bench.told == []


def test_a_file_that_is_gone_is_told(bench: Bench, tmp_path: Path) -> None:
    source = make_picture(tmp_path / "a.png")
    facts = inspect(source)
    source.unlink()
    with pytest.raises(MendFailed, match="gone"):
        mend(Repair.PICTURE_CONVERT, source, bench.folder, facts, limits_of(PICTURE), progress=bench.told.append)


def test_a_folder_that_is_gone_is_a_failure_of_the_disk(bench: Bench, tmp_path: Path) -> None:
    source = make_picture(tmp_path / "a.png")
    shutil.rmtree(bench.folder)
    with pytest.raises(StorageError):
        bench.stop_at(2, Repair.PICTURE_CONVERT, source, PICTURE)


@pytest.mark.parametrize(
    ("repair", "rule"),
    [(Repair.CLIP_CONVERT, PICTURE), (Repair.PICTURE_CONVERT, VOICE), (Repair.VOICE_CONVERT, CLIP)],
)
def test_a_repair_of_another_kind_is_refused(repair: Repair, rule: MediaRule, bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(MendFailed, match="not what is asked for"):
        bench.mend(repair, make_picture(tmp_path / "a.png"), rule)


def test_a_playlist_that_is_taken_for_a_clip_opens_nothing(bench: Bench, canary: Canary, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{canary.url}/a.ts\n")
    for name in ("mp4", "mkv", "avi", "ts", "flv", "wmv", "mpeg"):
        facts = MediaInfo(kind=Kind.CLIP, format=name)
        for repair, rule in ((Repair.CLIP_CONVERT, CLIP), (Repair.VOICE_CONVERT, VOICE)):
            with pytest.raises(MendFailed):
                mend(repair, path, bench.folder, facts, limits_of(rule), progress=bench.told.append)
    assert canary.calls == []


def test_repairs_of_the_same_name_at_once_get_a_name_each(bench: Bench, tmp_path: Path) -> None:
    source = make_picture(tmp_path / "a.tiff")
    made: list[Path] = []

    def ignore(_: float) -> None:
        """Four threads tell at once."""

    def work() -> None:
        limits = limits_of(PICTURE)
        made.append(mend(Repair.PICTURE_CONVERT, source, bench.folder, inspect(source), limits, progress=ignore))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(path.name for path in made) == ["a-2.jpg", "a-3.jpg", "a-4.jpg", "a.jpg"]


def picture(name: str, **make: object) -> Make:
    return lambda folder: make_picture(folder / name, **make)  # type: ignore[arg-type]  # a row of the table below


def clip(name: str, **make: object) -> Make:
    return lambda folder: make_clip(folder / name, **make)  # type: ignore[arg-type]  # the same


def voice(name: str, **make: float) -> Make:
    return lambda folder: make_voice(folder / name, **make)  # type: ignore[arg-type]  # the same


@pytest.mark.parametrize(
    ("make", "rule", "expected"),
    [
        (picture("a.jpg"), PICTURE, None),
        (picture("a.tiff"), PICTURE, Repair.PICTURE_CONVERT),
        (lambda folder: make_heic(folder / "a.heic"), PICTURE, Repair.PICTURE_CONVERT),
        (picture("a.jpg", mode="CMYK"), PICTURE, Repair.PICTURE_CONVERT),
        (picture("a.png", mode="I;16"), PICTURE, Repair.PICTURE_CONVERT),
        (picture("a.webp", frames=2), PICTURE, Repair.PICTURE_CONVERT),
        (picture("a.png", mode="RGBA"), PICTURE, Repair.PICTURE_FLATTEN),
        (picture("a.png", width=8100, height=1020, mode="L"), PICTURE, Repair.PICTURE_SHRINK),
        (picture("a.bmp"), replace(PICTURE, max_bytes=500_000), Repair.PICTURE_SHRINK),
        (picture("a.png", width=100, height=100), PICTURE, Repair.PICTURE_ENLARGE),
        (picture("a.png", width=3000, height=300), PICTURE, Repair.PICTURE_PAD),
        (picture("a.jpg"), CLIP, None),
        (clip("a.mp4"), CLIP, None),
        (clip("a.webm", codec="libvpx-vp9"), CLIP, Repair.CLIP_CONVERT),
        (clip("a.mov", codec="libx265"), CLIP, Repair.CLIP_CONVERT),
        (clip("a.mp4"), replace(CLIP, seconds=Between(minimum=1, maximum=1.5)), Repair.CLIP_TRIM),
        (clip("a.mp4", width=200, height=200), CLIP, Repair.CLIP_SCALE),
        (clip("a.mp4"), replace(CLIP, max_bytes=70_000), Repair.CLIP_SHRINK),
        (clip("a.mp4", seconds=0.5), CLIP, None),
        (clip("a.mp4"), VOICE, Repair.VOICE_CONVERT),
        (clip("a.mp4", sound=False), VOICE, None),
        (voice("a.wav"), VOICE, None),
        (voice("a.ogg"), VOICE, Repair.VOICE_CONVERT),
        (voice("a.mp3", seconds=12), VOICE, Repair.VOICE_TRIM),
        (voice("a.wav", seconds=0.5), VOICE, None),
        (voice("a.wav"), CLIP, None),
    ],
)
def test_the_suitable_repair_makes_the_file_pass(
    make: Make, rule: MediaRule, expected: Repair | None, bench: Bench, tmp_path: Path
) -> None:
    source = make(tmp_path)
    found = suitable(inspect(source), limits_of(rule))
    assert found == expected
    if found is not None:
        made, facts = bench.mend(found, source, rule)
        assert suitable(facts, limits_of(rule)) is None
        assert made.exists()
