"""What to do first on an empty page, read from the model's form. Pure."""

from lib.forms.fields import Text
from lib.forms.form import ModelForm
from lib.forms.words import kind_in_words


def first_step(form: ModelForm) -> str:
    """Say what a form needs at least, in a sentence."""
    needed = []
    count = form.references
    if count is not None and count.minimum:
        kinds = dict.fromkeys(kind_in_words(row.rule.kind) for row in form.lists() if row.name in count.lists)
        needed.append(" or ".join(kinds))
    needed += [f"the {row.label.lower()}" for row in form.singles() if row.required]
    labels = {row.name: row.label.lower() for row in form.singles()}
    begins = [f"a {labels[names[0]]}" for names in form.permitted_sets if len(names) == 1]
    needed += [" or ".join(begins)] if begins else []
    prompt = form.get("prompt")
    says = isinstance(prompt, Text)
    if not needed:
        return "Say what happens." if says else "Fill in the form."
    return f"Add {' and '.join(needed)}{', and say what happens' if says else ''}."
