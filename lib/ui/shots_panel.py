"""The list of shots below the prompt: the browser shows it, what changes its order or times is done here."""

from typing import Any

import gradio as gr

from lib.errors import Failure, InputError
from lib.forms.shot_list import Row, ShotList, added, fitted, moved, removed, shot_list, timed, written
from lib.ui.language.marks import Verbatim
from lib.ui.panels import panel

# Longer than any video of a model, and than any prompt: what a browser sends is not to be trusted.
MOST_SECONDS, MOST_CHARS = 600.0, 100_000

_SCRIPT = """
element.addEventListener('r2v:shots', (event) => trigger('select', event.detail));
watch('value', () => document.dispatchEvent(new CustomEvent('r2v:shots-done', { detail: props.value })));
"""


def shots_panel() -> gr.HTML:
    """Make the place of the list; the script of the prompt fills it.

    `select` asks for a change, and the value answers it: the prompt that was asked about, the new one, and the row
    that the person goes on with.
    """
    return panel({}, '<div class="r2v-shots" id="shots-list" hidden></div>', "shots", _SCRIPT)


def arranged(event: gr.EventData) -> dict[str, Any]:
    """Give the prompt as the list stands after the change. Raises InputError for a change that is none."""
    asked = event.prompt if isinstance(event.prompt, str) else ""
    seconds = min(MOST_SECONDS, max(1.0, _number(event.seconds)))
    plan = shot_list(asked[:MOST_CHARS], chinese=event.chinese is True)
    index = int(_number(event.index))
    if event.act not in {"add", "fit"} and not 0 <= index < len(plan.rows):
        raise InputError(_UNKNOWN)
    after, row = _changed(plan, str(event.act), index, seconds, event)
    # In nobody's language: it is compared with what stands in the prompt, and put there.
    told = {"asked": Verbatim(asked), "prompt": Verbatim(written(after)), "stamp": _number(event.stamp)}
    return {**told, "row": row, "act": str(event.act)}


_UNKNOWN = Failure(
    code="Studio.UnknownShot",
    message="The prompt has changed meanwhile, and there is no such shot.",
    advice="Look at the list, and do it again.",
)


def _changed(plan: ShotList, act: str, index: int, seconds: float, event: gr.EventData) -> tuple[ShotList, int]:
    match act:
        case "add":
            return added(plan, seconds), len(plan.rows)
        case "remove":
            return removed(plan, index), max(0, index - 1)
        case "move":
            to = int(_number(event.to))
            return moved(plan, index, to), max(0, min(to, len(plan.rows) - 1))
        case "time":
            row = Row(start=_number(event.start), end=_number(event.end))
            return timed(plan, index, row, seconds), index
        case "fit":
            return fitted(plan, seconds), index
    raise InputError(_UNKNOWN)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(_UNKNOWN)
    return min(1e6, max(-1e6, float(value)))
