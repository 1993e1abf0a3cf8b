"""What helps to write the prompt: chips, the picker of references, marks on citations, the count. One script."""

from pathlib import Path
from typing import Any

import gradio as gr

from lib.ui.panels import panel

ASSETS = Path(__file__).parents[2] / "assets"
# They share one scope and declare before they use, so their order is part of the script.
PARTS = (
    "tray/nodes",
    "prompt/field",
    "prompt/citing",
    "prompt/pause",
    "prompt/mirror",
    "prompt/picker",
    "prompt/chips",
    "prompt/prompt",
)


def prompt_desk(value: dict[str, Any]) -> gr.HTML:
    """Make the line above the prompt; `value` is `lib.ui.model_choice.chips_view`.

    `input` fires in a pause of the typing, instead of the prompt's own `change`, which fires at every key.
    """
    return panel(value, '<div class="r2v-chips"></div>', "chips", script())


def script() -> str:
    """Give the script, whole. Raises OSError where a part of it is missing."""
    return "\n".join((ASSETS / f"{part}.js").read_text(encoding="utf-8") for part in PARTS)
