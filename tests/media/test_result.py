"""A finished video: played through before anybody is told, and told what made it without a byte of its film changed."""

import hashlib
from pathlib import Path

import av
import pytest

from lib.errors import InputError
from lib.media import inspect, play, read_comment, write_comment
from tests.makers import make_clip, make_picture

TEXT = '{"prompt": "' + "图1 looks up & “smiles”. " * 900 + '"}'


def film(path: Path) -> str:
    """Give the hash of every packet's bytes, in order."""
    told = hashlib.sha256()
    with av.open(str(path)) as container:
        for packet in container.demux():
            told.update(bytes(packet))
    return told.hexdigest()


def tagged(source: Path, tags: dict[str, str]) -> Path:
    """Give a copy that carries tags of its own, as a service writes them."""
    target = source.with_name("tagged.mp4")
    options = {"movflags": "use_metadata_tags"}
    with av.open(str(source)) as reading, av.open(str(target), "w", options=options) as writing:
        writing.metadata.update(tags)
        tracks = {track.index: writing.add_stream_from_template(track) for track in reading.streams}
        for packet in reading.demux():
            if packet.dts is not None:
                packet.stream = tracks[packet.stream.index]
                writing.mux(packet)
    return target


def harmed(path: Path) -> Path:
    """Give a copy with a hole in the middle of its pictures; its index promises all of them still."""
    content = bytearray(path.read_bytes())
    start = content.index(b"mdat") + (len(content) - content.index(b"mdat")) // 2
    content[start : start + 400] = bytes(400)
    target = path.with_name("harmed.mp4")
    target.write_bytes(content)
    return target


def test_a_whole_video_plays_to_its_end(tmp_path: Path) -> None:
    told = play(make_clip(tmp_path / "a.mp4", seconds=2, fps=30), "mp4")
    assert not told.broken
    assert told.finished
    assert told.damaged is None
    assert told.pictures == 60


def test_damage_is_found_where_it_is(tmp_path: Path) -> None:
    told = play(harmed(make_clip(tmp_path / "a.mp4", seconds=2, sound=False)), "mp4")
    assert not told.broken
    assert told.damaged is not None
    assert 0 < told.damaged < 1


def test_time_runs_out_without_a_verdict(tmp_path: Path) -> None:
    told = play(make_clip(tmp_path / "a.mp4", seconds=2), "mp4", deadline=0.0)
    assert not told.finished
    assert not told.broken
    assert told.damaged is None


def test_what_is_no_video_has_no_pictures(tmp_path: Path) -> None:
    lie = tmp_path / "lie.mp4"
    lie.write_text("this is a text")
    assert play(lie, "mp4").broken
    assert play(tmp_path / "nowhere.mp4", "mp4").broken


@pytest.mark.parametrize("faststart", [True, False])
@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_the_comment_is_in_and_the_film_is_the_same(codec: str, faststart: bool, tmp_path: Path) -> None:
    source = make_clip(tmp_path / "a.mp4", codec=codec, faststart=faststart, rotation=90)
    before = film(source)
    write_comment(source, tmp_path / "b.mp4", TEXT)
    assert read_comment(tmp_path / "b.mp4") == TEXT
    assert film(tmp_path / "b.mp4") == before
    one, other = inspect(source), inspect(tmp_path / "b.mp4")
    assert (one.width, one.height, one.seconds, one.fps) == (other.width, other.height, other.seconds, other.fps)
    content = (tmp_path / "b.mp4").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat"), "the index stands in front"
    assert read_comment(source) == ""


def test_the_tags_of_a_service_are_kept(tmp_path: Path) -> None:
    mark = '{"Label": "1", "ContentProducer": "somebody"}'
    source = tagged(make_clip(tmp_path / "a.mp4"), {"AIGC": mark, "title": "A film"})
    write_comment(source, tmp_path / "b.mp4", TEXT)
    with av.open(str(tmp_path / "b.mp4")) as container:
        tags = container.metadata
    assert (tags["AIGC"], tags["title"], tags["comment"]) == (mark, "A film", TEXT)


def test_a_comment_is_replaced(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "a.mp4")
    write_comment(source, tmp_path / "b.mp4", "one")
    write_comment(tmp_path / "b.mp4", tmp_path / "c.mp4", "two")
    assert read_comment(tmp_path / "c.mp4") == "two"


def test_what_is_no_mp4_is_refused_and_has_no_comment(tmp_path: Path) -> None:
    picture = make_picture(tmp_path / "a.png")
    with pytest.raises(InputError):
        write_comment(picture, tmp_path / "b.mp4", "x")
    assert read_comment(picture) == ""
    assert read_comment(tmp_path / "nowhere.mp4") == ""


def test_a_comment_without_end_is_not_read(tmp_path: Path) -> None:
    write_comment(make_clip(tmp_path / "a.mp4"), tmp_path / "b.mp4", "x" * 199_000)
    assert len(read_comment(tmp_path / "b.mp4")) == 199_000
    with pytest.raises(InputError):
        write_comment(make_clip(tmp_path / "a.mp4"), tmp_path / "c.mp4", "x" * 201_000)
