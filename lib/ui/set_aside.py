"""What stands aside for other models, in words: a quiet line under the trays. Pure."""

from collections.abc import Iterator

from lib.forms.catalog import Catalog
from lib.forms.fields import Choice, Flag, Seed, Text, WholeNumber
from lib.forms.form import ModelForm
from lib.ui.desk import Desk
from lib.ui.places import Places
from lib.ui.widgets import ScalarRow, fits


def set_aside_words(desk: Desk, form: ModelForm, places: Places, catalog: Catalog) -> str:
    """Name everything that `form` doesn't take, under the model for which it stands aside; empty where all is shown."""
    by_model: dict[str, list[str]] = {}
    for model, what in _items(desk, form, places, catalog):
        by_model.setdefault(model, []).append(what)
    parts: list[str] = []
    for model, names in by_model.items():
        known = catalog.get(model)
        title, items = known.title if known else "another model", ", ".join(names)
        parts.append(f"Also for {title}: {items}." if parts else f"Set aside for {title}: {items}.")
    return " ".join(parts)


def _items(desk: Desk, form: ModelForm, places: Places, catalog: Catalog) -> Iterator[tuple[str, str]]:
    aside = desk.aside
    yield from ((one.model, one.label) for one in aside.cards)
    yield from ((one.model, f"the voice of {one.label}") for one in aside.voices)
    if not any(form.lists()):
        yield from ((aside.model, str(card.get("name") or "a file")) for card in desk.references)
    taken = places.singles_of(form)
    for key, row in places.singles.items():
        if desk.singles.get(key) and key not in taken:
            yield aside.owners.get(key, ""), f"the {row.label.lower()}"
    rows = places.scalars_of(form)
    for key, chosen in aside.chosen.items():
        own = rows.get(key)
        if own is not None and fits(own, chosen.value):
            continue
        owner = catalog.get(chosen.model)
        said = places.scalars_of(owner).get(key) if owner is not None else places.scalars.get(key)
        if said is not None and chosen.value not in ("", None):
            yield chosen.model, _value_words(said, chosen.value)


def _value_words(row: ScalarRow, value: object) -> str:
    label = row.label.lower()
    match row:
        case Text():
            return f"the {label}"
        case Choice() | Seed():
            return f"{label} {value}"
        case WholeNumber():
            return f"{label} {value:g} {row.unit}".rstrip() if isinstance(value, int | float) else label
        case Flag():
            return f"{label} {'on' if value else 'off'}"
