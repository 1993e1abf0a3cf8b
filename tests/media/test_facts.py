"""A table of real files with their exact facts."""

import struct
import time
from dataclasses import asdict
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lib.facts import Flaw, Kind, MediaInfo
from lib.media import content_hash, inspect
from lib.media.inspection import inspect as look_here
from tests.makers import make_clip, make_picture, make_voice
from tests.media.specimens import (
    Specimen,
    content,
    cut,
    flat_png,
    followed_by,
    png_chunk,
    renamed,
    surround,
    wave,
    with_cover,
)

SMALL = {"width": 320, "height": 240}


def picture(name: str, facts: dict[str, Any] | None = None, **how: Any) -> Specimen:
    suffix = Path(name).suffix
    expected = {"kind": Kind.PICTURE, "frames": 1, "color_mode": how.get("mode", "RGB"), **SMALL}
    return Specimen(
        name=name,
        make=renamed(suffix, partial(make_picture, **SMALL | how)),
        facts=expected | _FORMATS[suffix] | (facts or {}),
    )


def clip(name: str, facts: dict[str, Any] | None = None, **how: Any) -> Specimen:
    suffix = Path(name).suffix
    expected = {
        "kind": Kind.CLIP,
        "seconds": 1.0,
        "fps": 30.0,
        "has_audio": True,
        "video_codec": "h264",
        "audio_codec": "aac",
        **SMALL,
    }
    return Specimen(
        name=name,
        make=renamed(suffix, partial(make_clip, **SMALL | {"seconds": 1.0} | how)),
        facts=expected | _FORMATS[suffix] | (facts or {}),
    )


def sound(name: str, facts: dict[str, Any] | None = None, **how: Any) -> Specimen:
    suffix = Path(name).suffix
    expected = {"kind": Kind.SOUND, "seconds": 2.0, "has_audio": True, "loudness_db": -20.0}
    return Specimen(
        name=name,
        make=renamed(suffix, partial(make_voice, **{"seconds": 2.0} | how)),
        facts=expected | _FORMATS[suffix] | (facts or {}),
    )


def other(name: str, data: bytes, format_name: str, kind: Kind = Kind.UNKNOWN) -> Specimen:
    """Give a file of which only the first bytes matter."""
    flaw = Flaw.UNRECOGNISED if kind is Kind.UNKNOWN else None
    return Specimen(name=name, make=content(data), facts={"kind": kind, "format": format_name, "flaw": flaw})


_FORMATS: dict[str, dict[str, Any]] = {
    ".jpg": {"format": "jpeg", "mime": "image/jpeg"},
    ".png": {"format": "png", "mime": "image/png"},
    ".bmp": {"format": "bmp", "mime": "image/bmp"},
    ".webp": {"format": "webp", "mime": "image/webp"},
    ".gif": {"format": "gif", "mime": "image/gif"},
    ".mp4": {"format": "mp4", "mime": "video/mp4"},
    ".mov": {"format": "mov", "mime": "video/quicktime"},
    ".wav": {"format": "wav", "mime": "audio/wav", "audio_codec": "pcm_s16le"},
    ".mp3": {"format": "mp3", "mime": "audio/mpeg", "audio_codec": "mp3"},
    ".m4a": {"format": "m4a", "mime": "audio/mp4", "audio_codec": "aac"},
}
_UPRIGHT = {"width": 240, "height": 320}
_CUT = {"flaw": Flaw.TRUNCATED}
_ALPHA = {"has_alpha": True}
_FTYP = b"\0\0\0\x18ftyp%b\0\0\0\0mif1"

