"""A bundle: one zip with a video, how it was made, its references under readable names, and a page to see it offline.

It is made while it is sent, so that nothing of it lies on the disk, and holds neither a key nor a link.
"""

import json
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from lib.errors import StorageError
from lib.forms.draft import Order, OrderFile, citation_label
from lib.forms.form import ModelForm
from lib.jobs.finishing import POSTER, PROVENANCE, VIDEO
from lib.jobs.offline import offline_page
from lib.jobs.provenance import MOST_CHARACTERS, read_provenance, write_provenance
from lib.jobs.record import Record
from lib.jobs.store import JobStore

PAGE = "index.html"
FOLDER = "references"
# Under this key the JSON of a bundle says which of its files is which, by hash.
FILES = "files"

_PIECE_BYTES = 1 << 20
_NAME_LENGTH = 60
# What every file system takes: letters and digits of any script, and a few marks between them.
_UNSAFE = re.compile(r"[^\w ()+,\-]")
_READABLE = 0o644 << 16
# 2 January 1980: a zip knows no earlier day, wherever on earth it is.
_ZIP_BEGINS = 315_619_200


@dataclass(frozen=True, kw_only=True)
class Member:
    """A file of the bundle: its name in it, and what it holds or where that lies."""

    name: str
    content: bytes | Path


def members(record: Record, form: ModelForm | None, store: JobStore) -> list[Member]:
    """Say what goes into a job's bundle; a file that is gone is left out. `form` is None for a model of the past.

    Raises StorageError where the store that has the video can't be asked.
    """
    text = _provenance(record, store.bring_result(record.job, PROVENANCE))
    provenance = read_provenance(text)
    order = provenance.order if provenance is not None else record.order
    kept = dict(_kept(record, order, store))
    names = {sha256: name for sha256, name in _readable_names(order, form).items() if sha256 in kept}
    told = {**json.loads(text), FILES: names}
    results = [(name, store.bring_result(record.job, name)) for name in (VIDEO, POSTER)]
    return [
        *(Member(name=name, content=path) for name, path in results if path is not None),
        Member(name=PAGE, content=offline_page(told, order, form, names).encode()),
        Member(name=PROVENANCE, content=json.dumps(told, ensure_ascii=False, indent=2).encode()),
        *(Member(name=name, content=kept[sha256]) for sha256, name in names.items()),
    ]


def zipped(parts: list[Member], *, moment: float) -> Iterator[bytes]:
    """Give the zip piece by piece; `moment` in seconds since 1970 dates its files. Media are stored as they are."""
    date = time.localtime(max(moment, _ZIP_BEGINS))[:6]
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_STORED) as archive:
        for part in parts:
            info = ZipInfo(part.name, date)
            info.external_attr = _READABLE
            info.file_size = len(part.content) if isinstance(part.content, bytes) else part.content.stat().st_size
            with archive.open(info, "w") as target:
                for piece in _pieces(part.content):
                    target.write(piece)
                    yield from sink.taken()
    yield from sink.taken()


class _Sink:
    """A file that can only be written to, emptied by whoever sends what is in it."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, piece: bytes) -> int:
        if piece:  # an empty piece would end a chunked answer
            self._held.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Hold on to everything: it is taken, not flushed."""

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    def taken(self) -> list[bytes]:
        held, self._held = self._held, []
        return held


def _pieces(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            yield piece


def _kept(record: Record, order: Order, store: JobStore) -> Iterator[tuple[str, Path]]:
    """Find the files of an order that are still there, by hash."""
    for file in order.files():
        with suppress(StorageError):
            yield file.sha256, store.bring_input(record.job, file)


def _provenance(record: Record, path: Path | None) -> str:
    """Read what stands beside the video, or say it anew where it is gone, or not ours any more."""
    text = ""
    with suppress(OSError, ValueError):
        text = path.read_text(encoding="utf-8")[:MOST_CHARACTERS] if path is not None else ""
    ended = record.ended if record.ended is not None else record.updated
    return text if read_provenance(text) is not None else write_provenance(record, ended=ended)


def _readable_names(order: Order, form: ModelForm | None) -> dict[str, str]:
    """Name every file as the prompt cites it, and as its owner named it: `references/Image 1 anna.png`."""
    names: dict[str, str] = {}
    for item, index in order.numbered():
        label = citation_label(form, item.field, index) if form is not None else f"{item.field} {index + 1}"
        names.setdefault(item.file.sha256, _name(label, item.file))
        if item.voice is not None:
            names.setdefault(item.voice.sha256, _name(f"{label} voice", item.voice))
    return names


def _name(label: str, file: OrderFile) -> str:
    stem = Path(file.name).stem
    clean = " ".join(_UNSAFE.sub(" ", f"{label} {stem}").split())[:_NAME_LENGTH].strip()
    return f"{FOLDER}/{clean}.{file.format}"
