"""The shots of a prompt: which words, which references, from which frame to which."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lib.sandbox.animatic.request import FPS

SHORTEST = 2 * FPS // 5  # frames; five references in the shortest video of two seconds still have a shot each
MOST = 12  # shots; FFmpeg holds the layers of all of them at once

# "Scene 1 [0-3s]: ..." and "第1个镜头[0-3秒]..." are the two documented forms; the rest is what people write instead.
# A heading needs its times or a colon, so that "as in scene 2" inside a sentence is not one.
_HEADING = re.compile(
    r"""(?: (?<![A-Za-z]) (?:scene|shot) \s* \d+
          | 第 \s* [\d一二三四五六七八九十]+ \s* 个? (?:镜头|场景|分镜|幕)
          | (?:镜头|场景|分镜) \s* [\d一二三四五六七八九十]+ )
        \s*
        (?: [\[\u3010(\uff08] \s* (?P<start>\d+(?:\.\d+)?) \s* (?:s|sec|seconds|秒)?
            \s* (?:[-\u2013\u2014~\uff5e至到]|to) \s*
            \d+(?:\.\d+)? \s* (?:s|sec|seconds|秒)? \s* [\]\u3011)\uff09] \s* [:\uff1a]?
          | [:\uff1a] )""",
    re.IGNORECASE | re.VERBOSE,
)
_CITATION = re.compile(r"(?:(?<![A-Za-z])(image|video)|(图片?|视频))\s*(\d{1,3})(?!\d)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[\u3002\uff01\uff1f\uff1b\n])|(?<=[.!?;])\s+")


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One shot: frames `start` up to, but not including, `end`.

    Attributes:
        words: what the prompt says about it, on one line.
        labels: the references it shows, in the order in which it cites them.
        start: its first frame.
        end: the frame after its last.
    """

    words: str
    labels: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class _Draft:
    words: str
    labels: tuple[str, ...]
    second: float | None = None


def plan_shots(prompt: str, labels: Sequence[str], frames: int) -> tuple[Shot, ...]:
    """Cut `frames` into the shots of the prompt; one per cited reference where it names none; else one.

    A shot that cites nothing shows what stands before the first heading, else what the shot before it showed.
    """
    drafts = _headed(prompt, labels) or _one_per_citation(prompt, labels)
    if not drafts:
        drafts = [_Draft(words=_one_line(prompt), labels=tuple(labels))]
    starts = _starts(drafts, frames)
    spans = [(draft, start) for draft, start in zip(drafts, starts, strict=True) if start is not None]
    edges = [start for _, start in spans] + [frames]
    return tuple(
        Shot(words=draft.words, labels=draft.labels, start=start, end=end)
        for (draft, _), (start, end) in zip(spans, pairwise(edges), strict=True)
    )


def cited(text: str, labels: Sequence[str]) -> tuple[str, ...]:
    """Give the labels that `text` cites, each once, in the order of their first citation."""
    return tuple(_first_citations(text, labels))


def _first_citations(text: str, labels: Sequence[str]) -> dict[str, int]:
    """Where each label is cited first."""
    places: dict[str, int] = {}
    for found in _CITATION.finditer(text):
        english, chinese, number = found.groups()
        kind = "Video" if chinese == "视频" or (english or "").lower() == "video" else "Image"
        places.setdefault(f"{kind} {int(number)}", found.start())
    return {label: place for label, place in places.items() if label in labels}


def _headed(prompt: str, labels: Sequence[str]) -> list[_Draft]:
    headings = list(_HEADING.finditer(prompt))
    if not headings:
        return []
    shown = cited(prompt[: headings[0].start()], labels) or tuple(labels)
    drafts = []
    ends = [found.start() for found in headings[1:]] + [len(prompt)]
    for found, end in zip(headings, ends, strict=True):
        words = prompt[found.end() : end]
        shown = cited(words, labels) or shown
        second = None if found["start"] is None else float(found["start"])
        drafts.append(_Draft(words=_one_line(words), labels=shown, second=second))
    return drafts


def _one_per_citation(prompt: str, labels: Sequence[str]) -> list[_Draft]:
    """Each reference gets the sentences from its first citation up to the next one's, so that no words are lost."""
    begins = [0, *(found.end() for found in _SENTENCE_END.finditer(prompt))]
    ends = [*begins[1:], len(prompt)]
    places = _first_citations(prompt, labels)
    sentences = [bisect_right(begins, place) - 1 for place in places.values()]
    drafts = []
    for index, (label, sentence) in enumerate(zip(places, sentences, strict=True)):
        first = sentence if index else 0  # what stands before any citation belongs to the first shot
        following = sentences[index + 1] if index + 1 < len(sentences) else len(begins)
        words = prompt[begins[first] : ends[max(following - 1, sentence)]]
        drafts.append(_Draft(words=_one_line(words), labels=(label,)))
    return drafts


def _starts(drafts: Sequence[_Draft], frames: int) -> list[int | None]:
    """First frame of each draft; None for one that finds no room of its own."""
    seconds = [draft.second for draft in drafts if draft.second is not None]
    if len(seconds) == len(drafts) and sorted(seconds) == seconds:
        wanted = [round(second * FPS) for second in seconds]
        if wanted[-1] > frames - SHORTEST:  # planned for a longer video: keep the proportions, lose no shot
            wanted = [start * (frames - SHORTEST) // wanted[-1] for start in wanted]
    else:
        room = min(len(drafts), frames // SHORTEST, MOST)
        wanted = [frames * index // room for index in range(len(drafts))]
    starts: list[int | None] = [0]
    last, taken = 0, 1
    for start in wanted[1:]:
        fits = last + SHORTEST <= start <= frames - SHORTEST and taken < MOST
        starts.append(start if fits else None)
        taken += fits
        last = start if fits else last
    return starts


def _one_line(text: str) -> str:
    return " ".join(text.split()).strip(" -\u2013\u2014|")
