"""A sentence in both languages: `Shorten it by {excess}.`, with named places for what differs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

PLACE = re.compile(r"\{(\w+)\}")
# A place of such a name holds a number, so that a sentence with few words of its own is not seen where it isn't.
NUMERIC, NUMBER = "n_", r"-?\d[\d.,]*"


@dataclass(frozen=True, kw_only=True)
class Template:
    """One sentence.

    Attributes:
        english: as the code says it, each value being `{a_name}`.
        chinese: the same with the same names, in whatever order Chinese wants them.
        weight: how many characters of it are fixed: of two that fit a text, the heavier one is meant.
    """

    english: str
    chinese: str
    weight: int = field(init=False)
    _pattern: re.Pattern[str] = field(init=False, repr=False)
    _anchor: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Prepare to recognise it."""
        fixed = PLACE.split(self.english)[::2]
        object.__setattr__(self, "weight", sum(len(part) for part in fixed))
        object.__setattr__(self, "_anchor", max(fixed, key=len))
        object.__setattr__(self, "_pattern", re.compile(_pattern(self.english), re.DOTALL))

    def values_in(self, text: str) -> dict[str, str] | None:
        """Give what stands in its places in an English text, None where the text is another sentence."""
        # Most texts are another sentence, and a search for its longest fixed part tells it in no time.
        if self._anchor not in text:
            return None
        found = self._pattern.fullmatch(text)
        return None if found is None else found.groupdict()

    def filled(self, values: Mapping[str, str]) -> str:
        """Give it in Chinese with the values in their places."""
        return PLACE.sub(lambda place: values[place[1]], self.chinese)


def places(text: str) -> frozenset[str]:
    """Give the names of a sentence's places."""
    return frozenset(PLACE.findall(text))


def _pattern(english: str) -> str:
    parts, seen = [], set[str]()
    for index, part in enumerate(PLACE.split(english)):
        if index % 2 == 0:
            parts.append(re.escape(part))
        elif part in seen:
            parts.append(f"(?P={part})")
        else:
            seen.add(part)
            parts.append(f"(?P<{part}>{NUMBER if part.startswith(NUMERIC) else '.+?'})")
    return "".join(parts)
