"""What helps to write the prompt: chips, the picker of references, marks on citations, the count. One script."""

from typing import Any

import gradio as gr

from lib.ui.ideas import ideas
from lib.ui.panels import script

# They share one scope and declare before they use, so their order is part of the script.
PARTS = (
    "tray/nodes.js",
    "prompt/field.js",
    "prompt/citing.js",
    "prompt/pause.js",
    "prompt/mirror.js",
    "prompt/picker.js",
    "prompt/chips.js",
    "prompt/ideas.js",
    "prompt/shot_drag.js",
    "prompt/shots.js",
    "prompt/prompt.js",
)


def prompt_desk(value: dict[str, Any]) -> gr.HTML:
    """Make the line above the prompt; `value` is `lib.ui.model_choice.chips_view`.

    `input` fires in a pause of the typing, instead of the prompt's own `change`, which fires at every key.
    """
    return gr.HTML(
        value,
        html_template='<div class="r2v-chips"></div>',
        js_on_load=script(*PARTS),
        elem_id="chips",
        apply_default_css=False,
        container=False,
        library=ideas(),
    )
