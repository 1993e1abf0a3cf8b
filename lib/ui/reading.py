"""The page's form as values: what stands on it is read into a draft, and judged into what the page shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lib.facts import MediaInfo
from lib.forms.check import Checked, voice_index
from lib.forms.draft import Attached, Draft, citation_label
from lib.forms.finding import Finding, at
from lib.forms.form import ModelForm
from lib.forms.words import say
from lib.media import FactsCache
from lib.ui.uploads import upload_of
from lib.ui.view import facts_words, length_words
from lib.ui.widgets import ScalarRow, scalar_rows, typed_value

Cards = Sequence[Mapping[str, Any]]
FRAME = "first_frame"


@dataclass(frozen=True, kw_only=True)
class PageForm:
    """What stands on the page at one moment.

    Attributes:
        form: the chosen model's.
        values: the widgets' values by field name, typed.
        references: the reference tray's cards, in the order shown.
        frames: the first frame's cards, at most one.
        service: the service chosen.
        address: region or host for the visitor's own Model Studio key.
    """

    form: ModelForm
    values: Mapping[str, object]
    references: Cards = ()
    frames: Cards = ()
    service: str = ""
    address: str = ""

    @property
    def touched(self) -> bool:
        """Somebody has begun."""
        return bool(self.references or self.frames or str(self.values.get("prompt") or "").strip())


def typed_values(form: ModelForm, widgets: Mapping[str, object]) -> dict[str, object]:
    """Give the widgets' values as the form takes them; a field that has no widget stands for its default."""
    rows: tuple[ScalarRow, ...] = scalar_rows(form)
    return {row.name: typed_value(row, widgets[row.name]) for row in rows if row.name in widgets}


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The cards as a draft, with the card of each attached file."""

    draft: Draft
    cards: tuple[Mapping[str, Any], ...] = field(default=())


def place(page: PageForm, cache: FactsCache) -> Placed:
    """Put every card into the field that its content belongs to. Raises PathRefused."""
    attached: list[Attached] = []
    cards: list[Mapping[str, Any]] = []
    for card in page.references:
        attached.append(_attached(card, page.form, cache))
        cards.append(card)
    for card in page.frames:
        attached.append(Attached(field=FRAME, upload=upload_of(card, FRAME)))
        cards.append(card)
    return Placed(draft=Draft(model=page.form.id, values=page.values, attached=tuple(attached)), cards=tuple(cards))


def _attached(card: Mapping[str, Any], form: ModelForm, cache: FactsCache) -> Attached:
    lists = list(form.lists())
    upload = upload_of(card, lists[0].name)
    kind = cache.facts(upload.path).kind
    guess = {"clip": "clip", "picture": "picture"}.get(str(card.get("kind")), "picture")
    by_content = next((row for row in lists if row.rule.kind == kind), None)
    by_name = next((row for row in lists if row.rule.kind == guess), lists[0])
    voice = upload_of(card["voice"], "reference_voice") if card.get("voice") else None
    return Attached(field=(by_content or by_name).name, upload=upload, voice=voice)


def tray_reviews(
    placed: Placed, checked: Checked, form: ModelForm, facts: Callable[[Path], MediaInfo]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give what the reference tray and the first frame's tray show of each card."""
    by_field: dict[str, list[Finding]] = {}
    for finding in checked.findings:
        by_field.setdefault(finding.field, []).append(finding)
    references: dict[str, Any] = {}
    frames: dict[str, Any] = {}
    for (index, item), card in zip(placed.draft.numbered(), placed.cards, strict=True):
        info = facts(item.upload.path)
        is_frame = item.field == FRAME
        findings = by_field.get(item.field if is_frame else at(item.field, index), [])
        shown = {
            "label": "First frame" if is_frame else citation_label(form, item.field, index),
            "facts": facts_words(info),
            "poster": None,
            "length": length_words(info.seconds) if info.seconds is not None and not is_frame else None,
            **_judged(findings, form),
            "voice": None,
        }
        if item.voice is not None:
            slot = at("reference_voice", voice_index(placed.draft, form, item.field, index))
            shown["voice"] = {"facts": facts_words(facts(item.voice.path)), **_judged(by_field.get(slot, []), form)}
        (frames if is_frame else references)[str(card["id"])] = shown
    most = form.references.maximum if form.references else 0
    return {"count": f"{len(references)} of {most}", "cards": references}, {"count": "", "cards": frames}


def sources(placed: Placed, form: ModelForm) -> dict[str, str]:
    """Give the address of every file by its field, as the browser knows it."""
    found = {}
    for (index, item), card in zip(placed.draft.numbered(), placed.cards, strict=True):
        found[item.field if item.field == FRAME else at(item.field, index)] = str(card.get("url") or "")
        voice = card.get("voice")
        if voice:
            found[at("reference_voice", voice_index(placed.draft, form, item.field, index))] = str(
                voice.get("url") or ""
            )
    return found


def mended_fields(placed: Placed, form: ModelForm) -> list[str]:
    """Give the fields whose file was mended, and has its original still."""
    fields = []
    for (index, item), card in zip(placed.draft.numbered(), placed.cards, strict=True):
        if card.get("original"):
            fields.append(item.field if item.field == FRAME else at(item.field, index))
        if (card.get("voice") or {}).get("original"):
            fields.append(at("reference_voice", voice_index(placed.draft, form, item.field, index)))
    return fields


def _judged(findings: Sequence[Finding], form: ModelForm) -> dict[str, Any]:
    weights = [finding.severity for finding in findings]
    verdict = "error" if "error" in weights else "warning" if "warning" in weights else "ok"
    return {"verdict": verdict, "messages": [say(finding, form) for finding in findings]}
