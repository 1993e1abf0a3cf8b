"""What the buttons of a job whose end isn't known do."""

from typing import Any

import gradio as gr

from lib.ui.edge import QUEUED, on_the_page
from lib.ui.form_panel import FormPanel
from lib.ui.keyholders import Split, caller_of, look_again, send_again
from lib.ui.result_panel import ResultPanel
from lib.ui.services import Services


class AftercareEvents:
    """Wires the buttons."""

    def __init__(self, services: Services, result: ResultPanel, split: Split) -> None:
        self._services = services
        self._result = result
        self._split = split

    def wire(self, form: FormPanel, visitor: gr.BrowserState, job: gr.BrowserState) -> None:
        """Declare the event."""
        inputs = [job, visitor, *form.sheet.secrets(), *form.inputs()]
        self._result.aftercare.select(on_the_page(self.care), inputs, [job, *self._result.outputs()], **QUEUED)

    def care(self, event: gr.EventData, job: str, visitor: str, *values: Any) -> list[Any]:  # noqa: ANN401 - the components' own values
        """Look again, send again, or stop following, with the key for the job's own service."""
        services = self._services
        if event.act == "stop":
            record = services.jobs.aftercare.stop_following(job)
        else:
            typed, page = self._split(values)
            caller = caller_of(page, visitor, typed, services.jobs.get(job).service)
            act = send_again if event.act == "send" else look_again
            record = act(services, job, caller)
        return [record.job, *self._result.show(record, visitor, "")]
