"""Values and media facts become an Order, or every Problem in it, in the order of the fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lib.facts import Kind, MediaInfo
from lib.forms.check_counts import check_counts
from lib.forms.check_media import check_file
from lib.forms.check_offer import check_offer
from lib.forms.check_prompt import check_prompt
from lib.forms.check_remarks import remarks, sound_remarks
from lib.forms.check_values import check_value
from lib.forms.cost import LONGEST_SECONDS, Cost, Tariff, estimate
from lib.forms.draft import Draft, Order, OrderFile, OrderItem, Upload
from lib.forms.fields import Field, MediaRule, OneFile, References, Scalar, Seed, WholeNumber
from lib.forms.finding import Finding, at, split_field
from lib.forms.form import ModelForm

Facts = Mapping[Path, MediaInfo]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The verdict.

    Attributes:
        order: there exactly when no finding is an error.
        sketch: the order as far as the form goes, for an example of the request; never to be sent.
        findings: in the order of the fields.
        cost: the estimate.
    """

    order: Order | None
    sketch: Order
    findings: tuple[Finding, ...]
    cost: Cost

    @property
    def ok(self) -> bool:
        """Tell whether the form may be sent."""
        return self.order is not None


def check(draft: Draft, form: ModelForm, facts: Facts, tariff: Tariff) -> Checked:
    """Judge a draft. `facts` holds the facts of each of `draft.uploads()`, by path. Never raises on bad input."""
    values = filled(draft, form)
    found = [*check_offer(form, tariff), *_findings(draft, form, facts, values)]
    findings = sorted(found, key=lambda finding: _place(finding, form))
    wrong = any(finding.severity == "error" for finding in findings)
    sketch = _order(draft, form, facts, values)
    return Checked(
        order=None if wrong else sketch,
        sketch=sketch,
        findings=tuple(findings),
        cost=estimate(
            form,
            tariff,
            str(values.get("resolution", "")),
            video_seconds(draft, form, facts, values),
            _clip_seconds(draft, form, facts),
        ),
    )


def filled(draft: Draft, form: ModelForm) -> dict[str, object]:
    """Give every field's value that is not a file, defaults where the draft has none."""
    return {row.name: draft.values.get(row.name, form.default(row.name)) for row in form.scalars()}


def _place(finding: Finding, form: ModelForm) -> tuple[int, int]:
    name, index = split_field(finding.field)
    names = [row.name for row in form.fields]
    return (names.index(name) if name in names else -1, index)


def _findings(draft: Draft, form: ModelForm, facts: Facts, values: Mapping[str, object]) -> Iterator[Finding]:
    for name in draft.values:
        if not form.has(name):
            yield Finding(code="field.not_taken", field=name)
    for row in form.scalars():
        yield from check_value(row, values[row.name], draft, form)
    yield from _files(draft, form, facts)
    yield from check_counts(draft, form)
    yield from check_prompt(draft, form, values)
    yield from remarks(draft, form, facts, values)


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A file where it stands in the form: the field that a finding names, the upload, and the rule for it."""

    field: str
    upload: Upload
    rule: MediaRule


def slots(draft: Draft, form: ModelForm) -> Iterator[Slot]:
    """Go through every file that has a place in the form, each reference before its voice."""
    voices = form.voices
    for index, item in draft.numbered():
        row = form.get(item.field)
        if isinstance(row, References):
            yield Slot(field=at(item.field, index), upload=item.upload, rule=row.rule)
        elif isinstance(row, OneFile):
            yield Slot(field=item.field, upload=item.upload, rule=row.rule)
        if item.voice is not None and voices is not None and item.field in voices.of:
            field = at(voices.name, voice_index(draft, form, item.field, index))
            yield Slot(field=field, upload=item.voice, rule=voices.rule)


def _files(draft: Draft, form: ModelForm, facts: Facts) -> Iterator[Finding]:
    for slot in slots(draft, form):
        yield from check_file(slot.field, facts[slot.upload.path], slot.rule)
        if slot.rule.kind is Kind.SOUND:
            yield from sound_remarks(slot.field, facts[slot.upload.path], form)
    for item in draft.attached:
        if not isinstance(form.get(item.field), References | OneFile):
            yield Finding(code="field.not_taken", field=item.field)
    voices = form.voices
    if voices is not None:
        taken = sum(item.field in voices.of for item in draft.attached)
        misplaced = [item.voice for item in draft.attached if item.voice and item.field not in voices.of]
        for offset, stray in enumerate([*misplaced, *draft.stray_voices]):
            field = at(voices.name, taken + offset)
            yield Finding(code="voice.stray", field=field, values={"found": stray.name})
        return
    for index, item in draft.numbered():
        if item.voice is not None:
            yield Finding(code="voice.not_taken", field=at(item.field, index))


def voice_index(draft: Draft, form: ModelForm, field: str, index: int) -> int:
    """Give the index of a reference's voice in `reference_voice`: pictures first and then clips (`interface.md`)."""
    before = 0
    for row in form.lists():
        if row.name == field:
            return before + index
        before += draft.count(row.name)
    return before + index


def _clip_seconds(draft: Draft, form: ModelForm, facts: Facts) -> list[float] | None:
    lists = form.clip_billing.lists if form.clip_billing else ()
    lengths = [facts[item.upload.path].seconds for item in draft.attached if item.field in lists]
    known = [length for length in lengths if length is not None]
    return known if len(known) == len(lengths) else None


def _order(draft: Draft, form: ModelForm, facts: Facts, values: Mapping[str, object]) -> Order:
    media = tuple(
        OrderItem(
            field=item.field,
            file=OrderFile.of(item.upload, facts[item.upload.path]),
            voice=None if item.voice is None else OrderFile.of(item.voice, facts[item.voice.path]),
            called=item.called,
        )
        for item in draft.attached
    )
    settled = {row.name: _settled(row, values[row.name]) for row in form.scalars()}
    return Order(model=form.id, values=settled, media=media)


def video_seconds(draft: Draft, form: ModelForm, facts: Facts, values: Mapping[str, object]) -> float | None:
    """Give how long the video will be, None where the duration says nothing or the clip that it follows isn't known."""
    row, value = form.get("duration"), values.get("duration")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(row, WholeNumber) and row.follows is not None and value == row.follows.value:
        clip = next((item for item in draft.attached if item.field == row.follows.file), None)
        return None if clip is None else facts[clip.upload.path].seconds
    return float(value) if 0 < value <= LONGEST_SECONDS else None


def _settled(row: Field, value: object) -> Scalar:
    """Give a value in the type that goes on the wire: a slider's 5.0 is the integer 5."""
    if isinstance(row, WholeNumber | Seed) and isinstance(value, float) and value.is_integer():
        return int(value)
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
