"""The line above the pre-flight list that says which form was brought back, or can be."""

import gradio as gr

from lib.ui.panels import panel

# What a click asks for.
RESTORE, UNDO, CLEAR = "restore", "undo", "clear"
NOTHING = {"line": "", "act": "", "label": ""}

_LINE = """
{{#if value.line}}<p class="r2v-restored" role="status">{{value.line}}
  {{#if value.act}}<button type="button" class="r2v-fix" data-act="{{value.act}}">{{value.label}}</button>{{/if}}
  {{#if value.clear}}<button type="button" class="r2v-fix" data-act="clear">{{value.clear}}</button>{{/if}}</p>
{{/if}}
"""
_SCRIPT = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (button) trigger('select', { act: button.dataset.act });
});
"""


def restored_panel() -> gr.HTML:
    """Make the line that says what was brought back, or can be; empty while there is nothing to say."""
    return panel(NOTHING, _LINE, "restored", _SCRIPT)
