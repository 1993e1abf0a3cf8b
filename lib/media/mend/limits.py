"""What can be repaired, up to which limits, what a person may pick, and how a repair ends without a file."""

import re
from dataclasses import dataclass
from enum import StrEnum

from lib.errors import Failure, InputError, StudioError

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class Repair(StrEnum):
    """The repairs by the names under which a finding offers them (`fix` of `/check`).

    All repairs of one kind are one pipeline and give a file that passes as a whole; the name says what the person
    asked for, and decides where there is more than one way (enlarge or pad, copy or encode, keep or flatten).
    """

    PICTURE_CONVERT = "picture_convert"
    PICTURE_FLATTEN = "picture_flatten"
    PICTURE_SHRINK = "picture_shrink"
    PICTURE_ENLARGE = "picture_enlarge"
    PICTURE_PAD = "picture_pad"
    CLIP_CONVERT = "clip_convert"
    CLIP_TRIM = "clip_trim"
    CLIP_SCALE = "clip_scale"
    CLIP_SHRINK = "clip_shrink"
    VOICE_CONVERT = "voice_convert"
    VOICE_TRIM = "voice_trim"
    VOICE_LOUDER = "voice_louder"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the repaired file must keep to, as plain numbers of a form's rule for one file.

    Attributes:
        formats: the short names of `MediaInfo.format` that are taken.
        max_bytes: bytes on disk.
        minimum_side: pixels of the shorter side, None where there is no limit; so for all that follow.
        maximum_side: pixels of the longer side.
        widest: the longer side may be this many times the shorter one.
        minimum_seconds: length of a clip's picture track, or of a sound.
        maximum_seconds: the same.
        alpha: a transparent picture is taken.
    """

    formats: tuple[str, ...]
    max_bytes: int
    minimum_side: int | None = None
    maximum_side: int | None = None
    widest: float | None = None
    minimum_seconds: float | None = None
    maximum_seconds: float | None = None
    alpha: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a person may pick.

    Attributes:
        start_seconds: where the part begins that is kept of a clip or a sound.
        end_seconds: where it ends.
        background: what shows through a transparent picture and around a padded one, `#rrggbb`.
    """

    start_seconds: float | None = None
    end_seconds: float | None = None
    background: str = "#ffffff"

    @property
    def picked(self) -> bool:
        """Whether a part was picked; without one the repair picks it."""
        return self.start_seconds is not None or self.end_seconds is not None


class MendFailed(InputError):
    """The file can't be repaired: `Studio.MendFailed`, with the reason and what to do instead."""


class MendStopped(StudioError):
    """The person stopped the repair: `Studio.MendStopped`; nothing is left of it."""


def failed(message: str, advice: str = "Choose another file, or save it anew with another program.") -> MendFailed:
    """Make the error of a repair that can't be done."""
    return MendFailed(Failure(code="Studio.MendFailed", message=message, advice=advice))


def was_stopped() -> MendStopped:
    """Make the error of a repair that was stopped."""
    message = "The repair was stopped."
    return MendStopped(Failure(code="Studio.MendStopped", message=message, advice="The file is as it was."))


def background(choice: Choice) -> tuple[int, int, int]:
    """Give the picked colour as red, green and blue, 0 to 255.

    Raises:
        MendFailed: it is none; whatever else it is, it must not reach the arguments of FFmpeg.
    """
    name = choice.background
    if not _COLOUR.fullmatch(name):
        raise failed(f"The background {name[:20]!r} is no colour.", "Give it as #rrggbb, for example #ffffff.")
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)