PICTURES = [
    picture("plain.jpg"),
    picture("progressive.jpg", progressive=True),
    picture("restarts.jpg", restart_marker_blocks=4),
    picture("grey.jpg", mode="L"),
    picture("print.jpg", mode="CMYK"),
    *(picture(f"exif-{turn}.jpg", orientation=turn) for turn in (1, 2, 3, 4)),
    *(picture(f"exif-{turn}.jpg", _UPRIGHT, orientation=turn) for turn in (5, 6, 7, 8)),
    picture("exif-6.webp", _UPRIGHT, orientation=6),
    picture("plain.png"),
    picture("clear.png", _ALPHA, mode="RGBA"),
    picture("grey-clear.png", _ALPHA, mode="LA"),
    picture("grey.png", mode="L"),
    picture("deep.png", mode="I;16"),
    picture("palette.png", mode="P"),
    picture("palette-clear.png", _ALPHA, mode="P", transparency=0),
    picture("colour-key.png", _ALPHA, transparency=(1, 2, 3)),
    picture("bits.png", mode="1"),
    picture("moving.png", {"frames": 3}, frames=3),
    picture("plain.bmp"),
    picture("grey.bmp", mode="L"),
    picture("lossy.webp"),
    picture("lossless.webp", lossless=True),
    picture("clear.webp", _ALPHA, mode="RGBA"),
    picture("moving.webp", {"frames": 4}, frames=4),
    picture("plain.gif", mode="P"),
    picture("moving.gif", {"frames": 3, "color_mode": "P"}, frames=3, mode="P"),
    picture("one-pixel.png", {"width": 1, "height": 1}, width=1, height=1),
    picture("ribbon.png", {"width": 8000, "height": 2}, width=8000, height=2),
]
CLIPS = [
    clip("plain.mp4"),
    clip("plain.mov"),
    clip("moov-at-end.mp4", faststart=False),
    clip("fragmented.mp4", fragmented=True),
    clip("fragmented-mute.mp4", {"has_audio": False, "audio_codec": None}, fragmented=True, sound=False),
    clip("mute.mp4", {"has_audio": False, "audio_codec": None}, sound=False),
    clip("portrait-90.mp4", _UPRIGHT, rotation=90),
    clip("portrait-270.mov", _UPRIGHT, rotation=270),
    clip("upside-down.mp4", rotation=180),
    clip("portrait-fragmented.mp4", _UPRIGHT, rotation=90, fragmented=True),
    clip("wide-pixels.mp4", {"width": 427}, sample_aspect=Fraction(4, 3)),
    clip("portrait-wide-pixels.mp4", {"width": 240, "height": 427}, sample_aspect=Fraction(4, 3), rotation=90),
    clip("hevc.mp4", {"video_codec": "hevc"}, codec="libx265"),
    clip("av1.mp4", {"video_codec": "av1"}, codec="libsvtav1"),
    clip("prores.mov", {"video_codec": "prores"}, codec="prores_ks"),
    clip("mpeg4.mp4", {"video_codec": "mpeg4"}, codec="mpeg4"),
    clip("film.mp4", {"fps": 24.0}, fps=24),
    clip("television.mp4", {"fps": 29.97, "seconds": 1.001}, fps=30000 / 1001),
    clip("one-frame.mp4", {"seconds": 0.033}, seconds=1 / 30),
    clip("thirty-seconds.mp4", {"seconds": 30.0, "fps": 10.0}, seconds=30.0, fps=10),
]
SOUNDS = [
    sound("plain.wav"),
    sound("quiet.wav", {"loudness_db": -50.0}, level_db=-50.0),
    sound("silent.wav", {"loudness_db": -120.0}, level_db=-200.0),
    sound("telephone.wav", rate=8000),
    sound("plain.mp3"),
    sound("plain.m4a"),
    sound("ten-seconds.wav", {"seconds": 10.0}, seconds=10.0),
    sound("forty-seconds.mp3", {"seconds": 40.0}, seconds=40.0),
    Specimen(
        name="sound.mp4",
        make=partial(make_voice, seconds=2.0),
        facts={"kind": Kind.SOUND, "format": "m4a", "mime": "audio/mp4", "seconds": 2.0, "flaw": None},
    ),
    Specimen(
        name="cover.m4a",
        make=with_cover,
        facts={"kind": Kind.SOUND, "format": "m4a", "seconds": 1.0, "width": None, "flaw": None},
    ),
    Specimen(
        name="surround.m4a",
        make=surround,
        facts={"kind": Kind.SOUND, "format": "m4a", "audio_codec": "aac", "flaw": None},
    ),
    Specimen(
        name="bytes.wav",
        make=partial(wave, samples=bytes([128]) * 8000, form=1, bits=8),
        facts={"seconds": 1.0, "audio_codec": "pcm_u8", "loudness_db": -120.0, "flaw": None},
    ),
    Specimen(
        name="full-scale.wav",
        make=partial(wave, samples=struct.pack("<h", -32768) * 8000, form=1, bits=16),
        facts={"seconds": 1.0, "loudness_db": 0.0, "flaw": None},
    ),
    Specimen(
        name="no-numbers.wav",
        make=partial(wave, samples=np.full(8000, np.nan, "<f4").tobytes(), form=3, bits=32),
        facts={"seconds": 1.0, "audio_codec": "pcm_f32le", "loudness_db": -120.0, "flaw": None},
    ),
    Specimen(
        name="streamed.wav",
        make=partial(wave, samples=bytes(16000), form=1, bits=16, length=0xFFFFFFFF),
        facts={"seconds": 1.0, "flaw": None},
    ),
]
MISNAMED = [
    Specimen(name="clip.jpg", make=renamed(".mp4", make_clip), facts={"kind": Kind.CLIP, "format": "mp4"}),
    Specimen(name="png.mp4", make=renamed(".png", make_picture), facts={"kind": Kind.PICTURE, "format": "png"}),
    Specimen(name="mp3.mp4", make=renamed(".mp3", make_voice), facts={"kind": Kind.SOUND, "format": "mp3"}),
    Specimen(name="mov.wav", make=renamed(".mov", make_clip), facts={"kind": Kind.CLIP, "format": "mov"}),
]
DAMAGED = [
    Specimen(name="half.mp4", make=cut(0.5, make_clip), facts=_CUT | {"width": 640, "seconds": 2.0}),
    Specimen(name="half-moov-at-end.mp4", make=cut(0.5, partial(make_clip, faststart=False)), facts=_CUT),
    Specimen(name="half-fragmented.mp4", make=cut(0.5, partial(make_clip, fragmented=True)), facts=_CUT),
    Specimen(name="half.jpg", make=cut(0.5, make_picture), facts=_CUT | {"width": 640}),
    Specimen(name="half.png", make=cut(0.5, make_picture), facts=_CUT | {"width": 640}),
    Specimen(name="half.bmp", make=cut(0.5, make_picture), facts=_CUT | {"width": 640}),
    Specimen(name="half.webp", make=cut(0.5, make_picture), facts=_CUT | {"width": 640}),
    Specimen(name="half.wav", make=cut(0.5, make_voice), facts=_CUT | {"kind": Kind.SOUND}),
    Specimen(name="half.mp3", make=cut(0.5, make_voice), facts=_CUT | {"kind": Kind.SOUND}),
    Specimen(name="start.jpg", make=content(b"\xff\xd8\xff\xe0"), facts={"format": "jpeg", **_CUT}),
    Specimen(name="id3.mp3", make=content(b"ID3\4\0\0\0\0\0\0" + b"words " * 999), facts={"flaw": Flaw.UNDECODABLE}),
    Specimen(name="grey.mp4", make=content(b"\0\0\0\x10ftypisom\0\0\0\0"), facts={"flaw": Flaw.UNDECODABLE}),
    Specimen(name="tail.jpg", make=followed_by(b"\0" * 5000, make_picture), facts={"flaw": None}),
    Specimen(name="second.jpg", make=followed_by(b"\xff\xd8\xff\xe1motion", make_picture), facts={"flaw": None}),
    Specimen(name="tail.mp4", make=followed_by(b"camera notes", make_clip), facts={"flaw": None}),
    Specimen(
        name="makers-own-box.mp4",
        make=followed_by(b"\1\x90\0\x08thma" + bytes(0x1900000), make_clip),
        facts={"flaw": Flaw.TOO_SLOW},
    ),
    Specimen(name="small-own-box.mp4", make=followed_by(b"\0\0\0\x0cthma1234", make_clip), facts={"flaw": None}),
]
OTHERS = [
    other("phone.heic", _FTYP % b"heic", "heic", Kind.PICTURE),
    other("new.avif", _FTYP % b"avif", "avif", Kind.PICTURE),
    other("scan.tiff", b"II*\0" + bytes(64), "tiff", Kind.PICTURE),
    other("logo.svg", b'<?xml version="1.0"?>\n<!-- logo -->\n<svg xmlns="x"/>', "svg", Kind.PICTURE),
    other("web.webm", b"\x1a\x45\xdf\xa3\x9fB\x86\x81\1B\x82\x84webm", "webm", Kind.CLIP),
    other("film.mkv", b"\x1a\x45\xdf\xa3\xa3B\x86\x81\1B\x82\x88matroska", "mkv", Kind.CLIP),
    other("old.avi", b"RIFF\0\0\0\0AVI LIST", "avi", Kind.CLIP),
    other("song.flac", b"fLaC" + bytes(38), "flac", Kind.SOUND),
    other("song.ogg", b"OggS" + bytes(38), "ogg", Kind.SOUND),
    other("song.aac", b"\xff\xf1\x50\x80" + bytes(38), "aac", Kind.SOUND),
    other("paper.pdf", b"%PDF-1.7\n", "pdf"),
    other("page.html", b"\n<!DOCTYPE html><html>", "html"),
    other("list.m3u8", b"#EXTM3U\n#EXT-X-VERSION:3\n", "m3u8"),
    other("list.ffconcat", b"ffconcat version 1.0\nfile 'a.mp4'\n", "ffconcat"),
    other("words.mp3", "Once upon a time, 很久以前. ".encode() * 300, "text"),
    other("archive.zip", b"PK\3\4" + bytes(30), "zip"),
    other("noise.jpg", bytes(range(256)) * 20, ""),
    other("one-byte.png", b"\x89", ""),
]
CABINET = [*PICTURES, *CLIPS, *SOUNDS, *MISNAMED, *DAMAGED, *OTHERS]


