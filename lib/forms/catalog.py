"""The models that are offered: every file in `models/` that says `FORM`, and those of a folder from outside."""

import importlib
import json
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lib.errors import Failure
from lib.forms import models
from lib.forms.form import ModelForm
from lib.forms.node import NotUnderstood
from lib.forms.outside import form_from_json

DEFAULT_MODEL = "wan2.7-r2v"


@dataclass(frozen=True)
class Catalog:
    """The forms by their model's id, and what is wrong with the files that were left out."""

    forms: Mapping[str, ModelForm]
    left_out: tuple[Failure, ...] = ()

    def __iter__(self) -> Iterator[ModelForm]:
        return (self.forms[name] for name in sorted(self.forms, key=_default_first))

    def get(self, model: str) -> ModelForm | None:
        """Give the form of a model or of one of its dated versions, None where it is not offered."""
        if model in self.forms:
            return self.forms[model]
        return next((form.as_version(model) for form in self if model in form.versions), None)

    @property
    def default(self) -> ModelForm:
        """The model with which a new page starts."""
        return self.forms[DEFAULT_MODEL]

    @property
    def ids(self) -> tuple[str, ...]:
        """Every model's id, the default first, each followed by its versions."""
        return tuple(name for form in self for name in (form.id, *form.versions))


def load_catalog(folder: Path | None = None) -> Catalog:
    """Read every model file, and the JSON files of a folder from outside, of the shape that `/models` gives.

    A file from outside that is not understood is left out and named, so that a slip in it doesn't keep the app, and
    the jobs that it still has to finish, from starting. A file of ours that says no `FORM` raises AttributeError.
    """
    found: dict[str, ModelForm] = {}
    for module in pkgutil.iter_modules(models.__path__):
        form = importlib.import_module(f"{models.__name__}.{module.name}").FORM
        found[form.id] = form
    left_out = []
    for path in sorted(folder.glob("*.json")) if folder is not None else ():
        try:
            form = form_from_json(json.loads(path.read_text(encoding="utf-8")), taken=Catalog(found).ids)
            found[form.id] = form
        except NotUnderstood as error:
            left_out.append(_left_out(path, str(error)))
        except (ValueError, RecursionError):
            left_out.append(_left_out(path, "it is not JSON in UTF-8."))
        except OSError as error:
            left_out.append(_left_out(path, f"it can't be read ({error.strerror})."))
    return Catalog(found, tuple(left_out))


def _left_out(path: Path, what: str) -> Failure:
    return Failure(
        code="Studio.ModelFile",
        message=f"The model file {path.name} is not understood, so its model is left out: {what}",
        advice="Mend it after the shape that /models gives, and start again.",
    )


def _default_first(name: str) -> tuple[bool, str]:
    return name != DEFAULT_MODEL, name
