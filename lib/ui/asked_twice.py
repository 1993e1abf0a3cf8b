"""The question that a repeated request meets: open the one that is there, or run it again."""

from typing import Any

import gradio as gr

from lib.jobs.record import JobState
from lib.jobs.sending import Sent
from lib.ui.panels import panel
from lib.ui.view import length_words

_TWICE = """
{{#if value.job}}<div class="r2v-twice" role="alertdialog" aria-label="The same request again">
  <p>{{value.line}}</p>
  <div><button type="button" class="r2v-fix" data-act="again">Run it again<span class="r2v-twice-price"
  > · {{value.price}}</span></button><button type="button" class="r2v-fix r2v-twice-open" data-act="open"
  >Open it</button></div>
</div>{{/if}}
"""

_SCRIPT = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (button) trigger('select', { act: button.dataset.act, job: props.value.job });
});
watch('value', () => {
  const button = element.querySelector('.r2v-twice-open');
  // Only from Generate, where the person's hands are: never out of a field that is being written in.
  if (button && document.activeElement && document.activeElement.id === 'generate') button.focus();
});
"""

NOTHING: dict[str, str] = {"job": "", "line": "", "price": ""}


def twice_panel() -> gr.HTML:
    """Make the question, unasked; `select` tells `act`, which is `open` or `again`, and the job."""
    return panel(dict(NOTHING), _TWICE, "asked-twice", _SCRIPT)


def twice_view(sent: Sent, price: str) -> dict[str, Any]:
    """Ask; `price` is what another one costs."""
    record = sent.records[0]
    ago = length_words(sent.before or 0.0)
    if record.state is JobState.LOST:
        line = f"You sent the same {ago} ago, and it may have been accepted and charged."
    elif record.state.ended:
        line = f"You made the same, with the same seed, {ago} ago."
    else:
        line = f"The same is under way, sent {ago} ago."
    return {"job": record.job, "line": line, "price": price}
