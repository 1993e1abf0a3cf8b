"""The closed set of field kinds: each parameter of a model is one row of one of these."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from lib.facts import Kind

MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Between:
    """An inclusive range; `unit` is said after the numbers."""

    minimum: float
    maximum: float
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class MediaRule:
    """What one file must be.

    Attributes:
        kind: what the bytes must hold.
        formats: the short names of `MediaInfo.format` that are taken.
        max_bytes: bytes on disk.
        sides: each side in pixels as shown, where it has sides.
        widest: width : height may be from 1 : widest to widest : 1.
        seconds: of the picture track or the sound, where it has a length.
        alpha: a transparent picture is taken.
        source: where the numbers come from (`api-facts.md`).
    """

    kind: Kind
    formats: tuple[str, ...]
    max_bytes: int
    sides: Between | None = None
    widest: float | None = None
    seconds: Between | None = None
    alpha: bool = False
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Citation:
    """How a prompt names the n-th file of a list: "Image 1", "图1"."""

    english: str
    chinese: str

    def label(self, number: int) -> str:
        """Give the English citation of the `number`-th file, counted from 1."""
        return f"{self.english} {number}"


@dataclass(frozen=True, kw_only=True)
class Tighter:
    """A narrower maximum that holds while the list `when_given` has a file in it."""

    when_given: str
    maximum: int


WirePath: TypeAlias = tuple[str, ...]
Level = Literal["main", "more"]


@dataclass(frozen=True, kw_only=True)
class _Row:
    """What every field has: its name on the wire and in the API, and its words."""

    name: str
    label: str
    help: str
    path: WirePath = ()
    level: Level = "main"


@dataclass(frozen=True, kw_only=True)
class Text(_Row):
    """A text, counted in code points; the service cuts a longer one silently and bills it."""

    max_chars: int
    required: bool = False
    default: str = ""
    lines: int = 1


@dataclass(frozen=True, kw_only=True)
class Choice(_Row):
    """One of a few."""

    choices: tuple[str, ...]
    default: str


@dataclass(frozen=True, kw_only=True)
class WholeNumber(_Row):
    """A whole number in a range, which another field can narrow."""

    minimum: int
    maximum: int
    default: int
    unit: str = ""
    tighter: tuple[Tighter, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Flag(_Row):
    """Yes or no."""

    default: bool


@dataclass(frozen=True, kw_only=True)
class Seed(_Row):
    """A whole number, or none for a random one. 0 is a seed."""

    minimum: int
    maximum: int


@dataclass(frozen=True, kw_only=True)
class References(_Row):
    """A list of files of one kind, cited by number in the prompt."""

    rule: MediaRule
    citation: Citation
    max_items: int


@dataclass(frozen=True, kw_only=True)
class Voices(_Row):
    """A sound for each reference of the lists in `of`, in their order; only its timbre is used."""

    rule: MediaRule
    of: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OneFile(_Row):
    """At most one file, which the prompt does not number."""

    rule: MediaRule


Field: TypeAlias = Text | Choice | WholeNumber | Flag | Seed | References | Voices | OneFile
Scalar: TypeAlias = str | int | float | bool | None
