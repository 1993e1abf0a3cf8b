"""The page's form as values: what stands on it is read into a draft, and judged into what the page shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lib.errors import PathRefused
from lib.facts import Kind, MediaInfo
from lib.forms.check import Checked, voice_index
from lib.forms.draft import Attached, Draft, citation_label
from lib.forms.fields import OneFile
from lib.forms.finding import Finding, at
from lib.forms.form import ModelForm
from lib.forms.words import say
from lib.media import FactsCache
from lib.ui.card_poster import card_poster
from lib.ui.desk import Card, Cards, Desk
from lib.ui.places import Places
from lib.ui.services import BY_HAND
from lib.ui.uploads import upload_of
from lib.ui.view import facts_words, length_words
from lib.ui.ways import REFERENCES, Spot
from lib.ui.widgets import ScalarRow, element_id, scalar_rows, typed_value

# As long as the tray lets one be.
NAME_LENGTH = 40
_GUESSES = {"picture": Kind.PICTURE, "clip": Kind.CLIP, "sound": Kind.SOUND}


@dataclass(frozen=True, kw_only=True)
class PageForm:
    """What stands on the page at one moment.

    Attributes:
        form: the chosen model's.
        values: the widgets' values by field name, typed.
        references: the reference tray's cards, in the order shown.
        singles: by field name, the cards of each single file that the model takes, at most one.
        service: the service chosen.
        address: region or host for the visitor's own Model Studio key.
    """

    form: ModelForm
    values: Mapping[str, object]
    references: Cards = ()
    singles: Mapping[str, Cards] = field(default_factory=dict)
    service: str = ""
    address: str = ""

    @property
    def touched(self) -> bool:
        """Somebody has begun."""
        files = self.references or any(self.singles.values())
        return bool(files or str(self.values.get("prompt") or "").strip())


def typed_values(form: ModelForm, widgets: Mapping[str, object]) -> dict[str, object]:
    """Give the widgets' values as the form takes them; a field that has no widget stands for its default."""
    rows: tuple[ScalarRow, ...] = scalar_rows(form)
    return {row.name: typed_value(row, widgets[row.name]) for row in rows if row.name in widgets}


def page_form(desk: Desk, form: ModelForm, places: Places) -> PageForm:
    """Give what is asked for from what stands on the page: the fields of its model, `form`."""
    widgets = {row.name: desk.values[key] for key, row in places.scalars_of(form).items() if key in desk.values}
    host = desk.host.strip()
    return PageForm(
        form=form,
        values=typed_values(form, widgets),
        references=desk.references,
        singles={row.name: desk.singles.get(key) or [] for key, row in places.singles_of(form).items()},
        service=desk.service,
        address=(host or BY_HAND) if desk.region == BY_HAND else desk.region,
    )


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The cards as a draft, with the card of each attached file."""

    draft: Draft
    cards: tuple[Mapping[str, Any], ...] = field(default=())


def place(page: PageForm, cache: FactsCache) -> Placed:
    """Put every card into the field that its content belongs to. Raises PathRefused."""
    attached: list[Attached] = []
    cards: list[Mapping[str, Any]] = []
    for card in page.references if any(page.form.lists()) else ():
        attached.append(_attached(card, page.form, cache))
        cards.append(card)
    for name, held in page.singles.items():
        for card in held:
            attached.append(Attached(field=name, upload=upload_of(card, name)))
            cards.append(card)
    return Placed(draft=Draft(model=page.form.id, values=page.values, attached=tuple(attached)), cards=tuple(cards))


def called_of(card: Card) -> str:
    """Give a card's name for people. A browser may send anything."""
    name = card.get("called")
    return name.strip()[:NAME_LENGTH] if isinstance(name, str) else ""


def kind_of(card: Card, cache: FactsCache) -> Kind:
    """Tell what a card's file holds; where its bytes say nothing, what its name says."""
    guess = _GUESSES.get(str(card.get("kind")), Kind.UNKNOWN)
    try:
        found = cache.facts(upload_of(card, "reference").path).kind
    except PathRefused:
        return guess
    return guess if found is Kind.UNKNOWN else found


