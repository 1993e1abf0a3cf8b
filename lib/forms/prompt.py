"""Citations and shots found in a prompt: who is named where, and what happens when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lib.forms.fields import Citation, References

_HAN_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}

_SECONDS = r"\d{1,4}(?:\.\d{1,3})?"
_TIMES = rf"\[\s*(?P<start>{_SECONDS})\s*(?:s|秒)?\s*[-–—~]\s*(?P<end>{_SECONDS})\s*(?:s|秒)?\s*\]\s*[:：]?"
_ENGLISH_SHOT = r"(?<![A-Za-z])(?:scene|shot)\s*(?P<latin>\d{1,3})"
_CHINESE_SHOT = r"第\s*(?P<han>\d{1,3}|[一二三四五六七八九十])\s*个?\s*(?:镜头|场景)"
# The head of a scene: its number, then its times. Small and large letters alike.
SHOT = re.compile(rf"(?:{_ENGLISH_SHOT}|{_CHINESE_SHOT})\s*{_TIMES}", re.IGNORECASE)
# A citation may stand right beside a Chinese character, which \b would take for a letter of the same word.
_FREE, _OVER = r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])"
# "a video 5 seconds long" and 视频5秒 are lengths, 视频1080P is a size: the number counts something else.
_NO_UNIT = r"(?!\s*(?:s|sec|secs|seconds?|minutes?|min|fps|px|p|k|x|×|%)(?![A-Za-z]))(?!\s*[秒分帧张个段次%×:])(?!\.\d)"
# 地图, 截图 and the like are words of their own, and so are 短视频 and 长视频.
COMPOUNDS = "地截插草构拼企蓝贴配底版绘短长音"
# Every form in which the known models and their pages cite; which of them is a model's own is in its `Citation`.
_KNOWN = (
    r"<{1,3}\s*(?P<a>image|video)[ _]?(?P<an>\d{1,3})\s*>{1,3}"
    r"|\[\s*(?P<b>image|video)\s*(?P<bn>\d{1,3})\s*\]"
    rf"|@\s?(?P<c>image|video)[ _]?(?P<cn>\d{{1,3}}){_OVER}"
    rf"|{_FREE}(?P<d>image|video)[ _]?(?P<dn>\d{{1,3}}){_OVER}{_NO_UNIT}"
    rf"|{_FREE}character\s?(?P<en>\d{{1,3}}){_OVER}"
    rf"|(?<![{COMPOUNDS}])(?P<f>图片|图像|图|视频)\s*(?P<fn>\d{{1,3}}){_OVER}{_NO_UNIT}"
)
# Chinese words, and what they mean.
CHINESE_WORDS = {"图片": "image", "图像": "image", "图": "image", "视频": "video"}


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A citation in a prompt.

    Attributes:
        start: index of its first character.
        end: index after its last one.
        text: as written.
        word: `image`, `video`, `character`, or a model's own, in small letters.
        number: counted from 1.
        chinese: written in Chinese.
    """

    start: int
    end: int
    text: str
    word: str
    number: int
    chinese: bool


@dataclass(frozen=True, kw_only=True)
class Groups:
    """Where a form of citation holds its parts: the group of its number, and that of its word or the word itself."""

    number: str
    word: str = ""
    means: str = ""


_KNOWN_GROUPS = (
    Groups(number="an", word="a"),
    Groups(number="bn", word="b"),
    Groups(number="cn", word="c"),
    Groups(number="dn", word="d"),
    Groups(number="en", means="character"),
    Groups(number="fn", word="f"),
)


@dataclass(frozen=True, kw_only=True)
class Shot:
    """A scene with its times in seconds, and the span of its words."""

    number: int
    start: float
    end: float
    text: str


def citations(prompt: str, lists: Sequence[References] = ()) -> tuple[Cited, ...]:
    """Find every citation, in English and Chinese, in the order of the text; `lists` may have forms of their own."""
    owns = tuple(row.citation for row in lists)
    return tuple(_cited(match, owns) for match in _pattern(owns).finditer(prompt))


@lru_cache(maxsize=32)
def _pattern(owns: tuple[Citation, ...]) -> re.Pattern[str]:
    """Give what finds the citations: a model's own forms before those that are known of others."""
    parts = []
    for index, citation in enumerate(owns):
        number = rf"(?P<own{index}>\d{{1,3}})"
        before, after = citation.pattern.replace("{word}", citation.english).split("{number}", 1)
        free = _FREE if before[:1].isalnum() else ""
        over = f"{_OVER}{_NO_UNIT}" if not after else ""
        parts.append(f"{free}{re.escape(before)}{number}{re.escape(after)}{over}")
    return re.compile("|".join([*parts, _KNOWN]), re.IGNORECASE)


def reading(lists: Sequence[References]) -> tuple[str, tuple[Groups, ...]]:
    """Give the pattern that finds the citations, small and large letters alike, and the groups of each of its forms."""
    owns = tuple(row.citation for row in lists)
    return _pattern(owns).pattern, _groups(owns)


def _groups(owns: Sequence[Citation]) -> tuple[Groups, ...]:
    own = (Groups(number=f"own{index}", means=citation.english.lower()) for index, citation in enumerate(owns))
    return (*own, *_KNOWN_GROUPS)


def _cited(match: re.Match[str], owns: tuple[Citation, ...]) -> Cited:
    form = next(one for one in _groups(owns) if match[one.number])
    word = form.means or match[form.word].lower()
    return Cited(
        start=match.start(),
        end=match.end(),
        text=match[0],
        word=CHINESE_WORDS.get(word, word),
        number=int(match[form.number]),
        chinese=word in CHINESE_WORDS,
    )


def list_of(cited: Cited, lists: Sequence[References]) -> References | None:
    """Give the list of references that the citation's word means, None for `character`."""
    return next((row for row in lists if row.citation.english.lower() == cited.word), None)


def shots(prompt: str) -> tuple[Shot, ...]:
    """Find the scenes `Scene 1 [0-3s]: …` and `第1个镜头[0-3秒] …` with the words that follow each."""
    heads = list(SHOT.finditer(prompt))
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
