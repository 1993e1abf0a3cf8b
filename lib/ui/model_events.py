"""The events of another model: the page stands for it at once, and what it doesn't take stands aside."""

from dataclasses import replace
from typing import Any

import gradio as gr

from lib.errors import PathRefused
from lib.ui.desk import Card, Cards, Desk
from lib.ui.desk_reading import DeskReading
from lib.ui.edge import on_the_page
from lib.ui.form_panel import FormPanel
from lib.ui.model_choice import PROMPT
from lib.ui.reading import place
from lib.ui.review import Review
from lib.ui.services import Services
from lib.ui.uploads import upload_of
from lib.ui.widgets import initial

# At the end of `FormPanel.inputs`: whose key pays, which is no part of a form.
SERVICE_INPUTS = 3
# Tells the form that stands before Gradio, too, that what was kept is there (`assets/early`).
ENABLE = """() => {
  document.dispatchEvent(new Event('r2v:stands'));
  return { __type__: 'update', interactive: true };
}"""


class ModelEvents:
    """Lets the page follow its model, and puts whole forms on it."""

    def __init__(self, services: Services, form: FormPanel, reading: DeskReading, review: Review) -> None:
        self._services = services
        self._form = form
        self._reading = reading
        self._review = review

    def wire(self, page: gr.Blocks, kept: gr.BrowserState, at_once: dict[str, Any]) -> None:
        """Declare the events; a form that the browser kept is put back when the page opens."""
        form = self._form
        form.choice.wire(form.widgets[PROMPT], at_once)
        inputs, outputs = [form.variants, *form.inputs()], [*self.outputs(), *self._review.panels(kept)]
        switch = {"fn": on_the_page(self.switch), "inputs": inputs, "outputs": outputs, "preprocess": False}
        # `input` and not `change`: a form that is put back comes with everything that belongs to its model. Somebody
        # who goes through the list is quicker than an answer: the last choice counts.
        switched = form.choice.model.input(**switch, trigger_mode="always_last", **at_once)
        # The choice also set off a review of the form as it stood before; its answer may come after the switch's.
        switched.then(**self._review.listener(kept), trigger_mode="multiple", **at_once)
        restored = page.load(on_the_page(self.restore), [kept], self.outputs(), **at_once)
        # Whatever came of it: what stands on the page now is what Generate sends.
        restored.then(None, None, form.generate, js=ENABLE, **at_once)

    def outputs(self) -> list[gr.Component]:
        """Give what `put` fills, in its order."""
        return [*self._form.inputs(), self._form.slots]

    def switch(self, variants: str, *values: Any) -> list[Any]:  # noqa: ANN401 - the components' own values
        """Let the page stand for the model that was chosen, with the verdict on it in the same moment."""
        before = self._form.desk(values)
        after = self._reading.settled(before)
        verdict = self._review.judged(after, variants)
        put = self.put(after, before)
        trays = [{**face, **told} for face, told in zip(put, verdict.trays, strict=False)]
        return [*trays, *put[len(trays) :], *verdict.panels]

    def restore(self, kept: object) -> list[Any]:
        """Put back what a reload would throw away; a file that is not here any more is left out."""
        desk = Desk.of(kept)
        if desk is None:
            return [gr.skip()] * len(self.outputs())
        aside = replace(desk.aside, cards=tuple(one for one in desk.aside.cards if _is_here(one.card)))
        singles = {key: _still_here(cards) for key, cards in desk.singles.items()}
        desk = replace(desk, references=_still_here(desk.references), singles=singles, aside=aside)
        if self._services.catalog.get(desk.model) is None:
            desk = replace(desk, model=self._services.catalog.default.id)
        *put, slots = self.put(self._complete(self._reading.settled(desk)))
        return [*put[:-SERVICE_INPUTS], desk.service or gr.skip(), desk.region, desk.host, slots]

    def put(self, desk: Desk, before: Desk | None = None) -> list[Any]:
        """Give the outputs that make the page stand like that, and where its citations' references stand now."""
        placed = place(self._reading.page_form(desk), self._services.facts)
        pairs = zip(placed.draft.attached, placed.cards, strict=True)
        slots = [[str(card["id"]), item.field] for item, card in pairs]
        return [*self._form.put(desk, before), slots]

    def _complete(self, desk: Desk) -> Desk:
        """Fill in the widgets that weren't there when the form was kept."""
        initial_values = {key: initial(row) for key, row in self._form.places.scalars.items()}
        return replace(desk, values={**initial_values, **desk.values})


def _is_here(card: Card) -> bool:
    """Tell whether a card's file still lies where the upload put it."""
    try:
        upload_of(card, "reference")
    except PathRefused:
        return False
    return True


def _still_here(cards: Cards) -> Cards:
    return [card for card in cards if _is_here(card)]
