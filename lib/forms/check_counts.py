"""How many files there are, and which of them go together."""

from collections.abc import Iterator

from lib.forms.draft import Draft
from lib.forms.finding import Finding, at
from lib.forms.form import ModelForm, ReferenceCount


def check_counts(draft: Draft, form: ModelForm) -> Iterator[Finding]:
    """Give what is wrong with the number of files in the fields, and with their being together."""
    yield from _singles(draft, form)
    yield from _lists(draft, form)
    if form.references is not None:
        yield from _references(draft, form, form.references)
    if form.permitted_sets:
        yield from _together(draft, form)


def _singles(draft: Draft, form: ModelForm) -> Iterator[Finding]:
    for row in form.singles():
        found = draft.count(row.name)
        if found > 1:
            yield Finding(code="file.one", field=row.name, values={"found": found})
        if row.required and not found:
            yield Finding(code="file.none", field=row.name)


def _lists(draft: Draft, form: ModelForm) -> Iterator[Finding]:
    """Hold each list to its own number, unless the number of all lists is as small."""
    together = form.references
    for row in form.lists():
        covered = together is not None and row.name in together.lists and together.maximum <= row.max_items
        found = draft.count(row.name)
        if not covered and found > row.max_items:
            yield _too_many(at(row.name, row.max_items), found, row.max_items)


def _references(draft: Draft, form: ModelForm, rule: ReferenceCount) -> Iterator[Finding]:
    found = draft.count(*rule.lists)
    if found > rule.maximum:
        yield _too_many(_first_beyond(draft, rule.lists, rule.maximum), found, rule.maximum)
    if found < rule.minimum:
        # Another file may look like one that is there: say that it does not count.
        other = next((row for row in form.singles() if draft.count(row.name)), None)
        kinds = " or ".join(row.label.lower() for row in form.lists() if row.name in rule.lists)
        values: dict[str, object] = {"minimum": rule.minimum, "maximum": rule.maximum, "kinds": kinds}
        code = "references.none" if other is None else "references.frame_alone"
        values |= {} if other is None else {"other": other.label.lower()}
        yield Finding(code=code, field=rule.lists[0], values=values)


def _too_many(field: str, found: int, maximum: int) -> Finding:
    values = {"found": found, "maximum": maximum, "excess": found - maximum}
    return Finding(code="references.too_many", field=field, values=values)


def _first_beyond(draft: Draft, lists: tuple[str, ...], maximum: int) -> str:
    """Name the first reference over the maximum, counting in the order shown."""
    listed = [(index, item) for index, item in draft.numbered() if item.field in lists]
    index, item = listed[maximum]
    return at(item.field, index)


def _together(draft: Draft, form: ModelForm) -> Iterator[Finding]:
    """Hold the files that are given against the sets in which they may be given."""
    ruled = {name for names in form.permitted_sets for name in names}
    given = {name for name in ruled if draft.count(name)}
    if any(given == set(names) for names in form.permitted_sets):
        return
    # The field is one that the person can see to: what the nearest set lacks, else what it has too much of.
    nearest = min(form.permitted_sets, key=lambda names: (len(given ^ set(names)), len(names)))
    lacking = [name for name in nearest if name not in given]
    beyond = [row.name for row in form.fields if row.name in given and row.name not in nearest]
    labels = {row.name: row.label.lower() for row in form.fields}
    permitted = "; ".join(" + ".join(labels[name] for name in names) for names in form.permitted_sets)
    found = " and ".join(labels[row.name] for row in form.fields if row.name in given)
    code = "sets.together" if given else "sets.none"
    yield Finding(code=code, field=(lacking or beyond)[0], values={"found": found, "allowed": permitted})
