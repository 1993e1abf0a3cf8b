"""Opening a bundle that somebody brings: capped in every direction, and no name in it ever becomes a path."""

import hashlib
import json
import stat
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lib.errors import Failure, InputError
from lib.forms.draft import OrderFile
from lib.jobs.bundle import FILES
from lib.jobs.finishing import PROVENANCE
from lib.jobs.provenance import MOST_FILES, Provenance, read_provenance
from lib.jobs.store import on_disk

# A form's own files, and video, poster, JSON and page beside them.
MOST_ENTRIES = MOST_FILES + 8
MOST_JSON_BYTES = 1 << 20
# The largest file that a form takes is 100 MB; together they come with one upload.
MOST_FILE_BYTES = 105 << 20
MOST_BYTES = 400 << 20
# Media are packed already: what shrinks further than this is no medium.
MOST_RATIO = 20

_TAIL = 22  # the end of central directory record without a comment, as every bundle of ours has it
_TAIL_SIGNATURE = b"PK\x05\x06"
_MOST_DIRECTORY_BYTES = MOST_ENTRIES * 700
_PIECE_BYTES = 1 << 20
_ENCRYPTED = 0x1


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A bundle's story, and those of its files whose content is what the story says, by their hash."""

    provenance: Provenance
    files: Mapping[str, Path]


def open_bundle(path: Path, folder: Path) -> Opened | None:
    """Unpack a bundle's references into `folder`, each named by its hash; None for a file that is no bundle of ours.

    Only what the JSON names is read, and only what has the hash that it names is kept. Raises InputError for a bundle
    that is damaged or beyond measure, StorageError where the disk says no.
    """
    if not _has_small_directory(path):
        return None
    try:
        with ZipFile(path) as archive:
            return _opened(archive, folder)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise _bad("It is damaged.") from error


def _opened(archive: ZipFile, folder: Path) -> Opened | None:
    entries = {info.filename: info for info in archive.infolist()}
    story = entries.get(PROVENANCE)
    if story is None:
        return None
    with _reading(archive, story, MOST_JSON_BYTES) as source:
        text = source.read(MOST_JSON_BYTES + 1).decode("utf-8")
    provenance = read_provenance(text)
    if provenance is None:
        return None
    wanted = list(_wanted(provenance, json.loads(text).get(FILES), entries))
    if sum(info.file_size for _, info in wanted) > MOST_BYTES:
        raise _bad("Its files are larger than any form takes.")
    files = {}
    for file, info in wanted:
        target = folder / file.stored_name
        with _reading(archive, info, MOST_FILE_BYTES) as source:
            if _unpacked(source, file, info.file_size, target):
                files[file.sha256] = target
    return Opened(provenance=provenance, files=files)


def _wanted(
    provenance: Provenance, named: object, entries: Mapping[str, ZipInfo]
) -> Iterator[tuple[OrderFile, ZipInfo]]:
    """Find the entries that the JSON names for the form's files."""
    for file in provenance.order.files():
        name = named.get(file.sha256) if isinstance(named, dict) else None
        if isinstance(name, str) and name in entries:
            yield file, entries[name]


@contextmanager
def _reading(archive: ZipFile, info: ZipInfo, most: int) -> Iterator[IO[bytes]]:
    """Open an entry that is a plain file of a plain size."""
    mode = info.external_attr >> 16
    if info.is_dir() or (mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG)):
        raise _bad("It holds something that is no plain file.")
    if info.flag_bits & _ENCRYPTED or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise _bad("It is packed in a way that is not taken.")
    if info.file_size > most or info.file_size > MOST_RATIO * max(1, info.compress_size):
        raise _bad("A file in it is larger than any form takes.")
    with archive.open(info) as source:
        yield source


def _unpacked(source: IO[bytes], file: OrderFile, size: int, target: Path) -> bool:
    """Write an entry out and tell whether it is the file that the story means; what isn't is taken away again."""
    told, written = hashlib.sha256(), 0
    with on_disk():
        target.parent.mkdir(parents=True, exist_ok=True)
        sink = target.open("xb")
    with sink:
        while written <= size and (piece := source.read(_PIECE_BYTES)):
            written += len(piece)
            told.update(piece)
            with on_disk():
                sink.write(piece)
    if told.hexdigest() == file.sha256:
        return True
    target.unlink()
    return False


def _has_small_directory(path: Path) -> bool:
    """Tell whether it ends as a zip of few entries: the reader would hold a directory of millions in memory."""
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - _TAIL))
            tail = file.read(_TAIL)
    except (OSError, ValueError):
        return False
    size = int.from_bytes(tail[12:16], "little")
    return len(tail) == _TAIL and tail.startswith(_TAIL_SIGNATURE) and 0 < size <= _MOST_DIRECTORY_BYTES


def _bad(reason: str) -> InputError:
    return InputError(
        Failure(
            code="Studio.BadBundle",
            message=f"The bundle can't be opened. {reason}",
            advice="Download it again where it was made, or add the references one by one.",
        )
    )
