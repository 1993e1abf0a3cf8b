"""A program: a picture of each state that the page can be in, into `tests/output/states`, to be looked at.

`python -m tests.showcase.states` makes all of them; `--only stage,lost` those, `--as phone` in that dress alone.
"""

import argparse
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from lib.jobs.record import Record
from tests.conftest import ARGUMENTS
from tests.ensure_browser import browser_path
from tests.journeys.pasts import films, open_as_visitor
from tests.makers import make_picture, make_voice
from tests.programs import ROOT, Program, start_app
from tests.showcase.state_records import make_films, states, waiting, write

OUTPUT = ROOT / "tests" / "output" / "states"
FILM = (
    "() => { const v = document.querySelector('.r2v-film video'); return v && v.readyState >= 2 && v.videoWidth > 0 }"
)
STAGED = "() => document.querySelector('.r2v-stage video').readyState >= 2"
KEY = "sk-of-the-owner"
expect.set_options(timeout=30_000)


@dataclass(frozen=True, kw_only=True)
class Dress:
    """How the page is looked at: the window in pixels, the theme, the language."""

    name: str
    width: int = 1280
    height: int = 800
    theme: str = "light"
    locale: str = "en-US"


DESKTOP = Dress(name="desktop")
MAIN = (
    DESKTOP,
    Dress(name="dark", theme="dark"),
    Dress(name="chinese", locale="zh-CN"),
    Dress(name="phone", width=390, height=844),
    Dress(name="phone-dark-chinese", width=390, height=844, theme="dark", locale="zh-CN"),
)


# Only where they are asked for by name: as narrow as a page has to work, and 1280 × 800 at 200 %.
ASKED_FOR = (Dress(name="narrow", width=320, height=640), Dress(name="zoom", width=640, height=400))


@dataclass(kw_only=True)
class Gallery:
    """What the pictures are taken of: the running app, its data folder, real films, and a few odd files."""

    app: Program
    data: Path
    odd: Path
    made: dict[str, Path]
    visitors: dict[Page, str] = field(default_factory=dict)

    def open(self, page: Page, *records: Callable[[str], list[Record]]) -> str:
        """Open the page as a new visitor with these jobs behind them; give the visitor's name."""
        visitor = open_as_visitor(page, self.app)
        for past in records:
            write(self.data, past(visitor), self.made)
        if records:
            page.reload()
            settle(page)
        return visitor

    def show(self, page: Page, name: str) -> None:
        """Open the page with one job of `states` on it; the first one of a page writes them all."""
        visitor = self.visitors.get(page) or open_as_visitor(page, self.app)
        every = states(visitor)
        if page not in self.visitors:
            self.visitors[page] = visitor
            write(self.data, list(every.values()), self.made)
        page.evaluate("(job) => sessionStorage.setItem('r2v-tab-job', job)", every[name].job)
        page.reload()
        settle(page)


def settle(page: Page) -> None:
    """Wait until the page has its events and knows what was made before."""
    page.wait_for_selector("#history .r2v-past")


# ---------------------------------------------------------------- the form


def empty(gallery: Gallery, page: Page) -> None:
    gallery.open(page)


def reading(gallery: Gallery, page: Page) -> None:
    gallery.open(page)
    page.route("**/gradio_api/upload*", lambda _: None)
    page.set_input_files("#references input[type=file]", [str(gallery.odd / name) for name in ("wide.png", "big.png")])
    expect(page.locator("#references .r2v-ref")).to_have_count(2)


def ready(gallery: Gallery, page: Page) -> None:
    gallery.open(page)
    page.locator("[data-starter=two]").click()
    expect(page.locator("#findings")).to_contain_text(READY)


def crowded(gallery: Gallery, page: Page) -> None:
    """Show all that a form can hold beside a finished video."""
    job("succeeded-wide")(gallery, page)
    page.locator("#use-form").click()
    expect(page.locator("#references .r2v-ref")).to_have_count(2)
    names = ("wide.png", "big.png", "wide.png")
    page.set_input_files("#references input[type=file]", [str(gallery.odd / name) for name in names])
    expect(page.locator(".r2v-chip-row .r2v-chip")).to_have_count(5)
    page.evaluate("() => scrollTo(0, 0)")


def one_error(gallery: Gallery, page: Page) -> None:
    ready(gallery, page)
    page.set_input_files("#references input[type=file]", [str(gallery.odd / "see-through.png")])
    expect(page.locator("#findings [data-fix]")).not_to_have_count(0)