@pytest.mark.parametrize("specimen", CABINET, ids=lambda specimen: specimen.name)
def test_a_file_has_the_facts_that_its_maker_knows(specimen: Specimen, tmp_path: Path) -> None:
    path = tmp_path / specimen.name
    specimen.make(path)
    found = asdict(inspect(path))
    expected = {"flaw": None, **specimen.facts, "size_bytes": path.stat().st_size}
    about = {name: found[name] for name in expected}
    loudness = expected.pop("loudness_db", None)
    # MP3 and AAC change the level a little and keep the length to a hundredth.
    assert about.pop("loudness_db", None) == (loudness if loudness is None else pytest.approx(loudness, abs=0.6))
    assert about.pop("seconds", None) == pytest.approx(expected.pop("seconds", None), abs=0.002)
    assert about == expected


def test_the_cabinet_is_not_small() -> None:
    assert len(CABINET) >= 60
    assert len({specimen.name for specimen in CABINET}) == len(CABINET)


def test_an_empty_file_is_empty_and_a_missing_one_is_missing(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    assert inspect(tmp_path / "empty.mp4").flaw is Flaw.EMPTY
    for path in (tmp_path / "none.mp4", tmp_path, tmp_path / "empty.mp4" / "below", Path("a\0b"), Path("/dev/null")):
        assert inspect(path) == MediaInfo(kind=Kind.UNKNOWN, flaw=Flaw.MISSING)


def test_a_bomb_is_measured_and_never_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    flat_png(path, side=30_000)
    began = time.process_time()
    found = look_here(path)
    assert time.process_time() - began < 0.5
    assert (found.width, found.height, found.flaw) == (30_000, 30_000, None)


def test_a_picture_of_empty_parts_keeps_nobody_busy(tmp_path: Path) -> None:
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 0, 0, 0, 0))
    files = {
        "chunks.png": b"\x89PNG\r\n\x1a\n" + header + png_chunk(b"teSt", b"") * 1_000_000,
        "pixels.png": b"\x89PNG\r\n\x1a\n" + header + png_chunk(b"IDAT", b"") * 1_000_000,
        "segments.jpg": b"\xff\xd8" + b"\xff\xe5\0\2" * 3_000_000,
        "chunks.webp": b"RIFF\xff\xff\xff\0WEBP" + b"NOPE\0\0\0\0" * 1_000_000,
        "chunks.wav": b"RIFF\xff\xff\xff\0WAVE" + b"NOPE\0\0\0\0" * 1_000_000,
        "boxes.mp4": b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x08free" * 1_000_000,
        "blocks.gif": b"GIF89a\1\0\1\0\0\0\0" + b"!\xf9\0" * 4_000_000,
        "zeros.mp3": b"ID3\4\0\0\0\0\0\0" + bytes(12_000_000),
    }
    for name, data in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        began = time.process_time()
        found = look_here(path)
        assert found.flaw is not None, name
        assert time.process_time() - began < 6, name


