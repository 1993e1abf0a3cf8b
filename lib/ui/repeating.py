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
  {{#each value.deeds}}<button type="button" class="r2v-fix" data-act="{{this.act}}" title="{{this.about}}"
    >{{this.label}}</button>{{/each}}<span>{{value.price}}</span>
</div>{{/if}}
"""

_SCRIPT = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (button) trigger('select', { act: button.dataset.act, job: props.value.job });
});
"""


_AGAIN = {"act": "again", "label": "Again", "about": "The same order and files, as a new job"}
_SEED = {"act": "seed", "label": "Another seed", "about": "The same with another seed"}
_NOTHING: dict[str, Any] = {"job": "", "price": "", "deeds": []}
# The beginnings of codes that judge the order itself: sent again as it is, it would meet the same answer.
_OF_THE_ORDER = (
    "BadRequest",
    "CustomRoleBlocked",
    "DataInspectionFailed",
    "InvalidFile",
    "InvalidImage",
    "InvalidParameter",
    "InvalidURL",
    "IPInfringementSuspect",
)


def repeat_panel() -> gr.HTML:
    """Make the ways to have a job once more, empty; `select` tells `act`, which is `again` or `seed`, and the job."""
    return panel(dict(_NOTHING), _REPEAT, "repeat", _SCRIPT)


def repeat_view(record: Record | None, visitor: str) -> dict[str, Any]:
    """Offer a visitor to make a job of theirs again, with what it was said to cost: the same order, the same price.

    Of a task that was found in the account nobody knows what went into it, and sending a lost job again is not the
    same: it may be billed twice, and its own button says so.
    """
    deeds = _deeds(record) if record is not None and record.origin != ADOPTED and is_own(record, visitor) else []
    if record is None or not deeds:
        return dict(_NOTHING)
    price = cost_words(record.cost)["sum"]
    each = f"{price} each" if len(deeds) > 1 and price.startswith("about") else price
    return {"job": record.job, "price": each, "deeds": deeds}


def _deeds(record: Record) -> list[dict[str, str]]:
    """Give what makes sense in a job's state: another take of what is there, another try of what didn't become a video.

    While it is under way there is only Cancel, and what the service found fault with has to be changed first.
    """
    if record.state is JobState.SUCCEEDED:
        return [_AGAIN, _SEED]
    if record.state is JobState.CANCELED:
        return [_AGAIN]
    error = record.error
    if record.state is not JobState.FAILED or error is None:
        return []
    return [_AGAIN] if error.retryable or not error.code.startswith(_OF_THE_ORDER) else []


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
