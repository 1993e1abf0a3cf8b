"""What stands on the page at one moment, and what stands aside there for other models. Plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from lib.ui.language.marks import Kept

Card = Mapping[str, Any]
Cards = Sequence[Card]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A value that the person has given a field, and the model for which it stood last."""

    value: Any
    model: str


@dataclass(frozen=True, kw_only=True)
class AsideCard:
    """A reference that the model doesn't take: its place among all of them, and its name in the model it was for."""

    place: int
    model: str
    label: str
    card: Card


@dataclass(frozen=True, kw_only=True)
class AsideVoice:
    """A voice that the model doesn't take, of the card that is still there."""

    card: str
    model: str
    label: str
    voice: Card


@dataclass(frozen=True, kw_only=True)
class Aside:
    """What the page remembers beside what it shows.

    Attributes:
        model: the one for which the widgets and trays stand as they do, empty on a page that is not read yet.
        chosen: what the person has given, by the field's place; a value at its default says nothing.
        cards: references that are not taken, in their order.
        voices: voices that are not taken.
        owners: by the place of a single file, the model for which it was there last.
    """

    model: str = ""
    chosen: Mapping[str, Chosen] = field(default_factory=dict)
    cards: tuple[AsideCard, ...] = ()
    voices: tuple[AsideVoice, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give plain values that a browser can keep; `of` reads them back."""
        return Kept(asdict(self))

    @classmethod
    def of(cls, data: object) -> "Aside":
        """Read what `as_json` gave. A browser may hold anything: what is not understood is nothing."""
        try:
            given = dict(data) if isinstance(data, Mapping) else {}
            return cls(
                model=str(given.get("model") or ""),
                chosen={str(key): Chosen(**one) for key, one in dict(given.get("chosen") or {}).items()},
                cards=tuple(AsideCard(**one) for one in given.get("cards") or ()),
                voices=tuple(AsideVoice(**one) for one in given.get("voices") or ()),
                owners={str(key): str(one) for key, one in dict(given.get("owners") or {}).items()},
            )
        except (TypeError, ValueError):
            return cls()


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Everything that stands on the page.

    Attributes:
        model: the model chosen.
        values: what the widgets hold, by their places, those that are not shown too.
        references: the reference tray's cards, in the order shown.
        singles: the cards of each single file, at most one, by its place.
        aside: what stands aside.
        service: the service chosen.
        region: where the visitor's key belongs.
        host: the address that was typed instead of a region.
    """

    model: str
    values: Mapping[str, Any] = field(default_factory=dict)
    references: Cards = ()
    singles: Mapping[str, Cards] = field(default_factory=dict)
    aside: Aside = field(default_factory=Aside)
    service: str = ""
    region: str = ""
    host: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give plain values that a browser can keep; `of` reads them back."""
        return Kept(asdict(self))

    @classmethod
    def of(cls, data: object) -> "Desk | None":
        """Read what `as_json` gave; None where it is something else."""
        if not isinstance(data, Mapping) or not isinstance(data.get("model"), str):
            return None
        values, singles = data.get("values"), data.get("singles")
        return cls(
            model=data["model"],
            values=dict(values) if isinstance(values, Mapping) else {},
            references=_cards(data.get("references")),
            singles={str(key): _cards(one) for key, one in singles.items()} if isinstance(singles, Mapping) else {},
            aside=Aside.of(data.get("aside")),
            service=str(data.get("service") or ""),
            region=str(data.get("region") or ""),
            host=str(data.get("host") or ""),
        )


def _cards(value: object) -> Cards:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else ()
