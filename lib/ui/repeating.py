"""Once more: an earlier job's order with the files that it keeps, as a form that can be sent again."""

import secrets
from typing import Any

import gradio as gr

from lib.forms.draft import Attached, Draft, OrderFile, Upload
from lib.forms.variants import another_seed
from lib.jobs.record import ADOPTED, JobState, Record
from lib.ui.keyholders import check_own, is_own
from lib.ui.panels import panel
from lib.ui.services import Services
from lib.ui.view import cost_words

_REPEAT = """
{{#if value.job}}<div class="r2v-repeat" role="group" aria-label="Make it again">
  <button type="button" class="r2v-fix" data-act="again" title="The same order and files, as a new job">Again</button
  ><button type="button" class="r2v-fix" data-act="seed" title="The same with another seed">Another seed</button
  ><span>{{value.price}}</span>
</div>{{/if}}
"""

_SCRIPT = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (button) trigger('select', { act: button.dataset.act, job: props.value.job });
});
"""


def repeat_panel() -> gr.HTML:
    """Make the ways to have a job once more, empty; `select` tells `act`, which is `again` or `seed`, and the job."""
    return panel({"job": "", "price": ""}, _REPEAT, "repeat", _SCRIPT)


def repeat_view(record: Record | None, visitor: str) -> dict[str, Any]:
    """Offer a visitor to make a job of theirs again, with what it was said to cost: the same order, the same price.

    Of a task that was found in the account nobody knows what went into it, and sending a lost job again is not the
    same: it may be billed twice, and its own button says so.
    """
    if record is None or record.state is JobState.LOST or record.origin == ADOPTED or not is_own(record, visitor):
        return {"job": "", "price": ""}
    price = cost_words(record.cost)["sum"]
    return {"job": record.job, "price": f"{price} each" if price.startswith("about") else price}


def draft_again(services: Services, record: Record, visitor: str, *, new_seed: bool) -> Draft:
    """Give the order of a visitor's job as a form, its files where the job keeps them.

    Raises NotFound for another's job, InputError where the model is gone, StorageError where a file is.
    """
    check_own(record, visitor)
    order = record.order
    if new_seed:
        order = another_seed(order, services.form(order.model), secrets.randbelow)

    def upload(file: OrderFile) -> Upload:
        return Upload(path=services.jobs.results.input(record, file), name=file.name)

    attached = tuple(
        Attached(
            field=item.field,
            upload=upload(item.file),
            voice=upload(item.voice) if item.voice else None,
            called=item.called,
        )
        for item in order.media
    )
    return Draft(model=order.model, values=order.values, attached=attached)
