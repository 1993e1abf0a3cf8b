"""A form brought back as the page takes it: from a job's record, from a video that was made here, or from a bundle.

Every way gives the same: values for the widgets, and cards whose files are copies in the upload cache under their own
names, so that whatever is brought back goes through the same checks as what is dropped.
"""

import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from gradio.utils import get_upload_folder

from lib.errors import StorageError
from lib.forms.draft import Order, OrderFile, OrderItem, citation_label
from lib.forms.fields import Scalar
from lib.forms.form import ModelForm
from lib.jobs.provenance import Provenance, read_provenance
from lib.jobs.record import Record
from lib.jobs.store import on_disk
from lib.jobs.unbundle import open_bundle
from lib.media import read_comment
from lib.ui.desk import Aside, Desk
from lib.ui.places import Places
from lib.ui.services import Services
from lib.ui.tray_cards import Card, new_card, new_file
from lib.ui.uploads import new_folder
from lib.ui.widgets import initial, shown_value

ZIP = b"PK"
# The tray's own names of cards begin with a c.
CAME_BACK = "r"

Find = Callable[[OrderFile], Path | None]
"""Gives where a file of the order lies now, within the upload cache; None where it is gone."""


@dataclass(frozen=True, kw_only=True)
class Restored:
    """A form as it was.

    Attributes:
        model: the model's id.
        values: the fields that have a widget, by name.
        references: the reference tray's cards, in the order in which they were sent.
        singles: the cards of each single file, at most one, by field name.
        missing: the files that are not here any more, by what the prompt calls them and by name.
    """

    model: str
    values: dict[str, Scalar]
    references: tuple[Card, ...]
    singles: dict[str, tuple[Card, ...]]
    missing: tuple[str, ...]

    @property
    def regret(self) -> str:
        """A sentence on what is missing, empty where nothing is."""
        return f"Not here any more, to be added again: {', '.join(self.missing)}." if self.missing else ""


def restored(order: Order, form: ModelForm, find: Find) -> Restored:
    """Bring an order back into its form. Values that the form doesn't take any more become its defaults."""
    cards = list(_cards(order, form, find))
    lists = {row.name for row in form.lists()}
    placed = [(field, card) for field, card, _ in cards if card is not None]
    return Restored(
        model=form.id,
        values={row.name: order.values.get(row.name, form.default(row.name)) for row in form.scalars()},
        references=tuple(marked([card for field, card in placed if field in lists])),
        singles={row.name: tuple(card for field, card in placed if field == row.name) for row in form.singles()},
        missing=tuple(name for _, _, names in cards for name in names),
    )


def from_record(services: Services, record: Record) -> Restored:
    """Bring back the form of a job, with the files that it keeps. Raises InputError for a model of the past."""
    return restored(record.order, services.form(record.order.model), _kept(services, record))


def from_file(services: Services, path: Path, visitor: str) -> Restored | None:
    """Bring back the form that a video or a bundle tells of; None for a file that tells of none.

    The files come from the bundle, or from the job itself where it is the visitor's own. Raises InputError for a bundle
    that can't be opened, and for a model that is not offered here.
    """
    opened = open_bundle(path, new_folder("restored")) if is_zip(path) else None
    provenance = opened.provenance if opened is not None else provenance_of(path)
    if provenance is None:
        return None
    own = services.jobs.of_task(provenance.service, provenance.task_id, visitor)
    kept: Find = _kept(services, own) if own is not None else lambda _: None
    found = opened.files if opened is not None else {}
    form = services.form(provenance.order.model)
    return restored(provenance.order, form, lambda file: found.get(file.sha256) or kept(file))


def provenance_of(path: Path) -> Provenance | None:
    """Give what a video tells of itself, None where it was not made here."""
    return read_provenance(read_comment(path))


def is_zip(path: Path) -> bool:
    """Tell whether a file is a zip by its first bytes."""
    try:
        with path.open("rb") as file:
            return file.read(len(ZIP)) == ZIP
    except OSError:
        return False


def marked(cards: Sequence[Mapping[str, Any]] | None) -> list[Card]:
    """Give the reference tray's cards names of their own, by which they are known to have come with a form."""
    stamp = secrets.token_hex(4)
    return [{**card, "id": f"{CAME_BACK}{stamp}-{number}"} for number, card in enumerate(cards or [], start=1)]


def is_another_form(now: Iterable[str], known: Iterable[str]) -> bool:
    """Tell by the cards' names whether a whole form has been put back since the others were known."""
    return any(name.startswith(CAME_BACK) for name in set(now).difference(known))


def as_desk(told: Restored, form: ModelForm, places: Places) -> Desk:
    """Give a form as what stands on the page; nothing stands aside then, and whose key pays is not said."""
    own = {key: shown_value(row, told.values.get(row.name)) for key, row in places.scalars_of(form).items()}
    return Desk(
        model=told.model,
        values={**{key: initial(row) for key, row in places.scalars.items()}, **own},
        references=list(told.references),
        singles={key: list(told.singles.get(row.name, ())) for key, row in places.singles_of(form).items()},
        aside=Aside(model=told.model),
    )


def _cards(order: Order, form: ModelForm, find: Find) -> Iterator[tuple[str, Card | None, list[str]]]:
    """Give each file's field, its card or None where it is gone, and what is missing of it in words."""
    for number, (item, index) in enumerate(order.numbered(), start=1):
        label = citation_label(form, item.field, index)
        card, voice = _card(f"c{number}", item, find), None
        missing = [] if card is not None else [f"{label} ({item.file.name})"]
        if item.voice is not None:
            # A voice has no place without its reference, and comes back with it.
            voice = _voice(item.voice, find) if card is not None else None
            missing += [] if voice is not None else [f"the voice of {label} ({item.voice.name})"]
            if card is not None:
                card["voice"] = voice
        yield item.field, card, missing


def _card(card_id: str, item: OrderItem, find: Find) -> Card | None:
    path, name = find(item.file), Path(item.file.name).name
    if path is None:
        return None
    kind = {"video": "clip", "audio": "sound"}.get(item.file.mime.split("/")[0], "picture")
    return new_card(card_id, path, name, kind=kind, size=item.file.size_bytes, called=item.called)


def _voice(file: OrderFile, find: Find) -> Card | None:
    path = find(file)
    return None if path is None else new_file(path, Path(file.name).name)


def _kept(services: Services, record: Record) -> Find:
    def find(file: OrderFile) -> Path | None:
        try:
            source = services.jobs.results.input(record, file)
        except StorageError:
            return None
        return copied(source, folder_of(record) / file.stored_name)

    return find


def folder_of(record: Record) -> Path:
    """Name the folder of a job's copies: the same each time, and known to nobody who knows the job and its video.

    Both may have been shared, and the video tells the hashes of its references. Neither tells the visitor's own name.
    """
    own = sha256(f"r2v-restored:{record.job}:{record.visitor}".encode()).hexdigest()
    return Path(get_upload_folder()) / f"restored-{own[:32]}"


def copied(source: Path, target: Path) -> Path:
    """Copy a file into the upload cache, from which the page and the checks take it. Raises StorageError.

    It is copied anew each time: the cache is emptied by age, and a copy that was made long ago would go first.
    """
    with on_disk():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        shutil.copyfile(source, part)
        part.replace(target)
    return target
