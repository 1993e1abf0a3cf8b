"""The form's side of the page: trays, prompt, settings, whose key, the pre-flight list and Generate."""

import gradio as gr

from lib.forms.describe import accepted
from lib.forms.fields import OneFile
from lib.ui.asked_twice import twice_panel
from lib.ui.doctor import KeyDoctor
from lib.ui.panels import HIDDEN, chips_panel, cost_panel, findings_panel, fold, mending_panel, top_panel
from lib.ui.reading import FRAME
from lib.ui.restored_line import restored_panel
from lib.ui.service_sheet import ServiceSheet, service_view
from lib.ui.services import Services
from lib.ui.tray import Tray
from lib.ui.variants import variants_box
from lib.ui.widgets import ScalarRow, scalar_rows, widget

ON_THE_DESK = ("resolution", "ratio", "duration")


class FormPanel:
    """The components of the form."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.form = services.catalog.default
        self.rows: tuple[ScalarRow, ...] = scalar_rows(self.form)
        self.widgets: dict[str, gr.Component] = {}
        self.sheet = ServiceSheet(services)
        self.doctor = KeyDoctor(services)

    def draw_top(self) -> None:
        """Draw the line at the top of the page."""
        self.top = top_panel(service_view(self._services, self._services.settings.service))

    def draw(self) -> None:
        """Draw the form in the order in which one fills it in."""
        self._draw_trays()
        with gr.Group(elem_classes="r2v-prompt-group"):
            self.chips = chips_panel(self._most_characters())
            self._draw_row("prompt")
        with gr.Row(elem_classes="r2v-settings"):
            for name in ON_THE_DESK:
                self._draw_row(name)
        with fold("More settings", "more"):
            # The page draws one form so far; the other models are there for programs.
            versions = [self.form, *(self.form.as_version(name) for name in self.form.versions)]
            choices = [(form.title, form.id) for form in versions]
            left_out = " ".join(failure.sentence for failure in self._services.catalog.left_out) or None
            self.model = gr.Dropdown(choices, value=self.form.id, label="Model", elem_id="model", info=left_out)
            for row in self.rows:
                if row.name not in self.widgets:
                    self._draw_row(row.name)
        with fold("Service and key", "service-sheet"):
            self.sheet.draw()
            self.doctor.draw()
        with gr.Column(elem_id="preflight"):
            self.restored = restored_panel()
            with gr.Row(elem_classes="r2v-mending-row"):
                self.mending = mending_panel()
                self.stop = gr.Button("Stop", elem_id="stop-mending", size="sm", visible=HIDDEN, min_width=70)
            # The question stands where the verdict stands, so that nothing moves under the hand that asked.
            with gr.Column(elem_classes="r2v-verdict-place"):
                self.findings = findings_panel({"tone": "idle", "line": "Add a picture or a clip.", "items": []})
                self.twice = twice_panel()
            with gr.Row(elem_classes="r2v-send"):
                tariff = self._services.tariff()
                self.cost = cost_panel({"sum": "Free" if tariff.service == "sandbox" else "—", "note": ""})
                self.variants = variants_box()
                self.generate = gr.Button("Generate", variant="primary", elem_id="generate", min_width=140)

    def inputs(self) -> list[gr.Component]:
        """Give what an event reads of the form, in the order that `PageForm` is made from."""
        widgets = [self.widgets[row.name] for row in self.rows]
        sheet = self.sheet
        return [self.references, self.frame, *widgets, self.model, sheet.service, sheet.region, sheet.host]

    def _draw_trays(self) -> None:
        form = self.form
        most = form.references.maximum if form.references else 0
        endings = tuple(ending for row in form.lists() for ending in accepted(row.rule))
        frame = form.get(FRAME)
        frame_endings = tuple(accepted(frame.rule)) if isinstance(frame, OneFile) else ()
        with gr.Row(elem_classes="r2v-trays"):
            self.references = Tray(
                elem_id="references", title="References", slots=most, accept=endings, voices=True, scale=5
            )
            self.frame = Tray(
                elem_id="first-frame", title="First frame", slots=1, accept=frame_endings, voices=False, scale=1
            )

    def _draw_row(self, name: str) -> None:
        row = next(row for row in self.rows if row.name == name)
        self.widgets[name] = widget(row)

    def _most_characters(self) -> int:
        prompt = self.rows[0]
        return int(getattr(prompt, "max_chars", 0))
