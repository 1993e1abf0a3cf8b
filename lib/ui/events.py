"""The events of the page: each handler reads, asks a service, shows."""

import secrets
from dataclasses import dataclass
from typing import Any

import gradio as gr

from lib.ui.aftercare import AftercareEvents
from lib.ui.bringing import Bringing
from lib.ui.desk_reading import DeskReading
from lib.ui.edge import AT_ONCE, QUIET, on_the_page
from lib.ui.form_panel import FormPanel
from lib.ui.model_choice import PROMPT
from lib.ui.model_events import ModelEvents
from lib.ui.reading import PageForm
from lib.ui.repairs import Repairs
from lib.ui.requests import Requests
from lib.ui.restoring import Restoring
from lib.ui.result_panel import ResultPanel
from lib.ui.review import Review
from lib.ui.service_sheet import Secrets
from lib.ui.services import Services
from lib.ui.shots_panel import arranged

Values = tuple[Any, ...]
# The browser's job is that of the tab that was used last; a refresh of another tab finds the one that was in it. What
# the browser remembers comes before the page is opened, and is not yet the tab's.
TABS_OWN_JOB = """(visitor, job) => {
  window.r2vOpened = true;
  return [visitor, sessionStorage.getItem('r2v-tab-job') ?? job];
}"""
# With the kept form's (`model_events.ENABLE`) the second of two answers that a form which stood first waits for.
OPENED = "() => { document.dispatchEvent(new Event('r2v:stands')); }"
KEEP_TABS_JOB = "(job) => { if (window.r2vOpened) sessionStorage.setItem('r2v-tab-job', job || ''); }"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What stays in the browser: whose history this is, the job that is shown, and the form without the key."""

    visitor: gr.BrowserState
    job: gr.BrowserState
    form: gr.BrowserState


class Events:
    """Wires the two sides of the page together."""

    def __init__(self, services: Services, form: FormPanel, result: ResultPanel) -> None:
        self._services = services
        self._form = form
        self._result = result
        self._reading = DeskReading(services, form)
        self._review = Review(services, form, result, self._reading)
        self._model = ModelEvents(services, form, self._reading, self._review)

    def wire(self, page: gr.Blocks, kept: "Kept") -> None:
        """Declare every event."""
        form, result = self._form, self._result
        visitor, job = kept.visitor, kept.job
        self._model.wire(page, kept.form, AT_ONCE)
        self._wire_review(form, kept.form)
        form.shots.select(on_the_page(arranged), None, form.shots, **AT_ONCE)
        Repairs(self._services, form, self.read).wire()
        Bringing(self._services).wire(form, visitor)
        Restoring(self._services, form, result, self._model, self._reading).wire(visitor, job)
        result_outputs = result.outputs()
        Requests(self._services, form, result, self.split, self._review).wire(visitor, job)
        result.cancel.click(on_the_page(self.cancel), [job, visitor], result_outputs, concurrency_limit=None, **QUIET)
        result.timer.tick(on_the_page(self.poll), [job, visitor, result.seen], result_outputs, **AT_ONCE)
        self._wire_history(visitor, job)
        AftercareEvents(self._services, result, self.split).wire(form, visitor, job)
        form.sheet.wire(page, AT_ONCE)
        form.doctor.wire(form.sheet, form.inputs(), self.split)
        opening = {"fn": on_the_page(self.open), "inputs": [visitor, job], "outputs": [visitor, job, *result_outputs]}
        opened = page.load(**opening, js=TABS_OWN_JOB, **AT_ONCE)
        opened.then(None, None, None, js=OPENED, **AT_ONCE)
        job.change(None, job, None, js=KEEP_TABS_JOB, **AT_ONCE)

    def _wire_review(self, form: FormPanel, kept: gr.BrowserState) -> None:
        # `change`, not `input`: a chip that writes into the prompt, or a restored form, must be judged too.
        others = [one.change for one in (form.variants, *form.inputs()) if one is not form.widgets[PROMPT]]
        # A prompt is judged in a pause of the typing: at every key the page would be busy with answers.
        triggers = [*others, form.choice.chips.input]
        # One listener for all, so that one verdict at a time is on its way and the last one is the last to arrive.
        gr.on(triggers, **self._review.listener(kept), trigger_mode="always_last", **AT_ONCE)

    def _wire_history(self, visitor: gr.BrowserState, job: gr.BrowserState) -> None:
        history = self._result.history
        for part in (history.strip, history.sheet):
            part.select(on_the_page(self.choose), [visitor], [job, *self._result.outputs()], **AT_ONCE)
        # Several, because a star that is given while a page is on its way must not be dropped.
        browse = {
            "fn": on_the_page(history.browse),
            "inputs": [visitor, job],
            "outputs": [history.sheet, history.strip],
        }
        history.sheet.browse(**browse, trigger_mode="multiple", **AT_ONCE)

    # ------------------------------------------------------------------ handlers

    def cancel(self, job: str, visitor: str) -> list[Any]:
        """Cancel the job that is shown."""
        return self._result.show(self._services.jobs.cancel(job), visitor, "")

    def poll(self, job: str, visitor: str, seen: str) -> list[Any]:
        """Show what is new."""
        return self._result.show(self._result.record_of(job), visitor, seen)

    def choose(self, visitor: str, event: gr.EventData) -> list[Any]:
        """Show a job of the history."""
        record = self._result.record_of(str(event.job))
        return [record.job if record else "", *self._result.show(record, visitor, "")]

    def open(self, visitor: str, job: str) -> list[Any]:
        """Open the page: give the browser its name, and find the job that it was looking at."""
        visitor = visitor or secrets.token_urlsafe(24)
        record = self._result.record_of(job)
        return [visitor, record.job if record else "", *self._result.show(record, visitor, "")]

    # ------------------------------------------------------------------ reading

    def read(self, values: Values) -> PageForm:
        """Give what stands on the page from the values of `FormPanel.inputs`."""
        return self._reading.read(values)

    def split(self, values: Values) -> tuple[Secrets, PageForm]:
        """Give the secrets that were typed, and what else stands on the page."""
        count = len(self._form.sheet.secrets())
        return Secrets.of(values[:count]), self.read(values[count:])
