"""What a job left behind, as far as it is still there: its video, its still, the files that went in, its bundle."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lib.errors import StorageError
from lib.forms.catalog import Catalog
from lib.forms.draft import OrderFile
from lib.jobs.bundle import members, zipped
from lib.jobs.finishing import POSTER
from lib.jobs.history import Entry
from lib.jobs.record import JobState, Record
from lib.jobs.store import JobStore

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Results:
    """Reads what jobs left in the store."""

    store: JobStore
    catalog: Catalog

    def video(self, record: Record) -> Path | None:
        """Give the path of the job's video, None where there is none."""
        return self._existing(record, record.video) if record.video else None

    def poster(self, record: Record | Entry) -> Path | None:
        """Give the path of the video's poster, None where there is none."""
        return self._existing(record, POSTER) if record.video else None

    def is_gone(self, record: Record | Entry) -> bool:
        """Tell whether a finished job's video is gone, without fetching it: elsewhere it is where its poster is."""
        if record.state is not JobState.SUCCEEDED:
            return False
        return not self.store.is_likely_there(record.job, record.video, self.poster(record))

    def input(self, record: Record, file: OrderFile) -> Path:
        """Give the path of a file that went into the job; never to be served. Raises StorageError where it is gone."""
        return self.store.bring_input(record.job, file)

    def bundle(self, record: Record) -> Iterator[bytes]:
        """Give the job's bundle piece by piece (`lib.jobs.bundle`). Raises StorageError before the first of them."""
        form = self.catalog.get(record.order.model)
        return zipped(members(record, form, self.store), moment=record.created)

    def _existing(self, record: Record | Entry, name: str) -> Path | None:
        try:
            return self.store.bring_result(record.job, name)
        except StorageError as error:
            # A record is shown also while the store that has its video is away.
            _log.warning("a result could not be fetched: %s", error.failure.message)
            return None
