"""The last frame of a clip is its last picture, upright; a file without one says so."""

import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest
from PIL import Image

from lib.errors import InputError
from lib.media import last_frame


def make(target: Path, *options: str) -> Path:
    """Make six seconds that are blue, and red for the last tenth of a second."""
    source = "color=blue:s=320x180:d=5.9:r=30[a];color=red:s=320x180:d=0.1:r=30[b];[a][b]concat"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p", *options]
    subprocess.run([*command, str(target)], check=True, capture_output=True)
    return target


def test_it_is_the_very_last_picture_in_the_clips_own_size(tmp_path: Path) -> None:
    clip = make(tmp_path / "clip.mp4", "-g", "60")
    with Image.open(last_frame(clip, tmp_path / "last.png")) as picture:
        assert picture.size == (320, 180)
        red, _, blue = picture.convert("RGB").resize((1, 1)).tobytes()
    assert red > 200
    assert blue < 60


def test_a_clip_whose_keyframes_are_far_apart_gives_it_too(tmp_path: Path) -> None:
    clip = make(tmp_path / "clip.mp4", "-g", "1000")
    with Image.open(last_frame(clip, tmp_path / "last.png")) as picture:
        assert picture.convert("RGB").resize((1, 1)).tobytes()[0] > 200


def test_a_sound_has_none(tmp_path: Path) -> None:
    sound = tmp_path / "sound.mp4"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", str(sound)]
    subprocess.run(command, check=True, capture_output=True)
    with pytest.raises(InputError, match="last frame"):
        last_frame(sound, tmp_path / "last.png")
