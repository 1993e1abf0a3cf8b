"""English into Chinese: a sentence is looked up, its values with it; what nobody has translated stays as it is.

The sentences that a visitor reads are made in every room, go through durable steps and lie in records for weeks, and
the API gives them as they are. So they are English everywhere, and are recognised here by the template that made them.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from lib.ui.language.template import Template, places

FOLDER = Path(__file__).parents[3] / "assets" / "chinese"
# Nobody wrote a longer one: it is a prompt, or a request.
LONGEST = 2_000
MOST_SENTENCES = 12
_WORD = re.compile(r"[A-Za-z]")
_SENTENCE_END = re.compile(r"(?<=[.:?])\s+(?=\S)")
# How the terms of a list are told apart, and how Chinese does it.
_BETWEEN = {", ": "、", " and ": "和", " or ": "或", "; ": "；", " + ": " + "}
_LIST = re.compile(f"({'|'.join(map(re.escape, _BETWEEN))})")
# A place between the parts of a line: "Waiting · third in line".
DOT = " · "


class Chinese:
    """The catalogue: every sentence with its Chinese."""

    def __init__(self, sentences: Iterable[Template]) -> None:
        all_of_them = list(sentences)
        self._templates = {one.english: one.chinese for one in all_of_them}
        self._fixed = {one.english: one.chinese for one in all_of_them if not places(one.english)}
        self._open = sorted((one for one in all_of_them if places(one.english)), key=lambda one: -one.weight)
        self._known = lru_cache(maxsize=8_192)(self._look_up)

    def of(self, text: str) -> str:
        """Give a text in Chinese: a sentence, several, or parts with a dot between them."""
        if len(text) > LONGEST or not _WORD.search(text):
            return text
        if DOT in text:
            return DOT.join(self.of(part) for part in text.split(DOT))
        return self._sentences(text.strip()) or text

    def template(self, sentence: str) -> str:
        """Give the Chinese of a sentence whose places are still empty, for a script that fills them."""
        return self._templates.get(sentence, sentence)

    def value(self, text: str) -> str:
        """Give a value of a sentence in Chinese: a term, or a list of terms. A name or a number is left alone."""
        whole = self.of(text)
        if whole != text:
            return whole
        parts = _LIST.split(text)
        terms = {part: self.of(part) for part in parts[::2]}
        # In a list of terms those that are no words, as MP4, are left; a sentence that somebody wrote is no list.
        prose = any(" " in part and part == words for part, words in terms.items())
        if prose or all(part == words for part, words in terms.items()):
            return text
        return "".join({**_BETWEEN, **terms}[part] for part in parts)

    def _look_up(self, text: str) -> tuple[int, str] | None:
        """Give the Chinese of one sentence with the weight of what was recognised, None for an unknown one."""
        if text in self._fixed:
            return len(text), self._fixed[text]
        for one in self._open:
            values = one.values_in(text)
            if values is not None:
                return one.weight, one.filled({name: self.value(value) for name, value in values.items()})
        return None

    def _sentences(self, text: str) -> str | None:
        """Give a text of one or more sentences, cut where most of it is recognised; None where a part of it is not."""
        cuts = [0, *(end.start() for end in _SENTENCE_END.finditer(text)), len(text)]
        if len(cuts) > MOST_SENTENCES + 1:
            cuts = [0, len(text)]
        best: list[tuple[int, str] | None] = [(0, "")]
        for end in range(1, len(cuts)):
            ways = []
            for start in range(end):
                before, part = best[start], self._known(text[cuts[start] : cuts[end]].strip())
                if before is not None and part is not None:
                    ways.append((before[0] + part[0], before[1] + part[1]))
            best.append(max(ways, key=lambda way: way[0], default=None))
        return best[-1][1] if best[-1] is not None else None


def read_catalogue(files: str = "*.toml") -> list[Template]:
    """Read the files of that name: a line is `"English" = "中文"`. Raises ValueError for one that is there twice."""
    pairs: dict[str, str] = {}
    for file in sorted(FOLDER.glob(files)):
        for english, chinese in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if english in pairs:
                raise ValueError(f"{english!r} stands in two files")
            pairs[english] = chinese
    return [Template(english=english, chinese=chinese) for english, chinese in pairs.items()]


@cache
def chinese() -> Chinese:
    """Give the catalogue, read once when the first visitor needs it. Raises OSError, ValueError."""
    return Chinese(read_catalogue())
