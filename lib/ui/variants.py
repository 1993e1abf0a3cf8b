"""The small control beside Generate: how many videos one click asks for, and what they cost together."""

import gradio as gr

from lib.forms.cost import Cost
from lib.forms.variants import MOST_VARIANTS, ONE, Variants
from lib.ui.view import cost_words, money

PER_RATIO = "ratio"


def variants_box() -> gr.Dropdown:
    """Make the control."""
    several = [(f"{count} variants", str(count)) for count in range(2, MOST_VARIANTS + 1)]
    return gr.Dropdown(
        [("1 video", "1"), *several, ("One per ratio", PER_RATIO)],
        value="1",
        label="Variants",
        show_label=False,
        container=False,
        filterable=False,
        elem_id="variants",
        min_width=118,
    )


def variants_of(choice: str | None) -> Variants:
    """Read the control; what it can't hold is one video."""
    if choice == PER_RATIO:
        return Variants(per_ratio=True)
    text = str(choice or "")
    return Variants(count=int(text)) if text.isdecimal() and len(text) == 1 else ONE


def batch_cost_words(cost: Cost, count: int) -> dict[str, str]:
    """Give the price of so many videos: what one costs, and the sum."""
    one = cost_words(cost)
    if count == 1 or cost.low is None or cost.high is None or cost.high == 0:
        return one
    low, high = money(cost.currency, cost.low * count), money(cost.currency, cost.high * count)
    each = one["sum"].removeprefix("about ")
    if low == high:
        return {"sum": f"{count} × about {each} = {low}", "note": one["note"]}
    return {"sum": f"{count} × about ({each}) = {low} – {high}", "note": one["note"]}