def six_errors(gallery: Gallery, page: Page) -> None:
    gallery.open(page)
    names = ("text.jpg", "cut.png", "small.png", "see-through.png")
    page.set_input_files("#references input[type=file]", [str(gallery.odd / name) for name in names])
    page.locator("#prompt textarea").fill("Image 7 dances with @Image1 while Video 2 flies past.")
    expect(page.locator("#findings .r2v-finding.r2v-error")).to_have_count(6)


# ---------------------------------------------------------------- a job


def job(name: str) -> Callable[[Gallery, Page], None]:
    def shown(gallery: Gallery, page: Page) -> None:
        gallery.show(page, name)
        if name.startswith("succeeded"):
            page.wait_for_function(FILM)
            page.evaluate("() => { document.querySelector('.r2v-film video').currentTime = 0.8 }")
        if page.viewport_size and page.viewport_size["width"] < 760:
            page.locator("#state").scroll_into_view_if_needed()
            page.evaluate("() => document.querySelector('#result').scrollIntoView({ block: 'start' })")

    return shown


def third_in_line(gallery: Gallery, page: Page) -> None:
    gallery.open(page, waiting)
    page.locator(".r2v-job-open").last.click()
    page.wait_for_selector("#state [data-state=waiting]")
    page.evaluate("() => scrollTo(0, 0)")


# ---------------------------------------------------------------- the history and what is made of it


def hundreds(gallery: Gallery, page: Page) -> None:
    gallery.open(page, many)
    page.locator("#history .r2v-all").click()
    page.wait_for_selector(".r2v-piece img")


def comparing(count: int) -> Callable[[Gallery, Page], None]:
    def compared(gallery: Gallery, page: Page) -> None:
        hundreds(gallery, page)
        for number in range(count):
            page.locator(".r2v-piece input[type=checkbox]").nth(number).check()
        page.locator(".r2v-sheet-compare").click()
        page.wait_for_function(
            "(count) => [...document.querySelectorAll('.r2v-compare video')]"
            ".filter((one) => one.readyState >= 3).length === count",
            arg=count,
        )

    return compared


def stage(gallery: Gallery, page: Page) -> None:
    job("succeeded-wide")(gallery, page)
    page.locator("[data-do=stage]").click()
    page.wait_for_selector(".r2v-stage-references img")
    page.wait_for_function(STAGED)
    page.evaluate("() => { document.querySelector('.r2v-stage video').pause() }")


def stage_tall(gallery: Gallery, page: Page) -> None:
    job("succeeded-tall")(gallery, page)
    page.locator("[data-do=stage]").click()
    page.wait_for_selector(".r2v-stage-references img")
    page.wait_for_function(STAGED)
    page.evaluate("() => { document.querySelector('.r2v-stage video').pause() }")


def many(visitor: str) -> list[Record]:
    """Give a past of two hundred films."""
    return films(visitor, 200)


# ---------------------------------------------------------------- who pays


def key_sheet(gallery: Gallery, page: Page) -> None:
    gallery.open(page)
    page.locator(".r2v-service-button").click()
    page.locator("#service label").nth(1).click()
    page.wait_for_selector("#region label")
    page.evaluate("() => document.querySelector('#service').scrollIntoView({ block: 'start' })")


def service_unreachable(gallery: Gallery, page: Page) -> None:
    ready(gallery, page)
    page.locator("#generate").click()
    page.wait_for_function("() => document.querySelector('.r2v-state-message')?.textContent.length > 40")


def budget_used_up(gallery: Gallery, page: Page) -> None:
    gallery.open(page)
    page.locator("[data-starter=two]").click()
    page.wait_for_selector("#findings .r2v-finding.r2v-warning")
    expect(page.locator("#findings .r2v-error")).to_have_count(0)


