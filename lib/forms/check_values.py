"""One value against its row: every problem in it."""

from collections.abc import Iterator
from typing import assert_never

from lib.forms.draft import Draft
from lib.forms.fields import Choice, Flag, Seed, Text, WholeNumber
from lib.forms.finding import Finding
from lib.forms.form import ModelForm


def check_value(
    row: Text | Choice | WholeNumber | Flag | Seed, value: object, draft: Draft, form: ModelForm
) -> Iterator[Finding]:
    """Give what is wrong with the value of one field."""
    match row:
        case Text():
            yield from _text(row, value)
        case Choice():
            if value not in row.allowed:
                yield Finding(code="choice.unknown", field=row.name, values={"found": value, "allowed": row.choices})
        case WholeNumber():
            yield from _whole_number(row, value, draft, form)
        case Flag():
            if not isinstance(value, bool):
                yield Finding(code="flag.not_flag", field=row.name, values={"found": str(value)})
        case Seed():
            if value is not None:
                yield from _number(row, value, row.maximum)
        case _:
            assert_never(row)


def _text(row: Text, value: object) -> Iterator[Finding]:
    if not isinstance(value, str):
        yield Finding(code="text.not_text", field=row.name)
        return
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        yield Finding(code="text.broken", field=row.name)
    if row.required and not value.strip():
        yield Finding(code="text.empty", field=row.name)
    # Code points: how the service counts an emoji is not stated (`api-facts.md` 2.1).
    found = row.length(value)
    if found > row.max_chars:
        values = {"found": found, "maximum": row.max_chars, "excess": found - row.max_chars}
        yield Finding(code="text.too_long", field=row.name, values=values)


def _whole_number(row: WholeNumber, value: object, draft: Draft, form: ModelForm) -> Iterator[Finding]:
    if row.follows is not None and not isinstance(value, bool) and value == row.follows.value:
        return
    tight = [limit for limit in row.tighter if draft.count(limit.when_given)]
    maximum = min([row.maximum, *(limit.maximum for limit in tight)])
    labels = {one.name: one.label.lower() for one in form.fields}
    given = " and ".join(labels[limit.when_given] for limit in tight)
    for finding in _number(row, value, maximum):
        beyond_only_the_tight = (
            finding.code == "number.range" and maximum < row.maximum and _at_least(value, row.minimum)
        )
        if beyond_only_the_tight:
            yield Finding(code="number.tighter", field=row.name, values={**finding.values, "given": given})
        else:
            yield finding


def _at_least(value: object, minimum: int) -> bool:
    return isinstance(value, int | float) and value >= minimum


def _number(row: WholeNumber | Seed, value: object, maximum: int) -> Iterator[Finding]:
    unit = f" {row.unit}" if isinstance(row, WholeNumber) and row.unit else ""
    beside = f"{row.follows.value} or " if isinstance(row, WholeNumber) and row.follows is not None else ""
    bounds: dict[str, object] = {"minimum": f"{beside}{row.minimum}", "maximum": f"{maximum}{unit}"}
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield Finding(code="number.not_number", field=row.name, values={"found": str(value), **bounds})
    # not (a <= b) rather than a > b, so that NaN is refused too
    elif not row.minimum <= value <= maximum:
        yield Finding(code="number.range", field=row.name, values={"found": value, **bounds})
    elif value != int(value):
        yield Finding(code="number.not_whole", field=row.name, values={"found": value, **bounds})
