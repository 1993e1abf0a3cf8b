"""Values as source text: a request's body in the notation of a language, with a call where a file's link stands."""

import json
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from lib.forms.draft import Order

# The longest line that a small object or list is written on.
LINE = 100
# What a terminal obeys or an eye can't see: control characters, and those that turn the direction of writing.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
_MARK = re.compile(r"@(\w+)@")


class LocalFile(str):
    """The name of a file in the folder where an example runs. In a body it stands where the file's link will."""

    __slots__ = ("mime", "type")

    def __new__(cls, name: str, *, type: str, mime: str) -> Self:  # noqa: A002 - what it is
        """Make one; `type` is the short name of its format, `mime` the media type."""
        made = super().__new__(cls, name)
        made.type = type
        made.mime = mime
        return made

    type: str
    mime: str


@dataclass(frozen=True, kw_only=True)
class Notation:
    """How a language writes a value.

    Attributes:
        words: true, false and nothing.
        text: a text as a literal.
        file: a file as the expression that gives its link.
        comma: one stands behind the last entry too, where entries have lines of their own.
    """

    words: Mapping[bool | None, str]
    text: Callable[[str], str]
    file: Callable[[LocalFile], str]
    comma: bool

    def write(self, value: object, depth: int = 0) -> str:
        """Write a value whose first line begins at `depth` levels of indentation."""
        match value:
            case LocalFile():
                return self.file(value)
            case str():
                return self.text(value)
            case None | bool():
                return self.words[value]
            case Mapping():
                pairs = [f"{self.text(str(name))}: {self.write(one, depth + 1)}" for name, one in value.items()]
                return self._enclosed("{", pairs, "}", depth, whole=depth > 1)
            case list() | tuple():
                return self._enclosed("[", [self.write(one, depth + 1) for one in value], "]", depth, whole=False)
        return json.dumps(value)

    def _enclosed(self, begin: str, entries: list[str], end: str, depth: int, *, whole: bool) -> str:
        """Put entries on one line where they may be and fit, and else on lines of their own."""
        line = begin + ", ".join(entries) + end
        if not entries or (whole and "\n" not in line and len(line) + 4 * depth <= LINE):
            return line
        inner = "    " * (depth + 1)
        body = f",\n{inner}".join(entries)
        return f"{begin}\n{inner}{body}{',' * self.comma}\n{'    ' * depth}{end}"


def quoted(text: str) -> str:
    """Write a text between double quotes, as JSON, Python and JavaScript all read it: nothing unseen stays in it."""
    return _UNSEEN.sub(_escaped, json.dumps(_encodable(text), ensure_ascii=False))


def json_in_shell(text: str) -> str:
    """Write a text as JSON that stands between single quotes of a shell."""
    return quoted(text).replace("'", "\\u0027")


def shell_word(text: str) -> str:
    """Write a text as one word of Bash, whatever is in it but a NUL."""
    if _UNSEEN.search(text):
        plain = text.replace("\\", "\\\\").replace("'", "\\'")
        return "$'" + _UNSEEN.sub(_bytes_escaped, plain) + "'"
    return shlex.quote(text)


def local_files(order: Order) -> dict[str, LocalFile]:
    """Give the files of an order by their hash, under their own names; a name that two have gets a number."""
    found: dict[str, LocalFile] = {}
    for file in order.files():
        own = _encodable(file.name).replace("\0", "").replace("/", "_")
        stem, dot, ending = own.rpartition(".")
        name, number = own, 1
        while name in found.values():
            number += 1
            name = f"{stem} ({number}){dot}{ending}" if stem else f"{own} ({number})"
        found[file.sha256] = LocalFile(name, type=file.format, mime=file.mime)
    return found


def filled(template: str, values: Mapping[str, str]) -> str:
    """Put values in the places `@name@` of a template; what looks like a place in a value is left alone."""
    return _MARK.sub(lambda mark: values[mark[1]], template)


def seen(text: str) -> str:
    """Give a text without what can't be seen, for a comment of one line."""
    return _UNSEEN.sub(" ", _encodable(text))


def _encodable(text: str) -> str:
    """Replace what no file in UTF-8 can hold: half a surrogate pair."""
    return text.encode("utf-8", "replace").decode()


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _bytes_escaped(found: re.Match[str]) -> str:
    return "".join(f"\\{byte:03o}" for byte in found[0].encode())
