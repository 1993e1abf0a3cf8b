"""Another model for the same page: what it takes too stays, what it doesn't is set aside and comes back. Pure.

A value that stands at its model's default says nothing, so it becomes the next model's default. One that the person
has given goes along; where a model can't hold it, it waits for one that can, and a newer one takes its place.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lib.facts import Kind
from lib.forms.draft import citation_label
from lib.forms.fields import References
from lib.forms.form import ModelForm
from lib.ui.desk import Aside, AsideCard, AsideVoice, Card, Cards, Chosen, Desk
from lib.ui.places import Places
from lib.ui.widgets import ScalarRow, fits, initial

KindOf = Callable[[Card], Kind]
"""Tells what a card's file holds, by its content where that can be read."""


def switched(desk: Desk, old: ModelForm | None, new: ModelForm, places: Places, kind_of: KindOf) -> Desk:
    """Give the page as it stands for `new`; `old` is the model for which it stands now, None where it is gone."""
    chosen = remembered(desk, old, places)
    values = {key: shown(row, chosen.get(key)) for key, row in places.scalars_of(new).items()}
    dealt = _deal(_all_cards(desk, old, kind_of), new, kind_of)
    owners = dict(desk.aside.owners)
    for key in places.singles_of(old) if old is not None else ():
        if old is not None and desk.singles.get(key):
            owners[key] = old.id
    aside = Aside(model=new.id, chosen=chosen, cards=dealt.cards, voices=dealt.voices, owners=owners)
    return replace(
        desk,
        model=new.id,
        values={**desk.values, **values},
        references=dealt.shown,
        singles=_moved(desk.singles, new, places),
        aside=aside,
    )


def remembered(desk: Desk, form: ModelForm | None, places: Places) -> dict[str, Chosen]:
    """Give what the person has given so far, for this model and for those before."""
    chosen = dict(desk.aside.chosen)
    for key, row in places.scalars_of(form).items() if form is not None else ():
        before = chosen.get(key)
        value = desk.values.get(key, shown(row, before))
        told = before is not None and fits(row, before.value)
        if form is not None and (told or value != shown(row, before)):
            chosen[key] = Chosen(value=value, model=form.id)
    return chosen


def shown(row: ScalarRow, chosen: Chosen | None) -> Any:  # noqa: ANN401 - a widget's value
    """Give what the widget of a row holds after a switch."""
    return chosen.value if chosen is not None and fits(row, chosen.value) else initial(row)


@dataclass(frozen=True, kw_only=True)
class _Named:
    """A reference with the model in which it had a name, and that name."""

    card: Card
    model: str
    label: str
    voice_model: str


@dataclass(frozen=True, kw_only=True)
class _Dealt:
    shown: Cards
    cards: tuple[AsideCard, ...]
    voices: tuple[AsideVoice, ...]


def _all_cards(desk: Desk, form: ModelForm | None, kind_of: KindOf) -> list[_Named]:
    """Give every reference, those that stood aside in their old places, each with its voice."""
    voices = {one.card: one for one in desk.aside.voices}
    counts: dict[str, int] = {}
    named = []
    for card in desk.references:
        row = _row(card, form, kind_of)
        label = str(card.get("name") or "")
        if row is not None and form is not None:
            label = citation_label(form, row.name, counts.get(row.name, 0))
            counts[row.name] = counts.get(row.name, 0) + 1
        kept = voices.get(str(card.get("id")))
        model = form.id if form is not None else desk.aside.model
        waits = kept is not None and not card.get("voice")
        whole = {**card, "voice": kept.voice} if kept is not None and waits else card
        named.append(_Named(card=whole, model=model, label=label, voice_model=kept.model if kept and waits else model))
    for one in sorted(desk.aside.cards, key=lambda one: one.place):
        back = _Named(card=one.card, model=one.model, label=one.label, voice_model=one.model)
        named.insert(min(one.place, len(named)), back)
    return named


def _deal(cards: Sequence[_Named], form: ModelForm, kind_of: KindOf) -> _Dealt:
    """Deal the references between the tray and what stands aside: the first ones of a kind that is taken stay."""
    most = form.most(tuple(row.name for row in form.lists()))
    counts: dict[str, int] = {}
    shown: list[Card] = []
    aside: list[AsideCard] = []
    voices: list[AsideVoice] = []
    for place, one in enumerate(cards):
        row = _row(one.card, form, kind_of)
        if row is None or len(shown) >= most or counts.get(row.name, 0) >= row.max_items:
            aside.append(AsideCard(place=place, model=one.model, label=one.label, card=one.card))
            continue
        counts[row.name] = counts.get(row.name, 0) + 1
        voice = one.card.get("voice")
        if voice and (form.voices is None or row.name not in form.voices.of):
            voices.append(AsideVoice(card=str(one.card["id"]), model=one.voice_model, label=one.label, voice=voice))
            shown.append({**one.card, "voice": None})
        else:
            shown.append(one.card)
    return _Dealt(shown=shown, cards=tuple(aside), voices=tuple(voices))


def _row(card: Card, form: ModelForm | None, kind_of: KindOf) -> References | None:
    if form is None:
        return None
    kind = kind_of(card)
    if kind is Kind.UNKNOWN:
        # The check says what is wrong with it.
        return next(form.lists(), None)
    return next((row for row in form.lists() if row.rule.kind == kind), None)


def _moved(singles: Mapping[str, Cards], form: ModelForm, places: Places) -> dict[str, Cards]:
    """Let a file go along to the field that means the same under another name, like the sound that drives a video."""
    moved = dict(singles)
    wanted = places.singles_of(form)
    for key, row in wanted.items():
        for other, known in places.singles.items():
            same = known.label == row.label and known.rule.kind == row.rule.kind
            if other not in wanted and same and moved.get(other) and not moved.get(key):
                moved[key], moved[other] = moved[other], []
    return moved
