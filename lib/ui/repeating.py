"""Once more: an earlier job's order with the files that it keeps, as a form that can be sent again."""

import secrets
from typing import Any

import gradio as gr

from lib.errors import Failure, InputError
from lib.forms.cost import Cost, Tariff, estimate
from lib.forms.draft import Attached, Draft, Order, OrderFile, Upload
from lib.forms.variants import another_seed
from lib.jobs.record import Record
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


def repeat_view(services: Services, record: Record | None) -> dict[str, Any]:
    """Offer to make a job again, with what that costs by today's price list."""
    if record is None:
        return {"job": "", "price": ""}
    price = cost_words(price_again(services, record))["sum"]
    return {"job": record.job, "price": price if price == "Free" else f"{price} each"}


def price_again(services: Services, record: Record) -> Cost:
    """Estimate what the same order costs now."""
    form = services.catalog.get(record.order.model)
    if form is None:
        return record.cost
    lists = form.clip_billing.lists if form.clip_billing else ()
    clips = [item.file.seconds or 0.0 for item in record.order.media if item.field in lists]
    return estimate(form, Tariff(service=record.service, region=record.region), record.order.values, clips)


def draft_again(services: Services, record: Record, *, new_seed: bool) -> Draft:
    """Give a job's order as a form, its files where the job keeps them. Raises InputError where one is gone."""
    order = record.order
    if new_seed:
        order = another_seed(order, services.form(order.model), secrets.randbelow)
    return Draft(model=order.model, values=order.values, attached=_attached(services, record, order))


def _attached(services: Services, record: Record, order: Order) -> tuple[Attached, ...]:
    def upload(file: OrderFile) -> Upload:
        path = services.jobs.input_path(record, file)
        if path is None:
            raise InputError(
                Failure(
                    code="Studio.InputGone",
                    message=f"{file.name} is not kept here any more.",
                    advice="Drop it on the page again, and send the form.",
                    field="",
                )
            )
        return Upload(path=path, name=file.name)

    return tuple(
        Attached(field=item.field, upload=upload(item.file), voice=upload(item.voice) if item.voice else None)
        for item in order.media
    )
