"""What is said when a video's last frame opens the next shot, and which words of the prompt may not fit it. Pure."""

from collections.abc import Mapping

from lib.forms.draft import Order, citation_label
from lib.forms.form import ModelForm
from lib.forms.prompt import citations, list_of
from lib.ui.next_shot import FIRST_FRAME

IS_FIRST = "The last frame is the first frame now."
IS_REFERENCE = "The last frame is among the references now."
TELLS_BEFORE = "The prompt still tells the shot before; write what happens next."
KEPT = "The prompt was kept."

Places = Mapping[tuple[str, int], str]
"""The hash of each reference's content by its list and its number there, counted from 1."""


def next_words(order: Order, form: ModelForm, prompt: str, now: Places, place: str) -> str:
    """Say where the frame is, that the prompt was kept, and which of its citations mean another file than in the video.

    Args:
        order: what the video was made of.
        form: the model on the page.
        prompt: as it stands on the page.
        now: the references on the page.
        place: where the frame went, as in `lib.ui.next_shot`.
    """
    said = [IS_FIRST if place == FIRST_FRAME else IS_REFERENCE]
    if prompt.strip():
        said.append(TELLS_BEFORE if prompt.split() == order.prompt.split() else KEPT)
    others = _others(order, form, prompt, now)
    if others:
        said.append(f"Not the same here as in that video: {', '.join(others)}.")
    return " ".join(said)


def _others(order: Order, form: ModelForm, prompt: str, now: Places) -> list[str]:
    """Give the citations of the prompt that mean one file in the video and another on the page."""
    if order.model != form.id:
        return []
    then = {(item.field, index + 1): item.file.sha256 for item, index in order.numbered()}
    lists = list(form.lists())
    labels = []
    for cited in citations(prompt, lists):
        row = list_of(cited, lists)
        place = (row.name, cited.number) if row is not None else None
        if place in then and place in now and then[place] != now[place]:
            labels.append(citation_label(form, place[0], place[1] - 1))
    return list(dict.fromkeys(labels))
