"""The reference tray: a `gr.HTML` whose value is the list of cards that a person has brought, in their order."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from lib.ui.served_script import ServedScript
from lib.ui.tray_words import LANGUAGES

SCRIPTS = Path(__file__).parents[2] / "assets" / "tray"
# They share one scope and declare before they use, so their order is part of the script.
PARTS = (
    "nodes",
    "files",
    "uploads",
    "preview",
    "voice",
    "card",
    "place",
    "sheet",
    "menu",
    "camera",
    "microphone",
    "sources",
    "grid",
    "parts",
    "naming",
    "adding",
    "head",
    "drag",
    "keys",
    "incoming",
    "deeds",
    "reading",
    "tray",
)

# It never changes, so Gradio never draws it again: the script alone draws inside it, and keeps focus and drags.
SHELL = '<div class="r2v-tray"></div>'

# A page has a tray for every single file of every model: the script comes once, and the browser keeps it. Gradio looks
# here for the names of the events that the component itself fires.
_BEGIN = """
const FIRES = ['input', 'bring'];
const begin = () => window.r2vTray(element, trigger, props, server, upload, watch);
if (window.r2vTray) begin();
else document.addEventListener('r2v:tray', begin, { once: true });
"""
_OPENS = "window.r2vTray = (element, trigger, props, server, upload, watch) => {\n"
_READY = "\n};\ndocument.dispatchEvent(new Event('r2v:tray'));\n"


def Tray(  # noqa: N802, PLR0913 - a component to its reader; a subclass would make Gradio write a stub beside this file
    *,
    elem_id: str,
    title: str | Mapping[str, str],
    slots: int,
    accept: Sequence[str],
    voices: bool,
    many: bool | None = None,
    words: Mapping[str, Mapping[str, str]] | None = None,
    language: str = "",
    review: Mapping[str, Any] | None = None,
    longest: Mapping[str, float] | None = None,
    examples: Sequence[Mapping[str, str]] = (),
    **kwargs: Any,  # noqa: ANN401 - as gr.HTML takes them
) -> gr.HTML:
    """Make a tray of cards for pictures and clips.

    The value is a list of `{"id", "path", "name", "url", "kind", "size", "original", "voice", "called", "parts"}` with
    `size` in bytes, `kind` being picture, clip, sound or other as the browser guesses it, `voice` null or a file with
    path, name and url, and `original` the file that a repaired one was made of, or null; a voice has one too. `called`
    is a name for people, empty where there is none, and `parts` the cards of which a storyboard grid was laid, or null.
    A file that is still being uploaded is not in it. `change` fires when the value has changed, whoever changed it;
    `input` only when the person did. Files beyond the slots are in it too: saying that there are too many is the
    check's.

    `gr.update(swaps=[{"id", "part", "file", "stamp"}, …])` gives cards another file, or another voice where `part` is
    voice; `file` is a card's own file with `original`, and each `stamp` is new and done once.

    `bring` fires when something is asked of the server: `event.asked` holds `turn` and `source`, which is `link` (with
    `link`), `past`, `frame` (with `job`), or `grid` (with `cards`). The answer is `gr.update(reply={"turn", "told",
    …})`, with `told` saying why not, or with `file` as a card has one, or with `videos` as `{"job", "poster",
    "title"}`.

    What an event gives as `gr.update(review=…)` or `gr.update(language=…)` is drawn without touching the rest, and so
    is another model's face: `title`, `slots`, `accept`, `voices` and `words` (`lib.ui.tray_faces`).

    Args:
        elem_id: the element's id; holds one `input[type=file]`.
        title: what is above the cards, or in the slot where there is only one; one text, or one for each of en and zh.
        slots: how many cards are meant to be there. With one, another file takes its place.
        accept: endings with their dot, or MIME types, that the file chooser offers.
        voices: whether a card can have a voice.
        many: whether it is a row of cards with a title, or a single place; by default what the slots say.
        words: the tray's words by language, where some are the model's own (`tray_words.words_with`).
        language: en or zh; empty is the browser's.
        review: `{"count", "cards": {id: {"label", "verdict", "facts", "poster", "length", "messages", "voice"}}}`,
            with verdict being ok, warning or error.
        longest: for how many seconds a `clip`, a `voice` or a `sound` is recorded at most.
        examples: `{"name", "url", "kind", "type"}` of the files that can be taken from here, `type` being a MIME type.
        kwargs: everything else of `gr.HTML`: `value`, `scale`, `visible`, …
    """
    settings: dict[str, Any] = {"value": [], "apply_default_css": False, **kwargs}
    return gr.HTML(
        elem_id=elem_id,
        html_template=SHELL,
        js_on_load=_BEGIN,
        head=f'<script src="{tray_script().address}"></script>',
        tray=elem_id,
        title=title if isinstance(title, str) else dict(title),
        slots=slots,
        accept=list(accept),
        voices=voices,
        many=slots > 1 if many is None else many,
        words=dict(words or LANGUAGES),
        language=language,
        review=dict(review or {}),
        swaps=[],
        longest=dict(longest or {}),
        examples=[dict(example) for example in examples],
        reply={},
        **settings,
    )


def script() -> str:
    """Give the tray's script, whole. Raises OSError where a part of it is missing."""
    return "\n".join((SCRIPTS / f"{part}.js").read_text(encoding="utf-8") for part in PARTS)


def tray_script() -> ServedScript:
    """Give the script as a file of its own, which all trays of a page share. Raises OSError as `script`."""
    return ServedScript.of("tray", f"{_OPENS}{script()}{_READY}")
