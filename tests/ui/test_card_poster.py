"""The still of a clip that not every browser plays: made once, and only where it is needed."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image

from lib.media import inspect
from lib.ui.card_poster import card_poster
from tests.makers import make_clip, make_picture


def test_a_clip_in_hevc_has_one_that_is_made_once(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "phone.mp4", width=640, height=360, seconds=1.0, codec="libx265", rotation=90)
    address = card_poster(clip, inspect(clip))
    assert address is not None
    still = Path(unquote(address).partition("=")[2])
    with Image.open(still) as picture:
        assert picture.height > picture.width
    made = still.stat().st_mtime_ns
    assert card_poster(clip, inspect(clip)) == address
    assert still.stat().st_mtime_ns == made


@pytest.mark.parametrize("name", ["clip.mp4", "picture.png"])
def test_what_every_browser_shows_has_none(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    make_picture(path) if name.endswith("png") else make_clip(path, width=320, height=240, seconds=1.0)
    assert card_poster(path, inspect(path)) is None
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_a_damaged_clip_is_tried_once(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "phone.mp4", width=320, height=240, seconds=1.0, codec="libx265")
    info = inspect(clip)
    clip.write_bytes(b"no clip any more")
    assert card_poster(clip, info) is None
    marker = tmp_path / "phone.mp4.poster.jpg"
    assert marker.stat().st_size == 0
    assert card_poster(clip, info) is None
