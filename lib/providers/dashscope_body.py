"""An order as Model Studio's request body, and the way back from a place in the body to a field of the form. Pure."""

import re
from collections.abc import Iterator
from typing import Any

from lib.forms.draft import Order, OrderItem
from lib.forms.fields import Field, OneFile, References, Scalar, Text, Voices, WirePath
from lib.forms.finding import at
from lib.forms.form import ModelForm
from lib.providers.provider import Links

# `input.media.0.url`, `parameters.duration`, `input.media[1].type`: as the service names a place in its messages.
_PLACE = re.compile(r"\b(?:input|parameters)(?:\.\w+|\[\d+\])+")


def build_body(form: ModelForm, order: Order, links: Links) -> dict[str, Any]:
    """Give the JSON of the request that makes a task (`api-facts.md` 1.3), each value at its field's `path`.

    A value of None, and an optional text that is empty, are left out. Files keep the order of `order.media`.

    Raises:
        KeyError: a file of the order has no link, or a field is not in the form (a mistake of ours).
    """
    body: dict[str, Any] = {"model": order.model}
    for row, value in sent_values(form, order):
        _place(body, row.path, value)
    for item in order.media:
        row = _row_of(form, item)
        if isinstance(row, OneFile) and row.link:
            _place(body, row.path, links[item.file.sha256])
        else:
            _listed(body, row.path).append(_media(form, item, links))
    return body


def sent_values(form: ModelForm, order: Order) -> Iterator[tuple[Field, Scalar]]:
    """Go through the values that are sent, in the form's order.

    None, an optional text that is empty, and a choice that is left to the service are not.
    """
    for row in form.scalars():
        value = order.values[row.name]
        if value is not None and (value != "" or (isinstance(row, Text) and row.required)):
            yield row, value


def field_named(message: str, form: ModelForm, order: Order) -> str:
    """Give the form's field that a message of the service names by its place in the body, empty where there is none.

    `input.media.0.url` is `reference_image[0]` where the first file is a picture; the index is that of its own field.
    """
    for match in _PLACE.finditer(message):
        steps = tuple(re.findall(r"\w+", match[0]))
        found = _field_at(steps, form, order)
        if found:
            return found
    return ""


def _field_at(steps: WirePath, form: ModelForm, order: Order) -> str:
    for row in form.fields:
        depth = len(row.path)
        if not row.path or steps[:depth] != row.path:
            continue
        if not isinstance(row, References | Voices | OneFile) or (isinstance(row, OneFile) and row.link):
            return row.name
        listed = _entries(form, order, row.path)
        if len(steps) > depth and steps[depth].isdigit() and int(steps[depth]) < len(listed):
            return _file_at(listed[int(steps[depth])], steps[depth + 1 :], form, order)
    return ""


def _entries(form: ModelForm, order: Order, path: WirePath) -> list[int]:
    """Give which files of the order are the entries of the list at a path."""
    rows = [_row_of(form, item) for item in order.media]
    return [index for index, row in enumerate(rows) if row.path == path and not (isinstance(row, OneFile) and row.link)]


def _file_at(place: int, rest: WirePath, form: ModelForm, order: Order) -> str:
    item = order.media[place]
    index = sum(before.field == item.field for before in order.media[:place])
    voices = _voices_of(form, item)
    if voices is not None and voices.name in rest:
        counts = {name: sum(one.field == name for one in order.media) for name in voices.of}
        return at(voices.name, index + sum(counts[name] for name in _before(voices.of, item.field)))
    return item.field if isinstance(form.get(item.field), OneFile) else at(item.field, index)


def _before(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names[: names.index(name)]


def _voices_of(form: ModelForm, item: OrderItem) -> Voices | None:
    return form.voices if form.voices is not None and item.field in form.voices.of else None


def _row_of(form: ModelForm, item: OrderItem) -> Field:
    row = form.get(item.field)
    if row is None:
        raise KeyError(item.field)
    return row


def _media(form: ModelForm, item: OrderItem, links: Links) -> dict[str, str]:
    entry = {"type": item.field, "url": links[item.file.sha256]}
    voices = _voices_of(form, item)
    if item.voice is not None and voices is not None:
        entry[voices.name] = links[item.voice.sha256]
    return entry


def _place(body: dict[str, Any], path: WirePath, value: Scalar) -> None:
    *parents, last = path
    _inner(body, parents)[last] = value


def _listed(body: dict[str, Any], path: WirePath) -> list[dict[str, str]]:
    *parents, last = path
    found: list[dict[str, str]] = _inner(body, parents).setdefault(last, [])
    return found


def _inner(body: dict[str, Any], parents: list[str]) -> dict[str, Any]:
    for step in parents:
        body = body.setdefault(step, {})
    return body
