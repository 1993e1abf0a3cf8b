"""The request example on the page: a choice of language, the text live beside the form, and a button that copies it."""

from contextlib import suppress
from typing import Any

import gradio as gr

from lib.errors import InputError
from lib.forms.draft import Draft, Order
from lib.forms.form import ModelForm
from lib.providers.examples import LANGUAGES, request_example
from lib.ui.panels import panel, script
from lib.ui.services import Services

_EXAMPLE = '<section class="r2v-example" aria-label="Request example"></section>'


def example_panel(services: Services) -> gr.HTML:
    """Make the panel, with the example of a form that nobody has touched.

    Its value holds the text in every language, so that changing the language asks nobody; the browser remembers it.
    """
    form = services.catalog.default
    checked = services.check(Draft(model=form.id), services.tariff())
    view = example_view(services, form, checked.sketch, services.settings.service, "")
    return panel(view, _EXAMPLE, "request-example", script("example.js"))


def example_view(services: Services, form: ModelForm, sketch: Order, service: str, address: str) -> dict[str, Any]:
    """Give the example in every language, for the service chosen and the visitor's own region or host."""
    where = services.address(service)
    if service == "dashscope":
        # A host that is being typed isn't one yet.
        with suppress(InputError):
            where = services.dashscope_url(address)
    texts = {name: request_example(form, sketch, service, where, name) for name in LANGUAGES}
    return {"languages": [{"id": name, "title": one.title} for name, one in LANGUAGES.items()], "texts": texts}
