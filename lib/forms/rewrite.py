"""Rewrites of a prompt: citations as the model reads them, and citations that follow their references. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lib.forms.fields import References
from lib.forms.prompt import Cited, citations, list_of

# Digits of any script: 图１ cites too, though the model isn't documented to read it.
_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")


@dataclass(frozen=True)
class Slot:
    """A reference in its list: `key` tells it from the others whatever its number is."""

    key: str
    field: str


def as_the_model_reads(prompt: str, lists: Sequence[References], shown: Sequence[Slot]) -> str:
    """Write every foreign citation as the model reads it: `@Image1` becomes `Image 1`, `图 1` becomes `图1`.

    `character2` is the second reference in the order shown, whatever it is; one that isn't there stays as it is.
    """

    def own(cited: Cited) -> str:
        return cited_as(cited, lists, shown) or cited.text

    return _replaced(prompt, lists, own)


def cited_as(cited: Cited, lists: Sequence[References], shown: Sequence[Slot]) -> str | None:
    """Give the citation in the model's own form, in the language it is written in; None where it means nothing."""
    place = meant(cited, lists, shown)
    row = next((one for one in lists if place is not None and one.name == place[0]), None)
    if row is None or place is None:
        return None
    return row.citation.cite(place[1], chinese=cited.chinese)


def meant(cited: Cited, lists: Sequence[References], shown: Sequence[Slot]) -> tuple[str, int] | None:
    """Give the list and the number that a citation means, which need not be there; None where it means nothing."""
    row, number = list_of(cited, lists), cited.number
    if row is not None:
        return (row.name, number) if number >= 1 else None
    # Another word than a model's own means nothing to it: "Video 1" where no clip is taken is not the first picture.
    if cited.word != "character" or not 1 <= number <= len(shown):
        return None
    field = shown[number - 1].field
    return field, sum(one.field == field for one in shown[:number])


def follow(
    prompt: str, lists: Sequence[References], before: Sequence[Slot], now: Sequence[Slot]
) -> tuple[str, tuple[Slot, ...]]:
    """Let the citations follow their references from one order to the next.

    A reference that was removed counts on behind the others, so that its citations name nothing that is there, and come
    right again when it is brought back. Give the new prompt, and the order to hand in next time.
    """
    present, known = {slot.key for slot in now}, {slot.key for slot in before}
    # One that nobody had told of was brought last; several of them in the order of their keys.
    before = [*before, *sorted((slot for slot in now if slot.key not in known), key=_brought)]
    gone = [slot for slot in before if slot.key not in present and _is_cited(prompt, lists, before, slot)]
    after = (*now, *gone)
    numbers = _numbers(after)
    moved = {place: numbers[key][1] for key, place in _numbers(before).items() if key in numbers}

    def renumbered(cited: Cited) -> str:
        row = list_of(cited, lists)
        number = moved.get((row.name, cited.number)) if row is not None else None
        if number is None or number == cited.number:
            return cited.text
        return _LAST_NUMBER.sub(str(number), cited.text)

    return _replaced(prompt, lists, renumbered), after


def _brought(slot: Slot) -> tuple[int, str]:
    """Sort keys as they were given out: c9 before c10."""
    return len(slot.key), slot.key


def _numbers(slots: Sequence[Slot]) -> Mapping[str, tuple[str, int]]:
    """Give each slot's list and its number in it, counted from 1."""
    counts: dict[str, int] = {}
    numbers = {}
    for slot in slots:
        counts[slot.field] = counts.get(slot.field, 0) + 1
        numbers[slot.key] = (slot.field, counts[slot.field])
    return numbers


def _is_cited(prompt: str, lists: Sequence[References], slots: Sequence[Slot], slot: Slot) -> bool:
    place = _numbers(slots)[slot.key]
    return any(
        (row.name, cited.number) == place for cited in citations(prompt, lists) if (row := list_of(cited, lists))
    )


def _replaced(prompt: str, lists: Sequence[References], write: Callable[[Cited], str]) -> str:
    """Write every citation anew, all at once, so that two that change places don't meet."""
    parts, end = [], 0
    for cited in citations(prompt, lists):
        parts += [prompt[end : cited.start], write(cited)]
        end = cited.end
    return "".join([*parts, prompt[end:]])
