"""A model's form: its fields, the rules across them, its pixels and its price, said once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from lib.forms.fields import Choice, Field, Flag, OneFile, References, Scalar, Seed, Text, Voices, WholeNumber

PixelTable = Mapping[tuple[str, str], tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Price:
    """What a second costs on one service in one region.

    Attributes:
        service: `dashscope` or `modelstream`.
        region: the region's id, as `DASHSCOPE_API_REGION` spells it.
        currency: ISO 4217.
        per_second: by the resolution's name.
        as_of: the month of the price list.
    """

    service: str
    region: str
    currency: str
    per_second: Mapping[str, float]
    as_of: str


@dataclass(frozen=True, kw_only=True)
class ClipBilling:
    """How the clips in the fields `lists` are billed beside the video itself.

    With a budget each counts min(its seconds, `budget_seconds` / number of clips); without one all of it counts.
    """

    lists: tuple[str, ...]
    budget_seconds: float | None = None


@dataclass(frozen=True, kw_only=True)
class ReferenceCount:
    """How many references all lists may hold together."""

    lists: tuple[str, ...]
    minimum: int
    maximum: int


@dataclass(frozen=True, kw_only=True)
class ModelForm:
    """All that a model takes, and what it costs. The only place where a limit of it is written.

    Attributes:
        id: as the service calls it.
        title: as people do.
        summary: what it is for, in a line.
        fields: its parameters.
        references: how many files its lists hold together.
        permitted_sets: which single files may be given together, each set whole; empty where any may.
        pixels: width and height by resolution and ratio, where they are known.
        prices: a second's price by service and region.
        clip_billing: which clips are billed too.
        services: which services offer it.
        regions: where Model Studio is known to have it; empty where that is not known.
        ratio_ignored_with: the file that decides the aspect instead of the ratio.
        versions: dated snapshots, each with the same form and price, called by their own names.
        frames_per_second: of its videos.
    """

    id: str
    title: str
    summary: str
    fields: tuple[Field, ...]
    references: ReferenceCount | None = None
    permitted_sets: tuple[tuple[str, ...], ...] = ()
    pixels: PixelTable = field(default_factory=dict)
    prices: tuple[Price, ...] = ()
    clip_billing: ClipBilling | None = None
    services: tuple[str, ...] = ("sandbox", "dashscope")
    regions: tuple[str, ...] = ()
    ratio_ignored_with: str | None = None
    versions: tuple[str, ...] = ()
    frames_per_second: int = 30
    _by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the fields by name."""
        object.__setattr__(self, "_by_name", {row.name: row for row in self.fields})

    def get(self, name: str) -> Field | None:
        """Give the field of that name, None where the model has none."""
        return self._by_name.get(name)

    def has(self, name: str) -> bool:
        """Tell whether the model has a field of that name."""
        return name in self._by_name

    def scalars(self) -> Iterator[Text | Choice | WholeNumber | Flag | Seed]:
        """Go through the fields whose value is not a file."""
        for row in self.fields:
            if not isinstance(row, References | Voices | OneFile):
                yield row

    def lists(self) -> Iterator[References]:
        """Go through the lists of references in the order in which the API names them."""
        for row in self.fields:
            if isinstance(row, References):
                yield row

    def singles(self) -> Iterator[OneFile]:
        """Go through the fields of one file."""
        for row in self.fields:
            if isinstance(row, OneFile):
                yield row

    def most(self, names: tuple[str, ...]) -> int:
        """Give how many files the lists of those names may hold together."""
        each = sum(row.max_items for row in self.lists() if row.name in names)
        return each if self.references is None else min(each, self.references.maximum)

    @property
    def voices(self) -> Voices | None:
        """The field of the voices, where the model has one."""
        return next((row for row in self.fields if isinstance(row, Voices)), None)

    def as_version(self, model: str) -> "ModelForm":
        """Give the form of one of `versions`."""
        return replace(self, id=model, title=f"{self.title}, {model.removeprefix(self.id).strip('-')}", versions=())

    def default(self, name: str) -> Scalar:
        """Give a field's default; None for a seed and for files."""
        row = self._by_name[name]
        if isinstance(row, Text | Choice | WholeNumber | Flag):
            return row.default
        return None

    def price(self, service: str, region: str) -> Price | None:
        """Give the price of a service in a region, None where none is published."""
        for price in self.prices:
            if (price.service, price.region) == (service, region):
                return price
        return None


Severity = Literal["error", "warning", "note"]
