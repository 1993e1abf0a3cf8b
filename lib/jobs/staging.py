"""Stage: hand the references to the service, each content once an account and model."""

import threading
import time

from lib.forms.draft import OrderFile
from lib.jobs.desk import Desk
from lib.jobs.record import JobState, Record
from lib.providers.provider import Account, Links, Progress

# A link lives 48 h at Model Studio (`api-facts.md` section 3); one that is about to die is not given to a new task.
LINK_SECONDS = 36 * 3600.0
TELL_EVERY_SECONDS = 0.5
_MB = 1_000_000

LinkKey = tuple[str, str, str]


class LinkMemory:
    """The links of this process by account, model and content: in memory only, because whoever has one can use it."""

    def __init__(self) -> None:
        self._links: dict[LinkKey, tuple[float, str]] = {}
        self._lock = threading.Lock()

    def get(self, key: LinkKey) -> str | None:
        """Give a link that is still good."""
        with self._lock:
            kept = self._links.get(key)
        return kept[1] if kept is not None and time.monotonic() - kept[0] < LINK_SECONDS else None

    def put(self, key: LinkKey, link: str) -> None:
        """Keep a link, and drop those that have died."""
        now = time.monotonic()
        with self._lock:
            self._links = {known: kept for known, kept in self._links.items() if now - kept[0] < LINK_SECONDS}
            self._links[key] = (now, link)


class Staging:
    """The step, and the links it has made."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._memory = LinkMemory()

    def run(self, job: str) -> None:
        """Stage a job's files. Safe to run twice: what was sent is not sent again."""
        record = self._desk.current(job)
        if record.intent is None:
            self.links(record)

    def links(self, record: Record) -> Links:
        """Give every file's link, sending those that have none. Raises ServiceError, JobEnded, Stopping."""
        account = self._desk.account(record)
        files = list(record.order.files())
        links: dict[str, str] = {}
        for number, file in enumerate(files, start=1):
            key = (account.fingerprint, record.order.model, file.sha256)
            link = self._memory.get(key)
            if link is None:
                link = self._send(record, account, file, f"{number} of {len(files)}")
                self._memory.put(key, link)
            links[file.sha256] = link
        return links

    def _send(self, record: Record, account: Account, file: OrderFile, place: str) -> str:
        desk = self._desk
        path = desk.store.input(record.job, file)
        provider = desk.provider(record)
        desk.tell(record.job, state=JobState.UPLOADING, message=f"Sending file {place}.")
        progress = self._progress(record, place)
        return desk.again(record, lambda: provider.prepare(account, record.order.model, file, path, progress))

    def _progress(self, record: Record, place: str) -> Progress:
        told = time.monotonic()

        def progress(done: int, total: int) -> None:
            nonlocal told
            self._desk.clock.check()
            if time.monotonic() - told >= TELL_EVERY_SECONDS:
                told = time.monotonic()
                sent = f"Sending file {place}: {done / _MB:.1f} of {total / _MB:.1f} MB."
                self._desk.tell(record.job, message=sent)

        return progress
