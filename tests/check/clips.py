"""Clips at, just inside and just outside every limit of `reference_video` (`api-facts.md` section 2)."""

import struct
from fractions import Fraction

from tests.check.padding import MIB, with_free_box
from tests.check.table import WALK, File, Row, clip, half, holding, picture, video, voice
from tests.media.specimens import followed_by

SIDES = "error media.sides"
ASPECT = "error media.aspect"
SECONDS = "error media.seconds"
FORMAT = "error media.format"
KIND = "error media.kind"
UNRECOGNISED = "error media.unrecognised"
TRUNCATED = "error media.truncated"
UNDECODABLE = "error media.undecodable"
CODEC = "warning clip.codec"
SILENT = "warning clip.silent"


def one(name: str, file: File, *said: str, sound: File | None = None) -> Row:
    """A form with this clip alone."""
    expected = tuple(f"reference_video[0] {what}" for what in said)
    return Row(name=name, given=(video(file, sound),), expected=expected)


def sized(width: int, height: int, *said: str, codec: str = "libx264") -> Row:
    """A clip of these sides, as stored."""
    return one(f"{width} × {height} {codec}", clip(width=width, height=height, codec=codec), *said)


def lasting(seconds: float, *said: str, fps: int = 10, name: str = "a.mp4") -> Row:
    """A clip of this length."""
    return one(f"{seconds} s {name}", clip(name, width=240, height=240, seconds=seconds, fps=fps), *said)


def _pixels(width: int, height: int, shape: Fraction, rotation: int = 0) -> File:
    """A clip whose pixels are no squares: it is shown `shape` times as wide as it is stored, and then turned."""
    return clip(width=width, height=height, sample_aspect=shape, rotation=rotation)


def _claiming(samples: int) -> File:
    """A clip with a second header behind it, whose table of sizes claims this many samples."""
    table = (20).to_bytes(4) + b"stsz" + struct.pack(">III", 0, 1, samples)
    header = (8 + len(table)).to_bytes(4) + b"moov" + table
    return File(name="a.mp4", make=followed_by(header, clip().make))


SIZES = (
    sized(238, 240, SIDES),
    sized(240, 238, SIDES),
    sized(240, 240),
    sized(242, 242),
    sized(239, 241, SIDES, CODEC, codec="mpeg4"),
    sized(241, 241, CODEC, codec="mpeg4"),
    sized(4096, 512),
    sized(512, 4096),
    sized(4094, 512),
    sized(4098, 514, SIDES),
    sized(514, 4098, SIDES),
    one("4096 square", clip(width=4096, height=4096, fps=1)),
    sized(240, 1920),
    sized(1920, 240),
    sized(1922, 240, ASPECT),
    sized(240, 1922, ASPECT),
    sized(1918, 240),
    sized(4098, 512, SIDES, ASPECT),
    sized(64, 64, SIDES),
    one("stored wide, held upright", clip(width=1920, height=240, rotation=90)),
    one("turned the other way", clip("a.mov", rotation=270)),
    one("too narrow either way", clip(width=240, height=238, rotation=90), SIDES),
    one("stored 180 wide, shown 240", _pixels(180, 240, Fraction(4, 3))),
    one("stored 180 wide, shown 240, held upright", _pixels(180, 240, Fraction(4, 3), 90)),
    one("stored 240 wide, shown 239", _pixels(240, 240, Fraction(239, 240)), SIDES),
    one("stored 240 wide, shown 239, held upright", _pixels(240, 240, Fraction(239, 240), 90), SIDES),
    one("stored 8 : 1, shown 4 : 1", _pixels(2400, 240, Fraction(1, 2))),
    one("stored 4 : 1, shown 9 : 1", _pixels(960, 240, Fraction(9, 4)), ASPECT),
)

LENGTHS = (
    lasting(0.9, SECONDS),
    lasting(1.0),
    lasting(1.1),
    lasting(0.9, SECONDS, name="a.mov"),
    lasting(29.9),
    lasting(30.0),
    lasting(30.1, SECONDS),
    lasting(30.1, SECONDS, name="a.mov"),
    one("a single frame", clip(seconds=0.25, fps=4), SECONDS),
    one("0.9 s in fragments", clip(seconds=0.9, fps=10, fragmented=True), SECONDS),
    one("1 s in fragments", clip(seconds=1.0, fps=10, fragmented=True)),
    one("30 s in fragments", clip(seconds=30.0, fps=4, fragmented=True)),
    one("31 s in fragments", clip(seconds=31.0, fps=4, fragmented=True), SECONDS),
    one("too short and too small", clip(width=120, height=240, seconds=0.5), SIDES, SECONDS),
)

