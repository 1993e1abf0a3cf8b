"""Words as pictures: a font that knows Chinese, lines that break where they may, an ellipsis where room ends."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

FONT = Path(__file__).parents[3] / "assets" / "fonts" / "NotoSansCJKsc-Bold-subset.otf"
MISSING = "〓"  # the printers' mark for a character that the case lacks
LEADING = 1.4  # line height over font size; Chinese needs more air than Latin

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_TOKEN = re.compile(rf"[{_WIDE}]|[^\s{_WIDE}]+|\s+")
_STRAIGHT = str.maketrans("\u201c\u201d\u2018\u2019", "\"\"''")  # the font's curly quotes are as wide as a Chinese sign
_ACCENTED = re.compile(r"LATIN (CAPITAL|SMALL) LETTER ([A-Z]) WITH ")
_NEVER_FIRST = "\u3001\u3002\uff0c\uff01\uff1f\uff1b\uff1a\uff09\u3011\u300d\u300f\u300b\u3009\u201d\u2019,.!?;:)]}%"
_NEVER_LAST = "\uff08\u3010\u300c\u300e\u300a\u3008\u201c\u2018([{"


@dataclass(frozen=True, kw_only=True)
class Block:
    """Lines ready to draw, centred under one another.

    Attributes:
        lines: each fits the width it was broken for.
        size: of the font, pixels.
    """

    lines: tuple[str, ...]
    size: int

    @property
    def line_height(self) -> int:
        """Pixels from one baseline to the next."""
        return round(self.size * LEADING)

    @property
    def height(self) -> int:
        """Pixels of the whole block."""
        return self.line_height * len(self.lines)


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Load the shipped font at a size in pixels. Basic layout is the same on every machine; Raqm may be missing."""
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def break_lines(text: str, width: int, sizes: tuple[tuple[int, int], ...]) -> Block:
    """Break a caption into lines of at most `width` pixels.

    Args:
        text: on one line.
        width: pixels.
        sizes: pairs of font size and most lines, from the largest; the first that holds all words is taken, and the
            last is cut with an ellipsis.
    """
    text = drawable(text)
    for size, most in sizes:
        measure = font(size).getlength
        lines = _fill(text, width, most + 1, measure)
        if len(lines) <= most:
            return Block(lines=tuple(_balance(text, width, lines, measure)), size=size)
    return Block(lines=(*lines[: most - 1], _cut(lines[most - 1], width, measure)), size=size)


def drawable(text: str) -> str:
    """Leave out emoji and invisible marks, and show a printer's mark for any other character the font lacks."""
    if re.search(f"[{_WIDE}]", text) is None:
        text = text.translate(_STRAIGHT)
    return "".join(_substitute(character) for character in text).strip()


@cache
def _substitute(character: str) -> str:
    if character.isspace():
        return " "
    probe = font(16)
    if bytes(probe.getmask(character)) != bytes(probe.getmask("\uffff")):
        return character
    letter = _ACCENTED.match(unicodedata.name(character, ""))
    if letter is not None:  # the font has few letters of Central Europe: better bare than missing
        return letter[2] if letter[1] == "CAPITAL" else letter[2].lower()
    symbol = unicodedata.category(character) in {"So", "Sk", "Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"}
    return "" if symbol else MISSING


def _fill(text: str, width: float, most: int, measure: Callable[[str], float]) -> list[str]:
    """Fill up to `most` lines, greedily; what is left over is dropped."""
    lines: list[str] = []
    line = ""
    for token in _tokens(text, width, measure):
        if not line or measure((line + token).rstrip()) <= width:
            line = (line + token).lstrip()
            continue
        carried = ""
        if token[0] in _NEVER_FIRST or line[-1] in _NEVER_LAST:
            kept, carried = _carry(line)
            if measure(carried + token) > width:  # no room to be correct in
                kept, carried = line, ""
            line = kept
        lines.append(line.rstrip())
        line = (carried + token).lstrip()
        if len(lines) == most:
            return lines
    return [*lines, line.rstrip()] if line.strip() else lines


def _carry(line: str) -> tuple[str, str]:
    """Take the last token of a line along to the next one, so that punctuation stays where it belongs."""
    tokens = _TOKEN.findall(line)
    return ("".join(tokens[:-1]), tokens[-1]) if len(tokens) > 1 else (line, "")


def _tokens(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Words, spaces and single Chinese characters; a word wider than the line falls into its letters."""
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        tokens += list(token) if measure(token) > width else [token]
    return tokens


def _balance(text: str, width: int, lines: list[str], measure: Callable[[str], float]) -> list[str]:
    """Break at the narrowest width that gives as many lines, so that no last line holds a single word."""
    narrow, wide = width // 2, width
    while len(lines) > 1 and wide - narrow > width // 40 + 1:
        middle = (narrow + wide) // 2
        tried = _fill(text, middle, len(lines) + 1, measure)
        if len(tried) <= len(lines) and all(measure(line) <= middle for line in tried):
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def _cut(line: str, width: int, measure: Callable[[str], float]) -> str:
    ellipsis = "…" if re.search(f"[{_WIDE}]", line) else "..."  # the font draws the one sign at Chinese height
    while line and measure(line + ellipsis) > width:
        line = line[:-1]
    return line.rstrip(" ,.;:\u3001\u3002\uff0c\uff1b\uff1a") + ellipsis
