"""Files that name other files or addresses: nobody follows them."""

import os
import shutil
import socket
import threading
from pathlib import Path

import pytest

from lib.errors import InputError
from lib.facts import Flaw, Kind
from lib.media import inspect, poster
from tests.makers import make_clip, make_picture
from tests.media.conftest import Canary

LURES = {
    "playlist": "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{there}/a.ts\n#EXT-X-ENDLIST\n",
    "playlist-with-key": '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="{there}/key"\n#EXTINF:5,\n{there}/a.ts\n',
    "ffconcat": "ffconcat version 1.0\nfile '{there}/a.mp4'\n",
    "concat": "file {there}/a.mp4\n",
    "svg": '<svg xmlns="http://www.w3.org/2000/svg"><image href="{there}/a.png"/></svg>',
    "html": '<!DOCTYPE html><img src="{there}/a.png">',
    "dash": '<?xml version="1.0"?><MPD><BaseURL>{there}/</BaseURL></MPD>',
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n# {there}\n",
    "entity": '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "{there}/a">]><svg>&a;</svg>',
}
NAMES = ("a.mp4", "a.mov", "a.jpg", "a.png", "a.webp", "a.wav", "a.mp3")


@pytest.mark.parametrize("lure", LURES)
def test_a_text_named_as_media_reaches_no_address(lure: str, tmp_path: Path, canary: Canary) -> None:
    for name in NAMES:
        path = tmp_path / name
        path.write_text(LURES[lure].format(there=canary.url))
        assert inspect(path).kind is not Kind.CLIP
        with pytest.raises(InputError):
            poster(path, tmp_path / "still.webp")
    assert canary.calls == []


@pytest.mark.parametrize("lure", LURES)
def test_a_text_named_as_media_opens_no_other_file(lure: str, tmp_path: Path) -> None:
    pipe = tmp_path / "a.ts"
    os.mkfifo(pipe)
    for also in ("a.mp4", "a.png", "key", "a"):
        (tmp_path / also).symlink_to(pipe)
    opened = threading.Event()

    def wait_for_a_reader() -> None:
        with pipe.open("wb"):
            opened.set()

    writer = threading.Thread(target=wait_for_a_reader)
    writer.start()
    path = tmp_path / "lure.mp4"
    path.write_text(LURES[lure].format(there=tmp_path))
    inspect(path)
    was_opened = opened.is_set()
    with pipe.open("rb"):  # lets the writer go
        writer.join()
    assert not was_opened


def test_a_clip_whose_data_lie_elsewhere_is_not_followed(tmp_path: Path, canary: Canary) -> None:
    path = make_clip(tmp_path / "a.mp4", faststart=False, sound=False)
    path.write_bytes(with_data_elsewhere(path.read_bytes(), f"{canary.url}/data.mov".encode()))
    inspect(path)
    assert canary.calls == []


def with_data_elsewhere(clip: bytes, where: bytes) -> bytes:
    """Point a clip's data reference (`dref`, ISO/IEC 14496-12, 8.7.2) to an address; its boxes grow accordingly."""
    here = b"\0\0\0\x0curl \0\0\0\1"
    there = (12 + len(where) + 1).to_bytes(4) + b"url \0\0\0\0" + where + b"\0"
    at = clip.index(here)
    changed = bytearray(clip.replace(here, there))
    for name in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        start = clip.rindex(name, 0, at) - 4
        changed[start : start + 4] = (int.from_bytes(clip[start : start + 4]) + len(there) - len(here)).to_bytes(4)
    return bytes(changed)


ODD_NAMES = (
    "with spaces and 'quotes' \".mp4",
    "<b>bold<b>.mp4",
    "片段 一.mp4",
    "ü" * 100 + ".mp4",
    "n" * 200 + ".mp4",
    "new\nline.mp4",
    "-i.mp4",
    "concat:a|b.mp4",
    "http:127.0.0.1.mp4",
    "%03d.mp4",
    "$(touch x).mp4",
    "no-suffix",
)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_name_is_only_a_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_clip(tmp_path / "plain.mp4").rename(tmp_path / name)
    make_picture(tmp_path / "plain.png").rename(tmp_path / f"{name[:180]}.png")
    monkeypatch.chdir(tmp_path)
    for folder in (tmp_path, Path()):
        assert inspect(folder / name).format == "mp4"
        assert inspect(folder / f"{name[:180]}.png").format == "png"
        assert poster(folder / name, tmp_path / "still.jpg").stat().st_size > 1000


def test_a_link_is_followed_and_a_dead_one_is_missing(tmp_path: Path) -> None:
    make_clip(tmp_path / "true.mp4")
    (tmp_path / "link.mp4").symlink_to(tmp_path / "true.mp4")
    (tmp_path / "dead.mp4").symlink_to(tmp_path / "none.mp4")
    (tmp_path / "ring.mp4").symlink_to(tmp_path / "ring.mp4")
    assert inspect(tmp_path / "link.mp4").seconds == 2.0
    assert inspect(tmp_path / "dead.mp4").flaw is Flaw.MISSING
    assert inspect(tmp_path / "ring.mp4").flaw is Flaw.MISSING


def test_what_is_no_file_is_missing_and_nobody_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s.mp4"))
        assert inspect(tmp_path / "s.mp4").flaw is Flaw.MISSING
    assert inspect(tmp_path / "pipe.mp4").flaw is Flaw.MISSING
    assert inspect(tmp_path).flaw is Flaw.MISSING


def test_looking_changes_nothing(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4")
    before, copy = path.stat().st_mtime_ns, shutil.copy2(path, tmp_path / "b.mp4")
    inspect(path)
    assert path.stat().st_mtime_ns == before
    assert path.read_bytes() == Path(copy).read_bytes()