@pytest.mark.parametrize("table", ["stsz", "stts", "ctts", "trun"])
@pytest.mark.parametrize("before", [b"", b"\0\0\0\x08what"], ids=["in place", "behind an unknown box"])
def test_a_header_that_promises_a_hundred_million_samples_is_not_opened(
    table: str, before: bytes, tmp_path: Path
) -> None:
    """FFmpeg would take ten seconds and five gigabytes over one of these."""
    data = make_clip(tmp_path / "a.mp4", fragmented=table == "trun", codec="libx265").read_bytes()
    assert look_here(tmp_path / "a.mp4").flaw is None
    claim = {
        "stsz": struct.pack(">III", 0, 1, 80_000_000),
        "stts": struct.pack(">IIII", 0, 1, 80_000_000, 1),
        "ctts": struct.pack(">IIII", 0, 1, 80_000_000, 1),
        "trun": struct.pack(">II", 0, 80_000_000),
    }
    box = (8 + len(claim[table])).to_bytes(4) + table.encode() + claim[table]
    moov = (8 + len(box)).to_bytes(4) + b"moov" + box
    (tmp_path / "b.mp4").write_bytes(data + before + moov)
    began = time.process_time()
    assert look_here(tmp_path / "b.mp4").flaw is Flaw.TOO_SLOW
    assert time.process_time() - began < 0.5


