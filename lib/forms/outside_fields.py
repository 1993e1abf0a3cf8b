"""A row of `form_schema` read back into a field: the inverse of `schema.field_as_json`. Pure."""

from collections.abc import Mapping
from typing import Any

from lib.facts import Kind
from lib.forms.describe import SUFFIXES
from lib.forms.fields import (
    Between,
    Choice,
    Citation,
    Field,
    Flag,
    Follows,
    MediaRule,
    OneFile,
    References,
    Seed,
    Text,
    Tighter,
    Voices,
    WholeNumber,
)
from lib.forms.node import Node

# The arguments of an endpoint beside the form's fields.
RESERVED = frozenset({"model", "extra", "service", "language", "x_api_key", "x_access_code"})

_BASE = "name type path"
_WORDS = "label required default description help level"
_RULE = "kind formats max_bytes"
_LIMITS = "accept transparency minimum_side maximum_side minimum_seconds maximum_seconds widest_aspect source"
_FORMATS = {
    Kind.PICTURE: ("jpeg", "png", "bmp", "webp"),
    Kind.CLIP: ("mp4", "mov"),
    Kind.SOUND: ("wav", "mp3"),
}
Read = Mapping[str, Node]


def field_from_json(row: Node) -> Field:
    """Read one row. Raises NotUnderstood with its place."""
    given = row.value if isinstance(row.value, dict) else {}
    match given.get("type"), "of" in given, "choices" in given, given.get("nullable"):
        case "string", _, True, _:
            return _choice(row)
        case "string", _, False, _:
            return _text(row)
        case "integer", _, _, True:
            return _seed(row)
        case "integer", _, _, _:
            return _whole_number(row)
        case "boolean", _, _, _:
            keys = row.mapping(f"{_BASE} default", _WORDS)
            return Flag(**_words(keys), default=keys["default"].flag())
        case "array", True, _, _:
            keys = row.mapping(f"{_BASE} of {_RULE}", f"{_WORDS} items max_items {_LIMITS}")
            return Voices(**_words(keys), of=keys["of"].texts(some=True), rule=_rule(keys))
        case "array", False, _, _:
            return _references(row)
        case "file", _, _, _:
            keys = row.mapping(f"{_BASE} {_RULE}", f"{_WORDS} link {_LIMITS}")
            return OneFile(**_words(keys), rule=_rule(keys), required=_flag(keys, "required"), link=_flag(keys, "link"))
    row.mapping(_BASE, " ".join(given))["type"].one_of("string", "integer", "boolean", "array", "file")
    raise AssertionError("every type has its case")


def _text(row: Node) -> Text:
    keys = row.mapping(f"{_BASE} max_length", f"{_WORDS} chinese_counts lines")
    return Text(
        **_words(keys),
        max_chars=keys["max_length"].whole(1),
        han=keys["chinese_counts"].whole(1) if "chinese_counts" in keys else 1,
        required=_flag(keys, "required"),
        default=keys["default"].text(empty=True) if "default" in keys else "",
        lines=keys["lines"].whole(1) if "lines" in keys else 1,
    )


def _choice(row: Node) -> Choice:
    keys = row.mapping(f"{_BASE} choices default", f"{_WORDS} none")
    none = keys["none"].text(empty=True) if "none" in keys else ""
    choices = keys["choices"].texts(some=True)
    default = keys["default"].one_of(*choices, *([""] if none else []))
    return Choice(**_words(keys), choices=choices, default=default, none=none)


