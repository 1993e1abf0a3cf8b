"""Whether the service offers the model, and has it in the region."""

from collections.abc import Iterator

from lib.forms.cost import Tariff
from lib.forms.finding import Finding
from lib.forms.form import ModelForm
from lib.forms.words import service_in_words


def check_offer(form: ModelForm, tariff: Tariff) -> Iterator[Finding]:
    """Give an error where the service is not known to offer the model, and a warning for the region."""
    values: dict[str, object] = {"model": form.id}
    if tariff.service not in form.services:
        allowed = tuple(service_in_words(name) for name in form.services)
        values |= {"found": service_in_words(tariff.service), "allowed": allowed}
        yield Finding(code="model.not_offered", field="model", values=values)
    elif tariff.region and form.regions and tariff.region not in form.regions:
        values |= {"found": tariff.region, "allowed": form.regions}
        yield Finding(code="model.region", field="model", severity="warning", values=values)
