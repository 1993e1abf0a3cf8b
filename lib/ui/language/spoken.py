"""What the page is given, in the visitor's language: the words in it are put into Chinese, all else is left alone."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lib.ui.language.chinese import Chinese, chinese
from lib.ui.language.marks import Kept, Verbatim
from lib.ui.language.visitor import CHINESE, event_language

# Keys of a panel's value that hold no words: addresses, names, code, and what a script or a style goes by.
DATA = frozenset(
    [
        "__type__",
        "act",
        "bundle",
        "citations",
        "code",
        "data",
        "elem_classes",
        "elem_id",
        "field",
        "fix",
        "id",
        "ideas",
        "job",
        "js",
        "kind",
        "language",
        "models",
        "path",
        "pick",
        "poster",
        "reading",
        "region",
        "sha256",
        "service",
        "severity",
        "src",
        "stamp",
        "state",
        "states",
        "swaps",
        "texts",
        "tone",
        "url",
        "way",
    ]
)
# Of a component: what a person reads on it. Its value is words only where it is a panel's or a button's.
WORDS = ("label", "info", "placeholder", "title", "review", "reply")
PANEL, BUTTONS = "html", frozenset({"button", "uploadbutton", "downloadbutton"})
_TEXT_NODE = re.compile(r"""(?<=[>}])([^<>{}"=]*[A-Za-z][^<>{}"=]*)(?=[<{])""")
_ATTRIBUTE = re.compile(r"(?<=\s)(?:title|aria-label|alt|placeholder)=\"([^\"{}]+)\"")


def told(text: str) -> str:
    """Give a sentence in the language of the visitor whose event this is."""
    return chinese().of(text) if event_language() == CHINESE else text


def answer(value: Any) -> Any:  # noqa: ANN401 - whatever a handler gives
    """Give what a handler of the page gives to its components, in the visitor's language.

    A text on its own is a component's value, which is what a person typed or a name of ours, and is left alone.
    """
    return outputs(value, chinese()) if event_language() == CHINESE else value


def outputs(value: Any, words: Chinese) -> Any:  # noqa: ANN401 - as above
    """Put the outputs of a handler into Chinese: several, or one."""
    if isinstance(value, list | tuple):
        return [output(one, words) for one in value]
    return output(value, words)


def output(value: Any, words: Chinese) -> Any:  # noqa: ANN401 - as above
    """Put what one component is given into Chinese."""
    if isinstance(value, dict) and value.get("__type__") == "update":
        return {**value, **component(value, words)}
    return panel_value(value, words) if isinstance(value, dict) else value


def component(props: Mapping[str, Any], words: Chinese, block: str = "") -> dict[str, Any]:
    """Give the properties of a component that differ in Chinese."""
    said = {name: panel_value(props[name], words) for name in WORDS if props.get(name)}
    if props.get("choices"):
        said["choices"] = [_choice(one, words) for one in props["choices"]]
    if props.get("html_template"):
        said["html_template"] = markup(props["html_template"], words)
    if isinstance(props.get("props"), dict):
        # What a `gr.HTML` is given beside its own, a tray's title for one.
        said["props"] = {**props["props"], **component(props["props"], words)}
    value = props.get("value")
    if isinstance(value, dict) or (isinstance(value, str) and block in BUTTONS):
        said["value"] = panel_value(value, words)
    return said


def panel_value(value: Any, words: Chinese) -> Any:  # noqa: ANN401 - any plain value
    """Put a panel's value into Chinese."""
    match value:
        case Verbatim() | Kept():
            return value
        case str():
            return words.of(value)
        case Mapping():
            return {key: one if key in DATA else panel_value(one, words) for key, one in value.items()}
        case list() | tuple():
            return [panel_value(one, words) for one in value]
    return value


def markup(template: str, words: Chinese) -> str:
    """Put what stands between the tags of a panel's template, and in its titles and labels, into Chinese."""

    def said(found: re.Match[str]) -> str:
        text = found[1].strip()
        return found[0].replace(text, words.of(" ".join(text.split())))

    return _ATTRIBUTE.sub(said, _TEXT_NODE.sub(said, template))


def words_in(template: str) -> list[str]:
    """Give what `markup` puts into Chinese."""
    return [" ".join(found[1].split()) for kind in (_TEXT_NODE, _ATTRIBUTE) for found in kind.finditer(template)]


def _choice(choice: Any, words: Chinese) -> Any:  # noqa: ANN401 - a pair of name and value, or a value
    if isinstance(choice, Sequence) and not isinstance(choice, str):
        return (words.of(str(choice[0])), *choice[1:])
    return choice
