"""Small stills of the files that went into a job; the files themselves are never served."""

from pathlib import Path

from PIL import Image

from lib.errors import InputError, StorageError
from lib.forms.draft import OrderItem
from lib.jobs.record import Record
from lib.jobs.store import on_disk
from lib.ui.restore import folder_of
from lib.ui.services import Services
from lib.ui.still_file import write_still


def still_of(services: Services, record: Record, item: OrderItem) -> Path | None:
    """Give a small picture of a job's file, made when it is first asked for; None where there is none to be made."""
    if item.file.mime.startswith("audio/"):
        return None
    target = folder_of(record) / f"{item.file.sha256}.still.jpg"
    try:
        if not target.exists():
            source = services.jobs.results.input(record, item.file)
            with on_disk():
                target.parent.mkdir(parents=True, exist_ok=True)
                write_still(source, target)
    except (InputError, StorageError):
        return None
    return target


def shape_of(still: Path | None) -> tuple[int, int] | None:
    """Give width and height in pixels of a still that was made here, None where there is none."""
    try:
        if still is None:
            return None
        with Image.open(still) as picture:
            width, height = picture.size
            return width, height
    except OSError:
        # Gone since: the cache is emptied by age.
        return None
