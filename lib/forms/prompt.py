"""Citations and shots found in a prompt: who is named where, and what happens when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib.forms.fields import References

_HAN_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}

_TIMES = r"\[\s*(?P<start>\d+(?:\.\d+)?)\s*(?:s|秒)?\s*[-–—~]\s*(?P<end>\d+(?:\.\d+)?)\s*(?:s|秒)?\s*\]\s*[::]?"
_SHOT = re.compile(
    rf"(?:(?i:\b(?:scene|shot))\s*(?P<latin>\d+)|第\s*(?P<han>\d+|[一二三四五六七八九十])\s*个?\s*(?:镜头|场景))\s*{_TIMES}",
)
# Citation forms of other models and pages that this model isn't documented to read (`api-facts.md` 2.4).
_FOREIGN = re.compile(
    r"<{1,3}\s*(?P<a>image|video)[ _]?(?P<an>\d{1,2})\s*>{1,3}"
    r"|\[\s*(?P<b>image|video)\s*(?P<bn>\d{1,2})\s*\]"
    r"|@\s?(?P<c>image|video)[ _]?(?P<cn>\d{1,2})\b"
    r"|\b(?P<d>image|video)[ _]?(?P<dn>\d{1,2})\b"
    r"|\bcharacter\s?(?P<en>\d{1,2})\b"
    r"|(?P<f>图片|图像|图|视频)\s*(?P<fn>\d{1,2})",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A citation in a prompt.

    Attributes:
        start: index of its first character.
        end: index after its last one.
        text: as written.
        word: `image`, `video` or `character`.
        number: counted from 1.
        exact: written as the model reads it.
    """

    start: int
    end: int
    text: str
    word: str
    number: int
    exact: bool
    chinese: bool


@dataclass(frozen=True, kw_only=True)
class Shot:
    """A scene with its times in seconds, and the span of its words."""

    number: int
    start: float
    end: float
    text: str


def citations(prompt: str) -> tuple[Cited, ...]:
    """Find every citation, in English and Chinese, in the order of the text."""
    return tuple(_citations(prompt))


def _citations(prompt: str) -> Iterator[Cited]:
    for match in _FOREIGN.finditer(prompt):
        groups = match.groupdict()
        word = (groups["a"] or groups["b"] or groups["c"] or groups["d"] or groups["f"] or "character").lower()
        number = next(groups[name] for name in ("an", "bn", "cn", "dn", "en", "fn") if groups[name])
        chinese = groups["f"] is not None
        if chinese:
            word = "video" if word == "视频" else "image"
        exact = re.fullmatch(r"(?:Image|Video) [1-9]\d?|(?:图|视频)[1-9]\d?", match[0]) is not None
        yield Cited(
            start=match.start(),
            end=match.end(),
            text=match[0],
            word=word,
            number=int(number),
            exact=exact,
            chinese=chinese,
        )


def list_of(cited: Cited, lists: Sequence[References]) -> References | None:
    """Give the list of references that the citation's word means, None for `character`."""
    return next((row for row in lists if row.citation.english.lower() == cited.word), None)


def shots(prompt: str) -> tuple[Shot, ...]:
    """Find the scenes `Scene 1 [0-3s]: …` and `第1个镜头[0-3秒] …` with the words that follow each."""
    heads = list(_SHOT.finditer(prompt))
    ends = [*(head.start() for head in heads[1:]), len(prompt)][: len(heads)]
    return tuple(
        Shot(
            number=_number(head["latin"] or head["han"]),
            start=float(head["start"]),
            end=float(head["end"]),
            text=prompt[head.end() : end].strip(),
        )
        for head, end in zip(heads, ends, strict=True)
    )


def _number(text: str) -> int:
    return _HAN_DIGITS[text] if text in _HAN_DIGITS else int(text)
