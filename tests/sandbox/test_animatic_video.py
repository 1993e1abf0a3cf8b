"""Finished animatics, decoded: form, length, picture and sound."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from lib.sandbox.animatic import Reference, RenderRequest, render
from tests.makers import make_clip, make_picture, make_voice
from tests.sandbox.screening import Pixels, Screening, difference, screen, top_boxes

WIDTH, HEIGHT = 320, 180
AUDIBLE, QUIET = 0.02, 0.002  # RMS; the voices made here have 0.1


def colour(path: Path, rgb: tuple[int, int, int], width: int = 640, height: int = 360) -> Path:
    Image.new("RGB", (width, height), rgb).save(path)
    return path


def picture(path: Path, number: int = 1, voice: Path | None = None) -> Reference:
    return Reference(kind="reference_image", path=path, label=f"Image {number}", voice=voice)


def clip(path: Path, number: int = 1, voice: Path | None = None) -> Reference:
    return Reference(kind="reference_video", path=path, label=f"Video {number}", voice=voice)


def ask(prompt: str, *references: Reference, **more: object) -> RenderRequest:
    request = RenderRequest(
        prompt=prompt, references=references, width=WIDTH, height=HEIGHT, duration=2, seed=1, first_frame=None
    )
    return replace(request, **more)  # type: ignore[arg-type]  # fields by name, as each test needs them


def show(request: RenderRequest, folder: Path, name: str = "animatic.mp4") -> Screening:
    render(request, folder / name)
    return screen(folder / name)


def middle(frame: Pixels) -> tuple[int, int, int]:
    height, width, _ = frame.shape
    patch = frame[height // 2 - 20 : height // 2 - 10, width // 2 - 5 : width // 2 + 5].reshape(-1, 3)
    red, green, blue = patch.mean(axis=0).round().astype(int).tolist()
    return red, green, blue


@pytest.mark.parametrize(("width", "height", "duration"), [(320, 180, 2), (180, 320, 3), (256, 256, 5), (350, 262, 2)])
def test_form_and_length_are_exact(tmp_path: Path, width: int, height: int, duration: int) -> None:
    request = ask("Image 1 walks.", picture(make_picture(tmp_path / "a.png")), width=width, height=height)
    shown = show(replace(request, duration=duration), tmp_path)
    assert shown.picture == ("h264", "yuv420p", width, height, 30.0)
    assert shown.sound_codec == "aac"
    assert len(shown.frames) == duration * 30
    for seconds in (shown.picture_seconds, shown.sound_seconds, shown.seconds):
        assert seconds == pytest.approx(duration, abs=1 / 30)
    boxes = top_boxes(tmp_path / "animatic.mp4")
    assert boxes.index("moov") < boxes.index("mdat")


def test_the_same_seed_gives_the_same_frames_and_another_seed_other_moves(tmp_path: Path) -> None:
    request = ask("Image 1 walks.", picture(make_picture(tmp_path / "a.png")))
    once = show(request, tmp_path)
    again = show(request, tmp_path)
    other = show(replace(request, seed=2), tmp_path)
    assert once.fingerprint == again.fingerprint != other.fingerprint


@pytest.mark.parametrize(("seed", "width", "height"), [(0, 960, 640), (1, 960, 640), (2, 480, 320), (3, 480, 320)])
def test_a_still_moves_evenly_between_the_pixels(tmp_path: Path, seed: int, width: int, height: int) -> None:
    """Large windows glide, small ones may zoom. Neighbouring frames must lie as far apart as any other two."""
    made = make_picture(tmp_path / "a.png", width=900, height=600)
    with Image.open(made) as noisy:  # without the noise, which no encoder keeps
        noisy.filter(ImageFilter.GaussianBlur(6)).save(made)
    frames = show(ask("", picture(made), seed=seed, width=width, height=height), tmp_path).frames
    parts = [frame[height // 3 : -height // 3, width // 3 : -width // 3].mean(axis=2) for frame in frames[5:-5]]
    steps = np.array([shift(one, other) for one, other in pairwise(parts)])
    assert np.abs(steps.sum(axis=0)).max() > 1
    smooth = np.apply_along_axis(lambda way: np.convolve(way, np.full(5, 0.2), mode="valid"), 0, steps)
    assert np.abs(steps[2:-2] - smooth).max() < 0.35


def shift(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """By how many pixels (x, y) a picture moved, by least squares on its slopes."""
    down, across = np.gradient(one)
    slopes = np.stack([across.ravel(), down.ravel()])
    # Two unknowns: the normal equations are as good here as a decomposition of all pixels, and far quicker.
    return np.asarray(np.linalg.solve(slopes @ slopes.T, slopes @ (one - other).ravel()), dtype=np.float64)


def test_each_shot_shows_what_it_cites_with_a_short_cross_fade_between(tmp_path: Path) -> None:
    red, blue = colour(tmp_path / "r.png", (220, 30, 30)), colour(tmp_path / "b.png", (30, 30, 220))
    request = ask("Scene 1 [0-1s]: Image 1. Scene 2 [1-2s]: Image 2.", picture(red), picture(blue, 2))
    shown = show(request, tmp_path)
    assert middle(shown.frames[0]) == pytest.approx((220, 30, 30), abs=8)
    assert middle(shown.frames[20]) == pytest.approx((220, 30, 30), abs=8)
    assert middle(shown.frames[30]) == pytest.approx((125, 30, 125), abs=30)
    assert middle(shown.frames[40]) == pytest.approx((30, 30, 220), abs=8)
    assert middle(shown.frames[-1]) == pytest.approx((30, 30, 220), abs=8)


def test_chinese_citations_show_their_references(tmp_path: Path) -> None:
    red, blue = colour(tmp_path / "r.png", (220, 30, 30)), colour(tmp_path / "b.png", (30, 30, 220))
    request = ask("第1个镜头[0-1秒]图2走来。第2个镜头[1-2秒]图1离开。", picture(red), picture(blue, 2))
    shown = show(request, tmp_path)
    assert middle(shown.frames[0]) == pytest.approx((30, 30, 220), abs=8)
    assert middle(shown.frames[-1]) == pytest.approx((220, 30, 30), abs=8)


def test_badge_caption_and_watermark_are_in_the_picture(tmp_path: Path) -> None:
    """The three are told by what changes: white letters on a dark, even picture."""
    dark = colour(tmp_path / "d.png", (40, 40, 40))
    request = ask("The night is long.", picture(dark), width=640, height=360)
    plain = show(request, tmp_path).frames[30]
    silent = show(replace(request, prompt=""), tmp_path).frames[30]
    marked = show(replace(request, watermark=True), tmp_path).frames[30]
    badge, caption, mark = (
        np.s_[10:40, 500:630],
        np.s_[300:345, 150:490],
        np.s_[320:350, 560:625],
    )
    assert (silent[badge] > 200).sum() > 100
    assert (plain[caption] > 200).sum() > 300
    assert (silent[caption] > 200).sum() < 50
    assert (marked[mark] > 180).sum() > 100
    assert (plain[mark] > 180).sum() < 20


def test_a_first_frame_opens_the_video_and_sets_its_aspect(tmp_path: Path) -> None:
    first = make_picture(tmp_path / "first.png", width=600, height=800)
    blue = colour(tmp_path / "b.png", (30, 30, 220))
    shown = show(ask("Image 1 enters.", picture(blue), first_frame=first, width=960, height=540), tmp_path)
    _, _, width, height, _ = shown.picture
    assert width / height == pytest.approx(600 / 800, rel=0.02)
    assert width * height == pytest.approx(960 * 540, rel=0.05)
    with Image.open(first) as opened:
        expected = np.asarray(opened.convert("RGB").resize((width, height)))
    assert difference(shown.frames[0][height // 4 :], expected[height // 4 :]) < 6
    assert middle(shown.frames[-1]) == pytest.approx((30, 30, 220), abs=8)


def test_a_clip_plays_on_and_begins_again_when_it_is_short(tmp_path: Path) -> None:
    made = make_clip(tmp_path / "c.mp4", seconds=1.0)
    frames = show(ask("Video 1 runs.", clip(made), duration=3), tmp_path).frames
    assert len(frames) == 90
    assert difference(frames[5], frames[15]) > 2
    assert difference(frames[70], frames[80]) > 2
    assert difference(frames[5], frames[65]) < 4


def test_a_turned_clip_and_a_turned_photo_stand_upright_unsquashed(tmp_path: Path) -> None:
    """Both are stored lying on their side; upright, each is a window of 9:16 in the middle of the frame."""
    turned = make_clip(tmp_path / "c.mp4", width=640, height=360, rotation=90)
    photo = make_picture(tmp_path / "p.jpg", width=640, height=360, orientation=6)
    upright = make_picture(tmp_path / "u.png", width=360, height=640)
    windows = []
    for reference in (clip(turned), picture(photo), picture(upright)):
        frame = show(ask("", reference, width=640, height=360), tmp_path).frames[0]
        sides = np.abs(np.diff(frame[200].astype(int).sum(axis=1)))
        edges = np.flatnonzero(sides > 90)
        windows.append((edges.min(), edges.max()))
    for left, right in windows:
        assert left == pytest.approx(windows[2][0], abs=6)
        assert right == pytest.approx(windows[2][1], abs=6)
        assert left + right == pytest.approx(640, abs=8)


def test_a_voice_is_heard_while_its_reference_is_on_screen(tmp_path: Path) -> None:
    made = make_picture(tmp_path / "a.png")
    voice = make_voice(tmp_path / "v.mp3", seconds=3)
    request = ask("Scene 1 [0-1s]: Image 1. Scene 2 [1-3s]: Image 2.", picture(made), picture(made, 2, voice))
    shown = show(replace(request, duration=3), tmp_path)
    assert shown.loudness(0, 0.95) < QUIET
    assert shown.loudness(1.1, 2.9) > AUDIBLE


def test_a_clip_is_heard_unless_it_has_a_voice_of_its_own(tmp_path: Path) -> None:
    made = make_clip(tmp_path / "c.mp4", seconds=2)
    mute = make_voice(tmp_path / "mute.wav", seconds=2, level_db=-120)
    assert show(ask("Video 1 sings.", clip(made)), tmp_path).loudness(0.1, 1.9) > AUDIBLE
    assert show(ask("Video 1 sings.", clip(made, 1, mute)), tmp_path).loudness(0.1, 1.9) < QUIET


def test_five_references_in_one_shot_with_a_very_long_prompt(tmp_path: Path) -> None:
    made = [
        picture(make_picture(tmp_path / "1.png")),
        picture(make_picture(tmp_path / "2.jpg", width=300, height=900), 2),
        picture(make_picture(tmp_path / "3.webp", width=1200, height=300), 3),
        clip(make_clip(tmp_path / "1.mp4")),
        clip(make_clip(tmp_path / "2.mov", sound=False, width=360, height=640), 2),
    ]
    prompt = "Scene 1: Image 1, Image 2, Image 3, Video 1, Video 2 " + "and so they go on and on " * 180
    assert len(show(ask(prompt, *made), tmp_path).frames) == 60


def test_more_shots_than_anyone_should_ask_for(tmp_path: Path) -> None:
    made = [picture(make_picture(tmp_path / f"{number}.png"), number) for number in range(1, 6)]
    prompt = " ".join(f"Scene {number}: Image 1, Image 2, Image 3, Image 4, Image 5." for number in range(1, 80))
    assert len(show(ask(prompt, *made, duration=5), tmp_path).frames) == 150
