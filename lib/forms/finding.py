"""A problem or a remark about a form, as a value: its words are found by its code."""

import dataclasses
from collections.abc import Mapping

from lib.forms.form import Severity


@dataclasses.dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing to say about a form.

    Attributes:
        code: stable, dotted; the words are looked up by it (`lib.forms.words`).
        field: a field's name, with an index for a list: `reference_image[1]`.
        severity: error, warning or note; an error keeps the form from being sent.
        values: what fills the words: numbers found and allowed.
        fix: the name of a repair, None where there is none.
    """

    code: str
    field: str
    severity: Severity = "error"
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)
    fix: str | None = None


def at(name: str, index: int) -> str:
    """Name the `index`-th file of a list, counted from 0."""
    return f"{name}[{index}]"


def split_field(field_name: str) -> tuple[str, int]:
    """Undo `at`; the index is 0 where there is none."""
    name, bracket, rest = field_name.partition("[")
    return name, int(rest.rstrip("]")) if bracket else 0
