"""The places of the page: every field of every model has one, and fields of one name and kind share theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lib.forms.fields import Field, OneFile, References, Voices
from lib.forms.form import ModelForm
from lib.ui.widgets import ScalarRow


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where the fields of all models stand. A key is the field's name, with its kind where the name means two things.

    Attributes:
        scalars: by key, the row of the first model that has it.
        singles: the same for the fields of one file.
        leading: the keys of single files that stand before the references.
    """

    scalars: Mapping[str, ScalarRow]
    singles: Mapping[str, OneFile]
    leading: frozenset[str]

    def key(self, row: ScalarRow | OneFile) -> str:
        """Give the key of a field's place. Raises KeyError for a field of no model."""
        for key in (row.name, _second_key(row)):
            if type(self.scalars.get(key) or self.singles.get(key)) is type(row):
                return key
        raise KeyError(row.name)

    def scalars_of(self, form: ModelForm) -> dict[str, ScalarRow]:
        """Give the rows of a form that have a widget, by key."""
        return {self.key(row): row for row in form.scalars()}

    def singles_of(self, form: ModelForm) -> dict[str, OneFile]:
        """Give the rows of a form that are one file, by key."""
        return {self.key(row): row for row in form.singles()}


def places(forms: Iterable[ModelForm]) -> Places:
    """Give every field of the models its place, in the models' order."""
    scalars: dict[str, ScalarRow] = {}
    singles: dict[str, OneFile] = {}
    leading = set()
    for form in forms:
        before = True
        for row in form.fields:
            before = before and not isinstance(row, References)
            if isinstance(row, References | Voices):
                continue
            taken = scalars.get(row.name) or singles.get(row.name)
            key = row.name if taken is None or type(taken) is type(row) else _second_key(row)
            if isinstance(row, OneFile):
                leading |= {key} if before and key not in singles and any(form.lists()) else set()
                singles.setdefault(key, row)
            else:
                scalars.setdefault(key, row)
    return Places(scalars=scalars, singles=singles, leading=frozenset(leading))


def _second_key(row: Field) -> str:
    return f"{row.name}-{type(row).__name__.lower()}"
