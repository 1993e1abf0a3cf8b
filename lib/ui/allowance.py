"""What is left to a visitor on the owner's key, said beside the price before anything is asked for."""

from dataclasses import replace

from lib.forms.check import Checked
from lib.forms.finding import Finding
from lib.forms.form import ModelForm
from lib.ui.objections import with_objections
from lib.ui.services import Services
from lib.ui.view import money


def with_allowance(services: Services, checked: Checked, form: ModelForm, service: str, payer: str) -> Checked:
    """Give the verdict with what is left today, and a warning where that is not enough. Raises StorageError.

    A warning only: the visitor's own key, which is not seen before a submit, is not counted.
    """
    service = service or services.settings.service
    if services.owner_account(service) is None:
        return checked
    budget, cost = services.jobs.budget, checked.cost
    if budget.stopped():
        return with_objections(checked, [Finding(code="budget.stopped", field="", severity="warning")], form)
    least = budget.left(payer, cost.currency).least if budget.caps.of_money else None
    if least is None:
        return checked
    left = money(cost.currency, least)
    note = f"{cost.note} {left} are left for you today on this app's key; your own key is not counted."
    checked = replace(checked, cost=replace(cost, note=note.strip()))
    if cost.high is not None and cost.high <= least:
        return checked
    if cost.high is None and least > 0:
        return checked
    short = Finding(code="budget.short", field="", severity="warning", values={"found": left})
    return with_objections(checked, [short], form)
