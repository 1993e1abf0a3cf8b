"""A widget for each row of the form: label, bounds, choices and default are read from the table."""

import re
from typing import assert_never

import gradio as gr

from lib.forms.fields import Choice, Flag, Scalar, Seed, Text, WholeNumber
from lib.forms.form import ModelForm

# Longer ones are no seed, and Python refuses to read them from 4,300 digits on.
_WHOLE = re.compile(r"-?[0-9]{1,18}")

ScalarRow = Text | Choice | WholeNumber | Flag | Seed


def element_id(name: str) -> str:
    """Give the element id of a field: `negative_prompt` is `#negative-prompt` on the page."""
    return name.replace("_", "-")


def widget(row: ScalarRow) -> gr.Component:
    """Give the widget of one field. No bound of it cuts what is typed: the check says what is wrong."""
    common = {"label": row.label, "elem_id": element_id(row.name)}
    match row:
        case Text():
            return gr.Textbox(
                row.default, lines=row.lines, max_lines=max(row.lines, 12), placeholder=row.help, **common
            )
        case Choice():
            none = [(row.none, "")] if row.none else []
            return gr.Radio([*none, *((one, one) for one in row.choices)], value=row.default, **common)
        case WholeNumber():
            label = f"{row.label}, {row.unit}" if row.unit else row.label
            return gr.Slider(row.lowest, row.maximum, row.default, step=1, **{**common, "label": label}, buttons=[])
        case Flag():
            return gr.Checkbox(row.default, info=row.help, **common)
        case Seed():
            return gr.Textbox("", placeholder="random", max_lines=1, info=row.help, **common)
        case _:
            assert_never(row)


def typed_value(row: ScalarRow, value: object) -> object:
    """Give what a widget holds as the form takes it: an empty seed is none, digits are a number."""
    if isinstance(row, Seed) and isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        return int(text) if _WHOLE.fullmatch(text) else text
    if isinstance(row, WholeNumber) and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def scalar_rows(form: ModelForm) -> tuple[ScalarRow, ...]:
    """Give the fields that have a widget, in the table's order."""
    return tuple(form.scalars())


def shown_value(row: ScalarRow, value: object) -> Scalar:
    """Give what a widget holds for a form's value, the other way round from `typed_value`.

    A widget refuses what it can't show, and with it the whole form: what doesn't fit becomes the default.
    """
    match row:
        case Text():
            return value if isinstance(value, str) else row.default
        case Choice():
            return str(value) if value in row.allowed else row.default
        case WholeNumber():
            fits = isinstance(value, int | float) and row.lowest <= value <= row.maximum
            return int(value) if fits and isinstance(value, int | float) else row.default
        case Flag():
            return value if isinstance(value, bool) else row.default
        case Seed():
            return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
        case _:
            assert_never(row)
