"""The forms as Markdown tables: models, parameters with their limits, and prices. Pure."""

from collections.abc import Iterator

from lib.forms.catalog import Catalog
from lib.forms.cost import billing_in_words
from lib.forms.describe import limits_in_words
from lib.forms.fields import OneFile, References, WholeNumber
from lib.forms.form import ModelForm
from lib.forms.words import service_in_words


def models_table(catalog: Catalog) -> str:
    """Give a line a model: what it takes, how long its videos are, who offers it, and from what price."""
    lines = ["| model | takes beside the prompt | seconds | a second from | offered by |", "|---|---|---|---|---|"]
    for form in catalog:
        offered = ", ".join(service_in_words(name).removeprefix("the ") for name in form.services)
        lines.append(f"| `{form.id}` | {_files(form)} | {_length(form)} | {_cheapest(form)} | {offered} |")
    return "\n".join(lines)


def limits_table(form: ModelForm) -> str:
    """Give the parameters of a model with their defaults and limits."""
    return "\n".join(_parameters(form))


def price_table(catalog: Catalog) -> str:
    """Give the prices a second of every model."""
    lines = ["| model | region | resolution | a second | price list of |", "|---|---|---|---|---|"]
    for form in catalog:
        for price in form.prices:
            for resolution, amount in price.per_second.items():
                sum_ = f"{price.currency} {amount}"
                lines.append(f"| `{form.id}` | {price.region} | {resolution} | {sum_} | {price.as_of} |")
    return "\n".join(lines)


def model_sections(catalog: Catalog) -> str:
    """Give a section a model: what it is for, its versions and regions, and its parameters."""
    return "\n\n".join("\n\n".join(_section(form)) for form in catalog)


def _section(form: ModelForm) -> Iterator[str]:
    yield f"### `{form.id}`"
    versions = f" Dated versions: {', '.join(f'`{name}`' for name in form.versions)}." if form.versions else ""
    billing = f" {billing_in_words(form.clip_billing)}" if form.clip_billing is not None else ""
    yield f"{form.title}. {form.summary} Regions: {', '.join(form.regions)}.{versions}{billing}"
    yield limits_table(form)


def _parameters(form: ModelForm) -> Iterator[str]:
    yield f"| `{form.id}` | default | limits |"
    yield "|---|---|---|"
    for row in form.fields:
        default = form.default(row.name)
        shown = "" if default in (None, "") else f"`{str(default).lower() if isinstance(default, bool) else default}`"
        cited = f" Cited as `{row.citation.cite(1)}`." if isinstance(row, References) else ""
        yield f"| `{row.name}` | {shown} | {limits_in_words(row)}{cited} |"
    if form.references is not None:
        count = form.references
        yield f"| {_together(count.lists)} | | {count.minimum} to {count.maximum} in all. |"
    if form.permitted_sets:
        yield f"| together | | {'; '.join(_together(names) for names in form.permitted_sets)}. |"


def _together(names: tuple[str, ...]) -> str:
    return " + ".join(f"`{name}`" for name in names)


def _files(form: ModelForm) -> str:
    singles = [f"`{row.name}`" for row in form.singles()]
    count = form.references
    listed = [f"{count.minimum} to {count.maximum} of {_together(count.lists)}"] if count is not None else []
    return ", ".join([*listed, *singles])


def _length(form: ModelForm) -> str:
    row = form.get("duration")
    if not isinstance(row, WholeNumber):
        return ""
    followed = form.get(row.follows.file) if row.follows is not None else None
    beside = f", or as the {followed.label.lower()}" if isinstance(followed, OneFile) else ""
    return f"{row.minimum} to {row.maximum}{beside}"


def _cheapest(form: ModelForm) -> str:
    amounts = [(min(price.per_second.values()), price.currency) for price in form.prices]
    return f"{min(amounts)[1]} {min(amounts)[0]}" if amounts else ""