def _whole_number(row: Node) -> WholeNumber:
    keys = row.mapping(f"{_BASE} minimum maximum default", f"{_WORDS} unit tighter follows includes")
    minimum = keys["minimum"].whole()
    follows = _follows(keys["follows"]) if "follows" in keys else None
    maximum = keys["maximum"].whole(minimum)
    default = keys["default"].whole()
    if not minimum <= default <= maximum and (follows is None or default != follows.value):
        keys["default"].wrong(f"must be from {minimum} to {maximum}")
    return WholeNumber(
        **_words(keys),
        minimum=minimum,
        maximum=maximum,
        default=default,
        unit=keys["unit"].text(empty=True) if "unit" in keys else "",
        tighter=tuple(_tighter(item, minimum) for item in keys["tighter"].items()) if "tighter" in keys else (),
        follows=follows,
        includes=keys["includes"].text(empty=True) if "includes" in keys else "",
    )


def _tighter(node: Node, minimum: int) -> Tighter:
    keys = node.mapping("when maximum")
    return Tighter(when_given=keys["when"].name(), maximum=keys["maximum"].whole(minimum))


def _follows(node: Node) -> Follows | None:
    if node.value is None:
        return None
    keys = node.mapping("value field")
    return Follows(value=keys["value"].whole(), file=keys["field"].name())


def _seed(row: Node) -> Seed:
    keys = row.mapping(f"{_BASE} minimum maximum", f"{_WORDS} nullable")
    minimum = keys["minimum"].whole()
    return Seed(**_words(keys), minimum=minimum, maximum=keys["maximum"].whole(minimum))


def _references(row: Node) -> References:
    keys = row.mapping(f"{_BASE} max_items citation {_RULE}", f"{_WORDS} items {_LIMITS}")
    citation = keys["citation"].mapping("english", "chinese pattern expected example")
    pattern = citation["pattern"].text() if "pattern" in citation else "{word} {number}"
    if pattern.count("{number}") != 1 or set(pattern.replace("{number}", "").replace("{word}", "")) & set("{}"):
        citation["pattern"].wrong("must hold {number} once, and may hold {word}")
    return References(
        **_words(keys),
        rule=_rule(keys),
        max_items=keys["max_items"].whole(1),
        citation=Citation(
            english=citation["english"].text(),
            chinese=citation["chinese"].text(empty=True) if "chinese" in citation else "",
            pattern=pattern,
            expected="expected" not in citation or citation["expected"].flag(),
        ),
    )


def _words(keys: Read) -> dict[str, Any]:
    name = keys["name"].name()
    if name in RESERVED:
        keys["name"].wrong(f"must be another name than {name!r}, which the endpoints use")
    words = keys.get("help") or keys.get("description")
    return {
        "name": name,
        "label": keys["label"].text() if "label" in keys else name.replace("_", " ").capitalize(),
        "help": words.text(empty=True) if words is not None else "",
        "path": keys["path"].texts(some=True),
        "level": keys["level"].one_of("main", "more") if "level" in keys else "main",
    }


def _rule(keys: Read) -> MediaRule:
    kind = Kind(keys["kind"].one_of(*_FORMATS))
    for item in keys["formats"].items():
        item.one_of(*(name for name in _FORMATS[kind] if name in SUFFIXES))
    return MediaRule(
        kind=kind,
        formats=keys["formats"].texts(some=True),
        max_bytes=keys["max_bytes"].whole(1),
        sides=_span(keys, "side", "px"),
        widest=keys["widest_aspect"].number() if "widest_aspect" in keys else None,
        seconds=_span(keys, "seconds", "s"),
        alpha=_flag(keys, "transparency"),
        source=keys["source"].text(empty=True) if "source" in keys else "",
    )


def _span(keys: Read, name: str, unit: str) -> Between | None:
    low, high = keys.get(f"minimum_{name}"), keys.get(f"maximum_{name}")
    if low is None and high is None:
        return None
    minimum = 0.0 if low is None else low.number()
    if high is None:
        return Between(minimum=minimum, unit=unit)
    maximum = high.number()
    if maximum < minimum:
        high.wrong(f"must be at least {minimum:g}")
    return Between(minimum=minimum, maximum=maximum, unit=unit)


def _flag(keys: Read, name: str) -> bool:
    return name in keys and keys[name].flag()
