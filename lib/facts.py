"""What a file is, as plain facts: read by lib.media, judged by lib.forms."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a file holds, told from its bytes and never from its name."""

    PICTURE = "picture"
    CLIP = "clip"
    SOUND = "sound"
    UNKNOWN = "unknown"


class Flaw(StrEnum):
    """Why the facts of a file can't be trusted, in the order in which they are looked for."""

    MISSING = "missing"
    EMPTY = "empty"
    UNRECOGNISED = "unrecognised"
    TOO_MANY_PIXELS = "too_many_pixels"
    TRUNCATED = "truncated"
    UNDECODABLE = "undecodable"
    TOO_SLOW = "too_slow"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True)
class MediaInfo:
    """The facts of one file. `None` means not applicable or not known, never zero.

    Attributes:
        kind: picture, clip, sound or unknown, by content.
        format: short lower-case name: jpeg, png, bmp, webp, gif, tiff, heic, avif, svg, mp4, mov, webm, mkv, avi,
            wav, mp3, flac, ogg, m4a, ...; empty where nothing recognised it.
        mime: the media type sent with an upload, `application/octet-stream` where unknown.
        size_bytes: bytes on disk.
        sha256: of the content, hexadecimal.
        width: pixels as shown (EXIF and display rotation applied).
        height: the same.
        seconds: of the picture track for a clip, of the sound for a voice.
        fps: mean frames a second of a clip.
        has_audio: a clip carries a sound track.
        has_alpha: a picture has an alpha channel or a transparent colour.
        frames: more than 1 for an animated picture.
        color_mode: Pillow's mode (RGB, RGBA, CMYK, I;16, ...).
        video_codec: as FFmpeg names it (h264, hevc, ...).
        audio_codec: the same.
        loudness_db: RMS of a sound in dB relative to full scale; None where not measured.
        flaw: why it can't be used, None for a sound file.
    """

    kind: Kind
    format: str = ""
    mime: str = "application/octet-stream"
    size_bytes: int = 0
    sha256: str = ""
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    fps: float | None = None
    has_audio: bool = False
    has_alpha: bool = False
    frames: int | None = None
    color_mode: str | None = None
    video_codec: str | None = None
    audio_codec: str | None = None
    loudness_db: float | None = None
    flaw: Flaw | None = None


@dataclass(frozen=True, kw_only=True)
class Playback:
    """What playing a video through, without showing it, gave.

    Attributes:
        pictures: how many were decoded.
        damaged: seconds into the video of the first picture that can't be decoded; None where all can.
        finished: false where time ran out, and the rest was not looked at.
    """

    pictures: int
    damaged: float | None
    finished: bool

    @property
    def broken(self) -> bool:
        """Tell that there is nothing to see, where that was found out."""
        return self.finished and self.pictures == 0
