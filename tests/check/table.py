"""The rows of a table: a form made of real files, and every finding that it must get, in order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.makers import make_clip, make_picture, make_voice
from tests.media.specimens import content, cut, renamed

Make = Callable[[Path], object]

# A value of a row that takes the parameter out of the form, so that its default stands.
ABSENT = object()


@dataclass(frozen=True, kw_only=True)
class File:
    """A real file: its name on disk, how it is made, and the name the person gave it, where that fits no disk."""

    name: str
    make: Make
    known_as: str | None = None


@dataclass(frozen=True, kw_only=True)
class Given:
    """A file in a field of the form, with its voice."""

    field: str
    file: File
    voice: File | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """A form and the findings that it must get.

    Attributes:
        name: what is special about it.
        given: the files, in the order shown.
        expected: each finding as `field severity code`, in the order of the fields.
        values: added to a prompt that cites every reference as the model reads it, and to 720P.
        stray: voices that have no reference.
        model: whose form it is.
        service: who is to make the video.
        region: where.
    """

    name: str
    given: tuple[Given, ...]
    expected: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    stray: tuple[File, ...] = ()
    model: str = "wan2.7-r2v"
    service: str = "dashscope"
    region: str = "cn-beijing"


def picture(name: str = "a.jpg", *, like: str = "", **how: Any) -> File:
    """A picture of 320 × 240; `like` is the suffix of what it truly is, where its name lies."""
    return _made(make_picture, name, like, {"width": 320, "height": 240, **how})


def clip(name: str = "a.mp4", *, like: str = "", **how: Any) -> File:
    """A clip with sound of 320 × 240 and one second, four frames long."""
    return _made(make_clip, name, like, {"width": 320, "height": 240, "seconds": 1.0, "fps": 4, **how})


def voice(name: str = "a.wav", *, like: str = "", **how: Any) -> File:
    """A voice of two seconds."""
    return _made(make_voice, name, like, {"seconds": 2.0, **how})


def holding(name: str, data: bytes) -> File:
    """A file of these bytes."""
    return File(name=name, make=content(data))


def half(file: File) -> File:
    """The first half of a file's bytes."""
    return File(name=file.name, make=cut(0.5, file.make))


def image(file: File, voice: File | None = None) -> Given:
    return Given(field="reference_image", file=file, voice=voice)


def video(file: File, voice: File | None = None) -> Given:
    return Given(field="reference_video", file=file, voice=voice)


def frame(file: File) -> Given:
    return Given(field="first_frame", file=file)


def _made(make: Callable[..., Path], name: str, like: str, how: dict[str, Any]) -> File:
    bound = partial(make, **how)
    return File(name=name, make=renamed(like, bound) if like else bound)


# What most rows are about something else than.
PHOTO = picture("photo.jpg")
WALK = clip("walk.mp4")
SPEECH = voice("speech.wav")
# 16 : 9, as the ratio that stands where none is chosen.
WIDE = picture("wide.jpg", width=640, height=360)
