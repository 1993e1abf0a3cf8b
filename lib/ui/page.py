"""The page: the form at the left, the result at the right, and the events between them."""

import gradio as gr

from lib.ui.account_panel import AccountPanel
from lib.ui.endpoints import add_endpoints
from lib.ui.events import Events, Kept
from lib.ui.form_panel import FormPanel
from lib.ui.panels import make_later
from lib.ui.result_panel import ResultPanel
from lib.ui.services import Services
from lib.ui.zero_gpu import add_gpu_event

# It hides from a glance what is no secret; fixed, so that a restart doesn't lose what a browser keeps.
STORAGE = "wan-r2v-studio"
# Uploads that became no job; a job has copies of its own. Longer than anybody keeps a form open.
UPLOADS_KEPT_SECONDS = 2 * 86_400
SWEEP_SECONDS = 3_600


def build_page(services: Services) -> gr.Blocks:
    """Build the page and its endpoints on the services."""
    sweep = (SWEEP_SECONDS, UPLOADS_KEPT_SECONDS)
    with gr.Blocks(title="Wan R2V Studio", fill_width=True, analytics_enabled=False, delete_cache=sweep) as page:
        kept = Kept(
            # A name that nobody can guess: whose history this is.
            visitor=gr.BrowserState("", storage_key="r2v-visitor", secret=STORAGE),
            job=gr.BrowserState("", storage_key="r2v-job", secret=STORAGE),
            form=gr.BrowserState(None, storage_key="r2v-form", secret=STORAGE),
        )
        form, result = FormPanel(services), ResultPanel(services)
        account = AccountPanel(services, result)
        form.draw_top()
        with gr.Row(elem_id="desk", equal_height=False):
            with gr.Column(scale=11, min_width=320, elem_id="form"):
                form.draw()
            with gr.Column(scale=9, min_width=320, elem_id="outcome"):
                result.draw()
                account.draw()
        # First the public names: an event of the page that has the same one gets another.
        add_endpoints(services)
        events = Events(services, form, result)
        events.wire(page, kept)
        add_gpu_event(services.settings)
        account.wire(form, events.split, kept.visitor, kept.job)
        make_later(page, [form.more, form.service_sheet, result.request_sheet, account.sheet])
    return page
