"""Do small pictures go quicker inside the request than by an upload? `python -m tests.bench.inline`.

Both ways to a task, with this app's client, against a service at a distance: an answer comes `latency` seconds late,
and a line takes so many bytes a second. What is looked at is the time to a task, and how long the paid request is under
way: while it is, a line that breaks leaves a request of which nobody knows whether it was accepted. What was decided by
it stands in CONTRIBUTING.md.
"""

import base64
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from lib.forms.draft import Order, OrderItem
from lib.jobs.staging import AT_ONCE
from lib.providers.dashscope import DashScope
from lib.providers.provider import Account, Links
from tests.bench.uploads import MB, sink
from tests.providers.orders import FORM, MODEL, account, file, order, unwatched

ROUNDS = 3
# Pictures and their bytes: a screenshot, what the page's own repair makes of a photograph, and photographs.
SETS = ((1, 60_000), (3, 200_000), (5, 1_000_000))
LATENCIES = (0.0, 0.05, 0.2)
# No limit, and 10 Mbit a second, what many a home line sends.
RATES = (0, 1_250_000)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Seconds to a task, and those of them in which the paid request was under way."""

    all: float
    paid: float


def by_upload(who: Account, made: Order, path: Path) -> Taken:
    """As a job does: each picture into the service's storage, then the request."""
    client, began = DashScope(), time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        sent = pool.map(lambda one: (one.sha256, client.prepare(who, MODEL, one, path, unwatched)), made.files())
        links = dict(sent)
    return _asked(client, who, made, links, began)


def inline(who: Account, made: Order, path: Path) -> Taken:
    """All of it in the request."""
    client, began = DashScope(), time.perf_counter()
    text = f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()}"
    return _asked(client, who, made, {one.sha256: text for one in made.files()}, began)


def _asked(client: DashScope, who: Account, made: Order, links: Links, began: float) -> Taken:
    ready = time.perf_counter()
    client.submit(who, FORM, made, links)
    done = time.perf_counter()
    return Taken(all=done - began, paid=done - ready)


def medians(folder: Path, count: int, size: int, latency: float, rate: int) -> tuple[Taken, Taken]:
    """Give both ways' medians, the two in turn."""
    path = folder / "picture.png"
    path.write_bytes(os.urandom(size))
    made = order(*[OrderItem(field="reference_image", file=file(letter)) for letter in "abcde"[:count]])
    with sink(folder / "home", latency=latency, rate=rate) as server:
        who = account(server.address)
        rounds = [(by_upload(who, made, path), inline(who, made, path)) for _ in range(ROUNDS)]
    uploads, inlines = zip(*rounds, strict=True)
    return _median(uploads), _median(inlines)


def _median(taken: tuple[Taken, ...]) -> Taken:
    return Taken(all=median(one.all for one in taken), paid=median(one.paid for one in taken))


def main() -> None:
    head = ["pictures", "latency, ms", "line", "upload, s", "inline, s", "paid request, s", "inline, s"]
    rows = [head, ["---"] * len(head)]
    with tempfile.TemporaryDirectory() as folder:
        for rate in RATES:
            for latency in LATENCIES:
                for count, size in SETS:
                    upload, inlined = medians(Path(folder), count, size, latency, rate)
                    line = f"{rate * 8 / MB:g} Mbit/s" if rate else "loopback"
                    figures = (upload.all, inlined.all, upload.paid, inlined.paid)
                    what = [f"{count} of {size / MB:.2f} MB", f"{latency * 1000:.0f}", line]
                    rows.append([*what, *(f"{value:.2f}" for value in figures)])
    print("\n".join(f"| {' | '.join(row)} |" for row in rows))  # noqa: T201  # a command's output


if __name__ == "__main__":
    main()
