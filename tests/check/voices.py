"""Voices at, just inside and just outside every limit of `reference_voice` (`api-facts.md` section 2)."""

from functools import partial

from tests.check.padding import MIB, with_id3_padding, with_junk_chunk
from tests.check.table import (
    PHOTO,
    SPEECH,
    WALK,
    WIDE,
    File,
    Row,
    clip,
    frame,
    half,
    holding,
    image,
    picture,
    video,
    voice,
)
from tests.media.specimens import wave, with_cover

SECONDS = "error media.seconds"
FORMAT = "error media.format"
KIND = "error media.kind"
UNRECOGNISED = "error media.unrecognised"
TRUNCATED = "error media.truncated"
UNDECODABLE = "error media.undecodable"


def one(name: str, file: File, *said: str) -> Row:
    """A form with a picture that speaks with this voice."""
    expected = tuple(f"reference_voice[0] {what}" for what in said)
    return Row(name=name, given=(image(PHOTO, file),), expected=expected)


def lasting(seconds: float, *said: str) -> tuple[Row, Row]:
    """A voice of this length as WAV and as MP3."""
    wav, mp3 = (one(f"{seconds} s{kind}", voice(f"a{kind}", seconds=seconds), *said) for kind in (".wav", ".mp3"))
    return wav, mp3


def loud(level: float, *said: str, suffix: str = ".wav") -> Row:
    """A voice of this level in dB below full scale."""
    return one(f"{level} dB{suffix}", voice(f"a{suffix}", level_db=level), *said)


LENGTHS = (
    *lasting(0.5, SECONDS),
    *lasting(0.9, SECONDS),
    *lasting(1.0),
    *lasting(1.1),
    *lasting(9.9),
    *lasting(10.0),
    *lasting(10.2, SECONDS),
    *lasting(40.0, SECONDS),
)

BYTES = (
    one("wav of 15 MB less 1", with_junk_chunk(voice(), 15 * MIB - 1)),
    one("wav of 15 MB", with_junk_chunk(voice(), 15 * MIB)),
    one("wav of 15 MB and 1", with_junk_chunk(voice(), 15 * MIB + 1), "error media.bytes"),
    one("mp3 of 15 MB", with_id3_padding(voice("a.mp3"), 15 * MIB)),
    one("mp3 of 15 MB and 1", with_id3_padding(voice("a.mp3"), 15 * MIB + 1), "error media.bytes"),
)

FORMATS = (
    one("wav", voice("a.wav")),
    one("mp3", voice("a.mp3")),
    one("wav of a telephone", voice(rate=8000)),
    one("wav of a studio", voice(rate=96000)),
    one("wav of 8 bits", File(name="a.wav", make=partial(wave, samples=bytes((0, 255)) * 8000, form=1, bits=8))),
    one("flac", voice("a.flac"), FORMAT),
    one("ogg", voice("a.ogg"), FORMAT),
    one("m4a", voice("a.m4a"), FORMAT),
    one("m4a with a cover", File(name="a.m4a", make=with_cover), FORMAT),
    one("aac", voice("a.aac"), FORMAT),
    one("mp4 that is only sound", voice("a.mp4"), FORMAT),
    one("aiff", holding("a.aiff", b"FORM\0\0\0\x20AIFF" + bytes(32)), FORMAT),
    one("midi", holding("a.mid", b"MThd" + bytes(20)), FORMAT),
)

LEVELS = (
    loud(-3.5),
    loud(-38.0),
    loud(-42.0, "warning voice.quiet"),
    loud(-42.0, "warning voice.quiet", suffix=".mp3"),
    loud(-68.0, "warning voice.quiet"),
    loud(-72.0, "warning voice.silent"),
    loud(-200.0, "warning voice.silent"),
    loud(-200.0, "warning voice.silent", suffix=".mp3"),
    one("too long and quiet", voice(seconds=11.0, level_db=-50.0), SECONDS, "warning voice.quiet"),
)

LIES = (
    one("wav named mp3", voice("a.mp3", like=".wav")),
    one("mp3 named wav", voice("a.wav", like=".mp3")),
    one("mp3 without a suffix", voice("a", like=".mp3")),
    one("m4a named mp3", voice("a.mp3", like=".m4a"), FORMAT),
    one("ogg named wav", voice("a.wav", like=".ogg"), FORMAT),
    one("clip as a voice", clip("a.mp4"), KIND),
    one("clip named wav", clip("a.wav", like=".mov"), KIND),
    one("picture as a voice", picture("a.jpg"), KIND),
    one("text named mp3", holding("a.mp3", "Once upon a time, 很久以前. ".encode() * 300), UNRECOGNISED),
    one("html named wav", holding("a.wav", b"<html><body>Not found</body></html>"), UNRECOGNISED),
)

DAMAGE = (
    one("half a wav", half(voice(seconds=4.0)), TRUNCATED),
    one("half an mp3", half(voice("a.mp3", seconds=4.0)), TRUNCATED),
    one("half a flac", half(voice("a.flac")), FORMAT),
    one("a tag without an mp3", holding("a.mp3", b"ID3\4\0\0\0\0\0\0" + b"words " * 999), UNDECODABLE),
    one("an empty wav", holding("a.wav", b""), "error media.empty"),
    one("an empty mp3", holding("a.mp3", b""), "error media.empty"),
)

PLACES = (
    Row(
        name="of a clip, counted after the pictures",
        given=(video(WALK, voice(seconds=0.5)), image(PHOTO)),
        expected=("reference_voice[1] error media.seconds",),
    ),
    Row(
        name="of the second picture and of the clip",
        given=(image(PHOTO), video(WALK, voice("a.m4a")), image(PHOTO, voice(seconds=12.0))),
        expected=("reference_voice[1] error media.seconds", "reference_voice[2] error media.format"),
    ),
    Row(name="the same for both", given=(image(PHOTO, SPEECH), video(WALK, SPEECH))),
    Row(
        name="beside a first frame, which has none",
        given=(frame(WIDE), image(PHOTO), image(PHOTO, voice(seconds=0.5))),
        expected=("reference_voice[1] error media.seconds", "ratio note ratio.ignored"),
    ),
)

ROWS = (*LENGTHS, *BYTES, *FORMATS, *LEVELS, *LIES, *DAMAGE, *PLACES)
