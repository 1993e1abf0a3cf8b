"""The forms as Markdown tables: parameters with their limits, and prices. Pure."""

from collections.abc import Iterator

from lib.forms.catalog import Catalog
from lib.forms.describe import limits_in_words
from lib.forms.form import ModelForm


def limits_table(catalog: Catalog) -> str:
    """Give the parameters of every model with their defaults and limits, as Markdown."""
    return "\n\n".join("\n".join(_parameters(form)) for form in catalog)


def price_table(catalog: Catalog) -> str:
    """Give the prices a second of every model, as Markdown."""
    lines = ["| model | region | resolution | a second | price list of |", "|---|---|---|---|---|"]
    for form in catalog:
        for price in form.prices:
            for resolution, amount in price.per_second.items():
                sum_ = f"{price.currency} {amount}"
                lines.append(f"| `{form.id}` | {price.region} | {resolution} | {sum_} | {price.as_of} |")
    return "\n".join(lines)


def _parameters(form: ModelForm) -> Iterator[str]:
    yield f"| `{form.id}` | default | limits |"
    yield "|---|---|---|"
    for row in form.fields:
        default = form.default(row.name)
        shown = "" if default in (None, "") else f"`{str(default).lower() if isinstance(default, bool) else default}`"
        yield f"| `{row.name}` | {shown} | {limits_in_words(row)} |"
    if form.references is not None:
        count = form.references
        yield f"| {' + '.join(f'`{name}`' for name in count.lists)} | | {count.minimum} to {count.maximum} in all. |"
