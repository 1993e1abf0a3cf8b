"""Stage: hand the references to the service, each content once an account and model."""

import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

from lib.errors import Failure
from lib.forms.draft import OrderFile
from lib.jobs.desk import Desk, JobEnded
from lib.jobs.record import JobState, Record
from lib.providers.provider import Account, Links, Progress

# A link lives 48 h at Model Studio (`api-facts.md` section 3); one that is about to die is not given to a new task.
LINK_SECONDS = 36 * 3600.0
TELL_EVERY_SECONDS = 0.5
MB = 1_000_000
# The official SDK sends ten at once; a job has eleven files at the most, and a home line is full with less.
AT_ONCE = 4

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

    def forget(self, keys: Iterable[LinkKey]) -> None:
        """Drop links, so that their files are sent anew."""
        with self._lock:
            for key in keys:
                self._links.pop(key, None)


class Staging:
    """The step, and the links it has made."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._memory = LinkMemory()

    def run(self, job: str) -> None:
        """Stage a job's files. Safe to run twice: what was sent is not sent again."""
        record = self._desk.current(job)
        # A link that is for one request is made right before it, so that a restart in between leaves none behind.
        if record.intent is None and self._desk.provider(record).uploads:
            self.links(record)

    def links(self, record: Record) -> Links:
        """Give every file's link, sending those that have none. Raises ServiceError, JobEnded, Stopping."""
        account = self._desk.account(record)
        if not self._desk.provider(record).uploads:
            return {file.sha256: self._made(record, account, file) for file in record.order.files()}
        files = {file.sha256: file for file in record.order.files()}
        keys = _keys(record)
        missing = [file for sha256, file in files.items() if self._memory.get(keys[sha256]) is None]
        if missing:
            self._send(record, account, missing)
        links = {sha256: self._memory.get(key) for sha256, key in keys.items()}
        return {sha256: link for sha256, link in links.items() if link is not None}

    def _made(self, record: Record, account: Account, file: OrderFile) -> str:
        """Make a link that sends nothing and is kept nowhere: the file itself as text, or a public address of it."""
        desk = self._desk
        provider, path = desk.provider(record), desk.store.bring_input(record.job, file)
        return provider.prepare(account, record.order.model, file, path, lambda _done, _total: desk.clock.check())

    def _send(self, record: Record, account: Account, files: Sequence[OrderFile]) -> None:
        """Send files side by side, and say how many bytes are there."""
        desk = self._desk
        sent = Sent(desk, record, files)
        desk.tell(record.job, state=JobState.UPLOADING, message=sent.line())
        with ThreadPoolExecutor(min(AT_ONCE, len(files)), thread_name_prefix="upload") as pool:
            running = [pool.submit(self._send_one, record, account, file, sent) for file in files]
            done, _ = wait(running, return_when=FIRST_EXCEPTION)
            # One that failed ends the step; the others stop at their next piece.
            sent.failed = any(one.exception() is not None for one in done)
        for one in sorted(running, key=lambda future: isinstance(future.exception(), JobEnded)):
            one.result()

    def _send_one(self, record: Record, account: Account, file: OrderFile, sent: "Sent") -> None:
        desk = self._desk
        provider, path = desk.provider(record), desk.store.bring_input(record.job, file)
        progress = sent.progress(file)
        link = desk.again(record, lambda: provider.prepare(account, record.order.model, file, path, progress))
        self._memory.put(_keys(record)[file.sha256], link)

    def forget(self, record: Record) -> None:
        """Forget the links of a job's files: the service could do nothing with them."""
        self._memory.forget(_keys(record).values())


def _keys(record: Record) -> dict[str, LinkKey]:
    return {file.sha256: (record.account, record.order.model, file.sha256) for file in record.order.files()}


class Sent:
    """How many bytes of a job's files are with the service, told now and then."""

    def __init__(self, desk: Desk, record: Record, files: Sequence[OrderFile]) -> None:
        self.failed = False
        self._desk = desk
        self._record = record
        self._done = {file.sha256: 0 for file in files}
        self._total = sum(file.size_bytes for file in files)
        self._told = time.monotonic()
        self._lock = threading.Lock()

    def line(self) -> str:
        """Say it in one line."""
        count = f"{len(self._done)} files" if len(self._done) > 1 else "the reference"
        done = min(sum(self._done.values()), self._total)
        return f"Sending {count}: {done / MB:.1f} of {self._total / MB:.1f} MB."

    def progress(self, file: OrderFile) -> Progress:
        """Give what a provider calls while it sends a file. It raises Stopping, and JobEnded where the step is over."""

        def progress(done: int, _total: int) -> None:
            self._desk.clock.check()
            if self.failed:
                raise JobEnded(Failure(code="Studio.Ended", message="Another file of this job could not be sent."))
            with self._lock:
                self._done[file.sha256] = min(done, file.size_bytes)
                due = time.monotonic() - self._told >= TELL_EVERY_SECONDS
                if due:
                    self._told = time.monotonic()
            if due:
                self._desk.tell(self._record.job, message=self.line())

        return progress
