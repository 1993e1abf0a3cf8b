"""A problem or a remark about a form, as a value: its words are found by its code."""

import dataclasses
import re
from collections.abc import Mapping

from lib.forms.form import Severity

_INDEXED = re.compile(r"(.+)\[(\d{1,9})\]")


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
    """Undo `at`; the index is 0 where there is none. What only looks like an index is part of the name."""
    found = _INDEXED.fullmatch(field_name)
    return (field_name, 0) if found is None else (found[1], int(found[2]))