BYTES = (
    one("100 MB less 1", with_free_box(WALK, 100 * MIB - 1)),
    one("100 MB", with_free_box(WALK, 100 * MIB)),
    one("100 MB and 1", with_free_box(WALK, 100 * MIB + 1), "error media.bytes"),
)

FORMATS = (
    one("mp4", clip("a.mp4")),
    one("mov", clip("a.mov")),
    one("mp4 with its header at the end", clip(faststart=False)),
    one("mp4 in fragments", clip(fragmented=True)),
    one("m4v", clip("a.m4v")),
    one("mp4 and a camera's notes behind it", File(name="a.mp4", make=followed_by(b"camera notes", clip().make))),
    one("hevc", clip(codec="libx265"), CODEC),
    one("av1", clip(codec="libsvtav1"), CODEC),
    one("prores", clip("a.mov", codec="prores_ks"), CODEC),
    one("without sound", clip(sound=False), SILENT),
    one("without sound, but with a voice", clip(sound=False), sound=voice()),
    one("hevc without sound", clip(codec="libx265", sound=False), CODEC, SILENT),
    one("webm", clip("a.webm", codec="libvpx-vp9"), FORMAT, sound=voice()),
    one("mkv", clip("a.mkv"), FORMAT, sound=voice()),
    one("avi", clip("a.avi"), FORMAT, sound=voice()),
    one("3gp", clip("a.3gp"), FORMAT),
    one("flv", holding("a.flv", b"FLV\1" + bytes(60)), FORMAT, sound=voice()),
    one("pdf", holding("a.pdf", b"%PDF-1.7\n%%EOF"), UNRECOGNISED),
    one("zip", holding("a.zip", b"PK\3\4" + bytes(30)), UNRECOGNISED),
)

LIES = (
    one("mov named mp4", clip("a.mp4", like=".mov")),
    one("mp4 named jpg", clip("a.jpg", like=".mp4")),
    one("mp4 without a suffix", clip("a", like=".mp4")),
    one("webm named mp4", clip("a.mp4", like=".webm", codec="libvpx-vp9"), FORMAT, sound=voice()),
    one("mkv named mov", clip("a.mov", like=".mkv"), FORMAT, sound=voice()),
    one("png named mp4", picture("a.mp4", like=".png"), KIND),
    one("picture in the list of clips", picture("a.jpg"), KIND),
    one("moving webp in the list of clips", picture("a.webp", frames=3), KIND),
    one("gif in the list of clips", picture("a.gif", mode="P", frames=3), KIND),
    one("mp4 that is only sound", voice("a.mp4"), KIND),
    one("mp3 as a clip", voice("a.mp3"), KIND),
    one("mp3 named mp4", voice("a.mp4", like=".mp3"), KIND),
    one("playlist named mp4", holding("a.mp4", b"#EXTM3U\n#EXT-X-VERSION:3\n/etc/hosts\n"), UNRECOGNISED),
    one("list of files named mp4", holding("a.mp4", b"ffconcat version 1.0\nfile '/etc/hosts'\n"), UNRECOGNISED),
    one("html named mp4", holding("a.mp4", b"<!DOCTYPE html><html>"), UNRECOGNISED),
)

DAMAGE = (
    one("half an mp4", half(clip()), TRUNCATED),
    one("half a mov", half(clip("a.mov")), TRUNCATED),
    one("half an mp4 with its header at the end", half(clip(faststart=False)), TRUNCATED),
    one("half an mp4 in fragments", half(clip(fragmented=True)), TRUNCATED),
    one("half an mp4 of 64 pixels", half(clip(width=64, height=64)), SIDES, TRUNCATED),
    one("half a webm", half(clip("a.webm", codec="libvpx-vp9")), FORMAT, sound=voice()),
    one("an mp4 that ends after its first box", holding("a.mp4", b"\0\0\0\x10ftypisom\0\0\0\0"), UNDECODABLE),
    one("an mp4 that claims 80 million samples", _claiming(80_000_000), "error media.too_slow"),
    one("an empty mp4", holding("a.mp4", b""), "error media.empty"),
    one("an empty mov", holding("a.mov", b""), "error media.empty"),
    one("a folder named mp4", File(name="a.mp4", make=lambda path: path.mkdir()), "error media.missing"),
)

ROWS = (*SIZES, *LENGTHS, *BYTES, *FORMATS, *LIES, *DAMAGE)
