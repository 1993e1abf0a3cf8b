"""Marks on what the page is given: these are never put into another language."""

from typing import Any


class Verbatim(str):
    """What a person wrote, or a name that is nobody's language."""

    __slots__ = ()


class Kept(dict[str, Any]):
    """What a browser keeps for the app, and is no words to anybody."""
