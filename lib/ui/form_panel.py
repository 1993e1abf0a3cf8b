"""The form's side of the page: trays, prompt, settings, whose key, the pre-flight list and Generate."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from lib.forms.fields import Text
from lib.ui.asked_twice import twice_panel
from lib.ui.desk import Aside, Desk
from lib.ui.doctor import KeyDoctor
from lib.ui.findings import idle_view
from lib.ui.first_step import first_step
from lib.ui.model_choice import PROMPT, ModelChoice
from lib.ui.panels import HIDDEN, cost_panel, findings_panel, fold_button, folded, mending_panel, panel, top_panel
from lib.ui.places import places
from lib.ui.restored_line import restored_panel
from lib.ui.service_sheet import ServiceSheet, service_view
from lib.ui.services import Services
from lib.ui.set_aside import set_aside_words
from lib.ui.shots_panel import shots_panel
from lib.ui.tray import Tray
from lib.ui.tray_examples import examples
from lib.ui.tray_faces import references_face, single_face
from lib.ui.variants import variants_box
from lib.ui.widgets import ScalarRow, element_id, face, widget

_LINE = '{{#if value.line}}<p class="r2v-set-aside" role="status">{{value.line}}</p>{{/if}}'


class FormPanel:
    """The components of the form: one for every field of every model, of which the chosen model's are shown."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.form = services.catalog.default
        self.places = places(services.catalog)
        self._examples = examples()
        self.widgets: dict[str, gr.Component] = {}
        self.singles: dict[str, gr.HTML] = {}
        self.choice = ModelChoice(services.catalog)
        self.sheet = ServiceSheet(services)
        self.doctor = KeyDoctor(services)

    def draw_top(self) -> None:
        """Draw the line at the top of the page."""
        self.top = top_panel(service_view(self._services, self._services.settings.service))

    def draw(self) -> None:
        """Draw the form in the order in which one fills it in."""
        self.choice.draw()
        self._draw_trays()
        self.aside_line = panel({"line": ""}, _LINE, "set-aside")
        with gr.Group(elem_classes="r2v-prompt-group"):
            self.choice.draw_chips()
            self._draw_row(PROMPT)
            self.shots = shots_panel()
        with gr.Row(elem_classes="r2v-settings"):
            for key, row in self.places.scalars.items():
                if key not in self.widgets and row.level == "main" and not isinstance(row, Text):
                    self._draw_row(key)
        with gr.Row(elem_classes="r2v-folds"):
            fold_button("More settings", "more")
            fold_button("Service and key", "service-sheet")
        with folded("more") as self.more:
            for key in self.places.scalars:
                if key not in self.widgets:
                    self._draw_row(key)
        with folded("service-sheet") as self.service_sheet:
            self.sheet.draw()
            self.doctor.draw()
        self._draw_preflight()
        # What it remembers for other models is read and written by the events, and shown as the line above.
        self.aside = gr.HTML(Aside(model=self.form.id).as_json(), html_template="", visible=False)
        # Where each citation's reference stood last, removed ones included.
        self.slots = gr.State([])

    def _draw_preflight(self) -> None:
        with gr.Column(elem_id="preflight"):
            self.restored = restored_panel()
            with gr.Row(elem_classes="r2v-mending-row"):
                self.mending = mending_panel()
                self.stop = gr.Button("Stop", elem_id="stop-mending", size="sm", visible=HIDDEN, min_width=70)
            # The question stands where the verdict stands, so that nothing moves under the hand that asked.
            with gr.Column(elem_classes="r2v-verdict-place"):
                self.findings = findings_panel(idle_view(first_step(self.form)))
                self.twice = twice_panel()
            with gr.Row(elem_classes="r2v-send"):
                tariff = self._services.tariff()
                self.cost = cost_panel({"sum": "Free" if tariff.service == "sandbox" else "—", "note": ""})
                self.variants = variants_box()
                # Until what the browser kept stands on the page, there is nothing that it could rightly send.
                self.generate = gr.Button(
                    "Generate", variant="primary", elem_id="generate", min_width=140, interactive=False
                )

    def inputs(self) -> list[gr.Component]:
        """Give what an event reads of the form, in the order that `desk` reads."""
        sheet = self.sheet
        own = [self.references, *self.singles.values(), *self.widgets_in_order(), self.aside, self.choice.model]
        return [*own, sheet.service, sheet.region, sheet.host]

    def widgets_in_order(self) -> list[gr.Component]:
        """Give the widgets in the order of their places."""
        return [self.widgets[key] for key in self.places.scalars]

    def desk(self, values: Sequence[Any]) -> Desk:
        """Give what stands on the page from the values of `inputs`."""
        references, *rest = values
        singles = dict(zip(self.places.singles, rest, strict=False))
        rest = rest[len(singles) :]
        widgets = dict(zip(self.places.scalars, rest, strict=False))
        aside, model, service, region, host = rest[len(widgets) :]
        return Desk(
            model=str(model),
            values=widgets,
            references=references or [],
            singles={key: cards or [] for key, cards in singles.items()},
            aside=Aside.of(aside),
            service=str(service or ""),
            region=str(region or ""),
            host=str(host or ""),
        )

    def put(self, desk: Desk, before: Desk | None = None) -> list[Any]:
        """Give the values of `inputs` that make the page stand like that, whose key pays excepted.

        What stands like that already in `before` is left alone, so that nobody's typing is taken back.
        """
        form = self._services.form(desk.model)
        rows, singles = self.places.scalars_of(form), self.places.singles_of(form)
        new = before is None or before.references != desk.references
        trays = [gr.update(**references_face(form), **({"value": list(desk.references)} if new else {}))]
        for key in self.places.singles:
            cards = desk.singles.get(key) or []
            new = before is None or list(before.singles.get(key) or []) != list(cards)
            trays.append(gr.update(**single_face(singles.get(key), form), **({"value": list(cards)} if new else {})))
        widgets = [_widget_update(key, rows.get(key), desk, before) for key in self.places.scalars]
        return [*trays, *widgets, desk.aside.as_json(), desk.model, *[gr.skip()] * 3]

    def line(self, desk: Desk) -> dict[str, str]:
        """Say what stands aside."""
        catalog = self._services.catalog
        return {"line": set_aside_words(desk, self._services.form(desk.model), self.places, catalog)}

    def _draw_trays(self) -> None:
        form = self.form
        leading = [key for key in self.places.singles if key in self.places.leading]
        others = [key for key in self.places.singles if key not in self.places.leading]
        with gr.Row(elem_classes="r2v-trays"):
            drawn = {key: self._draw_single(key) for key in leading}
            own = {"examples": self._examples, **references_face(form)}
            self.references = Tray(elem_id="references", many=True, scale=5, **own)
            drawn |= {key: self._draw_single(key) for key in others}
        self.singles = {key: drawn[key] for key in self.places.singles}

    def _draw_single(self, key: str) -> gr.HTML:
        row, shown = self.places.singles[key], self.places.singles_of(self.form)
        visible = {} if key in shown else {"visible": HIDDEN}
        settings = {"examples": self._examples, **single_face(row, self.form), **visible}
        return Tray(elem_id=element_id(key), many=False, scale=0, elem_classes="r2v-single", **settings)

    def _draw_row(self, key: str) -> None:
        row = self.places.scalars_of(self.form).get(key)
        shown = {} if row is not None else {"visible": HIDDEN}
        self.widgets[key] = widget(row or self.places.scalars[key], key, **shown)


def _widget_update(key: str, row: ScalarRow | None, desk: Desk, before: Desk | None) -> Any:  # noqa: ANN401 - gr.update
    """Give a widget the face of the model's row and its value; without a row it keeps its value out of sight."""
    value = desk.values.get(key)
    update: dict[str, Any] = {"visible": HIDDEN} if row is None else {"visible": True, **face(row)}
    if before is None or before.values.get(key) != value:
        update["value"] = value
    return gr.update(**update)
