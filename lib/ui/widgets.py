"""A widget for each row of the form: label, bounds, choices and default are read from the table."""

import re
from typing import Any, assert_never

import gradio as gr

from lib.forms.fields import Choice, Flag, Scalar, Seed, Text, WholeNumber
from lib.forms.form import ModelForm

# Longer ones are no seed, and Python refuses to read them from 4,300 digits on.
_WHOLE = re.compile(r"-?[0-9]{1,18}")

ScalarRow = Text | Choice | WholeNumber | Flag | Seed


def element_id(name: str) -> str:
    """Give the element id of a field: `negative_prompt` is `#negative-prompt` on the page."""
    return name.replace("_", "-")


def widget(row: ScalarRow, key: str = "", **settings: Any) -> gr.Component:  # noqa: ANN401 - as the component takes them
    """Give the widget of one field. No bound of it cuts what is typed: the check says what is wrong."""
    common = {**face(row), "value": initial(row), "elem_id": element_id(key or row.name), **settings}
    match row:
        case Text():
            return gr.Textbox(**common)
        case Choice():
            return gr.Radio(**common)
        case WholeNumber():
            return gr.Slider(**common, step=1, buttons=[])
        case Flag():
            return gr.Checkbox(**common)
        case Seed():
            return gr.Textbox(**common, placeholder="random", max_lines=1)
        case _:
            assert_never(row)


def face(row: ScalarRow) -> dict[str, Any]:
    """Give what a widget shows of its row, as the component takes it: another model's row gives it another face."""
    match row:
        case Text():
            most = max(row.lines, 12)
            return {"label": row.label, "lines": row.lines, "max_lines": most, "placeholder": row.help}
        case Choice():
            none = [(row.none, "")] if row.none else []
            return {"label": row.label, "choices": [*none, *((one, one) for one in row.choices)]}
        case WholeNumber():
            label = f"{row.label}, {row.unit}" if row.unit else row.label
            # What the number beside the range means is nowhere else to be read.
            info = row.help if row.follows is not None else ""
            return {"label": label, "info": info, "minimum": row.lowest, "maximum": row.maximum}
        case Flag() | Seed():
            return {"label": row.label, "info": row.help}
        case _:
            assert_never(row)


def initial(row: ScalarRow) -> object:
    """Give what a widget holds before anybody has touched it."""
    return "" if isinstance(row, Seed) else row.default


def fits(row: ScalarRow, value: object) -> bool:
    """Tell whether a widget of the row can hold what another one holds. A text that is too long is the check's."""
    match row:
        case Text() | Seed():
            return isinstance(value, str)
        case Choice():
            return value in row.allowed
        case WholeNumber():
            if isinstance(value, bool) or not isinstance(value, int | float):
                return False
            follows = row.follows is not None and value == row.follows.value
            return follows or row.minimum <= value <= row.maximum
        case Flag():
            return isinstance(value, bool)
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
