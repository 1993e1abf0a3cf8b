"""The closed set of field kinds: each parameter of a model is one row of one of these."""

import math
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from lib.facts import Kind

MIB = 1024 * 1024
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, kw_only=True)
class Between:
    """An inclusive range, without a maximum where none is known; `unit` is said after the numbers."""

    minimum: float
    maximum: float = math.inf
    unit: str = ""

    @property
    def endless(self) -> bool:
        """No maximum is known."""
        return math.isinf(self.maximum)


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
    """How a prompt names the n-th file of a list: "Image 1", "图1", "[Image 1]".

    Attributes:
        english: the word.
        chinese: the word in Chinese, whose number follows at once; empty where the model has no form of its own for it.
        pattern: how the English word and the number stand in the prompt.
        expected: the model is told to be given a name for each file, so that one that is never named is worth a word.
    """

    english: str
    chinese: str = ""
    pattern: str = "{word} {number}"
    expected: bool = True

    def label(self, number: int) -> str:
        """Name the `number`-th file, counted from 1, as a person does."""
        return f"{self.english} {number}"

    def cite(self, number: int, *, chinese: bool = False) -> str:
        """Write the citation of the `number`-th file as the model reads it, in the language of the prompt."""
        if chinese and self.chinese:
            return f"{self.chinese}{number}"
        return self.pattern.format(word=self.english, number=number)


@dataclass(frozen=True, kw_only=True)
class Tighter:
    """A narrower maximum that holds while the list `when_given` has a file in it."""

    when_given: str
    maximum: int


@dataclass(frozen=True, kw_only=True)
class Follows:
    """A value beside the range that means "as long as the clip of the field `file`"."""

    value: int
    file: str


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
    """A text, counted in code points; the service cuts a longer one silently and bills it.

    Attributes:
        max_chars: the most characters.
        han: as how many characters a Chinese one counts.
        required: it must say something.
        default: what stands where nothing is given.
        lines: how tall its widget is.
    """

    max_chars: int
    han: int = 1
    required: bool = False
    default: str = ""
    lines: int = 1

    def length(self, text: str) -> int:
        """Count a text as the model does."""
        return len(text) + (self.han - 1) * len(_HAN.findall(text))


@dataclass(frozen=True, kw_only=True)
class Choice(_Row):
    """One of a few. Where `none` has words, it may be left to the service too: an empty text, which is not sent."""

    choices: tuple[str, ...]
    default: str
    none: str = ""

    @property
    def allowed(self) -> tuple[str, ...]:
        """Every value that may be given."""
        return ("", *self.choices) if self.none else self.choices


@dataclass(frozen=True, kw_only=True)
class WholeNumber(_Row):
    """A whole number in a range, which another field can narrow.

    Attributes:
        minimum: the least.
        maximum: the most.
        default: what stands where nothing is given.
        unit: said after the number.
        tighter: narrower maxima.
        follows: a value beside the range.
        includes: the field of a clip whose seconds are part of the number.
    """

    minimum: int
    maximum: int
    default: int
    unit: str = ""
    tighter: tuple[Tighter, ...] = ()
    follows: Follows | None = None
    includes: str = ""

    @property
    def lowest(self) -> int:
        """The least value that may be given."""
        return self.minimum if self.follows is None else min(self.minimum, self.follows.value)


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
    """At most one file, which the prompt does not number.

    Attributes:
        rule: what it must be.
        required: there must be one.
        link: in the request its link stands at `path` by itself; otherwise it is an entry of the list there.
    """

    rule: MediaRule
    required: bool = False
    link: bool = False


Field: TypeAlias = Text | Choice | WholeNumber | Flag | Seed | References | Voices | OneFile
Scalar: TypeAlias = str | int | float | bool | None
