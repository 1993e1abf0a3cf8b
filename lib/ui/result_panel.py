"""The result's side of the page: the screen, the state with its clock, cancel, the example, the history."""

import time
from typing import Any

import gradio as gr

from lib.errors import NotFound
from lib.jobs.aftercare import can_cancel
from lib.jobs.record import ADOPTED, Record
from lib.ui.aftercare_panel import aftercare_panel, aftercare_view
from lib.ui.example_panel import example_panel
from lib.ui.history_panel import HistoryPanel
from lib.ui.keyholders import is_own
from lib.ui.panels import HIDDEN, fold, record_panel, state_panel
from lib.ui.queue_panel import queue_panel, queue_view
from lib.ui.repeating import repeat_panel, repeat_view
from lib.ui.screen import screen_panel, screen_view
from lib.ui.services import Services
from lib.ui.space_note import space_note
from lib.ui.view import record_rows, state_view
from lib.ui.welcome import welcome_panel

POLL_SECONDS = 1.0


class ResultPanel:
    """The components of the result."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.history = HistoryPanel(services)

    def draw(self) -> None:
        """Draw the result, empty."""
        self.welcome = welcome_panel()
        self.result = screen_panel()
        with gr.Row(elem_classes="r2v-state-row"):
            self.state = state_panel(state_view(None, 0, 0))
            self.cancel = gr.Button("Cancel", elem_id="cancel", size="sm", visible=HIDDEN, min_width=80)
        self.aftercare = aftercare_panel()
        with gr.Row(elem_classes="r2v-once-more"):
            self.use_form = gr.Button("Edit and run", elem_id="use-form", size="sm", visible=HIDDEN, min_width=100)
            self.repeat = repeat_panel()
        self.record = record_panel({"rows": []})
        self.queue = queue_panel()
        self.history.draw()
        space_note(self._services.settings)
        self.open = gr.UploadButton(
            "Restore from a video or bundle", elem_id="open-made", file_types=[".mp4", ".zip"], size="sm"
        )
        with fold("Request example", "request-sheet") as self.request_sheet:
            self.example = example_panel(self._services)
        self.timer = gr.Timer(POLL_SECONDS, active=False)
        # What this session shows already, so that a tick that brings nothing new leaves the video alone.
        self.seen = gr.State("")

    def outputs(self) -> list[gr.Component]:
        """Give what `show` fills, in its order."""
        shown = [self.result, self.state, self.aftercare, self.use_form, self.cancel, self.repeat, self.record]
        return [*shown, self.queue, self.history.strip, self.timer, self.seen]

    def record_of(self, job: str) -> Record | None:
        """Give the record of a job that a browser remembers, None where there is none, or none any more."""
        try:
            record = self._services.jobs.get(job) if job else None
        except NotFound:
            return None
        return None if record is None or record.removed is not None else record

    def show(self, record: Record | None, visitor: str, seen: str) -> list[Any]:
        """Give the panels' new values; what is shown already is left as it is."""
        jobs = self._services.jobs
        line = jobs.line(visitor)
        place = next((one.place for one in line if record is not None and one.job == record.job), 0)
        shown = f"{record.job}.{record.version}.{place}" if record else ""
        others = ",".join(f"{one.job}.{one.version}.{one.place}" for one in line)
        busy = bool(line) or (record is not None and not record.state.ended)
        timer = gr.Timer(active=busy)
        if seen == f"{shown}|{others}":
            return [*[gr.skip()] * 9, timer, seen]
        chosen = record.job if record else ""
        # What the others do must leave the video that plays alone.
        same = bool(seen) and seen.startswith(f"{shown}|")
        return [
            *([gr.skip()] * 7 if same else self._shown(record, visitor, place)),
            queue_view(jobs, line, visitor, chosen, time.time()),
            self.history.shown(visitor, chosen),
            timer,
            f"{shown}|{others}",
        ]

    def _shown(self, record: Record | None, visitor: str, place: int) -> list[Any]:
        """Give the panels of the job that is shown."""
        services = self._services
        usual = services.jobs.usual_seconds(record) if record else 0.0
        return [
            screen_view(services, record, visitor),
            state_view(record, usual, time.time(), place=place),
            aftercare_view(services.jobs, record, visitor),
            gr.Button(visible=_has_form(record, visitor) or HIDDEN),
            gr.Button(visible=(record is not None and can_cancel(record)) or HIDDEN),
            repeat_view(record, visitor),
            {"rows": self._rows(record, own=is_own(record, visitor)) if record else []},
        ]

    def _rows(self, record: Record, *, own: bool) -> list[dict[str, str]]:
        services = self._services
        form = services.catalog.get(record.order.model)
        return record_rows(record, form, services.jobs.kept_until(record), own=own)


def _has_form(record: Record | None, visitor: str) -> bool:
    """Tell whether to offer a visitor the form back that made a job: what is under way is still on its way from it."""
    return record is not None and record.state.ended and record.origin != ADOPTED and is_own(record, visitor)
