"""From an address to a form that can be used, and the bytes on the way: this page beside an empty Gradio page.

`python -m tests.bench.page` prints its table.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.report import table
from tests.bench.row import Measured, Row, Scale
from tests.bench.start import start_empty
from tests.conftest import ARGUMENTS
from tests.ensure_browser import browser_path
from tests.programs import start_app

ROUNDS = 4
SILENCE_MS = 800
TAKEN = "the form takes words, files and Generate"
EMPTY = "an empty Gradio page"
# The form takes words, files and Generate, be it the one that stands first or Gradio's own in its place.
TAKES = """() => {
  const early = document.querySelector('#r2v-early:not([hidden]) textarea');
  const area = early ?? document.querySelector('#prompt textarea:enabled');
  area?.focus();
  addEventListener('keydown', () => { window.heard = true; }, { once: true });
  return area !== null && document.activeElement === area;
}"""
HEARD = "() => window.heard"
# Gradio's own stand in their places, with what the browser kept: everything on the page answers.
OURS_USABLE = """() => !document.querySelector('#r2v-early') && document.querySelector('#references input[type=file]')
  && document.querySelector('#prompt textarea:enabled') && document.querySelector('#generate:enabled')"""
EMPTY_USABLE = "() => document.querySelector('main')?.textContent.includes('Empty.')"


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What one opening took: seconds until a key that was pressed is heard, and until every control answers.

    The kB are those over the line until the network is silent. Of a page without a form, the first two are one.
    """

    takes: float
    whole: float
    kilobytes: float


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A first opening with nothing in the browser's cache, and one more."""

    first: Opening
    again: Opening


def measure(folder: Path, scale: Scale) -> Measured:
    """Visit both in turns, so that a busy machine is as busy for each; the first round warms the servers up."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(ARGUMENTS))
        with start_app(folder / "ours") as ours, start_empty(folder / "empty") as empty:
            ways: dict[str, Callable[[], Visit]] = {
                "ours": lambda: visit(browser, ours.address, OURS_USABLE, written=True),
                EMPTY: lambda: visit(browser, empty.address, EMPTY_USABLE, written=False),
            }
            visits: dict[str, list[Visit]] = {name: [] for name in ways}
            for _ in range(scale.of(ROUNDS + 1, 1)):
                for name, way in ways.items():
                    visits[name].append(way())
        browser.close()
    settled = {name: seen[scale.of(1, 0) :] for name, seen in visits.items()}
    return Measured(
        rows=(
            _row(f"first visit until {TAKEN}", "s", settled, lambda one: one.first.takes, 1.5),
            _row(f"next visit until {TAKEN}", "s", settled, lambda one: one.again.takes, 1.5),
            _row("first visit until every control answers", "s", settled, lambda one: one.first.whole),
            _row("next visit until every control answers", "s", settled, lambda one: one.again.whole),
            _row("first visit, over the line", "kB", settled, lambda one: one.first.kilobytes, 1.5),
            _row("next visit, over the line", "kB", settled, lambda one: one.again.kilobytes, 1.5),
        )
    )


def _row(
    what: str, unit: str, visits: dict[str, list[Visit]], figure: Callable[[Visit], float], goal: float | None = None
) -> Row:
    ours, theirs = (median(figure(one) for one in visits[name]) for name in ("ours", EMPTY))
    return Row(what=what, unit=unit, ours=ours, peer=EMPTY, theirs=theirs, most_ratio=goal)


def visit(browser: Browser, address: str, usable: str, *, written: bool) -> Visit:
    """Come for the first time, and once more; `written` is whether there is a form to write in."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sent: list[float] = []
    session.on("Network.loadingFinished", lambda told: sent.append(float(told["encodedDataLength"])))
    first, again = (_opened(page, address, usable, sent, written=written) for _ in range(2))
    seen = Visit(first=first, again=again)
    context.close()
    return seen


def _opened(page: Page, address: str, usable: str, sent: list[float], *, written: bool) -> Opening:
    sent.clear()
    began = perf_counter()
    page.goto(address, wait_until="commit")
    if written:
        page.wait_for_function(TAKES)
        # No letter: what is written is kept, and would come again with the next visit.
        page.keyboard.press("End")
        page.wait_for_function(HEARD)
    takes = perf_counter() - began
    page.wait_for_function(usable)
    whole = perf_counter() - began
    _wait_for_silence(page, sent)
    return Opening(takes=takes if written else whole, whole=whole, kilobytes=sum(sent) / 1000)


def _wait_for_silence(page: Page, sent: list[float]) -> None:
    """Wait until nothing has arrived for a while; Gradio keeps one stream open, so the network is never idle."""
    seen = -1
    while seen != len(sent):
        seen = len(sent)
        page.wait_for_timeout(SILENCE_MS)


def main() -> None:
    """Measure in earnest."""
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(Path(folder), Scale())
    sys.stdout.write(f"{table(measured.rows)}\n")


if __name__ == "__main__":
    main()