READY = re.compile("Ready|可以生成")
Take = Callable[[Gallery, Page], None]
JOBS: dict[str, Take] = {
    "uploading": job("job-uploading"),
    "queued": job("job-queued"),
    "running": job("job-running"),
    "running-tall": job("job-tall"),
    "running-late": job("job-late"),
    "saving": job("job-saving"),
    "succeeded-wide": job("succeeded-wide"),
    "succeeded-tall": job("succeeded-tall"),
    "failed-moderation": job("failed-moderation"),
    "failed-key": job("failed-key"),
    "canceled": job("canceled"),
    "lost": job("lost"),
    "stage": stage,
    "stage-tall": stage_tall,
}
STATES: dict[str, Take] = {
    **JOBS,
    "empty": empty,
    "reading": reading,
    "ready": ready,
    "crowded": crowded,
    "one-error": one_error,
    "six-errors": six_errors,
    "third-in-line": third_in_line,
    "history-hundreds": hundreds,
    "compare-two": comparing(2),
    "compare-four": comparing(4),
    "key-sheet": key_sheet,
}
# These need an owner's key, or money that is spent.
OWNED: dict[str, Take] = {"service-unreachable": service_unreachable, "budget-used-up": budget_used_up}


@contextmanager
def gallery_of(home: Path, **settings: str) -> Iterator[Gallery]:
    """Run an app with settings of its own."""
    home.mkdir()
    odd = home / "odd"
    odd.mkdir()
    make_picture(odd / "wide.png", width=1600, height=900)
    make_picture(odd / "big.png", width=2400, height=1800)
    make_picture(odd / "small.png", width=120, height=120)
    make_picture(odd / "see-through.png", width=640, height=480, mode="RGBA")
    make_voice(odd / "voice.wav", seconds=2.0)
    (odd / "text.jpg").write_text("this is a text")
    whole = (odd / "wide.png").read_bytes()
    (odd / "cut.png").write_bytes(whole[: len(whole) // 2])
    data = home / "data"
    with start_app(home / "home", R2V_DATA_DIR=str(data), **settings) as app:
        yield Gallery(app=app, data=data, odd=odd, made=make_films(home))


def take(browser: Browser, gallery: Gallery, wanted: dict[str, Take], dresses: tuple[Dress, ...]) -> list[str]:
    """Take the pictures; give a line for each that could not be taken, or that is wider than its window."""
    complaints: list[str] = []
    for dress in dresses:
        page = None
        for name, state in wanted.items():
            # Those of a job share a page, whose visitor has all of these jobs.
            if page is None or name not in JOBS:
                page = _page(browser, dress, complaints)
            try:
                state(gallery, page)
                if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
                    complaints.append(f"{name} {dress.name}: it scrolls sideways")
            except Exception as error:  # noqa: BLE001 - the others are to be taken all the same
                complaints.append(f"{name} {dress.name}: {str(error).splitlines()[0]}")
            page.unroute_all(behavior="ignoreErrors")
            page.mouse.move(1, 1)
            page.screenshot(path=OUTPUT / f"{name}-{dress.name}.png")
            if name not in JOBS:
                page.context.close()
                page = None
        if page is not None:
            page.context.close()
    return complaints


def _page(browser: Browser, dress: Dress, complaints: list[str]) -> Page:
    size: ViewportSize = {"width": dress.width, "height": dress.height}
    context = browser.new_context(viewport=size, locale=dress.locale, reduced_motion="reduce")
    context.add_init_script(f"localStorage.setItem('r2v.theme', '{dress.theme}')")
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(f"{dress.name}: {error}"))
    return page


def main() -> None:
    """Take what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names of states, with commas between them")
    parser.add_argument("--as", dest="dress", default="", help="names of dresses, with commas between them")
    asked = parser.parse_args()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    only, dressed = set(filter(None, asked.only.split(","))), set(filter(None, asked.dress.split(",")))
    dresses = tuple(one for one in MAIN + ASKED_FOR if (one.name in dressed if dressed else one in MAIN))
    chosen = {name: one for name, one in STATES.items() if not only or name in only}
    owned = {name: one for name, one in OWNED.items() if not only or name in only}
    complaints = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(ARGUMENTS))
        home = Path(folder)
        if chosen:
            with gallery_of(home / "plain") as gallery:
                complaints += take(browser, gallery, chosen, dresses)
        owner = {"DASHSCOPE_API_KEY": KEY, "DASHSCOPE_HTTP_BASE_URL": "http://127.0.0.1:9/api/v1"}
        for name, settings in (("service-unreachable", {}), ("budget-used-up", {"R2V_BUDGET_PER_VISITOR": "1"})):
            if name in owned:
                with gallery_of(home / name, **owner, **settings) as gallery:
                    complaints += take(browser, gallery, {name: owned[name]}, dresses)
        browser.close()
    print("\n".join(complaints) or f"The pictures are in {OUTPUT}")  # noqa: T201 - a program's own words


if __name__ == "__main__":
    main()
