"""The ways on of a job whose end isn't known: its key, another look, sending it again, or following it no more."""

from typing import Any

import gradio as gr

from lib.jobs.aftercare import can_stop_following
from lib.jobs.jobs import Jobs
from lib.jobs.record import JobState, Record
from lib.ui.keyholders import is_own
from lib.ui.panels import panel

_AFTERCARE = """
{{#if value.buttons}}<div class="r2v-aftercare" role="group" aria-label="What can be done">
  {{#each value.buttons}}<button type="button" class="r2v-fix" id="{{this.id}}" data-act="{{this.act}}"
    title="{{this.about}}">{{this.label}}</button>{{/each}}
</div>{{/if}}
"""

_SCRIPT = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (button) trigger('select', { act: button.dataset.act });
});
"""

_KEY = {"id": "look-again", "act": "look", "label": "Use my key", "about": "The job waits for it"}
_LOOK = {"id": "look-again", "act": "look", "label": "Look again", "about": "Nothing is sent that costs money"}
_SEND = {
    "id": "send-again",
    "act": "send",
    "label": "Send again (may be billed twice)",
    "about": "A new job of the same order and files",
}
_STOP = {
    "id": "stop-following",
    "act": "stop",
    "label": "Stop following",
    "about": "It goes on at the service, and is charged if it succeeds",
}


def aftercare_panel() -> gr.HTML:
    """Make the buttons, none yet; `select` tells `act`: `look`, `send` or `stop`."""
    return panel({"buttons": []}, _AFTERCARE, "aftercare", _SCRIPT)


def aftercare_view(jobs: Jobs, record: Record | None, visitor: str) -> dict[str, Any]:
    """Give the buttons that a job has, most have none; only whoever made it is offered to send it again."""
    if record is None:
        return {"buttons": []}
    if jobs.waits_for_key(record):
        return {"buttons": [_KEY]}
    if can_stop_following(record):
        return {"buttons": [_STOP]}
    if record.state is not JobState.LOST:
        return {"buttons": []}
    care = jobs.aftercare
    buttons = [(_LOOK, care.can_look_again(record)), (_SEND, is_own(record, visitor) and care.can_send_again(record))]
    return {"buttons": [button for button, offered in buttons if offered]}
