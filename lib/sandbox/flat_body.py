"""A flat gateway's body, read strictly and turned into Model Studio's (api-facts section 6.1)."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import Final

_SCALARS: Final[Mapping[str, tuple[str, type]]] = {
    "prompt": ("input", str),
    "negative_prompt": ("input", str),
    "resolution": ("parameters", str),
    "ratio": ("parameters", str),
    "duration": ("parameters", int),
    "prompt_extend": ("parameters", bool),
    "watermark": ("parameters", bool),
    "seed": ("parameters", int),
}
_REQUIRED: Final = ("prompt", "reference_image")
_LISTS: Final = ("reference_image", "reference_video", "reference_voice")
_KNOWN: Final = frozenset({"model", *_SCALARS, *_LISTS, "first_frame"})
_INLINE: Final = re.compile(r"data:(?:image|video|audio)/[a-z0-9.+-]+;base64,(?P<content>[A-Za-z0-9+/=]+)\Z")
_LINK: Final = re.compile(r"https?://\S+\Z")

Keep = Callable[[bytes], str]
"""Keeps the bytes of an inline file and gives the link under which the task finds them."""


class FlatBodyRefused(Exception):
    """The body is none that the gateway takes; the text says what and where."""


def native_body(flat: Mapping[str, object], keep: Keep) -> dict[str, object]:
    """Give the body that Model Studio would be sent.

    Media are base64 or web links: one text, or a list. `reference_voice` goes by the references, pictures first and
    then clips, with null for none. Whether ModelStream takes lists and nulls is not known; the stand-in does.

    Raises:
        FlatBodyRefused: a name that is not known, a wrong type, or something that is missing.
    """
    for name in flat:
        if name not in _KNOWN:
            raise FlatBodyRefused(f"unknown field: {name}")
    for name in _REQUIRED:
        if name not in flat:
            raise FlatBodyRefused(f"{name} is required")
    parts: dict[str, dict[str, object]] = {"input": {}, "parameters": {}}
    for name, (part, kind) in _SCALARS.items():
        if name in flat:
            parts[part][name] = _scalar(flat[name], kind, name)
    parts["input"]["media"] = _media(flat, keep)
    return {"model": flat["model"], **parts}


def _media(flat: Mapping[str, object], keep: Keep) -> list[dict[str, str]]:
    images, clips, voices = (_links(flat, name, keep) for name in _LISTS)
    references = [("reference_image", link) for link in images] + [("reference_video", link) for link in clips]
    if len(voices) > len(references):
        raise FlatBodyRefused("reference_voice has more entries than there are references")
    media = []
    for reference, voice in zip_longest(references, voices):
        kind, link = reference
        if link is None:
            raise FlatBodyRefused(f"{kind} must be a string or a list of strings")
        media.append({"type": kind, "url": link, **({} if voice is None else {"reference_voice": voice})})
    if "first_frame" in flat:
        media.append({"type": "first_frame", "url": _link(flat["first_frame"], "first_frame", keep)})
    return media


def _links(flat: Mapping[str, object], name: str, keep: Keep) -> list[str | None]:
    if name not in flat:
        return []
    value = flat[name]
    items = value if isinstance(value, list) else [value]
    if not items:
        raise FlatBodyRefused(f"{name} is empty")
    return [None if item is None else _link(item, name, keep) for item in items]


def _link(value: object, name: str, keep: Keep) -> str:
    if not isinstance(value, str):
        raise FlatBodyRefused(f"{name} must be a string or a list of strings")
    if _LINK.match(value):
        return value
    inline = _INLINE.match(value)
    if inline is None:
        raise FlatBodyRefused(f"{name} must be a URL or Base64 data")
    try:
        return keep(base64.b64decode(inline["content"], validate=True))
    except binascii.Error:
        raise FlatBodyRefused(f"{name} is not valid Base64 data") from None


def _scalar(value: object, kind: type, name: str) -> object:
    # The page types `duration` as a number; JSON's true is an int to Python.
    if kind is int and isinstance(value, float) and value.is_integer():
        return int(value)
    if type(value) is not kind:
        raise FlatBodyRefused(f"{name} must be of type {kind.__name__}")
    return value
