"""Where a finding leads: the card, the words, or the setting that it speaks of, as the page finds them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.forms.fields import References, Text, Voices
from lib.forms.finding import Finding, split_field
from lib.forms.form import ModelForm
from lib.forms.prompt import SHOT, shots
from lib.ui.places import Places
from lib.ui.widgets import element_id

REFERENCES = "references"
# Of what is not in the form's table, where on the page it is chosen.
_ELSEWHERE = {"model": "model"}
# A repair of ours passes these, and a better file is better still.
_BETTER_FILE = frozenset({"media.sides", "picture.small", "voice.silent", "sound.silent"})


@dataclass(frozen=True, kw_only=True)
class Spot:
    """The card that holds a file.

    Attributes:
        tray: the element id of its tray.
        card: its id there.
        part: `file` or `voice`.
        url: the file's address, as the browser knows it.
    """

    tray: str
    card: str
    part: str
    url: str

    def way(self) -> dict[str, str]:
        """Give the way to it."""
        return {"spot": self.tray, "card": self.card, "part": self.part}


def way_of(finding: Finding, form: ModelForm, places: Places, spots: Mapping[str, Spot], prompt: str) -> dict[str, str]:
    """Give the way to what a finding speaks of, as `assets/ways.js` goes it; empty where there is none.

    `spot` is an element's id, `card` and `part` those of a `Spot`; `words` stand in the field there, `most` is how many
    characters it takes, a Chinese one counting `han`.
    """
    held = spots.get(finding.field)
    # What is never cited is there already: the place to write it is the prompt.
    field = "prompt" if finding.code == "citation.unused" else finding.field
    if held is not None and field == finding.field:
        return held.way()
    spot = _spot(field, form, places)
    if not spot:
        return {}
    words = _words(finding, prompt)
    row = form.get(finding.field)
    if finding.code == "text.too_long" and isinstance(row, Text):
        return {"spot": spot, "most": str(row.max_chars), "han": str(row.han)}
    return {"spot": spot, "words": words} if words else {"spot": spot}


def takes_another(finding: Finding) -> bool:
    """Tell whether another file in the same place would answer the finding."""
    broken = finding.code.startswith("media.") and finding.fix is None
    return broken or finding.code in _BETTER_FILE


def _spot(field: str, form: ModelForm, places: Places) -> str:
    row = form.get(split_field(field)[0])
    match row:
        case None:
            return _ELSEWHERE.get(field, "")
        case References() | Voices():
            return REFERENCES
        case _:
            return element_id(places.key(row))


def _words(finding: Finding, prompt: str) -> str:
    """Give the words of the prompt that a finding is about, as they stand in it."""
    if finding.code.startswith("citation."):
        found = finding.values.get("found")
        return found if isinstance(found, str) else ""
    if finding.code.startswith("shots."):
        for head, shot in zip(SHOT.finditer(prompt), shots(prompt), strict=True):
            if shot.number == finding.values.get("number"):
                return head[0]
    return ""
