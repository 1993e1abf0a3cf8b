"""A JSON value that knows its place in the file, and says in words what is wrong there. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


class NotUnderstood(ValueError):
    """A value is not what it must be; `str` of it names the place and what is wanted."""


@dataclass(frozen=True)
class Node:
    """A value and its place: `form_schema[3].minimum`, empty for the whole file."""

    value: object
    place: str = ""

    def wrong(self, what: str) -> NoReturn:
        """Raise NotUnderstood: `what` goes on after the place."""
        raise NotUnderstood(f"{self.place or 'the file'} {what}.")

    def mapping(self, required: str, optional: str = "") -> Mapping[str, "Node"]:
        """Read an object with these keys, each list one text with spaces. No other key is taken."""
        if not isinstance(self.value, dict):
            self.wrong("must be an object")
        known = {*required.split(), *optional.split()}
        for name in self.value:
            if name not in known:
                self.wrong(f"has {name!r}, which is not known; {', '.join(sorted(known))} are")
        for name in required.split():
            if name not in self.value:
                self.wrong(f"lacks {name!r}")
        before = f"{self.place}." if self.place else ""
        return {name: Node(value, f"{before}{name}") for name, value in self.value.items()}

    def entries(self) -> Mapping[str, "Node"]:
        """Read an object with any keys."""
        names = self.value if isinstance(self.value, dict) else {}
        return (
            self.mapping("") if not names else {name: Node(one, f"{self.place}.{name}") for name, one in names.items()}
        )

    def items(self) -> Iterator["Node"]:
        """Go through a list."""
        if not isinstance(self.value, list):
            self.wrong("must be a list")
        for index, value in enumerate(self.value):
            yield Node(value, f"{self.place}[{index}]")

    def text(self, *, empty: bool = False) -> str:
        """Read a text, which may be empty where that is said."""
        if not isinstance(self.value, str) or not (self.value.strip() or empty):
            self.wrong("must be a text")
        return self.value

    def name(self) -> str:
        """Read a field's name."""
        text = self.text()
        if _NAME.fullmatch(text) is None:
            self.wrong("must be a name of small letters, digits and _")
        return text

    def one_of(self, *allowed: str) -> str:
        """Read one of a few texts."""
        if self.value not in allowed:
            self.wrong(f"must be one of {', '.join(repr(one) for one in allowed)}")
        return str(self.value)

    def texts(self, *, some: bool = False) -> tuple[str, ...]:
        """Read a list of texts; with `some` it must not be empty."""
        found = tuple(item.text() for item in self.items())
        if some and not found:
            self.wrong("must not be empty")
        return found

    def whole(self, minimum: int = 0) -> int:
        """Read a whole number, at least `minimum`."""
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < minimum:
            self.wrong(f"must be a whole number of at least {minimum}")
        return self.value

    def number(self) -> float:
        """Read a number of at least 0."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not 0 <= self.value < 1e15:  # noqa: PLR2004 - beyond any limit of a file
            self.wrong("must be a number of at least 0")
        return float(self.value)

    def flag(self) -> bool:
        """Read true or false."""
        if not isinstance(self.value, bool):
            self.wrong("must be true or false")
        return self.value
