"""Damaged files: never an exception, never slow, never called sound when nothing in them can be decoded."""

import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.facts import Kind, MediaInfo
from lib.media import inspect
from lib.media.container import READERS
from lib.media.openers import BROKEN, OPENERS
from lib.media.signature import recognise
from tests.makers import make_clip, make_picture, make_voice

MUTATIONS_EACH = 50
MOST_PIXELS_UNPACKED = 16_000_000

_picture = partial(make_picture, width=160, height=120)
_clip = partial(make_clip, width=160, height=120, seconds=0.5)
_voice = partial(make_voice, seconds=0.5, rate=16000)
SOUND_FILES: dict[str, Callable[[Path], Path]] = {
    "plain.jpg": _picture,
    "progressive.jpg": partial(_picture, progressive=True),
    "plain.png": _picture,
    "plain.bmp": _picture,
    "lossy.webp": _picture,
    "lossless.webp": partial(_picture, lossless=True),
    "moving.webp": partial(_picture, frames=3),
    "moving.gif": partial(_picture, frames=3),
    "plain.mp4": _clip,
    "fragmented.mp4": partial(_clip, fragmented=True),
    "moov-at-end.mov": partial(_clip, faststart=False),
    "hevc.mp4": partial(_clip, codec="libx265"),
    "voice.wav": _voice,
    "voice.mp3": _voice,
    "voice.m4a": _voice,
}


def mutate(data: bytes, dice: random.Random) -> bytes:
    """Flip bytes anywhere or in the header, cut, blank or stretch."""
    changed = bytearray(data)
    match dice.choice(["flip", "flip", "header", "cut", "blank", "stretch"]):
        case "flip":
            for _ in range(dice.randint(1, 8)):
                changed[dice.randrange(len(changed))] = dice.randrange(256)
        case "header":
            for _ in range(dice.randint(1, 4)):
                changed[dice.randrange(min(len(changed), 1500))] = dice.randrange(256)
        case "cut":
            del changed[dice.randrange(len(changed)) :]
        case "blank":
            start = dice.randrange(len(changed))
            length = min(dice.randint(1, 400), len(changed) - start)
            changed[start : start + length] = bytes(length)
        case "stretch":
            start = dice.randrange(len(changed))
            changed[start:start] = dice.randbytes(dice.randint(1, 50))
    return bytes(changed)


def can_be_decoded(path: Path, facts: MediaInfo) -> bool:
    """Try in full: all pixels of a picture, or packets until one gives a frame."""
    if facts.kind is Kind.PICTURE:
        try:
            with OPENERS[facts.format](path) as picture:
                picture.load()
        except BROKEN:
            return False
        return True
    with av.open(str(path), format=READERS[facts.format], metadata_errors="replace") as container:
        tracks = container.streams.video if facts.kind is Kind.CLIP else container.streams.audio
        return any(gives_a_frame(packet) for packet in container.demux(tracks[0]))


def gives_a_frame(packet: av.Packet) -> bool:  # type: ignore[type-arg]  # generic in the stubs only
    try:
        return bool(packet.decode())
    except av.error.InvalidDataError:
        return False


@pytest.mark.parametrize("name", SOUND_FILES)
def test_a_damaged_file_is_never_a_surprise(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    whole = SOUND_FILES[name](path).read_bytes()
    assert inspect(path).flaw is None
    dice = random.Random(name)
    for number in range(MUTATIONS_EACH):
        path.write_bytes(mutate(whole, dice))
        began = time.perf_counter()
        facts = inspect(path)
        assert time.perf_counter() - began < 5, number
        is_bomb = (facts.width or 0) * (facts.height or 0) > MOST_PIXELS_UNPACKED  # the test does not unpack it either
        if facts.flaw is None and facts.format in {*OPENERS, *READERS} and not is_bomb:
            assert can_be_decoded(path, facts), (number, facts)


def test_there_are_enough_of_them() -> None:
    assert MUTATIONS_EACH * len(SOUND_FILES) >= 500


@given(head=st.binary(max_size=300))
def test_any_bytes_are_something_or_nothing(head: bytes) -> None:
    found = recognise(head)
    assert bool(found.format) or found.kind is Kind.UNKNOWN


_STARTS = [
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0",
    b"RIFF\xff\0\0\0WEBPVP8X",
    b"RIFF\xff\0\0\0WAVEfmt ",
    b"GIF89a",
    b"ID3",
    b"\xff\xfb\x90\0",
    b"\0\0\0\x10ftypisom\0\0\0\0",
    b"\0\0\0\x10moov",
]


@settings(max_examples=150, deadline=5000)
@given(start=st.sampled_from(_STARTS), rest=st.binary(max_size=600))
def test_a_known_start_before_any_bytes_raises_nothing(
    start: bytes, rest: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(start + rest)
    inspect(path)
