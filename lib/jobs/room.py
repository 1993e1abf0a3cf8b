"""Room on the disk for one more job: asked for before anything is copied, sent or paid."""

import shutil
from pathlib import Path

from lib.errors import Failure, StorageError
from lib.forms.draft import Order
from lib.jobs.store import on_disk

MIB = 1024 * 1024
# For the job's video, its copy while the settings are written into it, and for the database and the videos of the jobs
# that are under way already.
RESERVE_BYTES = 384 * MIB


def check_room(folder: Path, order: Order, reserve_bytes: int) -> None:
    """See that the disk of a folder has room for an order's files and `reserve_bytes` beside. Raises StorageError."""
    with on_disk():
        free = shutil.disk_usage(folder).free
    needed = sum(file.size_bytes for file in order.files()) + reserve_bytes
    if free < needed:
        raise StorageError(
            Failure(
                code="Studio.DiskFull",
                message=f"The disk is nearly full: {free // MIB} MB are free, and a new job needs {needed // MIB} MB.",
                advice="Nothing was sent, and the form is as it was. Make room on the disk, then try again.",
                retryable=True,
            )
        )
