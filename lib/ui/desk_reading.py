"""From the components' values to what is asked for: what stands on the page, and the form of its model."""

from collections.abc import Sequence
from typing import Any

from lib.ui.desk import Desk
from lib.ui.form_panel import FormPanel
from lib.ui.reading import PageForm, kind_of, page_form
from lib.ui.services import Services
from lib.ui.switching import switched


class DeskReading:
    """Reads the page; between a choice of model and the answer to it too, when the widgets still hold the old one's."""

    def __init__(self, services: Services, form: FormPanel) -> None:
        self._services = services
        self._form = form

    def desk(self, values: Sequence[Any]) -> Desk:
        """Give what stands on the page, for its model, from the values of `FormPanel.inputs`."""
        return self.settled(self._form.desk(values))

    def settled(self, desk: Desk) -> Desk:
        """Give the page as it stands for its model, whichever model it stood for. Raises InputError for no model."""
        if desk.aside.model == desk.model:
            return desk
        new = self._services.form(desk.model)
        old = self._services.catalog.get(desk.aside.model)
        facts = self._services.facts
        return switched(desk, old, new, self._form.places, lambda card: kind_of(card, facts))

    def page_form(self, desk: Desk) -> PageForm:
        """Give what is asked for from what stands on the page."""
        return page_form(desk, self._services.form(desk.model), self._form.places)

    def read(self, values: Sequence[Any]) -> PageForm:
        """Give what is asked for from the values of `FormPanel.inputs`."""
        return self.page_form(self.desk(values))
