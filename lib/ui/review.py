"""The verdict on the form as it stands, everywhere where it shows: trays, findings, price, service, example."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from lib.errors import InputError, StudioError
from lib.forms.form import ModelForm
from lib.forms.variants import number_of
from lib.ui.allowance import with_allowance
from lib.ui.desk import Desk
from lib.ui.desk_reading import DeskReading
from lib.ui.edge import on_the_page
from lib.ui.example_panel import example_view
from lib.ui.findings import Listed, findings_view, idle_view, refused_view
from lib.ui.form_panel import FormPanel
from lib.ui.reading import mended_fields, place, spots, tray_reviews
from lib.ui.result_panel import ResultPanel
from lib.ui.service_sheet import service_view
from lib.ui.services import Services
from lib.ui.variants import batch_cost_words, variants_of
from lib.ui.visitors import visitor_now


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a review shows.

    Attributes:
        trays: what the reference tray and each tray of a single file are told; those of other models are left alone.
        panels: the values of `Review.panels`.
    """

    trays: list[dict[str, Any]]
    panels: list[Any]


class Review:
    """Judges the form; what can't be judged isn't "Ready"."""

    def __init__(self, services: Services, form: FormPanel, result: ResultPanel, reading: DeskReading) -> None:
        self._services = services
        self._form = form
        self._result = result
        self._reading = reading

    def trays(self) -> list[gr.Component]:
        """Give the trays, in the order of `Verdict.trays`."""
        return [self._form.references, *self._form.singles.values()]

    def panels(self, kept: gr.BrowserState) -> list[gr.Component]:
        """Give where the rest of it shows; `kept` is the form as the browser keeps it."""
        form = self._form
        return [form.findings, form.cost, form.top, self._result.example, kept, form.aside_line]

    def listener(self, kept: gr.BrowserState) -> dict[str, Any]:
        """Give what every event declares that has the form judged, as the browser has it.

        A widget may still hold what only the model before it takes, so nothing is turned down before it is read.
        """
        return {
            "fn": on_the_page(self.review),
            "inputs": [self._form.variants, *self._form.inputs()],
            "outputs": [*self.trays(), *self.panels(kept)],
            "preprocess": False,
        }

    def review(self, variants: str, *values: Any) -> list[Any]:  # noqa: ANN401 - the components' own values
        """Give what the trays and panels show for the values of `FormPanel.inputs`."""
        try:
            verdict = self.judged(self._reading.desk(values), variants)
        except StudioError as error:
            verdict = self._refused(error)
        return [*verdict.trays, *verdict.panels]

    def refused(self, variants: str, values: Sequence[Any]) -> dict[str, Any] | None:
        """Give the list that leads to the first error of the form after it was not sent; None where it has none."""
        view = self.judged(self._reading.desk(values), variants, pressed=True).panels[0]
        wrong = any(item["severity"] == "error" for item in view["items"])
        return refused_view(view, secrets.token_hex(4)) if wrong else None

    def judged(self, desk: Desk, variants: str, *, pressed: bool = False) -> Verdict:
        """Judge what stands on the page; `pressed` where it is to be sent."""
        try:
            return self._judged(desk, variants, pressed=pressed)
        except StudioError as error:
            return self._refused(error)

    def _judged(self, desk: Desk, variants: str, *, pressed: bool) -> Verdict:
        services = self._services
        page = self._reading.page_form(desk)
        placed = place(page, services.facts)
        try:
            tariff = services.tariff(page.service, page.address)
        except InputError:
            tariff = services.tariff(page.service)
        checked = services.check(placed.draft, tariff)
        checked = with_allowance(services, checked, page.form, page.service, visitor_now().payer)
        references, singles = tray_reviews(placed, checked, page.form, services.facts.facts)
        places = self._form.places
        listed = Listed(
            page=page,
            places=places,
            spots=spots(placed, page.form, places),
            mended=mended_fields(placed, page.form),
            pressed=pressed,
        )
        panels = [
            findings_view(checked, listed),
            batch_cost_words(checked.cost, number_of(variants_of(variants), page.form)),
            service_view(services, page.service),
            example_view(services, page.form, checked.sketch, page.service, page.address),
            desk.as_json(),
            self._form.line(desk),
        ]
        return Verdict(trays=self._tray_updates(page.form, references, singles), panels=panels)

    def _tray_updates(
        self, form: ModelForm, references: Mapping[str, Any], singles: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        own = self._form.places.singles_of(form)
        first = gr.update(review=references) if any(form.lists()) else gr.skip()
        others = [gr.update(review=singles[own[key].name]) if key in own else gr.skip() for key in self._form.singles]
        return [first, *others]

    def _refused(self, error: StudioError) -> Verdict:
        verdict = {**idle_view(error.failure.sentence), "tone": "error"}
        return Verdict(trays=[gr.skip()] * len(self.trays()), panels=[verdict, *[gr.skip()] * 5])