def own_field(form: ModelForm, item: Attached, index: int) -> str:
    """Give the field of a file as a finding names it."""
    return item.field if isinstance(form.get(item.field), OneFile) else at(item.field, index)


def voice_field(placed: "Placed", form: ModelForm, item: Attached, index: int) -> str:
    """Give the field of a reference's voice as a finding names it, empty where the model takes none."""
    voices = form.voices
    return at(voices.name, voice_index(placed.draft, form, item.field, index)) if voices is not None else ""


def _attached(card: Card, form: ModelForm, cache: FactsCache) -> Attached:
    lists = list(form.lists())
    upload = upload_of(card, lists[0].name)
    kind = cache.facts(upload.path).kind
    guess = _GUESSES.get(str(card.get("kind")), Kind.PICTURE)
    by_content = next((row for row in lists if row.rule.kind == kind), None)
    by_name = next((row for row in lists if row.rule.kind == guess), lists[0])
    voice = upload_of(card["voice"], form.voices.name) if card.get("voice") and form.voices is not None else None
    return Attached(field=(by_content or by_name).name, upload=upload, voice=voice, called=called_of(card))


def tray_reviews(
    placed: Placed, checked: Checked, form: ModelForm, facts: Callable[[Path], MediaInfo]
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Give what the reference tray shows of each card, and by field name what the trays of single files show."""
    by_field: dict[str, list[Finding]] = {}
    for finding in checked.findings:
        by_field.setdefault(finding.field, []).append(finding)
    references: dict[str, Any] = {}
    singles: dict[str, dict[str, Any]] = {row.name: {"count": "", "cards": {}} for row in form.singles()}
    for (index, item), card in zip(placed.draft.numbered(), placed.cards, strict=True):
        info = facts(item.upload.path)
        alone = item.field in singles
        findings = by_field.get(own_field(form, item, index), [])
        shown = {
            "label": citation_label(form, item.field, index),
            "facts": facts_words(info),
            "poster": card_poster(item.upload.path, info),
            "length": length_words(info.seconds) if info.seconds is not None else None,
            **_judged(findings, form),
            "voice": None,
        }
        if item.voice is not None:
            heard = by_field.get(voice_field(placed, form, item, index), [])
            shown["voice"] = {"facts": facts_words(facts(item.voice.path)), **_judged(heard, form)}
        (singles[item.field]["cards"] if alone else references)[str(card["id"])] = shown
    most = form.most(tuple(row.name for row in form.lists()))
    return {"count": f"{len(references)} of {most}", "cards": references}, singles


def spots(placed: Placed, form: ModelForm, places: Places) -> dict[str, Spot]:
    """Give where every file stands on the page by its field."""
    found = {}
    for (index, item), card in zip(placed.draft.numbered(), placed.cards, strict=True):
        row = form.get(item.field)
        tray = element_id(places.key(row)) if isinstance(row, OneFile) else REFERENCES
        held = Spot(tray=tray, card=str(card["id"]), part="file", url=str(card.get("url") or ""))
        found[own_field(form, item, index)] = held
        if item.voice is not None:
            url = str(card["voice"].get("url") or "")
            found[voice_field(placed, form, item, index)] = replace(held, part="voice", url=url)
    return found


def mended_fields(placed: Placed, form: ModelForm) -> list[str]:
    """Give the fields whose file was mended, and has its original still."""
    fields = []
    for (index, item), card in zip(placed.draft.numbered(), placed.cards, strict=True):
        if card.get("original"):
            fields.append(own_field(form, item, index))
        if item.voice is not None and card["voice"].get("original"):
            fields.append(voice_field(placed, form, item, index))
    return fields


def _judged(findings: Sequence[Finding], form: ModelForm) -> dict[str, Any]:
    weights = [finding.severity for finding in findings]
    verdict = "error" if "error" in weights else "warning" if "warning" in weights else "ok"
    return {"verdict": verdict, "messages": [say(finding, form) for finding in findings]}
