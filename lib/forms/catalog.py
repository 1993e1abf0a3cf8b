"""The models that are offered: every file in `models/` that says `FORM`."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lib.forms import models
from lib.forms.form import ModelForm

DEFAULT_MODEL = "wan2.7-r2v"


@dataclass(frozen=True)
class Catalog:
    """The forms by their model's id."""

    forms: Mapping[str, ModelForm]

    def __iter__(self) -> Iterator[ModelForm]:
        return iter(self.forms.values())

    def get(self, model: str) -> ModelForm | None:
        """Give the form of a model, None where it is not offered."""
        return self.forms.get(model)

    @property
    def default(self) -> ModelForm:
        """The model with which a new page starts."""
        return self.forms[DEFAULT_MODEL]

    @property
    def ids(self) -> tuple[str, ...]:
        """Every model's id, the default first."""
        return tuple(sorted(self.forms, key=lambda name: (name != DEFAULT_MODEL, name)))


def load_catalog() -> Catalog:
    """Read every model file. A file that says no `FORM` is a mistake of ours and raises AttributeError."""
    found: dict[str, ModelForm] = {}
    for module in pkgutil.iter_modules(models.__path__):
        form = importlib.import_module(f"{models.__name__}.{module.name}").FORM
        found[form.id] = form
    return Catalog(found)
