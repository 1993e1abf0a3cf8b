"""What sends: Generate, the answer to its question, "again" and "another seed"; and what the queue's rows do."""

import html
from typing import Any

import gradio as gr

from lib.errors import StudioError
from lib.forms.variants import Variants, number_of
from lib.jobs.intents import ASK_SECONDS, SAME_CLICK_SECONDS
from lib.ui.asked_twice import NOTHING, twice_view
from lib.ui.edge import AT_ONCE, QUEUED, on_the_page
from lib.ui.form_panel import FormPanel
from lib.ui.keyholders import Split, caller_of
from lib.ui.language.spoken import told
from lib.ui.reading import place
from lib.ui.repeating import draft_again
from lib.ui.result_panel import ResultPanel
from lib.ui.review import Review
from lib.ui.services import Services
from lib.ui.variants import batch_cost_words, variants_of

# In one column the screen is far below the button: who has sent sees what came of it.
LOOK = """(job, findings) => {
  if (findings?.lead && findings.lead !== window.r2vRefused) {
    window.r2vRefused = findings.lead;
    return;
  }
  const screen = document.getElementById('result');
  const far = screen.getBoundingClientRect().top > window.innerHeight / 2;
  if (job && job !== window.r2vSent && far) {
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    screen.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
  }
  window.r2vSent = job;
}"""
UNASK = f"() => [{NOTHING!r}]"


class Requests:
    """Wires everything that can make a job."""

    def __init__(self, services: Services, form: FormPanel, result: ResultPanel, split: Split, review: Review) -> None:
        self._services = services
        self._form = form
        self._result = result
        self._split = split
        self._review = review

    def wire(self, visitor: gr.BrowserState, job: gr.BrowserState) -> None:
        """Declare the events."""
        form, result = self._form, self._result
        inputs = [visitor, form.variants, *form.sheet.secrets(), *form.inputs()]
        outputs = [form.twice, job, *result.outputs()]
        sent = form.generate.click(on_the_page(self.send), inputs, [*outputs, form.findings], **QUEUED)
        sent.success(None, [job, form.findings], None, js=LOOK, **AT_ONCE)
        form.twice.select(on_the_page(self.answer), inputs, [*outputs, form.findings], **QUEUED)
        result.repeat.select(on_the_page(self.repeat), inputs, outputs, **QUEUED)
        result.queue.select(on_the_page(self.act), [job, visitor, result.seen], [job, *result.outputs()], **QUEUED)
        for component in (form.variants, *form.inputs()):
            # Another form is another request: the question is about the one before.
            component.change(None, None, form.twice, js=UNASK, queue=False, api_visibility="private")

    def send(self, visitor: str, variants: str, *values: Any) -> list[Any]:  # noqa: ANN401 - the components' own values
        """Make the jobs of the form, or ask first where the same is there. What stands on the page stays as it is."""
        return self._send(visitor, variants, values, within=ASK_SECONDS)

    def answer(self, event: gr.EventData, visitor: str, variants: str, *values: Any) -> list[Any]:  # noqa: ANN401 - as above
        """Open the job that is there, or run the request again, which is an intent of its own."""
        if event.act == "open":
            return [*self._shown(str(event.job), visitor), gr.skip()]
        return self._send(visitor, variants, values, within=SAME_CLICK_SECONDS)

    def repeat(self, event: gr.EventData, visitor: str, _: str, *values: Any) -> list[Any]:  # noqa: ANN401 - as above
        """Make an earlier job again from what it keeps, with its seed or another."""
        record = self._services.jobs.get(str(event.job))
        draft = draft_again(self._services, record, visitor, new_seed=event.act == "seed")
        typed, page = self._split(values)
        sent = self._services.send(draft, record.service, caller_of(page, visitor, typed, record.service))
        return self._shown(sent.records[0].job, visitor)

    def act(self, job: str, visitor: str, seen: str, event: gr.EventData) -> list[Any]:
        """Open or cancel a job of the list, or look whether anything is new."""
        jobs = self._services.jobs
        if event.act == "look":
            return [job, *self._result.show(self._result.record_of(job), visitor, seen)]
        chosen = str(event.job)
        if event.act == "open":
            return self._shown(chosen, visitor)[1:]
        record = jobs.cancel(chosen)
        if not record.state.ended and chosen != job:
            gr.Info(html.escape(told(record.message)))
        return self._shown(job or chosen, visitor)[1:]

    def _send(self, visitor: str, variants: str, values: tuple[Any, ...], *, within: float) -> list[Any]:
        """Send; where the list says what is wrong, lead there instead of saying it again. Raises StudioError."""
        try:
            return [*self._sent(visitor, variants_of(variants), values, within=within), gr.skip()]
        except StudioError:
            refused = self._review.refused(variants, values[len(self._form.sheet.secrets()) :])
            if refused is None:
                raise
            return [*[gr.skip()] * (2 + len(self._result.outputs())), refused]

    def _sent(self, visitor: str, variants: Variants, values: tuple[Any, ...], *, within: float) -> list[Any]:
        typed, page = self._split(values)
        draft = place(page, self._services.facts).draft
        caller = caller_of(page, visitor, typed, page.service)
        sent = self._services.send(draft, page.service, caller, variants=variants, within=within)
        if sent.before is not None and sent.before >= SAME_CLICK_SECONDS:
            count = number_of(variants, page.form)
            price = batch_cost_words(sent.records[0].cost, count)["sum"]
            return [twice_view(sent, price), *[gr.skip()] * (1 + len(self._result.outputs()))]
        if sent.failure is not None:
            made = f"{len(sent.records)} of {sent.asked} were sent. {sent.failure.sentence}"
            gr.Warning(html.escape(told(made)))
        return self._shown(sent.records[0].job, visitor)

    def _shown(self, job: str, visitor: str) -> list[Any]:
        record = self._services.jobs.get(job)
        return [dict(NOTHING), record.job, *self._result.show(record, visitor, "")]