def test_nobody_waits_past_the_deadline(tmp_path: Path) -> None:
    files = [make_clip(tmp_path / "a.mp4"), make_clip(tmp_path / "b.mp4", fragmented=True)]
    files += [make_voice(tmp_path / "a.wav"), make_voice(tmp_path / "a.mp3")]
    for path in files:
        began = time.process_time()
        assert look_here(path, deadline=0).flaw is Flaw.TOO_SLOW
        assert time.process_time() - began < 0.5


def test_a_header_of_huge_sides_is_reported_and_not_believed(tmp_path: Path) -> None:
    path = make_picture(tmp_path / "wide.bmp", width=64, height=64)
    data = bytearray(path.read_bytes())
    data[18:26] = struct.pack("<ii", 2_000_000, 2_000_000)
    path.write_bytes(data)
    found = inspect(path)
    assert (found.width, found.height, found.flaw) == (2_000_000, 2_000_000, Flaw.TRUNCATED)


def test_pillow_agrees_on_modes_and_sides(tmp_path: Path) -> None:
    for mode in ("1", "L", "P", "RGB", "RGBA", "LA", "I;16"):
        path = make_picture(tmp_path / f"{mode[0]}{len(mode)}.png", mode=mode)
        found = inspect(path)
        with Image.open(path) as seen:
            assert (found.color_mode, found.width, found.height) == (seen.mode, *seen.size)


def test_the_hash_is_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    assert content_hash(tmp_path / "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
