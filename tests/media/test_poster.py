"""Stills: small, turned as shown, and never from a bomb."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from lib.errors import InputError
from lib.media import poster
from tests.makers import make_clip, make_picture, make_voice
from tests.media.specimens import flat_png


def colours(path: Path) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Give the mean colour of each quarter of a picture: (2, 2, 3)."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").resize((2, 2), Image.Resampling.BOX)
    return np.asarray(small).astype(np.float64)


def size(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.width, picture.height


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_pillow_turns_it(orientation: int, tmp_path: Path) -> None:
    path = make_picture(tmp_path / "a.jpg", width=800, height=600, orientation=orientation)
    still = poster(path, tmp_path / "still.jpg", longest=200)
    assert size(still) == ((200, 150) if orientation < 5 else (150, 200))
    with Image.open(path) as picture:
        ImageOps.exif_transpose(picture).save(tmp_path / "true.png")
    assert colours(still) == pytest.approx(colours(tmp_path / "true.png"), abs=6)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_clip_is_turned_clockwise_by_its_rotation(rotation: int, tmp_path: Path) -> None:
    still = poster(make_clip(tmp_path / "a.mp4", rotation=rotation), tmp_path / "still.webp", longest=320)
    upright = poster(make_clip(tmp_path / "b.mp4"), tmp_path / "upright.webp", longest=320)
    assert size(still) == ((320, 180) if rotation % 180 == 0 else (180, 320))
    assert colours(still) == pytest.approx(np.rot90(colours(upright), -rotation // 90), abs=10)


def test_wide_pixels_are_shown_wide(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4", width=400, height=400, sample_aspect=Fraction(2))
    assert size(poster(path, tmp_path / "still.jpg", longest=200)) == (200, 100)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_every_mode_gives_a_still_with_its_gradient(mode: str, tmp_path: Path) -> None:
    still = poster(make_picture(tmp_path / "a.png", mode=mode), tmp_path / "still.jpg")
    quarters = colours(still)
    assert size(still) == (640, 480)
    assert np.ptp(quarters) > 20


def test_print_colours_become_screen_colours(tmp_path: Path) -> None:
    still = poster(make_picture(tmp_path / "a.jpg", mode="CMYK"), tmp_path / "still.jpg")
    truth = make_picture(tmp_path / "b.png")
    assert colours(still) == pytest.approx(colours(truth), abs=8)


def test_a_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    assert size(poster(make_picture(tmp_path / "a.png", width=20, height=10), tmp_path / "s.jpg")) == (20, 10)


def test_half_a_clip_still_has_its_first_frame(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert size(poster(path, tmp_path / "still.jpg")) == (640, 360)


def test_what_has_no_picture_says_so(tmp_path: Path) -> None:
    flat_png(tmp_path / "bomb.png", side=20_000)
    make_voice(tmp_path / "voice.wav")
    (tmp_path / "text.png").write_text("words")
    (tmp_path / "half.jpg").write_bytes(make_picture(tmp_path / "a.jpg").read_bytes()[:5000])
    for name in ("bomb.png", "voice.wav", "text.png", "half.jpg", "none.png"):
        with pytest.raises(InputError) as caught:
            poster(tmp_path / name, tmp_path / "still.jpg")
        assert caught.value.failure.code == "Studio.NoStill"
        assert not (tmp_path / "still.jpg").exists()
