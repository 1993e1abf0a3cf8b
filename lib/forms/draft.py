"""What a person has put together so far (a Draft), and what has passed every check (an Order)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from lib.facts import MediaInfo
from lib.forms.fields import Scalar
from lib.forms.form import ModelForm


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file on this machine, with the name under which the person knows it."""

    path: Path
    name: str


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file in its field of the form, with the voice that goes with it, and its name for people ("Anna")."""

    field: str
    upload: Upload
    voice: Upload | None = None
    called: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A form as filled in: anything may be wrong with it.

    Attributes:
        model: the model's id as given.
        values: by field name, as given; what is missing stands for its default.
        attached: files in the order shown.
        stray_voices: voices given for references that aren't there.
    """

    model: str
    values: Mapping[str, object] = field(default_factory=dict)
    attached: tuple[Attached, ...] = ()
    stray_voices: tuple[Upload, ...] = ()

    def uploads(self) -> Iterator[Upload]:
        """Go through every file, voices included."""
        for item in self.attached:
            yield item.upload
            if item.voice is not None:
                yield item.voice
        yield from self.stray_voices

    def numbered(self) -> Iterator[tuple[int, Attached]]:
        """Go through the files with each one's index among those of its own field, counted from 0."""
        seen: dict[str, int] = {}
        for item in self.attached:
            index = seen.get(item.field, 0)
            seen[item.field] = index + 1
            yield index, item

    def count(self, *fields: str) -> int:
        """Count the files in the fields of those names."""
        return sum(item.field in fields for item in self.attached)


@dataclass(frozen=True, kw_only=True)
class OrderFile:
    """A file of an order, known by its content and not by where it lies."""

    sha256: str
    name: str
    format: str
    mime: str
    size_bytes: int
    seconds: float | None = None

    @classmethod
    def of(cls, upload: Upload, facts: MediaInfo) -> "OrderFile":
        """Name an upload by its facts."""
        return cls(
            sha256=facts.sha256,
            name=upload.name,
            format=facts.format,
            mime=facts.mime,
            size_bytes=facts.size_bytes,
            seconds=facts.seconds,
        )

    @property
    def stored_name(self) -> str:
        """The name under which the job's folder holds it: its hash and its true type."""
        return f"{self.sha256}.{self.format}"


@dataclass(frozen=True, kw_only=True)
class OrderItem:
    """A file in its field, with its voice, and its name for people, which no service is told."""

    field: str
    file: OrderFile
    voice: OrderFile | None = None
    called: str = ""

    @property
    def title(self) -> str:
        """The name that people gave it, where they did, and its file's."""
        return " · ".join(part for part in (self.called, self.file.name) if part)

    def as_json(self) -> dict[str, Any]:
        """Give plain values; a name that nobody gave is left out, as in records from before there were names."""
        return {name: value for name, value in asdict(self).items() if value or name != "called"}


@dataclass(frozen=True, kw_only=True)
class Order:
    """A form that has passed every check: what will be asked of the service.

    Attributes:
        model: the model's id.
        values: every field that is not a file, defaults filled in; `seed` may be None.
        media: files in the order in which they are sent.
    """

    model: str
    values: Mapping[str, Scalar]
    media: tuple[OrderItem, ...]

    def files(self) -> Iterator[OrderFile]:
        """Go through every file, voices included, each content once."""
        seen: set[str] = set()
        for item in self.media:
            for file in (item.file, item.voice):
                if file is not None and file.sha256 not in seen:
                    seen.add(file.sha256)
                    yield file

    def numbered(self) -> Iterator[tuple[OrderItem, int]]:
        """Go through the media in order, each with its index among those of its field."""
        counts: Counter[str] = Counter()
        for item in self.media:
            yield item, counts[item.field]
            counts[item.field] += 1

    @property
    def prompt(self) -> str:
        """The prompt."""
        return str(self.values.get("prompt") or "")

    def nameless(self) -> "Order":
        """Give the order without its names for people: what is asked of a service."""
        return replace(self, media=tuple(replace(item, called="") for item in self.media))

    def as_json(self) -> dict[str, Any]:
        """Give plain values that JSON can hold; `from_json` reads them back."""
        return {
            "model": self.model,
            "values": dict(self.values),
            "media": [item.as_json() for item in self.media],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Order":
        """Read what `as_json` gave. Raises KeyError or TypeError where it isn't that."""
        media = tuple(
            OrderItem(
                field=item["field"],
                file=OrderFile(**item["file"]),
                voice=None if item["voice"] is None else OrderFile(**item["voice"]),
                called=str(item.get("called") or ""),
            )
            for item in data["media"]
        )
        return cls(model=data["model"], values=dict(data["values"]), media=media)


def citation_label(form: ModelForm | None, field_name: str, index: int) -> str:
    """Give the name under which the prompt cites the file, "Image 2"; the field's label where it is not cited.

    Of a model that is not known any more it is the field's name.
    """
    if form is None:
        return field_name
    for row in form.lists():
        if row.name == field_name:
            return row.citation.label(index + 1)
    row_found = form.get(field_name)
    return row_found.label if row_found is not None else field_name


def voice_of(name: str) -> str:
    """Say whose voice it is."""
    return f"Voice of {name}"
