"""The references and voices of an order in the record beneath its video: what each is called, and whose voice it is."""

from collections.abc import Iterator

from lib.forms.draft import Order, citation_label, voice_of
from lib.forms.form import ModelForm
from lib.ui.language.marks import Verbatim


def reference_rows(order: Order, form: ModelForm | None) -> Iterator[tuple[str, str]]:
    """Give a name and a value for each file, as the prompt cites it; a voice after the one that speaks with it."""
    for item, index in order.numbered():
        label = citation_label(form, item.field, index)
        yield label, Verbatim(item.title)
        if item.voice is not None:
            yield voice_of(item.called or label), Verbatim(item.voice.name)
